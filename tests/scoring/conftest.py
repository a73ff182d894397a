from hypothesis import settings

# A deadline measures how busy the machine is, which is not what these tests are about.
settings.register_profile("scoring", deadline=None)
settings.load_profile("scoring")
