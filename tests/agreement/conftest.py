"""How the random studies of these tests are drawn."""

from hypothesis import settings

# A deadline measures how busy the machine is, which is not what these tests are about.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
