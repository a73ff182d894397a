"""The list of articles, an article to read, and its removal."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.articles.pages import article_count, started
from tests.articles.texts import NEWS, a_lexicon, csv_of
from tests.conftest import Cast, SignIn
from tests.statements import statements_of
from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Article, Paragraph, Prescore, StoredLoadedWord
from workbench.articles.operations import store_article
from workbench.database import db, now
from workbench.projects.models import CodebookVersion
from workbench.text.articles import ArticleText


def put(app: Flask, project_id: int, article: ArticleText = NEWS) -> int:
    """Store an article and give its id."""
    with app.app_context():
        stored = store_article(project_id, article, at=now(), lexicon=a_lexicon())
        assert stored is not None
        db.session.commit()
        return stored.id


def assign(project_id: int, article_id: int, account_id: int, *, state: str) -> Assignment:
    """Give the first paragraph of an article to a person; flushes."""
    first = select(Paragraph.id).where(Paragraph.article_id == article_id).limit(1)
    assignment = Assignment(
        project_id=project_id,
        paragraph_id=db.session.scalars(first).one(),
        account_id=account_id,
        state=state,
        leased_at=now(),
        lease_expires_at=now() + timedelta(minutes=30),
    )
    db.session.add(assignment)
    db.session.flush()
    return assignment


def annotate(app: Flask, project_id: int, article_id: int, account_id: int) -> None:
    """Store one answered annotation of an article."""
    with app.app_context():
        assignment = assign(project_id, article_id, account_id, state="submitted")
        version = db.session.scalars(
            select(CodebookVersion.id).where(CodebookVersion.project_id == project_id)
        ).one()
        db.session.add(
            Annotation(
                assignment_id=assignment.id,
                revision=1,
                outcome="answered",
                codebook_version_id=version,
                submission_key=f"key-{article_id}-{account_id}",
                submitted_at=now(),
            )
        )
        db.session.commit()


def test_an_empty_list_leads_to_the_import(cast: Cast, sign_in: SignIn) -> None:
    address = f"/articles/{cast.project}"
    assert f'href="{address}/import"' in sign_in(cast.ada).get(address).text
    annotators = sign_in(cast.ben).get(address).text
    assert "No articles yet" in annotators
    assert "/import" not in annotators


def test_the_list_shows_facts_and_counts(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    annotate(app, cast.project, put(app, cast.project), cast.ben)
    page = sign_in(cast.ada).get(f"/articles/{cast.project}").text
    for shown in ("Ferry comes home", "The Sandholm Post", "27 Feb 2024", "English"):
        assert shown in page
    assert re.search(r">3</td>\s*<td class=.number.>1</td>", page)


def test_the_list_goes_by_the_page(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context():
        for number in range(51):
            article = replace(NEWS, headline=f"Number {number}", body=f"Text {number}.")
            store_article(cast.project, article, at=now(), lexicon=a_lexicon())
        db.session.commit()
    ada = sign_in(cast.ada)
    assert "Number 50" not in ada.get(f"/articles/{cast.project}").text
    assert "Number 50" in ada.get(f"/articles/{cast.project}?page=2").text
    assert "Number 50" in ada.get(f"/articles/{cast.project}?page=99").text


def test_a_lead_reads_marks_scores_and_reasons(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    article = put(app, cast.project)
    page = sign_in(cast.ada).get(f"/articles/{cast.project}/article/{article}").text
    assert 'called its crew <mark class="mark mark--glorifying is-suggested">heroes</mark>' in page
    assert "Praises one side in the writer&#39;s own voice." in page
    assert "News about grim events scores negative whatever its wording." in page
    assert "The Sandholm Post" in page
    assert 'href="https://example.org/ferry"' in page


def test_an_annotator_reads_the_plain_text(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    article = put(app, cast.project)
    page = sign_in(cast.ben).get(f"/articles/{cast.project}/article/{article}").text
    assert "The town called its crew heroes." in page
    for swaying in ("<mark", "scores negative", "Sandholm Post", "Mira Lund", "example.org/ferry"):
        assert swaying not in page


def test_text_is_escaped_and_a_script_address_is_no_link(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    article = put(
        app,
        cast.project,
        replace(NEWS, body="<b>heroes</b> & co", url="javascript:alert(1)", headline="<i>x</i>"),
    )
    page = sign_in(cast.ada).get(f"/articles/{cast.project}/article/{article}").text
    assert "<b>" not in page
    assert "<i>" not in page
    assert "javascript:" not in page


def test_an_article_without_annotations_is_removed_whole(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    address = f"/articles/{cast.project}/article/{put(app, cast.project)}/remove"
    assert sign_in(cast.ada).post(address).status_code == 303
    with app.app_context():
        for model in (Article, Paragraph, Prescore, StoredLoadedWord):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0


def test_the_removal_of_a_long_headline_fits_into_the_cookie_that_says_so(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    headline = "".join(map(chr, range(0x20000, 0x20000 + 1_000)))
    article = put(app, cast.project, replace(NEWS, headline=headline))
    ada = sign_in(cast.ada)
    answer = ada.post(f"/articles/{cast.project}/article/{article}/remove")
    assert len(answer.headers["Set-Cookie"]) < 4_000
    assert f"“{headline[:200]}” was removed." in ada.get(f"/articles/{cast.project}").text


def test_an_annotated_article_stays_and_the_page_says_why(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    article = put(app, cast.project)
    annotate(app, cast.project, article, cast.ben)
    ada = sign_in(cast.ada)
    address = f"/articles/{cast.project}/article/{article}"
    assert "1 annotation was made" in ada.get(address).text
    response = ada.post(f"{address}/remove")
    assert "so it stays" in ada.get(response.location).text
    assert article_count(app) == 1


A_YEAR_AHEAD = -365 * 24 * 60


# The last was given before a clock went back: nobody reads it until then.
@pytest.mark.parametrize(("minutes", "left"), [(0, 1), (31, 0), (A_YEAR_AHEAD, 0)])
def test_an_article_that_somebody_is_annotating_stays(
    app: Flask, cast: Cast, sign_in: SignIn, minutes: int, left: int
) -> None:
    article = put(app, cast.project)
    with app.app_context():
        assignment = assign(cast.project, article, cast.ben, state="leased")
        assignment.lease_expires_at -= timedelta(minutes=minutes)
        db.session.commit()
    sign_in(cast.ada).post(f"/articles/{cast.project}/article/{article}/remove")
    assert article_count(app) == left


def test_a_preview_asks_the_database_as_often_for_many_rows_as_for_few(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    few = started(ada, cast.project, ("few.csv", csv_of(1)))
    many = started(ada, cast.project, ("many.csv", csv_of(30, bad=5)))
    assert queries_of(app, ada, few) == queries_of(app, ada, many)
    index = f"/articles/{cast.project}/import"
    assert queries_of(app, ada, index) <= 6


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    longer = replace(NEWS, body="\n\n".join(f"The heroes of day {day}." for day in range(40)))
    short, long = put(app, cast.project), put(app, cast.project, longer)
    index = f"/articles/{cast.project}"
    # What never changes is read once in a process and then kept.
    assert ada.get(f"{index}/article/{short}").status_code == 200
    assert queries_of(app, ada, f"{index}/article/{short}") == queries_of(
        app, ada, f"{index}/article/{long}"
    )
    few = queries_of(app, ada, index)
    for number in range(10):
        put(app, cast.project, replace(NEWS, body=f"Text {number}."))
    assert queries_of(app, ada, index) == few


def queries_of(app: Flask, browser: FlaskClient, address: str) -> int:
    """Count the statements of a request."""
    with statements_of(app) as statements:
        assert browser.get(address).status_code == 200
    return len(statements)
