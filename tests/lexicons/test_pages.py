"""A lead looks at the lexicon, changes it in a draft, tries it, applies it, and goes back."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import Cast
from tests.lexicons.conftest import TERM
from tests.paths import SEEDS
from tests.reports.study import Study
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.articles.operations import store_article
from workbench.codebook.codebook import read_codebook
from workbench.database import db, now
from workbench.lexicon_pages.forms import said as category_name
from workbench.lexicons.models import LexiconDraft, LexiconVersion
from workbench.lexicons.queries import draft_of, standing_lexicon
from workbench.lexicons.shipped import shipped_lexicon
from workbench.text.articles import ArticleText
from workbench.text.reading import read_pasted
from workbench.web.languages import language_named
from workbench.words import speaking

SignIn = Callable[[int], FlaskClient]
WorkOff = Callable[[], int]
NEWS = (
    "The crossing at dawn\n\n"
    "The heroes told a ferry tale about the crossing and left the harbour in the morning.\n\n"
    "The council met at noon to speak about the crossing and the harbour in some detail."
)


@pytest.mark.parametrize(("language", "place"), [("en", SEEDS), ("de", SEEDS / "de")])
def test_categories_are_called_as_the_codebook_calls_them(language: str, place: Path) -> None:
    titles = {one.name: one.title for one in read_codebook(place / "codebook.toml").span_categories}
    with speaking(language_named(language)):
        names = {name: category_name(name) for name in titles}
    assert {name: title.lower() for name, title in names.items()} == {
        name: title.lower() for name, title in titles.items()
    }


def url(cast: Cast, rest: str = "") -> str:
    return f"/lexicons/{cast.project}{rest}"


def store_news(app: Flask, cast: Cast) -> None:
    with app.app_context():
        (read,) = read_pasted(NEWS)
        assert isinstance(read, ArticleText)
        assert read.language == "en"
        lexicon = lexicon_in_force(cast.project)
        store_article(cast.project, read, at=now(), lexicon=lexicon)
        db.session.commit()


def found_terms(app: Flask) -> set[str]:
    """Give the terms that the current pre-scores found."""
    with app.app_context():
        return set(
            db.session.scalars(
                select(StoredLoadedWord.term)
                .join(Prescore, Prescore.id == StoredLoadedWord.prescore_id)
                .where(Prescore.is_current)
            )
        )


def apply(ada: FlaskClient, cast: Cast, note: str = "") -> str:
    """Apply the draft as it stands and give the page that follows."""
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', ada.get(url(cast, "/draft")).text)
    assert seen is not None
    done = ada.post(url(cast, "/draft/apply"), data={"seen": seen[1], "note": note})
    assert done.status_code == 303, done.text
    return ada.get(done.location).text


def test_the_shipped_lexicon_is_listed_searched_and_filtered(ada: FlaskClient, cast: Cast) -> None:
    page = ada.get(url(cast)).text
    assert "the shipped lexicon, unchanged" in page
    assert "Page 1 of" in page
    found = ada.get(url(cast), query_string={"q": "Witch  hunt"}).text
    assert "witch hunt" in found
    assert "Page 1 of" not in found
    only = ada.get(url(cast), query_string={"category": "euphemism"}).text
    assert "<td>Euphemism</td>" in only
    assert "<td>Glorifying</td>" not in only
    assert "No such term" in ada.get(url(cast), query_string={"q": "zzzz"}).text
    assert "No such term" in ada.get(url(cast), query_string={"show": "off"}).text
    odd = ada.get(url(cast), query_string={"category": "x", "show": "y", "page": "-"}).text
    assert "Page 1 of" in odd


def test_a_draft_changes_nothing_until_it_is_applied(
    app: Flask, ada: FlaskClient, cast: Cast, work_off: WorkOff
) -> None:
    store_news(app, cast)
    assert found_terms(app) == {"hero"}
    switched = ada.post(url(cast, "/switch"), data={"term": "Hero", "to": "off", "q": "hero"})
    assert switched.status_code == 303
    assert "q=hero" in switched.location
    assert "not applied yet" in ada.get(switched.location).text
    assert ada.post(url(cast, "/term"), data=TERM).status_code == 303
    with app.app_context():
        assert lexicon_in_force(cast.project) is shipped_lexicon()
    page = ada.get(url(cast, "/draft"), query_string={"paragraphs": "100"}).text
    assert "would add 1 term, drop 1 and change 0." in page
    assert (
        "In 2 paragraphs, 1 mark would appear and 1 disappear; 1 paragraph would look different"
        in page
    )
    assert '<ins class="trial trial--appears" title="Demeaning">ferry tale</ins>' in page
    assert '<del class="trial trial--disappears" title="Glorifying">heroes</del>' in page
    after = apply(ada, cast, "Of the pilot.")
    assert "Version 1 of the lexicon is in force." in after
    assert "2 paragraphs were pre-scored with" in after
    for told in ("Of the pilot.", "Ada", "in force"):
        assert told in after
    assert found_terms(app) == {"hero"}
    job = ada.post(f"/articles/{cast.project}/prescores")
    assert job.status_code == 303
    work_off()
    assert found_terms(app) == {"ferry tale"}
    assert "were pre-scored with" not in ada.get(url(cast, "/versions")).text
    with app.app_context():
        version = lexicon_in_force(cast.project).version
        named = set(db.session.scalars(select(Prescore.lexicon_version).where(Prescore.is_current)))
        assert named == {version} != {shipped_lexicon().version}
        assert lexicon_in_force(cast.other_project) is shipped_lexicon()
        stored = db.session.scalars(select(LexiconVersion)).one()
        assert (stored.number, stored.version, stored.created_by_id) == (1, version, cast.ada)


def test_an_earlier_version_is_brought_back_and_none_is_overwritten(
    app: Flask, ada: FlaskClient, cast: Cast, work_off: WorkOff
) -> None:
    store_news(app, cast)
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    apply(ada, cast)
    ada.post(f"/articles/{cast.project}/prescores")
    work_off()
    assert found_terms(app) == set()
    back = ada.post(url(cast, "/versions/0/restore"))
    assert back.status_code == 303
    assert "would add 1 term" in ada.get(back.location).text
    apply(ada, cast)
    ada.post(f"/articles/{cast.project}/prescores")
    work_off()
    assert found_terms(app) == {"hero"}
    with app.app_context():
        assert db.session.scalar(select(func.count(LexiconVersion.id))) == 2
        # The pre-scores of the first time were taken up again.
        assert db.session.scalar(select(func.count(Prescore.id))) == 4
    first = ada.get(url(cast, "/versions/1.csv")).text
    assert "\nhero," not in first
    assert "\nhero," in ada.get(url(cast, "/versions/0.csv")).text
    assert ada.get(url(cast, "/versions/7.csv")).status_code == 404
    assert ada.post(url(cast, "/versions/7/restore")).status_code == 404


def test_a_term_is_changed_and_given_up_again(app: Flask, ada: FlaskClient, cast: Cast) -> None:
    form = ada.get(url(cast, "/term"), query_string={"term": "hero"}).text
    assert 'value="hero"' in form
    milder = {**TERM, "term": "hero", "category": "glorifying", "polarity": "1", "strength": "1"}
    changed = ada.post(url(cast, "/term?term=hero"), data=milder)
    assert changed.status_code == 303
    page = ada.get(changed.location).text
    assert "would add 0 terms, drop 0 and change 1." in page
    assert "changed here" in ada.get(url(cast), query_string={"show": "own"}).text
    assert ada.post(url(cast, "/draft/forget"), data={"term": "hero"}).status_code == 303
    assert "The same terms would be found as now." in ada.get(url(cast, "/draft")).text
    renamed = {**milder, "term": "superhero of the hour", "part_of_speech": "phrase"}
    ada.post(url(cast, "/term?term=hero"), data=renamed)
    page = ada.get(url(cast, "/draft")).text
    assert "would add 1 term, drop 1" in page
    discarded = ada.post(url(cast, "/draft/discard"))
    assert "was discarded" in ada.get(discarded.location).text
    with app.app_context():
        assert draft_of(cast.project) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"term": " "}, "Write the term."),
        ({"term": "hero"}, "“hero” is in the lexicon already"),
        ({"term": "heroes"}, "both match “heroes”"),
        ({"category": "praise"}, "Not a valid choice"),
        ({"strength": "4"}, "Not a valid choice"),
        ({"reason": "bad"}, "The reason is not one sentence."),
        ({"reason": ""}, "Say in one sentence"),
        ({"context": "behind: x"}, "The context rule “behind: x” is not one of"),
        ({"context": "previous: a"}, "no example that passes it"),
        ({"unless": "hero image"}, "“hero image” does not contain the term"),
        ({"example": "Nothing here."}, "Is not found in its example"),
        ({"forms": "x" * 1_001}, "At most 1,000 characters"),
    ],
)
def test_a_wrong_term_is_kept_and_explained(
    app: Flask, ada: FlaskClient, cast: Cast, change: dict[str, str], sentence: str
) -> None:
    refused = ada.post(url(cast, "/term"), data={**TERM, **change})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Mocks an account" in refused.text or "reason" in change
    with app.app_context():
        assert db.session.get(LexiconDraft, cast.project) is None


def upload(
    ada: FlaskClient, cast: Cast, content: str | bytes, what: str = "merged"
) -> tuple[int, str]:
    raw = content.encode() if isinstance(content, str) else content
    answer = ada.post(
        url(cast, "/upload"), data={"file": (io.BytesIO(raw), "mine.csv"), "what": what}
    )
    return answer.status_code, answer.text if answer.status_code != 303 else answer.location


HEADER = "term,category,polarity,strength,reason,unless\n"


def test_a_file_is_taken_into_the_draft(app: Flask, ada: FlaskClient, cast: Cast) -> None:
    assert "Read the file" in ada.get(url(cast, "/upload")).text
    rows = "ferry tale,demeaning,-1,2,Mocks an account.,\nhero,glorifying,1,1,Praises mildly.,\n"
    status, draft = upload(ada, cast, HEADER + rows)
    assert status == 303
    assert "would add 1 term, drop 0 and change 1." in ada.get(draft).text
    assert upload(ada, cast, HEADER + rows, "whole")[0] == 303
    with app.app_context():
        waiting = draft_of(cast.project)
        assert waiting is not None
        assert sorted(entry.term for entry in waiting.entries) == ["ferry tale", "hero"]


def test_what_was_downloaded_changes_nothing_when_uploaded(ada: FlaskClient, cast: Cast) -> None:
    sent = ada.get(url(cast, "/lexicon.csv"))
    assert 'filename="two-tellings-lexicon-0.csv"' in sent.headers["Content-Disposition"]
    status, draft = upload(ada, cast, sent.data, "whole")
    assert status == 303
    assert "The same terms would be found as now." in ada.get(draft).text


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("windows-1252", ";"), ("utf-16", "\t"), ("utf-8-sig", ",")]
)
def test_what_a_spreadsheet_saves_is_read_as_it_is(
    ada: FlaskClient, cast: Cast, encoding: str, delimiter: str
) -> None:
    """Excel writes semicolons or tabs in half of Europe, and windows-1252 unless told otherwise."""
    line = "façade tale,demeaning,-1,2,Says that what shows is false.,\r\n,,,,,\r\n"
    content = (HEADER.replace("\n", "\r\n") + line).replace(",", delimiter)
    status, draft = upload(ada, cast, content.encode(encoding))
    assert status == 303, draft
    page = ada.get(draft).text
    assert "façade tale" in page
    assert "1 term read." in page
    assert ("was read as windows-1252" in page) == (encoding == "windows-1252")


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ("", ["mine.csv: the first line lacks the column", "<code>moral_judgement</code>"]),
        (b"\xff\xfe", ["mine.csv: the first line lacks the column"]),
        (b"PK\x03\x04 a table", ["mine.csv: is not text. Save the table as CSV in UTF-8."]),
        (HEADER + "a\n", ["Line 2: has 1 cell instead of 6."]),
        (
            HEADER + "a,praise,1,1,R.,\nferry tale,demeaning,-1,9,Mocks.,\n",
            ["Line 2 (“a”): the category", "Line 3 (“ferry tale”): the strength"],
        ),
        (
            HEADER + "a,x,1,1,R.,\nb,demeaning,-1,1,bad,\nheroes,demeaning,-1,1,Mocks.,\n",
            ["Line 2 (“a”)", "Line 3 (“b”)", "Line 4 (“heroes”): the entries “hero” and “heroes”"],
        ),
        (
            HEADER + "\nferry tale,demeaning,-1,1,mocks,\n",
            ["Line 3 (“ferry tale”): the reason is not one sentence"],
        ),
    ],
)
def test_a_file_with_faults_is_refused_with_every_line_named(
    app: Flask, ada: FlaskClient, cast: Cast, content: str | bytes, sentences: list[str]
) -> None:
    status, page = upload(ada, cast, content)
    assert status == 422
    assert "Nothing was taken from the file." in page
    for sentence in sentences:
        assert sentence in page
    with app.app_context():
        assert draft_of(cast.project) is None


def test_without_a_file_the_form_says_so(ada: FlaskClient, cast: Cast) -> None:
    refused = ada.post(url(cast, "/upload"), data={"what": "merged"})
    assert refused.status_code == 422
    assert "Choose a file first." in refused.text


def test_what_was_not_seen_is_not_applied(app: Flask, ada: FlaskClient, cast: Cast) -> None:
    nothing = ada.post(url(cast, "/draft/apply"), data={"seen": "x"})
    assert nothing.status_code == 409
    assert "There is nothing to apply" in nothing.text
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    changed = ada.post(url(cast, "/draft/apply"), data={"seen": "x", "note": "Mine."})
    assert changed.status_code == 409
    assert "Somebody changed the draft" in changed.text
    assert "Mine." in changed.text
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "on"})
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', ada.get(url(cast, "/draft")).text)
    assert seen is not None
    same = ada.post(url(cast, "/draft/apply"), data={"seen": seen[1]})
    assert same.status_code == 409
    assert "this is the lexicon in force" in same.text
    with app.app_context():
        assert standing_lexicon(cast.project).number == 0


def test_a_newer_shipped_lexicon_waits_to_be_taken_up(
    app: Flask, ada: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.lexicons import operations, queries  # noqa: PLC0415  (what is changed here)
    from workbench.scoring.lexicon import Lexicon, LexiconEntry  # noqa: PLC0415  (see above)

    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    ada.post(url(cast, "/term"), data=TERM)
    apply(ada, cast)
    entries = shipped_lexicon().entries
    newer = Lexicon((*entries, LexiconEntry("ice pirate", "demeaning", -1, 2, "Mocks.")))
    clashing = Lexicon((*entries, LexiconEntry("ferry tales", "demeaning", -1, 2, "Mocks.")))

    def ship(lexicon: Lexicon) -> None:
        for module in (operations, queries):
            monkeypatch.setattr(module, "shipped_lexicon", lambda: lexicon)

    with app.app_context():
        before = lexicon_in_force(cast.project).version
    ship(clashing)
    assert "Put our changes on the newer one" in ada.get(url(cast)).text
    refused = ada.post(url(cast, "/draft/shipped"))
    assert "both match “ferry tales”" in ada.get(refused.location).text
    ship(newer)
    with app.app_context():
        assert lexicon_in_force(cast.project).version == before
    taken = ada.post(url(cast, "/draft/shipped"))
    page = ada.get(taken.location).text
    assert "would add 1 term, drop 0" in page
    assert "ice pirate" in page
    apply(ada, cast)
    with app.app_context():
        terms = {entry.term for entry in lexicon_in_force(cast.project).entries}
    assert {"ice pirate", "ferry tale"} < terms
    assert "hero" not in terms


PAGES = ("", "/term", "/upload", "/draft", "/versions", "/report")
FILES = ("/lexicon.csv", "/versions/0.csv", "/report.csv")
DEEDS = (
    *("/switch", "/term", "/upload", "/draft/forget", "/draft/discard", "/draft/shipped"),
    *("/draft/apply", "/versions/0/restore", "/report/accept"),
)


def test_lexicons_are_for_the_leads_of_their_project(
    app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn
) -> None:
    ben, dee = sign_in(cast.ben), sign_in(cast.dee)
    for rest in (*PAGES, *FILES):
        assert client.get(url(cast, rest)).status_code == 303
        assert ben.get(url(cast, rest)).status_code == 403
        assert dee.get(url(cast, rest)).status_code == 404
        assert dee.get(f"/lexicons/{cast.other_project}{rest}").status_code == 200
    for rest in DEEDS:
        assert client.post(url(cast, rest), data=TERM).status_code == 303
        assert ben.post(url(cast, rest), data=TERM).status_code == 403
        assert dee.post(url(cast, rest), data=TERM).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count(LexiconDraft.project_id))) == 0


def test_terms_that_are_nowhere_cannot_be_switched_or_changed(ada: FlaskClient, cast: Cast) -> None:
    assert ada.post(url(cast, "/switch"), data={"term": "zzzz", "to": "off"}).status_code == 404
    assert ada.get(url(cast, "/term"), query_string={"term": "zzzz"}).status_code == 404


def test_a_trial_without_paragraphs_says_so(ada: FlaskClient, cast: Cast) -> None:
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    page = ada.get(url(cast, "/draft"), query_string={"paragraphs": "300"}).text
    assert "no English paragraphs yet" in page


def test_one_study_s_lexicon_leaves_the_other_s_pre_scores_alone(
    app: Flask, ada: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    store_news(app, cast)
    other = Study(cast.other_project)
    with app.app_context():
        (paragraph,) = other.article("The heroes left.")
        other.prescore(paragraph).lexicon_version = shipped_lexicon().version
        db.session.commit()
    ada.post(url(cast, "/switch"), data={"term": "hero", "to": "off"})
    assert "older lexicon" in apply(ada, cast)
    page = sign_in(cast.dee).get(f"/articles/{cast.other_project}").text
    assert "older lexicon" not in page
