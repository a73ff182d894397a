"""The lexicon report: counts by hand, intervals, what to retire and to add."""

import csv
import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]  # It ships no types.
from sqlalchemy import select, update

from tests.conftest import Cast
from tests.jobs.working import WorkOff
from tests.lexicons.steps import apply, found_terms
from tests.reports.study import MORNING, Study, span
from workbench.agreement import wilson_limits
from workbench.annotations.models import Annotation, Assignment, StoredSpan
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Paragraph, Prescore, StoredLoadedWord
from workbench.config import Settings
from workbench.database import db
from workbench.lexicon_pages.report import (
    LexiconReport,
    TermFigures,
    lexicon_counts,
    lexicon_report,
)
from workbench.lexicons.queries import draft_of, standing_lexicon
from workbench.queue_order import DrawnAs
from workbench.web.settings import keep_settings

TEXT = "The heroes met a mob at the ice edge."
PLACES = {"heroes": (4, 10), "mob": (17, 20), "ice edge": (28, 36)}


def word(text: str, term: str, category: str, *, in_quotation: bool = False) -> StoredLoadedWord:
    start, end = PLACES[text]
    return StoredLoadedWord(
        start=start,
        end=end,
        text=text,
        term=term,
        category=category,
        polarity=1,
        strength=2,
        reason="A reason.",
        in_quotation=in_quotation,
    )


def marked(text: str, category: str, decision: str = "added") -> StoredSpan:
    made = span(*PLACES[text], text, category, decision)
    if decision == "recategorised":
        made.suggested_category = "glorifying"
    return made


def paragraph_with_words(study: Study, *, quoted: bool = False) -> tuple[Paragraph, Prescore]:
    (paragraph,) = study.article(TEXT)
    prescore = study.prescore(
        paragraph,
        word("heroes", "hero", "glorifying", in_quotation=quoted),
        word("mob", "mob", "demeaning"),
    )
    return paragraph, prescore


def report_of(app: Flask, cast: Cast) -> LexiconReport:
    with app.app_context():
        project = cast.project
        in_force = lexicon_in_force(project)
        return lexicon_report(
            lexicon_counts(project, in_force, at=MORNING),
            standing_lexicon(project),
            draft_of(project),
            in_force,
        )


def figures(report: LexiconReport, term: str) -> TermFigures:
    return next(one for one in report.terms if one.counts.term == term)


def test_every_decision_is_counted_with_its_voice(app: Flask, cast: Cast) -> None:
    study = Study.of(cast)
    with app.app_context():
        first, seen = paragraph_with_words(study)
        second, also_seen = paragraph_with_words(study, quoted=True)
        hero, mob = ("heroes", "glorifying"), ("mob", "demeaning")
        # An older revision and a skipped paragraph count for nothing.
        study.answer(first, cast.ben, marked(*hero, "rejected"), prescore=seen)
        study.answer(first, cast.ben, marked(*hero, "kept"), marked(*mob, "kept"), prescore=seen)
        study.answer(
            first, cast.cy, marked("heroes", "sensational", "recategorised"), prescore=seen
        )
        study.answer(second, cast.ben, marked(*hero, "rejected"), prescore=also_seen)
        study.skip(second, cast.cy)
        db.session.commit()
    report = report_of(app, cast)
    hero_found = figures(report, "hero")
    counts = hero_found.counts
    assert (counts.kept, counts.recategorised, counts.rejected, counts.places) == (1, 1, 1, 2)
    assert (counts.quoted, counts.quoted_kept) == (1, 0)
    assert (hero_found.voice_decided, hero_found.voice_kept) == (2, 2)
    assert hero_found.precision == pytest.approx(2 / 3)
    assert hero_found.limits == wilson_limits(2 / 3 * 2, 2)
    assert hero_found.is_few
    # Cy and Ben were not shown "mob" in two of three answers, and marked nothing there.
    mob_found = figures(report, "mob").counts
    assert (mob_found.kept, mob_found.places, mob_found.unseen, mob_found.unseen_marked) == (
        *(1, 1),
        *(2, 0),
    )
    assert (report.answered.annotations, report.answered.annotators) == (3, 2)
    assert report.n_never == report.n_in_force - 2


def test_what_is_marked_blind_counts_without_the_machine(app: Flask, cast: Cast) -> None:
    study = Study.of(cast)
    with app.app_context():
        paragraph, unseen = paragraph_with_words(study)
        study.answer(paragraph, cast.ben, marked("heroes", "glorifying"), prescore=unseen)
        study.answer(paragraph, cast.cy, prescore=unseen)
        db.session.commit()
    hero = figures(report_of(app, cast), "hero")
    assert (hero.decided, hero.precision, hero.limits) == (0, None, None)
    assert (hero.counts.unseen, hero.counts.unseen_marked, hero.by_hand) == (2, 1, 1)


def retired_and_missing(app: Flask, cast: Cast, n_places: int) -> None:
    """Have two people reject "hero" everywhere, and mark "ice edge" by hand."""
    study = Study.of(cast)
    with app.app_context():
        for number in range(n_places):
            paragraph, seen = paragraph_with_words(study)
            for account in (cast.ben, cast.cy):
                by_hand = [marked("ice edge", "euphemism")] if number < 2 else []
                study.answer(
                    paragraph,
                    account,
                    marked("heroes", "glorifying", "rejected"),
                    marked("mob", "demeaning", "kept"),
                    *by_hand,
                    prescore=seen,
                )
        db.session.commit()


def test_of_the_random_share_only_what_was_given_out_by_lot_is_counted(
    app: Flask, ada: FlaskClient, cast: Cast, settings: Settings, work_off: WorkOff
) -> None:
    """Everybody rejects "hero" on ten paragraphs, eight of which came first as the least sure."""
    retired_and_missing(app, cast, 10)
    with app.app_context():
        for place, paragraph_id in enumerate(
            db.session.scalars(select(Paragraph.id).order_by(Paragraph.id)).all()
        ):
            why = DrawnAs.RANDOM if place < 2 else DrawnAs.LEAST_SURE
            db.session.execute(
                update(Assignment)
                .where(Assignment.paragraph_id == paragraph_id)
                .values(drawn_as=why.value)
            )
        db.session.commit()
    address = f"/lexicons/{cast.project}/report"
    page = ada.get(address).text
    assert "16 annotations here are of paragraphs that were given out because" in page
    assert f'href="{address}?drawn=random"' in page
    share = ada.get(f"{address}?drawn=random").text
    assert "4 answers of 2 annotators on 2 paragraphs" in share
    assert "given out because" not in share
    # Of two places nothing is to retire; what was marked by hand there is still to add.
    assert 'name="retire"' in page
    assert 'name="retire"' not in share
    assert f'action="/lexicons/{cast.project}/report/accept?drawn=random"' in share
    assert f'href="{address}.csv?drawn=random"' in share
    (hero,) = [
        row
        for row in csv.DictReader(io.StringIO(ada.get(f"{address}.csv?drawn=random").text))
        if row["term"] == "hero"
    ]
    assert hero["decisions"] == "4"
    assert ada.get(f"{address}?drawn=least_sure").status_code == 400
    keep_settings(app, replace(settings, report_annotations=3))
    asked = f"{address}?drawn=random"
    compute = f'action="/lexicons/{cast.project}/report/compute?drawn=random"'
    assert compute in ada.get(asked).text
    assert ada.get(f"{address}.csv?drawn=random").location == asked
    assert ada.post(f"{address}/compute?drawn=random").location == asked
    work_off()
    assert "4 answers of 2 annotators on 2 paragraphs" in ada.get(asked).text
    assert "answers of 2 annotators" not in ada.get(address).text


def test_few_places_retire_nothing(app: Flask, cast: Cast) -> None:
    retired_and_missing(app, cast, 9)
    assert report_of(app, cast).to_retire == ()


def test_words_inside_longer_words_were_read_too(app: Flask, cast: Cast) -> None:
    study = Study.of(cast)
    with app.app_context():
        for _ in range(2):
            paragraph, seen = paragraph_with_words(study)
            for account in (cast.ben, cast.cy):
                by_hand = (span(32, 36, "edge", "euphemism"), marked("ice edge", "euphemism"))
                study.answer(paragraph, account, *by_hand, prescore=seen)
        db.session.commit()
    read = {one.words: one.read for one in report_of(app, cast).candidates}
    assert read == {"edge": 4, "ice edge": 4}


def test_the_lead_takes_what_the_report_proposes_into_the_draft(
    app: Flask, ada: FlaskClient, cast: Cast
) -> None:
    retired_and_missing(app, cast, 10)
    report = report_of(app, cast)
    assert [one.counts.term for one in report.to_retire] == ["hero"]
    (candidate,) = report.candidates
    assert (candidate.words, candidate.category, candidate.in_category) == (
        "ice edge",
        "euphemism",
        4,
    )
    assert (candidate.marks, candidate.annotators, candidate.paragraphs, candidate.read) == (
        *(4, 2),
        *(2, 20),
    )
    address = f"/lexicons/{cast.project}/report"
    page = ada.get(address).text
    assert "20 answers of 2 annotators on 10 paragraphs" in page
    assert "1 to retire, 1 to add" in page
    sent = dict(re.findall(r'name="(add-0-\w+)"[^>]*value="([^"]*)"', page))
    assert sent["add-0-term"] == "ice edge"
    typed = {
        "retire": "hero",
        "add-0-is_chosen": "y",
        "add-0-term": "ice edge",
        "add-0-category": "euphemism",
        "add-0-strength": "1",
        "add-0-reason": "Hides the danger.",
    }
    for change, sentence in (
        ({"add-0-reason": "bad"}, "the reason is not one sentence"),
        ({"add-0-category": "x"}, "Not a valid choice"),
        ({"retire": "", "add-0-is_chosen": ""}, "Tick at least one"),
    ):
        wrong = {name: value for name, value in {**typed, **change}.items() if value}
        refused = ada.post(f"{address}/accept", data=wrong)
        assert refused.status_code == 422
        assert sentence in refused.text
    done = ada.post(f"{address}/accept", data=typed)
    assert done.status_code == 303
    draft = ada.get(done.location).text
    assert "would add 1 term, drop 1" in draft
    # What waits is not proposed again, and says so.
    report = report_of(app, cast)
    assert (report.to_retire, report.candidates) == ((), ())
    assert figures(report, "hero").state == "off"


def test_what_the_report_proposed_and_the_lead_accepted_changes_the_pre_scores(
    app: Flask, ada: FlaskClient, cast: Cast, work_off: WorkOff
) -> None:
    retired_and_missing(app, cast, 10)
    address = f"/lexicons/{cast.project}/report"
    form = html.fromstring(ada.get(address).text).xpath("//main//form[.//*[@name='retire']]")[0]
    sent = dict(form.form_values())
    sent |= {"retire": "hero", "add-0-is_chosen": "y", "add-0-reason": "Hides the danger."}
    accepted = ada.post(f"{address}/accept", data=sent)
    assert accepted.status_code == 303, accepted.text
    assert found_terms(app) == {"hero", "mob"}
    apply(ada, cast, "What annotators found.")
    # Neither the draft nor the version touches what was scored: that is the job's.
    assert found_terms(app) == {"hero", "mob"}
    assert ada.post(f"/articles/{cast.project}/prescores").status_code == 303
    work_off()
    assert found_terms(app) == {"mob", "ice edge"}
    with app.app_context():
        version = lexicon_in_force(cast.project).version
        of_now = db.session.scalars(select(Prescore).where(Prescore.is_current)).all()
        assert len(of_now) == 10
        assert {one.lexicon_version for one in of_now} == {version}
        # Answers keep what they were given beside, and go on counting in the report.
        beside = select(Annotation.prescore_id).distinct()
        assert not set(db.session.scalars(beside)) & {one.id for one in of_now}
    later = report_of(app, cast)
    assert (later.to_retire, later.candidates) == ((), ())


def test_the_table_is_sorted_and_taken_away(app: Flask, ada: FlaskClient, cast: Cast) -> None:
    address = f"/lexicons/{cast.project}/report"
    assert "No answers yet" in ada.get(address).text
    retired_and_missing(app, cast, 2)
    page = ada.get(f"{address}?sort=rejected").text
    assert 'aria-sort="descending"' in page
    table = page.partition("Every term that was found")[2]
    assert table.index("hero") < table.index("mob")
    rising = ada.get(f"{address}?sort=rejected&order=rising").text
    table = rising.partition("Every term that was found")[2]
    assert table.index("Demeaning") < table.index("Glorifying")
    assert "few" in table
    assert ada.get(f"{address}?sort=nothing&page=x").status_code == 200
    sent = ada.get(f"/lexicons/{cast.project}/report.csv")
    rows = {row["term"]: row for row in csv.DictReader(io.StringIO(sent.text))}
    assert (rows["hero"]["decisions"], rows["hero"]["rejected"]) == ("4", "4")
    assert (rows["hero"]["precision"], rows["mob"]["precision"]) == ("0.0", "1.0")
    assert rows["mob"]["few"] == "true"


def test_another_study_s_answers_are_not_counted(app: Flask, cast: Cast) -> None:
    other = Study(cast.other_project)
    with app.app_context():
        paragraph, seen = paragraph_with_words(other)
        other.answer(paragraph, cast.dee, marked("mob", "demeaning", "kept"), prescore=seen)
        db.session.commit()
    assert report_of(app, cast).terms == ()
