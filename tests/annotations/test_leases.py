"""A paragraph stays reserved while somebody works on it, and no longer."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.annotations.reader import ANSWERS, Reader
from tests.annotations.stage import all_assignments
from tests.conftest import Cast, SignIn
from workbench.database import db, now


def expires_in(app: Flask, left: timedelta | None = None) -> timedelta:
    """Give how long the one lease lasts; set it first where `left` says so."""
    with app.app_context():
        [assignment] = all_assignments()
        if left is not None:
            assignment.lease_expires_at = now() + left
            db.session.commit()
        return assignment.lease_expires_at - now()


def renew(ben: Reader) -> int:
    answer = ben.client.post(f"{ben.address}/renew", data=ben.fields)
    assert answer.status_code in {200, 204}
    return answer.get_json()["seconds"] if answer.status_code == 200 else 0


def test_who_works_on_a_paragraph_keeps_it(app: Flask, ben: Reader) -> None:
    expires_in(app, timedelta(seconds=40))
    assert 'data-lease="3' in ben.client.get(ben.address).text
    assert renew(ben) == 1800
    assert expires_in(app) > timedelta(minutes=29)


def test_what_ran_out_is_not_taken_back_by_working_on(app: Flask, ben: Reader) -> None:
    expires_in(app, timedelta(seconds=-5))
    assert "data-lease=" not in ben.client.get(ben.address).text
    assert renew(ben) == 0
    assert expires_in(app) < timedelta(0)


def test_what_is_answered_is_not_reserved_any_more(app: Flask, ben: Reader) -> None:
    ben.client.post(ben.address, data=ben.fields | ANSWERS)
    assert renew(ben) == 0
    assert "data-lease=" not in ben.client.get(ben.address).text


@pytest.mark.parametrize("person", ["cy", "dee"])
def test_nobody_renews_what_another_reads(
    person: str, app: Flask, ben: Reader, cast: Cast, sign_in: SignIn
) -> None:
    before = expires_in(app, timedelta(seconds=40))
    client = sign_in(getattr(cast, person))
    assert client.post(f"{ben.address}/renew", data=ben.fields).status_code == 404
    assert expires_in(app) <= before
