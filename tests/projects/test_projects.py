"""Create a project, see it, change it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account
from workbench.database import db, now
from workbench.projects.models import CodebookVersion, Membership, Project, Role
from workbench.projects.operations import PSEUDONYM_LETTERS, add_member
from workbench.projects.queries import codebook_in_force, codebook_version, members


def settings_form(guidelines: str, seen: int = 1, **changes: str) -> dict[str, str]:
    form = {
        "name": "Two tellings",
        "annotators_per_paragraph": "2",
        "guidelines": guidelines,
        "seen": str(seen),
        "suggested_by_sentiment": "news",
        "suggested_by_bias": "bias",
        "suggested_by_voice": "voice",
        "suggested_from": "0.6",
        "certain_from": "0.5",
        "words_certain_from": "0",
    }
    return {**form, **changes}


def versions(app: Flask, project_id: int) -> int:
    with app.app_context():
        return (
            db.session.scalar(
                select(func.count())
                .select_from(CodebookVersion)
                .where(CodebookVersion.project_id == project_id)
            )
            or 0
        )


def test_a_new_project_has_the_default_codebook_and_its_maker_as_lead(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    root = sign_in(cast.root)
    assert root.get("/projects/new").status_code == 200
    form = {"name": "  A  strike ", "annotators_per_paragraph": "3"}
    answer = root.post("/projects/new", data=form)
    assert answer.status_code == 303
    page = root.get(answer.headers["Location"])
    assert "A strike" in page.text
    with app.app_context():
        project = db.session.scalars(select(Project).where(Project.name == "A strike")).one()
        assert [row.role for row in members(project.id)] == [Role.LEAD]
        assert codebook_in_force(project.id).codebook.question("bias").label_names == (
            "biased",
            "not_biased",
        )


@pytest.mark.parametrize(
    ("name", "overlap", "sentence"),
    [
        ("Two tellings", "3", "There is a project called"),
        ("", "3", "Give the project a name."),
        ("Good", "0", "Use a whole number from 1 to 50."),
        ("Good", "51", "Use a whole number from 1 to 50."),
        ("Good", "many", "Not a valid integer value."),
        ("x" * 121, "3", "120"),
    ],
)
def test_a_wrong_project_is_told_why(
    cast: Cast, sign_in: SignIn, name: str, overlap: str, sentence: str
) -> None:
    form = {"name": name, "annotators_per_paragraph": overlap}
    answer = sign_in(cast.root).post("/projects/new", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_people_see_their_projects_and_administrators_the_others_too(
    cast: Cast, sign_in: SignIn
) -> None:
    ben = sign_in(cast.ben).get("/projects/").text
    assert "Two tellings" in ben
    assert "Another study" not in ben
    root = sign_in(cast.root).get("/projects/").text
    assert "Another study" in root
    assert f"/projects/{cast.other_project}/join" in root


def test_an_administrator_joins_in_the_sight_of_the_members(cast: Cast, sign_in: SignIn) -> None:
    root = sign_in(cast.root)
    answer = root.post(f"/projects/{cast.project}/join")
    assert root.get(answer.headers["Location"]).status_code == 200
    assert "Root (since" in sign_in(cast.ben).get(f"/projects/{cast.project}").text
    assert root.post("/projects/999/join").status_code == 404


def test_new_guidelines_are_a_new_version_and_the_old_one_stays_readable(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}"
    answer = ada.post(f"{address}/settings", data=settings_form("Read\r\ntwice."))
    assert answer.status_code == 303
    assert versions(app, cast.project) == 2
    ben = sign_in(cast.ben)
    assert "twice." in ben.get(f"{address}/guidelines").text
    old = ben.get(f"{address}/guidelines?version=1")
    assert "Read the whole paragraph first." in old.text
    assert "as it once stood" in old.text
    for missing in ("0", "3", "x", "99999999999999999999"):
        assert ben.get(f"{address}/guidelines?version={missing}").status_code == 404


def test_unchanged_guidelines_make_no_version(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    form = settings_form("Read the whole paragraph first.\r\n", name="A better name")
    answer = sign_in(cast.ada).post(f"/projects/{cast.project}/settings", data=form)
    assert answer.status_code == 303
    assert versions(app, cast.project) == 1
    with app.app_context():
        assert db.session.get_one(Project, cast.project).name == "A better name"


def test_a_preview_stores_nothing(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    form = settings_form("# Look\n\n**first**", action="preview")
    answer = sign_in(cast.ada).post(f"/projects/{cast.project}/settings", data=form)
    assert answer.status_code == 200
    assert "<strong>first</strong>" in answer.text
    assert versions(app, cast.project) == 1


def test_a_second_tab_does_not_overwrite_newer_guidelines(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/settings"
    ada.post(address, data=settings_form("The first tab."))
    answer = ada.post(address, data=settings_form("The second tab.", name="Changed"))
    assert answer.status_code == 409
    assert "The second tab." in answer.text
    assert "Version 2" in answer.text
    with app.app_context():
        assert codebook_in_force(cast.project).guidelines == "The first tab."
        assert db.session.get_one(Project, cast.project).name == "Two tellings"
    assert ada.post(address, data=settings_form("The second tab.", seen=2)).status_code == 303


def test_a_lead_chooses_what_suggests_answers_and_from_where_on(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/settings"
    page = ada.get(address).text
    assert "Sentiment: what suggests an answer" in page
    assert "VADER’s score, corrected for news" in page
    words = "Read the whole paragraph first."
    chosen = {"suggested_by_sentiment": "sentiment", "suggested_by_voice": "nothing"}
    form = settings_form(words, suggested_from="0.62") | chosen
    assert ada.post(address, data=form).status_code == 303
    with app.app_context():
        in_force = codebook_in_force(cast.project)
        by = [question.suggested_by for question in in_force.codebook.questions]
        assert (in_force.number, in_force.guidelines) == (2, words)
        assert (by, in_force.codebook.suggested_from) == (["sentiment", "bias", ""], 0.62)
        was = codebook_version(cast.project, 1)
        assert was is not None
        assert was.codebook.asks_the_same(in_force.codebook)
    assert ada.post(address, data={**form, "seen": "2"}).status_code == 303
    assert versions(app, cast.project) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"suggested_from": "0.3"},
        {"suggested_from": "1.1"},
        {"suggested_from": ""},
        {"suggested_from": "nan"},
        {"certain_from": "-0.1"},
        {"words_certain_from": "1.2"},
        {"suggested_by_bias": "voice"},
    ],
)
def test_wrong_suggestions_are_refused(
    app: Flask, cast: Cast, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    form = settings_form("New words.") | wrong
    answer = sign_in(cast.ada).post(f"/projects/{cast.project}/settings", data=form)
    assert answer.status_code == 422
    assert "New words." in answer.text
    assert versions(app, cast.project) == 1


def test_wrong_settings_keep_what_was_typed(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada, address = sign_in(cast.ada), f"/projects/{cast.project}/settings"
    taken = ada.post(address, data=settings_form("New words.", name="Another study"))
    assert taken.status_code == 422
    assert "New words." in taken.text
    assert ada.post(address, data=settings_form("")).status_code == 422
    assert ada.post(address, data=settings_form("x" * 50_001)).status_code == 422
    assert ada.post(address, data=settings_form("Fine.", seen=1) | {"seen": "x"}).status_code == 409
    assert versions(app, cast.project) == 1


def test_a_pseudonym_tells_nothing_and_is_used_once(app: Flask, cast: Cast) -> None:
    draws = iter("7QK2" + "7QK2" + "9ABC")
    with app.app_context():
        first = add_member(
            cast.other_project, cast.ben, Role.ANNOTATOR, at=now(), choose=lambda _: next(draws)
        )
        second = add_member(
            cast.other_project, cast.cy, Role.ANNOTATOR, at=now(), choose=lambda _: next(draws)
        )
        assert (first.pseudonym, second.pseudonym) == ("A-7QK2", "A-9ABC")
        by_chance = add_member(cast.other_project, cast.root, Role.LEAD, at=now())
        assert set(by_chance.pseudonym[2:]) <= set(PSEUDONYM_LETTERS)


def test_who_returns_keeps_the_pseudonym(app: Flask, cast: Cast) -> None:
    with app.app_context():
        membership = db.session.scalars(
            select(Membership).where(Membership.account_id == cast.ben)
        ).one()
        membership.ended_at = now()
        db.session.flush()
        again = add_member(cast.project, cast.ben, Role.ADJUDICATOR, at=now())
        assert again.pseudonym == "A-BEN"
        assert again.ended_at is None
        assert again.role == Role.ADJUDICATOR


def test_a_lead_is_told_the_next_step(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ada).get(f"/projects/{cast.project}").text
    assert "0 articles, 0 paragraphs" in page
    assert "2 annotators and 1 lead can annotate; each paragraph is given to 2 people" in page


def test_members_of_a_project_without_articles_are_told_so(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ben).get(f"/projects/{cast.project}").text
    assert "There is nothing to annotate yet." in page


def test_names_of_accounts_are_queried_not_objects(app: Flask, cast: Cast) -> None:
    with app.app_context():
        rows = members(cast.project)
        assert [row.display_name for row in rows] == ["Ada", "Ben", "Cy"]
        assert not any(isinstance(row, Account) for row in rows)
