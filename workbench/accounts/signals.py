"""What accounts tell the packages above them, which they cannot import."""

from blinker import Namespace

# Sent with the account and `at` when somebody became an administrator through a link of the host.
administrator_made = Namespace().signal("administrator-made")
