"""Quick hashes: how long argon2 takes is not what these tests are about."""

import pytest
from argon2 import PasswordHasher

from workbench.accounts import passwords


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
