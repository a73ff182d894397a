"""Files are read by their extension, and what they hold never raises."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.samples import BODY, PAGE
from workbench.text.articles import ArticleText, BadRow, split_paragraphs
from workbench.text.reading import EXTENSIONS, read_file, read_pasted


def only(read: list[ArticleText | BadRow]) -> ArticleText | BadRow:
    assert len(read) == 1
    return read[0]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", f"Bridge closed\n\n{BODY}".encode()),
        ("A.HTML", PAGE.encode()),
        ("a.htm", PAGE.encode()),
        ("a.csv", f'headline,text\nBridge closed,"{BODY}"\n'.encode()),
        ("a.jsonl", json.dumps({"headline": "Bridge closed", "text": BODY}).encode()),
    ],
)
def test_it_reads_every_kind_of_file(name: str, raw: bytes) -> None:
    article = only(read_file(name, raw))
    assert isinstance(article, ArticleText)
    assert "Bridge" in article.headline
    assert article.source_name == name
    assert article.language == "en"
    assert len(article.paragraphs) >= 3


@given(st.text(st.sampled_from("aé \n\t.\u2028\u200b"), max_size=20).map("a\n\nb".__add__))
def test_paragraphs_are_those_of_the_body_however_it_was_written(text: str) -> None:
    article = only(read_file("a.jsonl", json.dumps({"text": text}).encode()))
    assert isinstance(article, ArticleText)
    assert article.paragraphs == split_paragraphs(article.body)


@pytest.mark.parametrize("name", ["a.pdf", "a", "", "a.docx", "../../a.exe"])
def test_another_extension_is_a_bad_row_that_names_the_ones_that_are_read(name: str) -> None:
    row = only(read_file(name, b"text"))
    assert isinstance(row, BadRow)
    assert all(extension in row.reason for extension in EXTENSIONS)


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("raw", [b"", b" \r\n", b"\x89PNG\r\n", b"%PDF-1.7", b"a\x00b"])
def test_an_empty_or_binary_file_is_one_bad_row(extension: str, raw: bytes) -> None:
    row = only(read_file(f"a{extension}", raw))
    assert isinstance(row, BadRow)
    assert row.reason.endswith(".")


def test_it_says_how_a_text_was_decoded() -> None:
    old = only(read_file("a.txt", f"Bridge closed\n\n{BODY}".encode("cp1252")))
    assert isinstance(old, ArticleText)
    assert old.body == BODY
    assert old.guesses[0] == "The text was decoded as windows-1252."
    broken = only(read_file("a.txt", BODY.encode() + b"\xff"))
    assert isinstance(broken, ArticleText)
    assert "looks like UTF-8" in broken.guesses[0]


def test_a_page_declares_its_own_encoding() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="koi8-r">').replace("—", "-")
    raw = page.replace("“", "").replace("”", "").replace("cracks", "трещины").encode("koi8-r")
    article = only(read_file("a.html", raw))
    assert isinstance(article, ArticleText)
    assert "трещины" in article.body
    assert article.guesses[0] == "The text was decoded as koi8-r, as it declares."


def test_pasted_text_is_read_like_a_plain_file() -> None:
    article = only(read_pasted(f"Bridge closed\r\n\r\nBy Jane Doe\r\n\r\n{BODY}"))
    assert isinstance(article, ArticleText)
    assert (article.headline, article.byline) == ("Bridge closed", "Jane Doe")
    assert article.body == BODY
    assert isinstance(only(read_pasted("")), BadRow)
    assert isinstance(only(read_pasted("a\x00b")), BadRow)


PIECES = (
    *(
        "text",
        ",",
        '"',
        "\n",
        "\n\n",
        "{",
        "}",
        '{"text": "',
        ":",
        "[",
        "\u2028",
        "\x07",
        "“",
        "😀",
    ),
    *("<p>", "</p>", "<div>", "<table><td>", "<!--", "<script>", "<br><br>", "<li>", "&#0;"),
    *("By Jane Doe", "12 May 2022", "Source: x", "Title: y"),
    "a long sentence of words, with a comma and a stop. ",
)
CONTENTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text()


@settings(deadline=None)
@given(st.sampled_from(EXTENSIONS), CONTENTS)
def test_no_content_makes_reading_fail(extension: str, text: str) -> None:
    read = read_file(f"a{extension}", text.encode("utf-8", "replace"))
    assert read
    for item in read:
        if isinstance(item, BadRow):
            assert item.reason.endswith(".")
        else:
            assert item.headline
            assert item.body.encode()
            assert item.paragraphs
            for part in item.paragraphs:
                assert "\n" not in part.text
            assert "\n\n".join(part.text for part in item.paragraphs) == item.body


@settings(deadline=None)
@given(st.sampled_from(EXTENSIONS), st.binary())
def test_no_bytes_make_reading_fail(extension: str, raw: bytes) -> None:
    assert read_file(f"a{extension}", raw)
