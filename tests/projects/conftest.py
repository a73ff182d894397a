"""The same quick hashes as in the tests of accounts."""

from tests.accounts.conftest import quick_hashes

__all__ = ["quick_hashes"]
