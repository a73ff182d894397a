"""Bytes become text by their mark, UTF-8, their declaration or windows-1252."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.decoding import NotTextError, decode


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (codecs.BOM_UTF8 + "é".encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + "é".encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + "é".encode("utf-32-be"), "utf-32-be"),
    ],
)
def test_a_byte_order_mark_comes_first(raw: bytes, encoding: str) -> None:
    decoded = decode(raw, declared="koi8-r")
    assert (decoded.text, decoded.encoding, decoded.source) == ("é", encoding, "bom")


def test_utf_8_comes_before_a_declaration() -> None:
    assert decode("é".encode(), declared="koi8-r").source == "utf-8"


def test_a_declaration_comes_before_windows_1252() -> None:
    decoded = decode("міст".encode("koi8-u"), declared="KOI8-U")
    assert (decoded.text, decoded.source) == ("міст", "declared")


@pytest.mark.parametrize(
    "declared",
    [
        None,
        "",
        "no-such",
        "hex",
        "rot13",
        "utf-7",
        "unicode_escape",
        "utf-8",
        "a\x00b",
        "undefined",
    ],
)
def test_a_declaration_that_does_not_fit_is_passed_over(declared: str | None) -> None:
    decoded = decode(b"\x93caf\xe9\x94", declared=declared)
    assert (decoded.text, decoded.source) == ("“café”", "windows-1252")
    assert not decoded.looks_broken


def test_latin_1_is_read_as_browsers_read_it() -> None:
    assert decode(b"\x93caf\xe9\x94", declared="iso-8859-1").text == "“café”"


def test_bytes_that_windows_1252_does_not_know_are_no_error() -> None:
    assert decode(b"caf\xe9 \x81").text == "café \x81"


def test_broken_utf_8_is_noticed() -> None:
    decoded = decode("don’t ".encode() + b"\xff")
    assert decoded.source == "windows-1252"
    assert decoded.looks_broken


def test_newlines_become_one() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"{\\rtf1 words}", "RTF"),
        (b"some\x00text", "NUL"),
        ("text".encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"), "NUL"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "UTF-16"),
        (codecs.BOM_UTF8 + b"good \xff", "UTF-8"),
        (bytes(range(1, 32)) * 4, "control"),
    ],
)
def test_what_is_not_text_is_refused_in_a_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(NotTextError, match=sentence) as caught:
        decode(raw)
    assert str(caught.value).endswith(".")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_is_read_back(text: str) -> None:
    text = text.removeprefix("\ufeff")
    if text.startswith(("{\\rtf", "RIFF", "GIF8", "%PDF", "PK")):
        return
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


@given(st.binary(), st.sampled_from([None, "koi8-r", "utf-16", "big5", "x"]))
def test_any_bytes_are_text_or_refused(raw: bytes, declared: str | None) -> None:
    try:
        text = decode(raw, declared=declared).text
    except NotTextError:
        return
    assert "\r" not in text
    assert "\x00" not in text
