"""A lead who puts terms into the draft."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn

TERM = {
    "term": "ferry tale",
    "category": "demeaning",
    "polarity": "-1",
    "strength": "2",
    "reason": "Mocks an account as invented.",
    "part_of_speech": "noun",
}


@pytest.fixture
def ada(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """Open a browser in which Ada, the lead, is signed in."""
    return sign_in(cast.ada)
