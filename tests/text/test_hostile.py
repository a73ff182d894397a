"""A file that is made to keep the server busy is read, or turned away, in no time."""

import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.patience import STUCK_SECONDS
from workbench.text.articles import ArticleText, BadRow
from workbench.text.cleaning import MOST_MARKS, clean, unwrap
from workbench.text.composing import MOST_CHARACTERS
from workbench.text.reading import read_file

WORDS = "The council said on Tuesday that the old bridge was closed after the storm. "
# What is quadratic in these files takes minutes.
MOST_SECONDS = STUCK_SECONDS


@contextmanager
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < MOST_SECONDS


def only(name: str, text: str) -> ArticleText | BadRow:
    with soon():
        (item,) = read_file(name, text.encode())
    return item


def reason(name: str, text: str) -> str:
    item = only(name, text)
    assert isinstance(item, BadRow)
    return item.reason


def test_a_long_run_of_spaces_is_kept_and_costs_nothing() -> None:
    article = only("a.txt", WORDS + " " * 200_000 + "end")
    assert isinstance(article, ArticleText)
    assert article.body.endswith("storm. " + " " * 200_000 + "end")
    assert unwrap("  one  \n \t two\nthree  four ") == "one two three  four"


@pytest.mark.parametrize("line_end", ["\n", "\n\n", "\u2028"])
def test_a_text_of_a_million_lines_is_turned_away(line_end: str) -> None:
    assert "lines, which is more than an article" in reason("a.txt", ("a" + line_end) * 600_000)


def test_a_text_longer_than_any_article_is_turned_away_unread() -> None:
    why = reason("a.txt", "a b " * MOST_CHARACTERS)
    assert why == (
        "The text has 8,000,000 characters, which is more than an article: "
        "split it into its articles."
    )


def test_piled_accents_are_cut_to_what_a_script_can_write() -> None:
    pile = "\u0316\u0301" * 100_000
    with soon():
        text, removed = clean("a" + pile + "b")
    # The first acute accent became one letter with the a.
    assert (len(text), removed) == (MOST_MARKS + 1, 200_000 - MOST_MARKS)
    assert text[-1] == "b"
    assert clean(text) == (text, 0)
    assert unicodedata.is_normalized("NFC", text)


def test_marks_that_become_two_are_cut_once_and_for_all() -> None:
    text, _ = clean("q" + "\u0344" * 100)
    assert len(text) == MOST_MARKS + 1
    assert clean(text) == (text, 0)


def test_usual_accents_stay() -> None:
    assert clean("Việt Nam, cafe\u0301, שָׁלוֹם")[1] == 0


def test_a_table_of_many_columns_is_turned_away() -> None:
    header = ",".join(["text", *(f"c{n}" for n in range(100_000))])
    assert "more than 300 cells" in reason("a.csv", f"{header}\n{WORDS}")
    assert "on line 2 has more than 300 cells" in reason("a.csv", "text\n" + "," * 500_000)


def test_many_empty_lines_cost_nothing_and_are_counted() -> None:
    article = only("a.csv", "text\n" + "\n" * 2_000_000 + WORDS)
    assert (article.line, isinstance(article, ArticleText)) == (2_000_002, True)


def test_a_cell_of_quotation_marks_is_turned_away() -> None:
    assert "characters" in reason("a.csv", 'text\n"' + '""' * 2_500_000 + '"')
    assert "never closed" in reason("a.csv", 'text\n"' + '""' * 500_000)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "text\n" + "so it is\n" * 100_000), ("a.jsonl", '{"text": "so"}\n{\n' * 50_000)],
)
def test_only_so_many_rows_are_read_as_are_wanted(name: str, text: str) -> None:
    with soon():
        assert len(read_file(name, text.encode(), most=20)) == 20


def test_a_line_with_very_many_names_is_turned_away() -> None:
    names = ",".join(f'"k{n}":1' for n in range(50_000))
    assert "has 50,000 names" in reason("a.jsonl", f"{{{names}}}")
    assert "“k49999” stands twice" in reason("a.jsonl", f'{{{names},"k49999":1}}')


def test_a_fact_of_an_article_that_is_a_book_is_turned_away() -> None:
    text = '{"text": "It was.", "source_line": "' + "a " * 1_000_000 + '"}'
    assert reason("a.jsonl", text) == "The source line has 2,000,000 characters: shorten it."


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<p>" + WORDS + "<span>x</span> " * 14_000, "too many elements in one place"),
        ("<div>" * 150 + "<p>" + WORDS, "nested too deeply"),
        (f"<p class='{'a ' * 100_000}'>{WORDS}", "names too long"),
        ("<p>" + "x" * 5_000_000, "too long"),
    ],
)
def test_a_page_made_to_stall_the_extractor_is_turned_away(page: str, why: str) -> None:
    assert why in reason("a.html", f"<html><body><article>{page}")


def test_the_unassigned_bytes_of_windows_1252_are_read_quickly() -> None:
    with soon():
        (row,) = read_file("a.txt", b"\x81\xff " * 1_500_000)
    assert isinstance(row, BadRow)
