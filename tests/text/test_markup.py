"""The article is taken out of its page, and a hostile page is turned away."""

import logging
from datetime import date

import pytest

from tests.text.samples import PAGE
from workbench.text.articles import ArticleText, BadRow
from workbench.text.markup import declared_charset, read_html


def test_it_reads_the_article_and_what_the_page_says_about_it() -> None:
    article = read_html(PAGE, source_name="a.html")
    assert isinstance(article, ArticleText)
    assert article.headline == "Bridge over the Ley closed"
    assert article.byline == "Jane Doe"
    assert article.outlet == "The Valley Post"
    assert article.published_on == date(2022, 9, 12)
    assert article.url == "https://valley.example/bridge"
    assert [part.text[:21] for part in article.paragraphs] == [
        "The bridge over the L",
        "“We could not wait an",
        "Drivers will have to ",
        "The bridge was opened",
        "It carries nine thous",
    ]
    assert "the mayor, who has" in article.body


def test_two_breaks_separate_paragraphs() -> None:
    page = PAGE.replace(" until the spring", "<br/>\n<br> until the spring")
    article = read_html(page, source_name="a.html")
    assert isinstance(article, ArticleText)
    assert len(article.paragraphs) == 6


def test_an_ambiguous_date_is_left_empty() -> None:
    article = read_html(PAGE.replace("2022-09-12T08:00:00Z", "03/04/2022"), source_name="a.html")
    assert isinstance(article, ArticleText)
    assert article.published_on is None
    assert any("03/04/2022" in guess for guess in article.guesses)


@pytest.mark.parametrize(
    "date_markup",
    [
        '<script type="application/ld+json">{"datePublished": "2022-09-12"}</script>',
        '<time datetime="2022-09-12">yesterday</time>',
    ],
)
def test_it_finds_the_date_elsewhere_in_the_markup(date_markup: str) -> None:
    page = PAGE.replace("article:published_time", "other").replace("<h1>", f"{date_markup}<h1>")
    article = read_html(page, source_name="a.html")
    assert isinstance(article, ArticleText)
    assert article.published_on == date(2022, 9, 12)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "not a page",
        "<html><body></body></html>",
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "<ul>" + "<li><a href='/a'>A headline that is as long as a sentence</a></li>" * 20,
        "<div>" * 50_000 + "x",
        "<b><i>" * 20_000,
        "<html><body>" + "<p>x</p>" * 40_000,
        "<p " + "a=b " * 50_000 + ">x</p>",
        "<!--" * 10_000,
        "<p>" + "&lt;" * 10,
    ],
)
def test_a_page_without_an_article_is_a_bad_row(page: str) -> None:
    row = read_html(page, source_name="a.html")
    assert isinstance(row, BadRow)
    assert "paste it instead" in row.reason


def test_markup_that_defeats_the_search_for_metadata_does_not_raise() -> None:
    # The date finder removes mathematics, and here that is the root.
    paragraph = "<p>The bridge over the Ley was closed on Monday, the council said.</p>"
    assert read_html(f"<math>{paragraph * 5}</math>", source_name="a.html")


def test_xhtml_with_its_own_declaration_is_read() -> None:
    page = '<?xml version="1.0" encoding="utf-8"?>\n' + PAGE
    assert isinstance(read_html(page, source_name="a.html"), ArticleText)


def test_it_writes_nothing_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read_html("<html>", source_name="a.html")
        read_html(PAGE, source_name="a.html")
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (b'<meta charset="utf-8">', "utf-8"),
        (b"<META http-equiv=Content-Type content='text/html; charset=KOI8-R'>", "KOI8-R"),
        (b"<p>charset=x</p>", None),
        (b"", None),
    ],
)
def test_it_finds_the_declared_encoding(raw: bytes, charset: str | None) -> None:
    assert declared_charset(raw) == charset
