"""A table is read row by row, and a bad row keeps its line and spares the others."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.articles import ArticleText, BadRow
from workbench.text.tables import read_csv, rows


def read(text: str) -> list[ArticleText | BadRow]:
    return read_csv(text, source_name="a.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_reads_columns_by_their_names(delimiter: str) -> None:
    names = ["Title", " AUTHOR", "Source", "Published On", "link", "Body", "other"]
    cells = ["Bridge", "Jane Doe", "The Post", "2022-09-12", "https://a.example", "It shut.", "x"]
    (article,) = read(delimiter.join(names) + "\n" + delimiter.join(cells) + "\n")
    assert isinstance(article, ArticleText)
    assert (article.headline, article.byline, article.outlet) == ("Bridge", "Jane Doe", "The Post")
    assert (article.url, article.published_on) == ("https://a.example", date(2022, 9, 12))
    assert (article.body, article.line) == ("It shut.", 2)


def test_quoted_cells_hold_newlines_delimiters_and_marks() -> None:
    first, second = read('title,text\n"A, b","One ""two"".\n\nThree."\n\nC,Four.\n')
    assert isinstance(first, ArticleText)
    assert isinstance(second, ArticleText)
    assert (first.headline, first.body, first.line) == ("A, b", 'One "two".\n\nThree.', 2)
    assert (second.body, second.line) == ("Four.", 6)


def test_a_missing_text_column_names_the_columns_found() -> None:
    (row,) = read("title,words\nA,One.\n")
    assert isinstance(row, BadRow)
    assert row.line == 1
    assert "“title”, “words”" in row.reason


def test_a_quote_never_closed_names_the_line_where_it_opened() -> None:
    good, bad = read('title,text\nA,One.\nB,"Two.\nC,Three.\n')
    assert isinstance(good, ArticleText)
    assert isinstance(bad, BadRow)
    assert bad.line == 3
    assert "opened on line 3 is never closed" in bad.reason


def test_a_quote_closed_by_the_next_row_s_opening_one_names_its_line_too() -> None:
    good, bad = read('title,text\nA,"One."\nB,"Two.\nC,"Three."\n')
    assert isinstance(good, ArticleText)
    assert isinstance(bad, BadRow)
    assert bad.line == 3


def test_bad_rows_keep_their_lines_and_good_ones_are_read() -> None:
    read_rows = read("title,text\nA,One.\nB\nC,Two.,more\nD,\nE,Three.,\n")
    assert [type(row) for row in read_rows] == [ArticleText, BadRow, BadRow, BadRow, ArticleText]
    assert [row.line for row in read_rows] == [2, 3, 4, 5, 6]


def test_a_date_that_is_not_understood_keeps_the_row() -> None:
    (article,) = read("text,date\nOne.,last Tuesday\n")
    assert isinstance(article, ArticleText)
    assert article.published_on is None
    assert any("“last Tuesday”" in guess for guess in article.guesses)


def test_a_cell_may_be_longer_than_the_standard_reader_allows() -> None:
    (article,) = read("text\n" + "w" * 500_000 + "\n")
    assert isinstance(article, ArticleText)
    assert len(article.body) == 500_000


@pytest.mark.parametrize("text", ["title,text\n", "sep=;\ntitle;text\n", "text,Text\na,b\n"])
def test_a_table_without_articles_is_a_bad_row(text: str) -> None:
    (row,) = read(text)
    assert isinstance(row, BadRow)


def test_the_line_with_which_excel_names_its_delimiter_is_passed_over() -> None:
    (article,) = read("sep=;\ntitle;text\nA;One, two.\n")
    assert isinstance(article, ArticleText)
    assert article.body == "One, two."


@given(
    st.lists(
        st.lists(st.text(alphabet='ab ,"\n;', min_size=1), min_size=2, max_size=3),
        min_size=1,
    )
)
def test_what_the_standard_writer_quotes_is_read_back(table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    kept = [tuple(cells) for cells in table if any(cell.strip() for cell in cells)]
    assert [row.cells for row in rows(written.getvalue(), ",")] == kept
