"""What an import says of its files is said to each who looks through it, in their own language."""

import html

from tests.articles.pages import started
from tests.conftest import Cast, SignIn

GERMAN, ENGLISH = {"Accept-Language": "de"}, {"Accept-Language": "en"}
LATIN = '{"text": "The café of the harbour is open again.", "date": "03/04/2022"}\n{"text": 7}\n'


def test_each_reader_of_a_preview_gets_its_guesses_and_reasons_in_their_language(
    cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("latin.jsonl", LATIN.encode("windows-1252")))
    german = html.unescape(ada.get(address, headers=GERMAN).text)
    for sentence in (
        "„text“ ist eine Zahl: Schreiben Sie es als Text in Anführungszeichen.",
        "Der Text wurde als windows-1252 dekodiert.",
        "Das Datum 03/04/2022 wurde leer gelassen, weil sich Tag und Monat nicht unterscheiden",
        "latin.jsonl, Zeile 1",
        "Nicht gefunden: Medium, Autorenangabe, Datum",
        "1 Artikel importieren",
    ):
        assert sentence in german
    english = html.unescape(ada.get(address, headers=ENGLISH).text)
    for sentence in (
        "“text” is a number: write it as text in quotes.",
        "The text was decoded as windows-1252.",
        "latin.jsonl, line 1",
        "Not found: outlet, byline, date",
        "Import 1 article",
    ):
        assert sentence in english


def test_an_upload_that_cannot_be_read_says_why_in_the_readers_language(
    cast: Cast, sign_in: SignIn
) -> None:
    response = sign_in(cast.ada).post(
        f"/articles/{cast.project}/import",
        data={"paste": "1", "text": "a\n" * 60_000},
        headers=GERMAN,
    )
    assert response.status_code == 422
    assert "Der Text hat 60.001 Zeilen; das ist mehr als ein Artikel" in response.text
