"""A file of terms is taken into the draft whole, or refused with every fault named."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast
from tests.lexicons.steps import url
from workbench.lexicons.queries import draft_of

HEADER = "term,category,polarity,strength,reason,unless\n"


def upload(
    ada: FlaskClient, cast: Cast, content: str | bytes, what: str = "merged"
) -> tuple[int, str]:
    raw = content.encode() if isinstance(content, str) else content
    answer = ada.post(
        url(cast, "/upload"), data={"file": (io.BytesIO(raw), "mine.csv"), "what": what}
    )
    return answer.status_code, answer.text if answer.status_code != 303 else answer.location


def test_a_file_is_taken_into_the_draft(app: Flask, ada: FlaskClient, cast: Cast) -> None:
    assert "Read the file" in ada.get(url(cast, "/upload")).text
    rows = "ferry tale,demeaning,-1,2,Mocks an account.,\nhero,glorifying,1,1,Praises mildly.,\n"
    status, draft = upload(ada, cast, HEADER + rows)
    assert status == 303
    assert "would add 1 term, drop 0 and change 1." in ada.get(draft).text
    assert upload(ada, cast, HEADER + rows, "whole")[0] == 303
    with app.app_context():
        waiting = draft_of(cast.project)
        assert waiting is not None
        assert sorted(entry.term for entry in waiting.entries) == ["ferry tale", "hero"]


def test_what_was_downloaded_changes_nothing_when_uploaded(ada: FlaskClient, cast: Cast) -> None:
    sent = ada.get(url(cast, "/lexicon.csv"))
    assert 'filename="two-tellings-lexicon-0.csv"' in sent.headers["Content-Disposition"]
    status, draft = upload(ada, cast, sent.data, "whole")
    assert status == 303
    assert "The same terms would be found as now." in ada.get(draft).text


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("windows-1252", ";"), ("utf-16", "\t"), ("utf-8-sig", ",")]
)
def test_what_a_spreadsheet_saves_is_read_as_it_is(
    ada: FlaskClient, cast: Cast, encoding: str, delimiter: str
) -> None:
    """Excel writes semicolons or tabs in half of Europe, and windows-1252 unless told otherwise."""
    line = "façade tale,demeaning,-1,2,Says that what shows is false.,\r\n,,,,,\r\n"
    content = (HEADER.replace("\n", "\r\n") + line).replace(",", delimiter)
    status, draft = upload(ada, cast, content.encode(encoding))
    assert status == 303, draft
    page = ada.get(draft).text
    assert "façade tale" in page
    assert "1 term read." in page
    assert ("was read as windows-1252" in page) == (encoding == "windows-1252")


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ("", ["mine.csv: the first line lacks the column", "<code>moral_judgement</code>"]),
        (b"\xff\xfe", ["mine.csv: the first line lacks the column"]),
        (b"PK\x03\x04 a table", ["mine.csv: is not text. Save the table as CSV in UTF-8."]),
        (HEADER + "a\n", ["Line 2: has 1 cell instead of 6."]),
        (
            HEADER + "a,praise,1,1,R.,\nferry tale,demeaning,-1,9,Mocks.,\n",
            ["Line 2 (“a”): the category", "Line 3 (“ferry tale”): the strength"],
        ),
        (
            HEADER + "a,x,1,1,R.,\nb,demeaning,-1,1,bad,\nheroes,demeaning,-1,1,Mocks.,\n",
            ["Line 2 (“a”)", "Line 3 (“b”)", "Line 4 (“heroes”): the entries “hero” and “heroes”"],
        ),
        (
            HEADER + "\nferry tale,demeaning,-1,1,mocks,\n",
            ["Line 3 (“ferry tale”): the reason is not one sentence"],
        ),
        (
            HEADER + "q" * 101 + ",demeaning,-1,1,Mocks.,\n",
            ["Line 2 (“" + "q" * 60 + "…”): the term has more than 100 characters."],
        ),
    ],
)
def test_a_file_with_faults_is_refused_with_every_line_named(
    app: Flask, ada: FlaskClient, cast: Cast, content: str | bytes, sentences: list[str]
) -> None:
    status, page = upload(ada, cast, content)
    assert status == 422
    assert "Nothing was taken from the file." in page
    for sentence in sentences:
        assert sentence in page
    with app.app_context():
        assert draft_of(cast.project) is None


def test_without_a_file_the_form_says_so(ada: FlaskClient, cast: Cast) -> None:
    refused = ada.post(url(cast, "/upload"), data={"what": "merged"})
    assert refused.status_code == 422
    assert "Choose a file first." in refused.text
