"""A lead changes what is asked, sees what that means for the answers there are, and stores it."""

import io
import json

import pytest
from flask import Flask

from tests.annotations.growing import label_once
from tests.annotations.stage import add_article
from tests.codebook_pages.sent import fields_of
from tests.conftest import Cast, SignIn
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.projects.queries import CodebookInForce, codebook_in_force


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/codebooks/{cast.project}"


def in_force(app: Flask, cast: Cast) -> CodebookInForce:
    with app.app_context():
        return codebook_in_force(cast.project)


@pytest.mark.parametrize("rest", ["", "/file", "/codebook.json"])
def test_it_is_for_leads_of_the_project(
    app: Flask, cast: Cast, sign_in: SignIn, address: str, rest: str
) -> None:
    for account, status in ((cast.ben, 403), (cast.dee, 404)):
        person = sign_in(account)
        answer = person.post(address + rest) if rest == "/file" else person.get(address + rest)
        assert answer.status_code == status
    assert app.test_client().get(address).status_code == 303


def test_a_question_is_added_looked_at_and_stored(
    app: Flask, cast: Cast, sign_in: SignIn, address: str
) -> None:
    ada = sign_in(cast.ada)
    page = ada.get(address).text
    longer = ada.post(address, data=fields_of(page, action="add questions"))
    assert longer.status_code == 200
    sent = fields_of(
        longer.text,
        **{
            "questions-3-title": "Frame",
            "questions-3-prompt": "Which frame is used?",
            "questions-3-labels-0-title": "conflict",
            "questions-3-labels-1-title": "human interest",
        },
    )
    checked = ada.post(address, data=sent | {"action": "check"})
    assert checked.status_code == 200
    assert "The question “Frame” is new." in checked.text
    assert in_force(app, cast).number == 1
    saved = ada.post(address, data=fields_of(checked.text, action="save"))
    assert saved.status_code == 303
    now_asked = in_force(app, cast)
    assert now_asked.number == 2
    frame = now_asked.codebook.question("frame")
    assert [(one.name, one.key) for one in frame.labels] == [
        ("conflict", "7"),
        ("human_interest", "8"),
    ]
    assert now_asked.codebook.question("sentiment").suggested_by == "news"


def test_nothing_is_stored_that_was_not_looked_at(
    app: Flask, cast: Cast, sign_in: SignIn, address: str
) -> None:
    ada = sign_in(cast.ada)
    first = fields_of(ada.get(address).text, **{"questions-0-title": "Tone"})
    checked = ada.post(address, data=first | {"action": "check"}).text
    later = fields_of(checked, **{"questions-1-title": "Slant", "action": "save"})
    again = ada.post(address, data=later)
    assert again.status_code == 200
    assert "“Bias” is now called “Slant”" in again.text
    assert in_force(app, cast).number == 1
    assert ada.post(address, data=fields_of(again.text, action="save")).status_code == 303
    assert in_force(app, cast).codebook.question("bias").title == "Slant"


def test_what_people_answered_already_is_told(
    app: Flask, cast: Cast, sign_in: SignIn, address: str
) -> None:
    with app.app_context():
        add_article(cast.project)
        db.session.commit()
    label_once(sign_in(cast.ben), cast.project)
    ada = sign_in(cast.ada)
    page = ada.get(address).text
    page = ada.post(address, data=fields_of(page, action="remove questions 1")).text
    page = ada.post(address, data=fields_of(page, action="remove labels 0 0")).text
    page = ada.post(address, data=fields_of(page, action="add questions")).text
    changes = {
        "questions-1-labels-2-title": "comment",
        "questions-1-level": "nominal",
        "questions-2-title": "Frame",
        "questions-2-labels-0-title": "conflict",
        "questions-2-labels-1-title": "other",
        "action": "check",
    }
    told = ada.post(address, data=fields_of(page, **changes)).text
    for sentence in (
        "“Bias” has 1 answer. It stays and is exported; reports and adjudication no longer show "
        "the question.",
        "“negative” was given 1 time as an answer to “Sentiment”. That answer stays and is "
        "exported; agreement leaves it out.",
        "“opinion” was given 1 time. It counts as “comment” from now on",
        "Agreement on “Voice” is computed at the level “nominal”, for older answers too.",
        "1 annotation has no answer to “Frame”.",
    ):
        assert sentence in told
    assert ada.post(address, data=fields_of(told, action="save")).status_code == 303
    for page in ("agreement", "contested", "progress", "datasheet"):
        assert ada.get(f"/reports/{cast.project}/{page}").status_code == 200
    exported = ada.get(f"/exports/{cast.project}/labels-wide.csv")
    assert exported.status_code == 200
    assert "label_bias" in exported.text.partition("\n")[0]


def test_two_leads_do_not_overwrite_each_other(
    app: Flask, cast: Cast, sign_in: SignIn, address: str
) -> None:
    ada = sign_in(cast.ada)
    opened = ada.get(address).text
    for title, status in (("Tone", 303), ("Mood", 409)):
        sent = fields_of(opened, **{"questions-0-title": title, "action": "check"})
        checked = ada.post(address, data=sent).text
        answer = ada.post(address, data=fields_of(checked, action="save"))
        assert answer.status_code == status
    assert "Version 2 of the guidelines was stored while you were writing." in answer.text
    assert "“Tone” is now called “Mood”" in answer.text
    assert ada.post(address, data=fields_of(answer.text, action="save")).status_code == 303
    assert in_force(app, cast).codebook.questions[0].title == "Mood"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"questions-0-title": " "}, "Write a few words."),
        ({"questions-0-title": "bias"}, "This title is used twice."),
        ({"questions-0-labels-0-key": "b"}, "This key is used twice."),
        ({"questions-0-labels-0-key": "U"}, "The key “u” belongs to the page itself."),
        ({"questions-0-labels-0-key": "12"}, "A key is one character."),
        ({"questions-0-labels-0-title": "neutral"}, "This label is used twice."),
        ({"questions-0-level": "ratio"}, "On a ratio scale each label begins with its number"),
        ({"questions-0-level": "odd"}, "Not a valid choice."),
        ({"questions-0-prompt": "x" * 301}, "At most 300 characters can be kept."),
        ({"questions-0-name": "bias"}, "stands twice in the codebook"),
    ],
)
def test_a_wrong_form_says_where_and_keeps_what_was_typed(
    app: Flask, cast: Cast, sign_in: SignIn, address: str, changes: dict[str, str], sentence: str
) -> None:
    ada = sign_in(cast.ada)
    kept = {"categories-0-description": "Kept words."}
    sent = fields_of(ada.get(address).text, **(changes | kept), action="check")
    answer = ada.post(address, data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept words." in answer.text
    assert in_force(app, cast).number == 1


def test_a_codebook_asks_something(cast: Cast, sign_in: SignIn, address: str) -> None:
    ada = sign_in(cast.ada)
    answer = ada.post(address, data={"seen": "1", "action": "check"})
    assert answer.status_code == 422
    assert "A codebook asks from 1 to 100 questions." in answer.text
    page = ada.get(address).text
    page = ada.post(address, data=fields_of(page, action="remove labels 1 0")).text
    answer = ada.post(address, data=fields_of(page, action="check"))
    assert answer.status_code == 422
    assert "A question has from 2 to 500 labels." in answer.text


def test_a_form_that_no_page_made_is_turned_away(cast: Cast, sign_in: SignIn, address: str) -> None:
    sent = {f"questions-0-labels-{number}-title": "x" for number in range(10_001)}
    assert sign_in(cast.ada).post(address, data=sent).status_code == 413


def test_a_codebook_travels_as_a_file(
    app: Flask, cast: Cast, sign_in: SignIn, address: str
) -> None:
    ada = sign_in(cast.ada)
    file = ada.get(f"{address}/codebook.json")
    assert file.mimetype == "application/json"
    definition = json.loads(file.text)
    definition["questions"] = definition["questions"][:1]
    definition["questions"][0]["title"] = "Tone"
    sent = {"file": (io.BytesIO(json.dumps(definition).encode()), "codebook.json")}
    filled = ada.post(f"{address}/file", data=sent)
    assert filled.status_code == 200
    assert "Nothing is saved yet." in filled.text
    checked = ada.post(address, data=fields_of(filled.text, action="check")).text
    assert "The question “Voice” is no longer asked." in checked
    assert ada.post(address, data=fields_of(checked, action="save")).status_code == 303
    asked = in_force(app, cast).codebook
    assert [(one.name, one.title) for one in asked.questions] == [("sentiment", "Tone")]
    # An older version fills the form, and its questions go on with the answers they had.
    older = ada.get(f"{address}?version=1").text
    assert "The form below is filled with version 1." in older
    checked = ada.post(address, data=fields_of(older, action="check")).text
    assert ada.post(address, data=fields_of(checked, action="save")).status_code == 303
    assert in_force(app, cast).codebook == Codebook.from_definition(
        json.loads(ada.get(f"{address}/codebook.json?version=1").text)
    )
    for wrong in ("9", "x", "1" * 30):
        assert ada.get(f"{address}?version={wrong}").status_code == 404


@pytest.mark.parametrize("raw", [b"", b"{}", b"\xff"])
def test_a_file_that_holds_no_codebook_is_refused(
    cast: Cast, sign_in: SignIn, address: str, raw: bytes
) -> None:
    ada = sign_in(cast.ada)
    answer = ada.post(f"{address}/file", data={"file": (io.BytesIO(raw), "codebook.json")})
    assert answer.status_code == 422
    assert "The file" in answer.text
