"""People: accounts, sign-in, links that set a password."""
