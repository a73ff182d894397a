"""A study that is lived through by requests: imported, designed, drawn and answered by its people.

Unlike `study`, nothing is put into the tables: what a report is made of comes about as it does
for users, with arms, outlets and repeats by the program's own lot.
"""

import json
from typing import Any

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]  # It ships no types.
from sqlalchemy import update

from tests.annotations.stage import form_on
from tests.articles.pages import started, store
from tests.conftest import Cast, SignIn, add_member
from workbench.accounts.models import Account
from workbench.database import db, now
from workbench.projects.models import Project, Role, StudyDesign

Fields = dict[str, list[str]]
LOADED = ("It was a shameful affair.", "The heroes kept silent.", "A disastrous vote, one heard.")
PLAIN = ("The council met on Monday.", "The report has sixty pages.", "The bridge is open again.")
OUTLETS = ("Valley Courier", "Northern Post")
WORDS = {"shameful": "moral_judgement", "heroes": "glorifying", "vote": "sensational"}


def live_through(
    app: Flask, cast: Cast, sign_in: SignIn, *, articles: int, paragraphs: int, seed: int = 1
) -> None:
    """Let four annotators answer Ada's project, three to a paragraph, each with a bent of theirs.

    Half of the pages are blind and half hide the outlet, a fifth of the paragraphs comes back.
    Some are skipped, some words rejected, others marked by hand.
    """
    rng = np.random.default_rng(seed)
    people = [cast.ben, cast.cy, *_more_annotators(app, cast, 2)]
    _import(sign_in(cast.ada), cast.project, _lines(rng, articles, paragraphs))
    _design(sign_in(cast.ada), cast.project)
    _fix_lots(app)
    waiting = {account: (sign_in(account), bent) for bent, account in enumerate(people)}
    # In turns, as people do: who begins early would else take all places.
    while waiting:
        for account, (browser, bent) in list(waiting.items()):
            if not _answer(browser, cast.project, rng, bent):
                del waiting[account]


def add_annotators(project_id: int, n: int) -> list[int]:
    """Add annotators A-P00, A-P01 and so on to a project; flush, and give their ids."""
    project = db.session.get_one(Project, project_id)
    accounts = [
        Account(email=f"p{one}@example.org", display_name=f"Person {one}", created_at=now())
        for one in range(n)
    ]
    db.session.add_all(accounts)
    db.session.flush()
    for one, account in enumerate(accounts):
        add_member(project, account, Role.ANNOTATOR, f"A-P{one:02}")
    return [account.id for account in accounts]


def _more_annotators(app: Flask, cast: Cast, n: int) -> list[int]:
    with app.app_context():
        db.session.get_one(Project, cast.project).annotators_per_paragraph = 3
        added = add_annotators(cast.project, n)
        db.session.commit()
        return added


def _lines(rng: np.random.Generator, articles: int, paragraphs: int) -> str:
    def paragraph() -> str:
        first = LOADED[rng.integers(3)] if rng.random() < 0.5 else PLAIN[rng.integers(3)]
        # No two paragraphs may be the same, or the second would be a duplicate.
        return f"{first} That was said on page {rng.integers(1_000_000)}."

    return "\n".join(
        json.dumps(
            {
                "headline": f"The crossing, part {number}",
                "outlet": OUTLETS[number % 2],
                "text": "\n\n".join(paragraph() for _ in range(paragraphs)),
            }
        )
        for number in range(articles)
    )


def _import(browser: FlaskClient, project: int, lines: str) -> None:
    preview = started(browser, project, ("study.jsonl", lines.encode()))
    assert store(browser, preview).status_code == 303


def _design(browser: FlaskClient, project: int) -> None:
    address = f"/projects/{project}/design"
    form = html.fromstring(browser.get(address).text).xpath(
        "//main//form[.//*[@name='blind_percent']]"
    )[0]
    chosen: dict[str, Any] = dict(form.form_values())
    chosen |= {"blind_percent": "50", "outlet": "lot", "hidden_percent": "50"}
    chosen |= {"repeat_percent": "20", "repeat_after": "4"}
    assert browser.post(address, data=chosen).status_code == 303


def _fix_lots(app: Flask) -> None:
    """Draw the same lots each time: a project's own seed would make another study of each run."""
    with app.app_context():
        db.session.execute(update(StudyDesign).values(seed=2))
        db.session.commit()


def _answer(browser: FlaskClient, project: int, rng: np.random.Generator, bent: int) -> bool:
    """Answer the next paragraph; False where there is none."""
    page = browser.get(f"/annotations/{project}/next", follow_redirects=True)
    if "data-annotate" not in page.text:
        return False
    fields = form_on(page.text)
    text = html.fromstring(page.text).get_element_by_id("paragraph").text_content()
    fields |= _labels(fields, text, rng, bent)
    fields |= _marks(fields, text, rng)
    fields |= {"shown_ms": ["9000"], "active_ms": [str(rng.integers(1_000, 8_000))]}
    if rng.random() < 0.05:
        fields["act"] = ["skip"]
    stored = browser.post(page.request.path, data=fields)
    assert stored.status_code == 303, stored.text
    return True


def _labels(fields: Fields, text: str, rng: np.random.Generator, bent: int) -> Fields:
    """Judge by the loaded words, by what is suggested now and then, and by one's bent."""
    leans = any(word in text for word in WORDS) * 2 - 1 + 0.4 * (bent - 1.5)
    felt = leans + rng.normal(size=3)
    own = {
        "answer_bias": "biased" if felt[0] > 0 else "not_biased",
        "answer_voice": ("factual", "mixed", "opinion")[int(felt[1] > 0) + int(felt[1] > 1)],
        "answer_sentiment": ("positive", "neutral", "negative")[
            int(felt[2] > -1) + int(felt[2] > 1)
        ],
    }
    follows = rng.random(3) < 0.3
    return {
        name: fields[name] if follow and fields.get(name, [""])[0] else [label]
        for (name, label), follow in zip(own.items(), follows, strict=True)
    }


def _marks(fields: Fields, text: str, rng: np.random.Generator) -> Fields:
    """Reject suggested words now and then, and mark by hand where none is suggested."""
    suggested = [name for name in fields if name.startswith("word_")]
    if suggested:
        return {name: [""] for name in suggested if rng.random() < 0.3}
    found = next((word for word in WORDS if word in text), None)
    if found is None or rng.random() < 0.3:
        return {}
    # Not all mark the same stretch, nor give it the same category.
    words = found if rng.random() < 0.6 else text[text.index(found) : text.index(".")]
    category = WORDS[found] if rng.random() < 0.7 else "demeaning"
    blanks = len(fields["typed_words"]) - 1
    return {
        "typed_words": [words, *[""] * blanks],
        "typed_category": [category, *[""] * blanks],
    }
