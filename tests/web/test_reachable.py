"""Every page is found by following links, and by more than one way (WCAG 2.2, 2.4.5)."""

import re
from collections import defaultdict, deque

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browser.pages import EVERY_PAGE
from tests.conftest import Cast, SignIn, add_member
from workbench.accounts.models import Account
from workbench.database import db, now
from workbench.demonstration import add_demonstration
from workbench.projects.models import Role

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#?]*)')
# These come into being by an act: without an archive, a draft or gold nothing leads to them.
MADE_FIRST = re.compile(
    r"^/samples/\d+/new$|^/lexicons/\d+/(draft|versions)$|^/gold/\d+/(accuracy|paragraph/)"
)
# A step of a task is reached from the step before it alone.
STEPS = re.compile(r"/(new|draw|term|upload|draft|import|questions|next|kept)$|/article/|/correct")


def links_on(browser: FlaskClient, place: str) -> list[str]:
    """List the addresses that a page links to; a file that is downloaded has none."""
    answer = browser.get(place, follow_redirects=True)
    return LINK.findall(answer.text) if answer.mimetype == "text/html" else []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_is_reached_in_two_ways(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context():
        demonstration = add_demonstration(at=now())
        root = db.session.get(Account, cast.root)
        assert root is not None
        add_member(demonstration, root, Role.LEAD, "A-ROOT")
        project = demonstration.id
        db.session.commit()
    browser = sign_in(cast.root)
    ways: dict[str, set[str]] = defaultdict(set)
    waiting, seen = deque(["/projects/"]), {"/projects/"}
    while waiting:
        place = waiting.popleft()
        for link in links_on(browser, place):
            ways[link].add(place)
            if link not in seen and re.search(rf"^/\w+/({project}(/|$)|$|profile$|new$)", link):
                seen.add(link)
                waiting.append(link)
    pages = [page.replace("/1", f"/{project}", 1) for page in EVERY_PAGE if page != "/nowhere"]
    wanted = [page for page in pages if not MADE_FIRST.search(page) and "/article/" not in page]
    unreached = [page for page in wanted if page not in ways]
    assert not unreached
    once = [page for page in wanted if len(ways[page] - {page}) < 2 and not STEPS.search(page)]
    assert not once
