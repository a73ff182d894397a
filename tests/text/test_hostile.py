"""A file that is made to keep the server busy is read, or turned away, with little work."""

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest

from tests.work import BETWEEN_LINEAR_AND_QUADRATIC, cpu_exponent, lines_run
from workbench.text import cleaning, markup
from workbench.text.articles import ArticleText, BadRow
from workbench.text.cleaning import MOST_MARKS, clean, unwrap
from workbench.text.composing import MOST_CHARACTERS
from workbench.text.decoding import decode
from workbench.text.reading import read_file

WORDS = "The council said on Tuesday that the old bridge was closed after the storm. "


def only(name: str, text: str) -> ArticleText | BadRow:
    (item,) = read_file(name, text.encode())
    return item


def reason(name: str, text: str) -> str:
    item = only(name, text)
    assert isinstance(item, BadRow)
    return item.reason


def costs_the_same(name: str, less: str, more: str, *, most: int | None = None) -> bool:
    """Tell whether no line of Python runs more often for the longer text.

    Both are longer than the beginning of a table in which its delimiter is sought.
    """

    def lines(raw: bytes) -> int:
        return lines_run(lambda: read_file(name, raw, most=most))

    # Imports and compiled patterns are made by who comes first.
    lines(less.encode())
    return lines(less.encode()) == lines(more.encode())


def is_quadratic(name: str, text: Callable[[int], str], small: int, large: int) -> bool:
    """Tell it of patterns and parsers, which run in C, where no work can be counted."""

    def read(size: int) -> Callable[[], object]:
        raw = text(size).encode()
        return lambda: read_file(name, raw)

    return cpu_exponent(read, small, large) > BETWEEN_LINEAR_AND_QUADRATIC


def test_a_long_run_of_spaces_is_kept_and_costs_what_any_text_does() -> None:
    def gapped(size: int) -> str:
        return WORDS + " " * size + "end"

    # First of all, because what is quadratic would take minutes below.
    assert not is_quadratic("a.txt", gapped, 2_000, 12_000)
    article = only("a.txt", gapped(200_000))
    assert isinstance(article, ArticleText)
    assert article.body.endswith("storm. " + " " * 200_000 + "end")
    assert unwrap("  one  \n \t two\nthree  four ") == "one two three  four"


@pytest.mark.parametrize("line_end", ["\n", "\n\n", "\u2028"])
def test_a_text_of_a_million_lines_is_turned_away_unread(line_end: str) -> None:
    few, many = ("a" + line_end) * 60_000, ("a" + line_end) * 600_000
    assert "lines, which is more than an article" in reason("a.txt", many)
    assert costs_the_same("a.txt", few, many)


def test_a_text_longer_than_any_article_is_turned_away_unread() -> None:
    why = reason("a.txt", "a b " * MOST_CHARACTERS)
    assert why == (
        "The text has 8,000,000 characters, which is more than an article: "
        "split it into its articles."
    )
    longer = "a b " * (MOST_CHARACTERS // 2)
    assert costs_the_same("a.txt", longer, "a b " * MOST_CHARACTERS)


class NormalForms:
    """Stand in for `unicodedata`: refuse piles of accents, which it sorts in quadratic time."""

    combining = staticmethod(unicodedata.combining)

    @staticmethod
    def normalize(form: Literal["NFC"], text: str) -> str:
        piled = longest = 0
        for character in text:
            piled = piled + 1 if unicodedata.combining(character) else 0
            longest = max(longest, piled)
        if longest > MOST_MARKS:
            pytest.fail(f"{longest} accents in a row were to be sorted.")
        return unicodedata.normalize(form, text)


def test_piled_accents_are_cut_to_what_a_script_can_write_before_they_are_sorted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pile = "\u0316\u0301" * 100_000
    monkeypatch.setattr(cleaning, "unicodedata", NormalForms)
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


def header(columns: int) -> str:
    return ",".join(["text", *(f"c{number}" for number in range(columns))]) + f"\n{WORDS}"


def test_a_table_of_many_columns_is_turned_away() -> None:
    assert "more than 300 cells" in reason("a.csv", header(100_000))
    assert "on line 2 has more than 300 cells" in reason("a.csv", "text\n" + "," * 500_000)
    assert costs_the_same("a.csv", header(20_000), header(100_000))
    assert costs_the_same("a.csv", "text\n" + "," * 100_000, "text\n" + "," * 500_000)


def test_many_empty_lines_cost_nothing_and_are_counted() -> None:
    gapped = "text\n" + "\n" * 2_000_000 + WORDS
    article = only("a.csv", gapped)
    assert (article.line, isinstance(article, ArticleText)) == (2_000_002, True)
    assert costs_the_same("a.csv", "text\n" + "\n" * 200_000 + WORDS, gapped)


def test_a_cell_of_quotation_marks_is_turned_away() -> None:
    def closed(size: int) -> str:
        return 'text\n"' + '""' * size + '"'

    def unclosed(size: int) -> str:
        return 'text\n"' + '""' * size

    assert "characters" in reason("a.csv", closed(2_500_000))
    assert "never closed" in reason("a.csv", unclosed(500_000))
    assert costs_the_same("a.csv", closed(MOST_CHARACTERS + 1), closed(2_500_000))
    assert costs_the_same("a.csv", unclosed(60_000), unclosed(500_000))
    assert not is_quadratic("a.csv", unclosed, 10_000, 80_000)


@pytest.mark.parametrize(
    ("name", "begin", "line"),
    [("a.csv", "text\n", "so it is\n"), ("a.jsonl", "", '{"text": "so"}\n{\n')],
)
def test_only_so_many_rows_are_read_as_are_wanted(name: str, begin: str, line: str) -> None:
    few, many = begin + line * 12_000, begin + line * 13_000
    assert len(read_file(name, many.encode(), most=20)) == 20
    assert costs_the_same(name, few, many, most=20)


def test_a_line_with_very_many_names_is_turned_away() -> None:
    def names(size: int) -> str:
        return "{" + ",".join(f'"k{number}":1' for number in range(size)) + "}"

    def twice(size: int) -> str:
        return names(size)[:-1] + f',"k{size - 1}":1}}'

    assert not is_quadratic("a.jsonl", twice, 1_000, 8_000)
    assert "has 50,000 names" in reason("a.jsonl", names(50_000))
    assert "“k49999” stands twice" in reason("a.jsonl", twice(50_000))


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
def test_a_page_made_to_stall_the_extractor_never_reaches_it(
    page: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(*_: object, **__: object) -> None:
        pytest.fail("The extractor was given the page.")

    monkeypatch.setattr(markup, "bare_extraction", extract)
    assert why in reason("a.html", f"<html><body><article>{page}")


def test_the_unassigned_bytes_of_windows_1252_are_read_at_once() -> None:
    raw = b"\x81\xff "
    (row,) = read_file("a.txt", raw * 1_500_000)
    assert isinstance(row, BadRow)
    # No line of Python runs for each byte.
    assert lines_run(lambda: decode(raw)) == lines_run(lambda: decode(raw * 100_000))
