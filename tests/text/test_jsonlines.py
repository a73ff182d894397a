"""JSONL is read line by line, and a bad line spares the others."""

import json
from datetime import date

import pytest

from workbench.text.articles import ArticleText, BadRow
from workbench.text.jsonlines import read_jsonl


def read(text: str) -> list[ArticleText | BadRow]:
    return read_jsonl(text, source_name="a.jsonl")


def test_it_reads_the_fields_of_an_object() -> None:
    (article,) = read(
        json.dumps(
            {
                "Title": "Bridge",
                "authors": ["Jane Doe", "John Roe"],
                "date": "12 September 2022",
                "publisher": "The Post",
                "url": None,
                "content": "One.\n\nTwo.",
                "extra": {"kept": False},
            }
        )
    )
    assert isinstance(article, ArticleText)
    assert (article.headline, article.byline) == ("Bridge", "Jane Doe, John Roe")
    assert (article.outlet, article.url) == ("The Post", "")
    assert (article.published_on, article.line) == (date(2022, 9, 12), 1)
    assert len(article.paragraphs) == 2


def test_a_text_may_come_as_its_paragraphs() -> None:
    (article,) = read('{"title": "A", "paragraphs": ["One.", "Two,\\nstill two."]}')
    assert isinstance(article, ArticleText)
    assert article.body == "One.\n\nTwo, still two."


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"text": "One.', "not JSON from character 10 on"),
        ("[]", "a list, not an object"),
        ('"text"', "not an object"),
        ("null", "not an object"),
        ('{"text": 3}', "is a number"),
        ('{"text": true}', "is true or false"),
        ('{"text": {"a": 1}}', "is an object"),
        ('{"text": [1]}', "is a list"),
        ('{"text": "One.", "title": 3}', "is a number"),
        ('{"text": "One.", "text": "Two."}', "stands twice"),
        ('{"title": "A"}', "“title”"),
        ('{"text": null}', "has no text"),
        ('{"text": ""}', "is empty"),
        ('{"paragraphs": "One."}', "must be a list"),
        ('{"paragraphs": []}', "is empty"),
        ('{"text": "a\\u0000b"}', "NUL"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": "One.", "n": ' + "1" * 5_000 + "}", "too long a number"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_kept(line: str, why: str) -> None:
    before, bad, after = read('{"text": "Before."}\n\n' + line + '\n{"text": "After."}\n')
    assert isinstance(before, ArticleText)
    assert isinstance(after, ArticleText)
    assert isinstance(bad, BadRow)
    assert bad.line == 3
    assert why in bad.reason
    assert bad.reason.endswith(".")


def test_lone_surrogates_are_removed_with_a_sentence() -> None:
    (article,) = read('{"title": "A\\ud800", "text": "One\\ud800."}')
    assert isinstance(article, ArticleText)
    assert (article.headline, article.body) == ("A", "One.")
    assert "One unreadable character was removed." in article.guesses


def test_only_a_newline_ends_a_line() -> None:
    (article,) = read('{"text": "One.\u2028Two."}')
    assert isinstance(article, ArticleText)
    assert len(article.paragraphs) == 2


def test_an_empty_file_is_a_bad_row() -> None:
    assert isinstance(read("\n\n")[0], BadRow)
