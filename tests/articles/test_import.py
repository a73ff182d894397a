"""From a file or a pasted text to a preview, corrected, and stored on the lead's word."""

import codecs
import io

import pytest
from flask import Flask
from sqlalchemy import select

from tests.articles.pages import article_count, row_count, shown, started, store, upload
from tests.articles.texts import csv_of
from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.paths import SEEDS, SHARED
from workbench.articles.models import Article, ArticleImport, Paragraph, Prescore
from workbench.database import db

LOADED = (SEEDS / "articles" / "harbour-loaded.txt").read_bytes()
REAL = SHARED / "real" / "000_b3657abad30e4f87.txt"


def only_article() -> Article:
    return db.session.scalars(select(Article)).one()


def test_nothing_is_an_article_before_the_lead_says_so(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("harbour.txt", LOADED))
    assert article_count(app) == 0
    page = ada.get(address).text
    assert "Harbour heroes humiliate the Hallow regime" in page
    for fact in ("The Tollmarsh Lantern", "Perrin Sallow", "17 May 2024", "12 paragraphs"):
        assert fact in page
    assert "The headline was read from the first lines." in page
    response = store(ada, address)
    assert response.status_code == 303
    assert response.location == f"/articles/{cast.project}"
    assert "Imported 1 article." in ada.get(response.location).text
    assert article_count(app) == 1
    assert row_count(app) == 0


def test_a_pasted_text_is_read_and_what_was_typed_comes_first(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    response = ada.post(
        f"/articles/{cast.project}/import",
        data={
            "paste": "1",
            "text": "A line that looks like a headline\n\nThe ferry came back.\n\nIt was late.",
            "headline": "Ferry late",
            "outlet": "The Post",
            "published_on": "2024-02-27",
        },
    )
    assert response.status_code == 303
    store(ada, response.location)
    with app.app_context():
        article = only_article()
        assert (article.headline, article.outlet) == ("Ferry late", "The Post")
        assert str(article.published_on) == "2024-02-27"
        # The first line is no headline then, and is not lost.
        assert article.body.startswith("A line that looks like a headline\n\nThe ferry")


def test_a_correction_splits_the_paragraphs_anew_and_is_what_is_stored(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("one.txt", LOADED))
    (row,) = shown(ada.get(address).text)
    chosen = ada.post(f"{address}/choose", data={"shown": row, "chosen": row, "correct": row})
    assert chosen.location == f"{address}/row/{row}"
    fields = {
        "headline": "Boats block harbour",
        "outlet": "Another outlet",
        "byline": "",
        "published_on": "2024-05-18",
        "url": "https://example.org/boats",
        "source_line": "",
        "language": "en",
        "body": "First paragraph.\r\n\r\nSecond one,\r\nstill the second.\r\n\r\nThird.",
    }
    assert ada.post(chosen.location, data=fields).status_code == 303
    page = ada.get(address).text
    assert "corrected" in page
    assert "3 paragraphs" in page
    store(ada, address)
    with app.app_context():
        article = only_article()
        assert article.headline == "Boats block harbour"
        assert article.byline == ""
        assert article.url == "https://example.org/boats"
        assert [p.text for p in article.paragraphs] == [
            "First paragraph.",
            "Second one, still the second.",
            "Third.",
        ]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("published_on", "2024-02-31", "not a date of the calendar"),
        ("url", "javascript:alert(1)", "Write the whole address"),
        ("headline", "", "Give the article a headline."),
        ("headline", "x" * 1001, "at most 1,000 can be kept"),
        ("body", "***", "at least one word"),
        ("language", "klingon", "Not a valid choice"),
    ],
)
def test_a_wrong_correction_is_named_and_kept_on_the_page(
    app: Flask, cast: Cast, sign_in: SignIn, name: str, value: str, sentence: str
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("one.txt", LOADED))
    (row,) = shown(ada.get(address).text)
    fields = {"headline": "Typed headline", "language": "en", "body": "Typed.", name: value}
    response = ada.post(f"{address}/row/{row}", data=fields)
    assert response.status_code == 422
    assert sentence in response.text
    assert "Typed" in response.text
    assert "corrected" not in ada.get(address).text


def test_an_address_that_is_no_page_is_kept_unless_it_is_cleared(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    table = b"headline,text,url\nBoats,The boats are back.,archive:4711\n"
    address = started(ada, cast.project, ("one.csv", table))
    (row,) = shown(ada.get(address).text)
    fields = {"headline": "Ships", "language": "en", "body": "The boats are back."}
    assert ada.post(f"{address}/row/{row}", data={**fields, "url": "archive:1"}).status_code == 422
    kept = ada.post(f"{address}/row/{row}", data={**fields, "url": "archive:4711"})
    assert kept.status_code == 303
    page = ada.get(address).text
    assert "Ships" in page
    assert "archive:4711" in page
    assert 'href="archive:' not in page
    ada.post(f"{address}/row/{row}", data={**fields, "url": ""})
    assert "archive:4711" not in ada.get(address).text


def test_an_article_without_its_tick_is_left_out(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(3)))
    ids = shown(ada.get(address).text)
    response = ada.post(address, data={"shown": ids, "chosen": ids[:2]})
    assert response.status_code == 303
    assert "1 article was left out." in ada.get(response.location).text
    assert article_count(app) == 2


def test_a_long_import_goes_by_the_page_and_remembers_ticks(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(45)))
    first = shown(ada.get(address).text)
    assert len(first) == 20
    turned = ada.post(
        f"{address}/choose?page=1", data={"shown": first, "chosen": first[1:], "page": "2"}
    )
    assert turned.location == f"{address}?page=2"
    page = ada.get(turned.location).text
    assert "44 articles to import, 1 left out." in page
    assert "Page 2 of 3" in page
    ids = shown(page)
    ada.post(turned.location, data={"shown": ids, "chosen": ids})
    work_off()
    assert article_count(app) == 44


def test_nothing_ticked_is_a_sentence(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("one.txt", LOADED))
    response = ada.post(address, data={"shown": shown(ada.get(address).text)})
    assert response.status_code == 422
    assert "tick at least one article" in response.text
    assert article_count(app) == 0


def test_bad_rows_are_named_and_the_good_ones_wait_for_the_leads_word(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = started(
        ada,
        cast.project,
        ("votes.csv", csv_of(1, bad=1)),
        ("rows.jsonl", b'{"text": "A good row in English with the words."}\n{broken\n'),
        ("picture.txt", b"\x89PNG\r\n\x1a\n"),
    )
    page = ada.get(address).text
    for told in ("votes.csv", "rows.jsonl", '<td class="number">2</td>', "This is a PNG image"):
        assert told in page
    assert "leave out the 3 rows that could not be read" in page
    response = store(ada, address)
    assert response.status_code == 422
    assert "3 rows could not be read." in response.text
    assert article_count(app) == 0
    response = store(ada, address, keep_good="1")
    assert response.status_code == 303
    assert article_count(app) == 2


def test_an_upload_of_bad_rows_alone_makes_no_preview(
    app: Flask, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.articles.limits.BODY", 400)
    ada = sign_in(cast.ada)
    for name, raw in (
        ("empty.txt", b"  \n"),
        ("sheet.xlsx", b"PK\x03\x04"),
        ("open.csv", b'headline,text\nA,"never closed\n'),
        ("columns.csv", b"a,b\n1,2\n"),
        ("page.html", b"<html><body><script>1</script></body></html>"),
        ("long.txt", b"word " * 100),
    ):
        response = upload(ada, cast.project, (name, raw))
        assert response.status_code == 422, name
        assert name in response.text
    with app.app_context():
        assert db.session.scalars(select(ArticleImport)).all() == []


def test_an_empty_form_says_what_to_do(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    address = f"/articles/{cast.project}/import"
    nothing = ada.post(address, data={"upload": "1", "files": (io.BytesIO(b""), "")})
    assert nothing.status_code == 422
    assert "Choose at least one file first." in nothing.text
    nothing = ada.post(address, data={"paste": "1", "text": " "})
    assert nothing.status_code == 422
    assert "Paste the text of an article first." in nothing.text


def test_too_many_rows_for_one_import_are_refused(
    app: Flask, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.articles.importing.ROWS", 2)
    response = upload(sign_in(cast.ada), cast.project, ("votes.csv", csv_of(3)))
    assert response.status_code == 422
    assert "Import them in several parts." in response.text


def test_a_second_import_notices_what_is_there(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    store(ada, started(ada, cast.project, ("harbour.txt", LOADED)))
    curled = LOADED.decode().replace("'", "’").replace("\n\n", "\n \n").encode()
    address = started(
        ada, cast.project, ("again.txt", curled), ("v.csv", csv_of(1)), ("w.csv", csv_of(1))
    )
    page = ada.get(address).text
    assert "1 article to import, 2 duplicates." in page
    assert "The same text is in this project" in page
    assert "The same text as number 2 of this import" in page
    response = store(ada, address)
    assert "Imported 1 article. 2 articles were duplicates." in ada.get(response.location).text
    assert article_count(app) == 2


def test_a_second_tab_stores_nothing_twice(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(2)))
    ids = shown(ada.get(address).text)
    for _ in range(2):
        response = ada.post(address, data={"shown": ids, "chosen": ids})
        assert response.status_code == 303
    assert "nothing was stored twice" in ada.get(response.location).text
    assert article_count(app) == 2
    for page in (address, f"{address}/row/{ids[0]}"):
        assert ada.get(page).status_code == 303


def test_an_old_preview_is_listed_and_can_be_discarded(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(2, bad=1)))
    listed = ada.get(f"/articles/{cast.project}/import").text
    assert "Not finished yet" in listed
    assert address in listed
    assert ada.post(f"{address}/discard").status_code == 303
    assert "Not finished yet" not in ada.get(f"/articles/{cast.project}/import").text
    assert row_count(app) == 0
    assert ada.get(address).status_code == 404


def test_encodings_arrive_as_the_same_text(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    text = "Café “closed”\n\nThe café was closed on Monday – for the first time.\n\nIt was {}."
    address = started(
        ada,
        cast.project,
        ("a.txt", codecs.BOM_UTF8 + text.format("one").encode()),
        ("b.txt", text.format("two").encode("cp1252")),
        ("c.txt", codecs.BOM_UTF16_LE + text.format("three").encode("utf-16-le")),
    )
    assert "decoded as windows-1252" in ada.get(address).text
    store(ada, address)
    with app.app_context():
        headlines = {article.headline for article in db.session.scalars(select(Article))}
        assert headlines == {"Café “closed”"}
        bodies = [article.body for article in db.session.scalars(select(Article))]
        assert all("café was closed on Monday – for" in body for body in bodies)


def test_characters_that_a_database_refuses_do_not_reach_it(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    row = b'{"headline": "A \\ud800 b", "text": "The town was\\ud83d calm and the sea too.", '
    row += b'"outlet": "X\\u0001Y", "language": "\\udfff"}\n'
    address = started(ada, cast.project, ("odd.jsonl", row + b'{"text": "nul \\u0000"}\n'))
    page = ada.get(address).text
    assert "NUL characters" in page
    assert store(ada, address, keep_good="1").status_code == 303
    with app.app_context():
        article = only_article()
        assert article.body == "The town was calm and the sea too."
        article.outlet.encode()
        article.headline.encode()


def test_another_language_is_stored_without_suggestions(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    german = "Brücke gesperrt\n\nDie Brücke ist seit Montag für die Boote der Stadt gesperrt.\n"
    address = started(ada, cast.project, ("de.txt", german.encode()))
    sentence = "This article is in German; suggestions are made for English only."
    assert sentence in ada.get(address).text
    store(ada, address)
    with app.app_context():
        article = only_article()
        assert db.session.scalars(select(Prescore)).all() == []
        page = ada.get(f"/articles/{cast.project}/article/{article.id}").text
    assert sentence in page


@pytest.mark.skipif(not REAL.is_file(), reason="the real article lies beside some checkouts only")
def test_the_real_article_is_read_stored_and_scored(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    store(ada, started(ada, cast.project, (REAL.name, REAL.read_bytes())))
    with app.app_context():
        article = only_article()
        assert str(article.published_on) == "2022-09-12"
        assert article.headline.startswith("Russian troops raise white flag")
        assert article.byline.startswith("Tariq Tahir")
        assert article.source_line == "The Sun / CNN"
        assert len(article.paragraphs) == 34
        scored = db.session.scalars(select(Prescore).join(Paragraph)).all()
        assert len(scored) == 34
        found = {word.text.lower() for score in scored for word in score.loaded_words}
        assert {"heroes", "humiliation", "humiliating"} <= found


def test_more_rows_than_a_page_shows_are_refused(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    address = started(ada, cast.project, ("votes.csv", csv_of(1)))
    many = [str(number) for number in range(70_000)]
    assert ada.post(f"{address}/choose", data={"shown": many}).status_code == 400
    assert ada.post(address, data={"chosen": many}).status_code == 400


def test_a_too_large_upload_names_the_limit(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    response = sign_in(cast.ada).post(
        f"/articles/{cast.project}/import",
        data=b"x" * (1024 * 1024 + 1),
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code == 413
    assert "larger than the 1 MB that can be sent at a time" in response.text
