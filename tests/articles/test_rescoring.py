"""Older pre-scores are replaced on the lead's word, and stay for what was made with them."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from tests.articles.texts import NEWS, a_lexicon
from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from workbench.annotations.models import Annotation, Assignment
from workbench.articles import rescoring
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.articles.operations import remove_article, store_article
from workbench.articles.queries import current_prescores, prescore_of
from workbench.articles.rescoring import needed, start_job
from workbench.articles.scorer import Scorer, scorer_in_force
from workbench.database import db, now
from workbench.jobs.models import Job, JobChunk
from workbench.projects.models import CodebookVersion


@pytest.fixture
def paragraphs(app: Flask, cast: Cast) -> list[int]:
    """Store an article of three paragraphs that an older lexicon pre-scored."""
    with app.app_context():
        article = store_article(cast.project, NEWS, at=now(), lexicon=a_lexicon())
        assert article is not None
        ids = [paragraph.id for paragraph in article.paragraphs]
        db.session.commit()
    return ids


def versions(app: Flask, paragraph_ids: list[int]) -> set[str]:
    """Give the lexicon versions of the current pre-scores; each paragraph has one."""
    with app.app_context():
        current = current_prescores(paragraph_ids)
        assert sorted(current) == sorted(paragraph_ids)
        return {row.lexicon_version for row in current.values()}


def prescore_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Prescore.id))) or 0


def annotate(app: Flask, cast: Cast, paragraph_id: int) -> int:
    """Let Ben annotate a paragraph with its current pre-score, whose id is given."""
    with app.app_context():
        shown = current_prescores([paragraph_id])[paragraph_id].id
        assignment = Assignment(
            project_id=cast.project,
            paragraph_id=paragraph_id,
            account_id=cast.ben,
            state="submitted",
            leased_at=now(),
            lease_expires_at=now(),
        )
        db.session.add(assignment)
        db.session.flush()
        db.session.add(
            Annotation(
                assignment_id=assignment.id,
                revision=1,
                outcome="answered",
                codebook_version_id=db.session.scalars(
                    select(CodebookVersion.id).where(CodebookVersion.project_id == cast.project)
                ).one(),
                prescore_id=shown,
                submission_key="once",
                submitted_at=now(),
            )
        )
        db.session.commit()
    return shown


def test_the_lead_is_told_and_has_them_pre_scored_again(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int], work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    index = f"/articles/{cast.project}"
    assert "3 paragraphs were pre-scored with an older lexicon." in ada.get(index).text
    assert "older lexicon" not in sign_in(cast.ben).get(index).text
    job = ada.post(f"{index}/prescores").location
    assert job in ada.get(index).text
    assert "Pre-score them again" not in ada.get(index).text
    assert work_off() == 1
    assert "3 paragraphs pre-scored again." in ada.get(job).text
    assert versions(app, paragraphs) == {lexicon_in_force().version}
    assert "older lexicon" not in ada.get(index).text
    assert ada.post(f"{index}/prescores").location == index
    assert prescore_count(app) == 6


def test_an_annotation_keeps_the_suggestions_it_was_made_with(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int], work_off: WorkOff
) -> None:
    shown = annotate(app, cast, paragraphs[1])
    sign_in(cast.ada).post(f"/articles/{cast.project}/prescores")
    work_off()
    with app.app_context():
        assert db.session.scalars(select(Annotation.prescore_id)).one() == shown
        kept = prescore_of(paragraphs[1], shown)
        assert kept is not None
        assert kept.lexicon_version == a_lexicon().version
        assert [word.term for word in kept.loaded_words] == ["hero"]
        assert current_prescores(paragraphs)[paragraphs[1]].id != shown


def test_a_chunk_that_runs_twice_changes_nothing_more(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int], work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    for _ in range(2):
        with app.app_context():
            # Both jobs are made for the same paragraphs before either of them runs.
            db.session.execute(update(Job).values(state="paused", kind="elsewhere"))
            db.session.commit()
        ada.post(f"/articles/{cast.project}/prescores")
    with app.app_context():
        db.session.execute(update(Job).values(state="running", kind="prescore"))
        db.session.commit()
    assert work_off() == 2
    assert versions(app, paragraphs) == {lexicon_in_force().version}
    assert prescore_count(app) == 6


def test_an_earlier_version_that_is_in_force_again_is_taken_up(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int], work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    ada.post(f"/articles/{cast.project}/prescores")
    work_off()
    with app.app_context():
        is_older = Prescore.lexicon_version == a_lexicon().version
        db.session.execute(update(Prescore).values(is_current=False))
        db.session.execute(update(Prescore).where(is_older).values(is_current=True))
        db.session.commit()
    ada.post(f"/articles/{cast.project}/prescores")
    work_off()
    assert versions(app, paragraphs) == {lexicon_in_force().version}
    assert prescore_count(app) == 6


def test_an_article_that_was_removed_meanwhile_is_passed_over(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int], work_off: WorkOff
) -> None:
    ada = sign_in(cast.ada)
    job = ada.post(f"/articles/{cast.project}/prescores").location
    with app.app_context():
        paragraph = db.session.get_one(Paragraph, paragraphs[0])
        remove_article(paragraph.article, at=now())
        db.session.commit()
    work_off()
    assert "Done" in ada.get(job).text
    assert prescore_count(app) == 0


def test_an_article_that_is_removed_while_it_is_read_is_passed_over(
    app: Flask,
    cast: Cast,
    sign_in: SignIn,
    paragraphs: list[int],
    work_off: WorkOff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On PostgreSQL another transaction can remove it between two statements of the reading."""

    def removed_meanwhile(project_id: int | None) -> Scorer:
        for article in db.session.scalars(select(Article)).all():
            remove_article(article, at=now())
        db.session.commit()
        return scorer_in_force(project_id)

    ada = sign_in(cast.ada)
    job = ada.post(f"/articles/{cast.project}/prescores").location
    monkeypatch.setattr(rescoring, "scorer_in_force", removed_meanwhile)
    work_off()
    assert "Done" in ada.get(job).text
    assert prescore_count(app) == 0
    with app.app_context():
        # Not by failing, and finding nothing to do at the second try.
        assert db.session.scalars(select(JobChunk.tries)).all() == [1]


def test_two_tabs_start_one_job(
    app: Flask, cast: Cast, sign_in: SignIn, paragraphs: list[int], work_off: WorkOff
) -> None:
    start = threading.Barrier(2)
    jobs: list[str] = []

    def press() -> None:
        browser = sign_in(cast.ada)
        start.wait()
        jobs.append(browser.post(f"/articles/{cast.project}/prescores").location)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert jobs[0] == jobs[1]
    work_off()
    assert versions(app, paragraphs) == {lexicon_in_force().version}


@pytest.mark.parametrize("version", ["news_version", "bias_version"])
@pytest.mark.parametrize("older", ["", "zzz"])
def test_a_pre_score_without_the_present_scores_of_bias_or_news_is_older(
    app: Flask, cast: Cast, work_off: WorkOff, version: str, older: str
) -> None:
    with app.app_context():
        store_article(cast.project, NEWS, at=now(), lexicon=lexicon_in_force())
        db.session.commit()
        assert needed(cast.project).sentence == ""
        db.session.execute(update(Prescore).values({version: older}))
        db.session.commit()
        found = needed(cast.project)
        assert (found.paragraphs, found.older_lexicon) == (3, False)
        assert (found.older_sentiment, found.older_bias) == (
            version == "news_version",
            version == "bias_version",
        )
        assert start_job(cast.project, account_id=cast.ada, at=now()) is not None
        db.session.commit()
    work_off()
    with app.app_context():
        assert needed(cast.project).paragraphs == 0
        # The older ones stay, for annotations that were made with them.
        assert db.session.scalar(select(func.count(Prescore.id))) == 6


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whether_anything_is_older_is_found_in_one_index(app: Flask, cast: Cast) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, *rest: Any) -> None:
        asked.append((statement, rest[0]))

    with app.app_context():
        store_article(cast.project, NEWS, at=now(), lexicon=lexicon_in_force())
        db.session.commit()
        needed(cast.project)
        event.listen(db.engine, "before_cursor_execute", note)
        needed(cast.project)
        event.remove(db.engine, "before_cursor_execute", note)
        probe, values = asked[-1]
        rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {probe}", values)
        plan = [row[-1] for row in rows]
    searches = [line for line in plan if "prescore" in line]
    assert len(searches) == 10
    for search in searches:
        # A difference is where the columns before it are equal: nothing is read through.
        assert "SEARCH prescore USING INDEX ix_prescore_versions (" in search
        assert search.count("<?") + search.count(">?") == 1


ARABIC = "قال العمدة إن السلطات كذبت على الناس بشكل مخز."


def test_a_paragraph_that_an_import_would_not_score_today_loses_its_score(
    app: Flask, cast: Cast, paragraphs: list[int], sign_in: SignIn, work_off: WorkOff
) -> None:
    shown = annotate(app, cast, paragraphs[1])
    with app.app_context():
        # As before paragraphs in other letters were told apart.
        db.session.execute(
            update(Paragraph).where(Paragraph.id == paragraphs[1]).values(text=ARABIC)
        )
        db.session.commit()
    ada = sign_in(cast.ada)
    assert "3 paragraphs were pre-scored with an older" in ada.get(f"/articles/{cast.project}").text
    ada.post(f"/articles/{cast.project}/prescores")
    work_off()
    with app.app_context():
        assert sorted(current_prescores(paragraphs)) == [paragraphs[0], paragraphs[2]]
        kept = db.session.get_one(Prescore, shown)
        assert (kept.is_current, kept.paragraph_id) == (False, paragraphs[1])
        # What stands around it is scored as an import scores it, which passes it over.
        alone = Scorer(lexicon_in_force(cast.project)).score_article(
            {each: db.session.get_one(Paragraph, paragraphs[each]).text for each in (0, 2)}
        )
        for each in (0, 2):
            now_current = current_prescores([paragraphs[each]])[paragraphs[each]]
            assert now_current.news_score == pytest.approx(alone[each].row.news_score)
        assert needed(cast.project).paragraphs == 0
    assert "pre-scored with" not in ada.get(f"/articles/{cast.project}").text
    page = sign_in(cast.ben).get(f"/annotations/{cast.project}/assignment/1")
    assert page.status_code == 200
