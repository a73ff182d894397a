"""Passwords: which are good enough, and how they are kept (argon2id, RFC 9106)."""

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workbench.words import gettext, number

SHORTEST = 12
# Far above any passphrase; without a limit a sign-in form hashes megabytes for a stranger.
LONGEST = 1_000

# What people type first when twelve characters are asked for, in letters and digits alone.
OBVIOUS = frozenset(
    {
        "000000000000",
        "111111111111",
        "123123123123",
        "123456123456",
        "1234567890123",
        "123456789012",
        "1234567890ab",
        "12345678910",
        "1234567891011",
        "abcdefghijkl",
        "abc123abc123",
        "administrator",
        "adminadminadmin",
        "changemechangeme",
        "changemeplease",
        "correcthorsebatterystaple",
        "iloveyouiloveyou",
        "letmeinletmein",
        "letmeinplease",
        "mediabias123",
        "mediabiasworkbench",
        "mypassword123",
        "passpasspass",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "q1w2e3r4t5y6",
        "qwerty123456",
        "qwertyqwerty",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiopas",
        "welcome12345",
        "workbench123",
    }
)

hasher = PasswordHasher()


class WeakPasswordError(ValueError):
    """Say in a sentence why a password cannot be used."""


@dataclass(frozen=True)
class Verdict:
    """Tell whether a password was right, and its new hash where the old one has aged."""

    is_right: bool
    new_hash: str | None = None


def check_password(password: str, *, email: str = "", name: str = "") -> None:
    """Raise `WeakPasswordError` unless the password can be used by this person.

    Length is what counts; which kinds of characters are in it does not (NIST SP 800-63B, 5.1.1.2).
    """
    if len(password) < SHORTEST:
        raise WeakPasswordError(
            gettext(
                "Use at least %(shortest)s characters. A few words in a row are easy to keep in "
                "mind.",
                shortest=SHORTEST,
            )
        )
    if len(password) > LONGEST:
        raise WeakPasswordError(
            gettext("Use at most %(longest)s characters.", longest=number(LONGEST))
        )
    bare = _bare(password)
    if bare and bare in {_bare(email), _bare(email.partition("@")[0]), _bare(name)}:
        raise WeakPasswordError(
            gettext("Your name or email address is the first guess. Use other words.")
        )
    if bare in OBVIOUS or len(set(password)) < 4:
        raise WeakPasswordError(
            gettext("This password is among the first guesses. Use other words.")
        )


def hash_password(password: str) -> str:
    """Give the salted hash to keep."""
    return hasher.hash(_one_form(password))


def verify_password(kept: str | None, password: str) -> Verdict:
    """Compare a password with a kept hash, in the same time where there is none.

    Without the decoy, a quick answer would tell that an address has no account.
    """
    decoy = _decoy()
    try:
        hasher.verify(kept or decoy, _one_form(password))
    except (VerificationError, InvalidHashError):
        return Verdict(is_right=False)
    if kept is None:
        return Verdict(is_right=False)
    aged = hasher.check_needs_rehash(kept)
    return Verdict(is_right=True, new_hash=hash_password(password) if aged else None)


@cache
def _decoy() -> str:
    return hasher.hash(secrets.token_urlsafe())


def _one_form(password: str) -> str:
    # The same key gives “é” as one or as two code points, by the system it is typed on.
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
