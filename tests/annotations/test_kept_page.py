"""What the annotate page keeps between two drawings never outlives what it was drawn from."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests.annotations.designs import add_design, suggest_by_scores
from tests.annotations.pages import opened, without_what_differs
from tests.annotations.stage import HEROES, add_article, add_version, codebook, word
from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account
from workbench.annotations.models import Assignment
from workbench.app import create_app
from workbench.articles.models import Article, StoredLoadedWord
from workbench.config import Settings
from workbench.database import db
from workbench.projects.models import Membership, Project
from workbench.web.kept_parts import KeptParts


def changed_codebook() -> dict[str, Any]:
    definition: dict[str, Any] = codebook().to_definition()
    definition["questions"][0]["title"] = "Another title"
    definition["span_categories"][0]["title"] = "Another category"
    return definition


def values(model: type[Any], **chosen: Any) -> Callable[[Cast], object]:
    return lambda _cast: db.session.execute(update(model).values(**chosen))


CHANGES: dict[str, Callable[[Cast], object]] = {
    "a word's reason": values(StoredLoadedWord, reason="another reason"),
    "a word's category": values(StoredLoadedWord, category="hedging"),
    "the headline": values(Article, headline="Another headline"),
    "the codebook": lambda cast: add_version(cast.project, changed_codebook()),
    "what was read of the guidelines": values(Membership, guidelines_read=2),
    "the project's name": values(Project, name="Another " + Project.name),
    "the codebook's language": values(Project, codebook_language="fr"),
    "the outlet that is shown": values(Assignment, outlet_arm="shown"),
    "the outlet that is hidden": values(Assignment, outlet_arm="hidden"),
    "the person's language": values(Account, language="de"),
    "the arm": values(Assignment, arm="blind"),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_changed_shows_at_once(
    app: Flask, cast: Cast, sign_in: SignIn, settings: Settings
) -> None:
    with app.app_context():
        brave = word(HEROES, "brave", "glorifying")
        add_article(cast.project, (HEROES,), words={HEROES: (brave,)})
        suggest_by_scores(cast.project)
        add_design(cast.project)
        db.session.commit()
    ben = sign_in(cast.ben)
    address, _ = opened(ben, cast.project)
    forgetful = create_app(settings)
    forgetful.testing = True
    other = forgetful.test_client()
    with ben.session_transaction() as own, other.session_transaction() as session:
        session.update(own)

    def drawn() -> str:
        """Draw what is kept, and compare it with what nothing is kept of."""
        forgetful.jinja_env.add_extension(KeptParts)
        pages = [
            re.sub(r'data-lease="\d+"', "", without_what_differs(browser.get(address).text))
            for browser in (ben, other)
        ]
        assert pages[0] == pages[1]
        return pages[0]

    before = drawn()
    for what, change in CHANGES.items():
        with app.app_context():
            change(cast)
            db.session.commit()
        after = drawn()
        assert after != before, what
        before = after
    with forgetful.app_context():
        db.session.remove()
        db.engine.dispose()
