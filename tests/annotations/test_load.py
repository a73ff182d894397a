"""Sixty-four people annotate at once over HTTP while the server is killed, on both engines."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from benchmarks.clients import Connection, form_on
from benchmarks.submitting import cookie_of
from tests.annotations.recount import recount, stored_counts
from tests.annotations.served import Gunicorn
from tests.annotations.stage import add_article
from tests.conftest import Cast, add_member
from workbench.accounts.models import Account
from workbench.annotations.models import Annotation, Answer, Assignment
from workbench.config import Settings
from workbench.database import db, now
from workbench.projects.models import Project, Role

PEOPLE = 64
OVERLAP = 3
PARAGRAPHS = 60
RESENT = 0.2  # the share of forms that are sent twice although the first was answered
PATIENCE = 400  # tries of one request, a tenth of a second apart


class Ledger:
    """Keep which forms the server acknowledged, by their keys, and how often one was repeated."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.resent = 0
        self.retried = 0
        self._lock = threading.Lock()

    def acknowledge(self, key: str, place: str) -> None:
        """Note that a form was answered as stored."""
        with self._lock:
            self.keys[key] = place

    def count(self, name: str) -> None:
        """Count a form that was sent once more."""
        with self._lock:
            setattr(self, name, getattr(self, name) + 1)


class Person:
    """Annotate until nothing is left, and send again whatever was not answered."""

    def __init__(self, port: int, cookie: str, project_id: int, ledger: Ledger) -> None:
        self.connection = Connection(port, cookie)
        self.next = f"/annotations/{project_id}/next"
        self.ledger = ledger
        self.chance = Random(cookie)  # noqa: S311  (a test's own)

    def work(self) -> None:
        """Annotate until nothing is left."""
        place = self.next
        while True:
            status, then, body = self.ask(place)
            if status == 303:
                place = then
                continue
            assert status == 200, body
            if "/assignment/" not in place:
                return self.connection.close()
            place = self.submit(place, form_on(body.decode()))

    def submit(self, place: str, form: dict[str, str]) -> str:
        """Send a form until it is answered, sometimes twice; give the next place."""
        status, then, body = self.ask(place, form)
        assert status == 303, body
        self.ledger.acknowledge(form["submission_key"], place)
        if self.chance.random() < RESENT:
            self.ledger.count("resent")
            status, then, body = self.ask(place, form)
            assert status == 303, body
        return then

    def ask(self, place: str, form: dict[str, str] | None = None) -> tuple[int, str, bytes]:
        """Ask, and ask the same again while the server is away."""
        for _ in range(PATIENCE):
            try:
                status, then, body = self.connection.ask(place, form)
            except OSError:
                self.connection.close()
            else:
                if status < 500:
                    return status, then, body
            self.ledger.count("retried")
            time.sleep(0.1)
        raise AssertionError("The server did not come back.")


def kill_during(server: Gunicorn, ledger: Ledger, done: threading.Event) -> int:
    """Kill the server at a third and at two thirds of the work; say how often that was."""
    kills = 0
    for share in (1 / 3, 2 / 3):
        while len(ledger.keys) < share * PARAGRAPHS * OVERLAP and not done.wait(0.02):
            pass
        if not done.is_set():
            server.kill()
            kills += 1
            server.restart()
    return kills


def never(_server: Gunicorn, _ledger: Ledger, _done: threading.Event) -> int:
    """Leave the server alone."""
    return 0


@pytest.mark.slow
@pytest.mark.parametrize("disturb", [never, kill_during])
def test_sixty_four_people_at_once_fill_every_place_once(
    app: Flask,
    cast: Cast,
    settings: Settings,
    disturb: Callable[[Gunicorn, Ledger, threading.Event], int],
) -> None:
    cookies = _crowd(app, cast)
    ledger, done = Ledger(), threading.Event()
    server = Gunicorn.start(settings)
    try:
        people = [Person(server.port, cookie, cast.project, ledger) for cookie in cookies]
        with ThreadPoolExecutor(PEOPLE + 1) as pool:
            disturber = pool.submit(disturb, server, ledger, done)
            try:
                for working in [pool.submit(person.work) for person in people]:
                    working.result()
            finally:
                done.set()  # Else the pool would wait for the disturber when somebody failed.
            assert disturber.result() == (0 if disturb is never else 2)
    finally:
        server.stop()
    assert ledger.resent > 0
    assert disturb is never or ledger.retried > 0
    with app.app_context():
        _assert_nothing_is_lost_or_doubled(cast.project, ledger)


def _assert_nothing_is_lost_or_doubled(project_id: int, ledger: Ledger) -> None:
    pairs = db.session.execute(
        select(Assignment.paragraph_id, Assignment.account_id, Assignment.state)
    ).all()
    # Rows of assignments stay, so that these are all that were ever given out.
    assert Counter(pair.state for pair in pairs) == {"submitted": PARAGRAPHS * OVERLAP}
    given = Counter(pair.paragraph_id for pair in pairs)
    assert len(given) == PARAGRAPHS
    assert set(given.values()) == {OVERLAP}
    assert len({(pair.paragraph_id, pair.account_id) for pair in pairs}) == len(pairs)
    # Each form that was acknowledged is there once, and no other.
    stored = Counter(db.session.scalars(select(Annotation.submission_key)))
    assert stored == Counter(dict.fromkeys(ledger.keys, 1))
    answers = Counter(
        db.session.scalars(select(func.count()).select_from(Answer).group_by(Answer.annotation_id))
    )
    assert answers == {3: PARAGRAPHS * OVERLAP}
    assert stored_counts(project_id) == recount(project_id)


def _crowd(app: Flask, cast: Cast) -> list[str]:
    """Add people and paragraphs to the study; give a session for each person."""
    with app.app_context():
        project = db.session.get_one(Project, cast.project)
        project.annotators_per_paragraph = OVERLAP
        for number in range(PARAGRAPHS // 10):
            add_article(cast.project, tuple(f"Item {number}, {n}." for n in range(10)), words={})
        accounts = [
            Account(email=f"p{n}@example.org", display_name=f"P{n}", created_at=now())
            for n in range(PEOPLE)
        ]
        db.session.add_all(accounts)
        db.session.flush()
        for account in accounts:
            add_member(project, account, Role.ANNOTATOR, f"A-P{account.id}")
        db.session.commit()
        return [cookie_of(app, account.id) for account in accounts]
