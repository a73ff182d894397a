"""The ledger's own tools, and a lead who puts terms into the draft."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.conftest import Cast
from tests.jobs.conftest import work_off

__all__ = ["work_off"]

TERM = {
    "term": "ferry tale",
    "category": "demeaning",
    "polarity": "-1",
    "strength": "2",
    "reason": "Mocks an account as invented.",
    "part_of_speech": "noun",
}


@pytest.fixture
def ada(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """Open a browser in which Ada, the lead, is signed in."""
    return sign_in(cast.ada)
