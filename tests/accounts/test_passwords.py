"""Which passwords are good enough, and how they are kept."""

import pytest
from argon2 import PasswordHasher

from workbench.accounts import passwords
from workbench.accounts.passwords import (
    LONGEST,
    WeakPasswordError,
    check_password,
    hash_password,
    verify_password,
)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "x" * (LONGEST + 1),
        "Password-1234",
        "aaaaaaaaaaaaaaaa",
        "ada.lovelace@example.org",
        "Ada Love-Lace",
    ],
)
def test_an_obvious_password_is_refused_with_a_sentence(password: str) -> None:
    with pytest.raises(WeakPasswordError, match=r"\.$"):
        check_password(password, email="ada.lovelace@example.org", name="Ada Lovelace")


@pytest.mark.parametrize("password", ["four quiet words here", "twelve chars", "ёлки и палки"])
def test_length_alone_makes_a_password_good(password: str) -> None:
    check_password(password, email="ada@example.org", name="Ada")


def test_a_hash_verifies_its_password_alone() -> None:
    kept = hash_password("four quiet words here")
    assert verify_password(kept, "four quiet words here").is_right
    assert not verify_password(kept, "four quiet words hers").is_right
    assert not verify_password(None, "four quiet words here").is_right
    assert not verify_password("not a hash", "four quiet words here").is_right


def test_the_same_letters_typed_on_another_system_are_the_same_password() -> None:
    assert verify_password(hash_password("cafe\u0301 au lait doux"), "café au lait doux").is_right


def test_an_aged_hash_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = hash_password("four quiet words here")
    assert verify_password(kept, "four quiet words here").new_hash is None
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", stronger)
    renewed = verify_password(kept, "four quiet words here").new_hash
    assert renewed is not None
    assert not stronger.check_needs_rehash(renewed)
