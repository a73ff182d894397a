"""What files are taken for, before anything is made of them."""

import json

import pytest

from workbench.text.articles import ArticleText
from workbench.text.given import NOTHING_GIVEN, Given
from workbench.text.reading import read_file
from workbench.text.understanding import understood


def test_an_object_a_line_has_the_names_of_all_its_lines() -> None:
    lines = [{"title": "A", "story": "One."}, {"story": "Two.", "id": 7}, ["no object"]]
    raw = "\n".join(map(json.dumps, lines)).encode() + b"\nno json"
    found = understood("a.jsonl", raw, Given(columns={"body": "story"}))
    assert found is not None
    assert (found.columns, found.unused) == ({"headline": "title", "body": "story"}, ("id",))


def test_paragraphs_in_a_list_are_the_text() -> None:
    found = understood("a.jsonl", b'{"paragraphs": ["One.", "Two."]}', NOTHING_GIVEN)
    assert found is not None
    assert found.columns == {"body": "paragraphs"}


def test_a_line_that_names_its_delimiter_is_no_header() -> None:
    found = understood("a.csv", b"sep=;\ntext;id\nOne.;7\n", NOTHING_GIVEN)
    assert found is not None
    assert (found.delimiter, found.columns, found.unused) == (";", {"body": "text"}, ("id",))


@pytest.mark.parametrize(
    ("name", "raw"), [("a.pdf", b"text"), ("a.txt", b"%PDF-1.7"), ("a.csv", b"\x00")]
)
def test_what_cannot_be_read_is_not_understood(name: str, raw: bytes) -> None:
    assert understood(name, raw, NOTHING_GIVEN) is None


def test_a_broken_table_is_understood_as_far_as_it_goes() -> None:
    found = understood("a.csv", b'"text', NOTHING_GIVEN)
    assert found is not None
    assert found.names == ()


def test_a_named_column_is_read_and_is_nothing_else_too() -> None:
    raw = json.dumps({"title": "The whole story.", "text": "A teaser."}).encode()
    (read,) = read_file("a.jsonl", raw, given=Given(columns={"body": "Title"}))
    assert isinstance(read, ArticleText)
    assert read.body == "The whole story."
    assert read.headline != "A teaser."
    assert "headline" in read.guesses[0]
