"""The header and the closing line of a plain text are told from its body."""

from datetime import date

import pytest

from tests.paths import SHARED
from tests.text.samples import BODY
from workbench.text.articles import ArticleText, BadRow
from workbench.text.plain import read_plain
from workbench.text.reading import read_file

REAL = SHARED / "real" / "000_b3657abad30e4f87.txt"
DAY = date(2022, 9, 12)


def read(text: str) -> ArticleText:
    article = read_plain(text, source_name="a.txt")
    assert isinstance(article, ArticleText)
    return article


@pytest.mark.parametrize(
    "header",
    [
        "12 September 2022 - Bridge over the Ley closed\n\nBy Jane Doe, John Roe",
        "# Bridge over the Ley closed\n\nBy Jane Doe, John Roe\n\nDate: 2022-09-12",
        " date 2022-09-12 Bridge over the Ley closed\n\nBy Jane Doe, John Roe",
        "Bridge over the Ley closed\n\nBy Jane Doe, John Roe\n\n12 September 2022",
        "Bridge over the Ley closed\nBy Jane Doe, John Roe\nSeptember 12, 2022",
        "Bridge over the Ley closed\nBy Jane Doe, John Roe | 12 September 2022",
        "Bridge over the Ley closed\n\nby Jane Doe, John Roe\nPublished: 2022-09-12 10:30 GMT",
        "2022-09-12\nBridge over the Ley closed\nBy Jane Doe, John Roe",
        "Title: Bridge over the Ley closed\nAuthor: Jane Doe, John Roe\nDate: 12 Sept 2022",
        "Bridge over\nthe Ley closed\n\nBy Jane Doe, John Roe\n\nMonday, September 12, 2022",
        "Published: 12.9.2022\n\nBridge over the Ley closed\n\nBy: Jane Doe, John Roe",
    ],
)
def test_it_reads_a_header(header: str) -> None:
    article = read(f"{header}\n\n{BODY}\n")
    assert article.headline == "Bridge over the Ley closed"
    assert article.byline == "Jane Doe, John Roe"
    assert article.published_on == DAY
    assert article.body == BODY
    assert article.guesses
    assert all(guess.endswith(".") for guess in article.guesses)


def test_it_reads_every_known_key() -> None:
    article = read(
        "Title: Bridge closed\nSource: The Valley Post\nURL: https://valley.example/a\n\n" + BODY
    )
    assert (article.outlet, article.url) == ("The Valley Post", "https://valley.example/a")
    assert article.published_on is None


@pytest.mark.parametrize(
    ("closing", "outlet"),
    [
        ("Source: The Valley Post", "The Valley Post"),
        ("This article was first published by The Valley Post.", "The Valley Post"),
        ("Originally published in The Valley Post", "The Valley Post"),
        ("The Valley Post / CNN", "The Valley Post"),
        ("The Valley Post", "The Valley Post"),
        ("(Reuters)", "Reuters"),
        ("Reuters/AFP", "Reuters"),
        ("© 2022 The Valley Post", ""),
        ("Reporting by Jane Doe; Editing by John Roe", ""),
    ],
)
def test_it_reads_a_closing_source_line(closing: str, outlet: str) -> None:
    article = read(f"Bridge closed\n\n{BODY}\n\n{closing}")
    assert article.source_line == closing
    assert article.outlet == outlet
    assert article.body == BODY


def test_it_reads_an_address_at_the_end() -> None:
    article = read(f"Bridge closed\n\n{BODY}\n\nRead more: https://valley.example/a")
    assert (article.url, article.body) == ("https://valley.example/a", BODY)


@pytest.mark.parametrize(
    "last",
    [
        "“Good night,” he said.",
        "Nobody was hurt",
        "By the time the police came, the bridge was closed.",
        "It was published by the council on Monday and will be read by many people, " * 4,
        "Jane Doe",
    ],
)
def test_a_last_paragraph_stays_in_the_body(last: str) -> None:
    article = read(f"Bridge closed\n\n{BODY}\n\n{last}")
    assert article.paragraphs[-1].text == last.strip()
    assert article.source_line == ""


def test_a_dateline_stays_in_the_body() -> None:
    article = read(f"Bridge closed\n\nOAKHAM, Sept. 12 (Reuters) - {BODY}")
    assert article.body.startswith("OAKHAM, Sept. 12 (Reuters) - The bridge")


def test_it_says_that_a_date_was_read_from_the_byline() -> None:
    article = read(f"Bridge closed\n\nBy Jane Doe | 12 September 2022\n\n{BODY}\n")
    line = "By Jane Doe | 12 September 2022"
    assert f"The byline and the date were read from the line “{line}”." in article.guesses


def test_a_standfirst_above_the_byline_stays_in_the_body() -> None:
    article = read(f"Bridge closed\n\nDrivers are angry.\n\nBy Jane Doe\n\n{BODY}")
    assert article.byline == "Jane Doe"
    assert article.body == f"Drivers are angry.\n\n{BODY}"


def test_a_first_paragraph_that_begins_with_by_is_no_byline() -> None:
    article = read(f"Bridge closed\n\nBy Monday the bridge was closed, police said.\n\n{BODY}")
    assert article.byline == ""
    assert len(article.paragraphs) == 4


def test_without_a_headline_the_first_words_stand_in() -> None:
    article = read(BODY)
    assert article.headline == "The bridge over the Ley was closed on Monday after cracks were…"
    assert article.body == BODY
    assert "No headline was found: the first words stand in for it." in article.guesses


def test_a_wrapped_first_paragraph_is_no_headline() -> None:
    article = read("The bridge over the Ley was closed on\nMonday.\n\nDrivers are angry.")
    assert article.paragraphs[0].text == "The bridge over the Ley was closed on Monday."
    assert "Line breaks inside paragraphs were read as spaces." in article.guesses


def test_one_line_is_the_body() -> None:
    assert read("Bridge closed").body == "Bridge closed"


def test_lines_are_paragraphs_below_a_header_set_off_by_an_empty_line() -> None:
    lines = BODY.replace("\n\n", "\n")
    article = read(f"Bridge closed\n\nBy Jane Doe\n\n{lines}")
    assert article.body == BODY


def test_an_ambiguous_date_is_left_empty_with_a_sentence() -> None:
    article = read(f"Bridge closed\n03/04/2022\n\n{BODY}")
    assert article.published_on is None
    assert article.body == BODY
    assert not any("was read from" in guess and "03/04" in guess for guess in article.guesses)
    assert any("03/04/2022 was left empty" in guess for guess in article.guesses)


def test_a_date_that_is_not_understood_is_left_empty_with_a_sentence() -> None:
    article = read(f"Title: Bridge closed\nDate: last Tuesday\n\n{BODY}")
    assert article.published_on is None
    assert article.body == BODY
    assert "The date “last Tuesday” was not understood: enter it." in article.guesses


def test_a_sentence_that_begins_with_a_date_is_no_headline() -> None:
    article = read(f"12 May 2022 was a bad day for drivers.\n\n{BODY}")
    assert article.published_on is None
    assert len(article.paragraphs) == 4


@pytest.mark.parametrize("text", ["", " \n\n", "---\n\n* * *", "Title: Bridge\nAuthor: Jane Doe"])
def test_an_article_without_a_body_is_a_bad_row(text: str) -> None:
    row = read_plain(text, source_name="a.txt")
    assert isinstance(row, BadRow)
    assert row.reason.endswith(".")


def test_control_characters_go_with_a_sentence() -> None:
    article = read(f"Bridge closed\n\n{BODY}\x07")
    assert article.body == BODY
    assert "One unreadable character was removed." in article.guesses


def test_a_very_long_paragraph_is_one_paragraph() -> None:
    article = read("Bridge closed\n\n" + "word " * 20_000 + "end.")
    assert [len(part.text) for part in article.paragraphs] == [100_004]


@pytest.mark.skipif(not REAL.exists(), reason="the real article lies beside some checkouts only")
def test_it_reads_the_real_article() -> None:
    (article,) = read_file(REAL.name, REAL.read_bytes())
    assert isinstance(article, ArticleText)
    assert article.published_on == DAY
    assert article.headline.startswith("Russian troops raise white flag, U.S. brands")
    assert article.byline == "Tariq Tahir, Isaac Crowson, Katie Davis"
    assert article.source_line == "The Sun / CNN"
    assert article.outlet == "The Sun"
    assert article.language == "en"
    assert len(article.paragraphs) == 34
    assert all(article.body[part.start : part.end] == part.text for part in article.paragraphs)
