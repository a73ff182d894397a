"""A model that reads the paragraphs around gives the same scores at import and afterwards."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.articles.texts import NEWS
from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.learning.editorials import PER_ARTICLE, editorials, trained_on_editorials
from tests.model_pages.stage import add_study, annotate
from workbench.articles import rescoring
from workbench.articles.first_guesses import first_guesses
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.articles.operations import by_fingerprint, store_article, store_articles
from workbench.articles.queries import current_prescores
from workbench.articles.scorer import scorer_in_force
from workbench.articles.scoring_ahead import ScoredAhead
from workbench.codebook.codebook import Source
from workbench.database import db, now
from workbench.learned.operations import NewModel, keep_model, put_to_use
from workbench.learning import model_file
from workbench.learning.model import Placed
from workbench.learning.training import Trained
from workbench.model_pages.gathering import gather
from workbench.projects.queries import codebook_in_force
from workbench.scoring.prescore import prescore
from workbench.text.articles import ArticleText

NEW = editorials(3, seed=9)


@pytest.fixture
def trained() -> Trained:
    return trained_on_editorials()


@pytest.fixture
def in_use(app: Flask, cast: Cast, trained: Trained) -> Trained:
    """Put a model to use for which paragraphs tell of each other."""
    with app.app_context():
        number = keep_model(
            cast.project,
            trained.model,
            NewModel(
                version=trained.model.origin.version,
                origin="uploaded",
                content=model_file.as_bytes(trained.model),
                learned_from={},
                annotation_cut=0,
                word_categories={},
                held_out=None,
            ),
            account_id=cast.ada,
            at=now(),
        )
        put_to_use(
            cast.project, number, seen=0, despite=True, note="", account_id=cast.ada, at=now()
        )
        db.session.commit()
    return trained


def articles() -> list[ArticleText]:
    parts = [NEW[start : start + PER_ARTICLE] for start in range(0, len(NEW), PER_ARTICLE)]
    return [
        replace(NEWS, headline=part[0].article, body="\n\n".join(text.text for text in part))
        for part in parts
    ]


def expected(trained: Trained, project_id: int) -> list[float]:
    lexicon = lexicon_in_force(project_id)
    placed = [Placed(text.text, prescore(text.text, lexicon), text.place) for text in NEW]
    together = [guess.sentiment for guess in trained.model.guess_together(placed)]
    alone = [trained.model.guess(each.text, each.scored).sentiment for each in placed]
    assert together != pytest.approx(alone)
    return together


def stored_scores() -> list[float | None]:
    return list(
        db.session.scalars(
            select(Prescore.learned_sentiment_score)
            .join(Paragraph, Paragraph.id == Prescore.paragraph_id)
            .join(Article)
            .where(Prescore.is_current)
            .order_by(Article.headline, Paragraph.position)
        )
    )


def test_an_import_and_a_later_job_give_what_the_model_says_of_the_article(
    app: Flask,
    cast: Cast,
    in_use: Trained,
    work_off: WorkOff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Parts of the job end in the middle of articles.
    monkeypatch.setattr(rescoring, "PARAGRAPHS_PER_CHUNK", 2)
    with app.app_context():
        told = expected(in_use, cast.project)
        scorer = scorer_in_force(cast.project)
        ahead = ScoredAhead(articles()[:2], scorer)
        stored = store_articles(cast.project, by_fingerprint(articles()), at=now(), score=ahead)
        assert stored == 3
        assert stored_scores() == pytest.approx(told)
        for article in db.session.scalars(select(Article)).all():
            db.session.delete(article)
        db.session.flush()
        for text in articles():
            store_article(cast.project, text, at=now(), lexicon=lexicon_in_force(cast.project))
        assert set(stored_scores()) == {None}
        rescoring.start_job(cast.project, account_id=cast.ada, at=now())
        db.session.commit()
    assert work_off() == 8
    with app.app_context():
        assert stored_scores() == pytest.approx(told)


def test_a_paragraph_that_is_not_scored_tells_of_no_other(
    app: Flask, cast: Cast, in_use: Trained
) -> None:
    whole = articles()[0]
    first, second, *_ = whole.body.split("\n\n")
    body = f"{first}\n\nوقال الرئيس إن الحكومة لن تقبل بهذا القرار\n\n{second}"
    with app.app_context():
        scorer = scorer_in_force(cast.project)
        near, apart = (scorer.score_article({0: first, place: second}) for place in (1, 2))
        stored = by_fingerprint([replace(whole, body=body)])
        store_articles(cast.project, stored, at=now(), score=scorer.score_text)
        found = stored_scores()
        learned = [apart[place].learned for place in (0, 2)]
        assert found == [each and each.learned_sentiment_score for each in learned]
        assert scorer_in_force(cast.project)(first).learned != near[0].learned


def test_the_pages_say_that_the_paragraphs_around_were_read(
    app: Flask, cast: Cast, in_use: Trained, sign_in: SignIn
) -> None:
    with app.app_context():
        store_articles(
            cast.project,
            by_fingerprint(articles()),
            at=now(),
            score=scorer_in_force(cast.project).score_text,
        )
        paragraph_id = db.session.scalars(select(Paragraph.id).limit(1)).one()
        row = current_prescores([paragraph_id])[paragraph_id]
        said = "It leans on the two paragraphs before and after this one, too"
        assert said in " ".join(first_guesses(row)[Source.NEWS].reasons)
        assert said not in " ".join(first_guesses(row)[Source.SENTIMENT].reasons)
        assert row.model is not None
        by_itself = replace(row, model=replace(row.model, reads_around=False))
        assert said not in " ".join(first_guesses(by_itself)[Source.NEWS].reasons)
        db.session.commit()
    page = sign_in(cast.ada).get(f"/models/{cast.project}/1").text
    assert "the paragraph, and the two before and after it" in page


def test_what_is_gathered_knows_where_each_paragraph_stands(app: Flask, cast: Cast) -> None:
    with app.app_context():
        annotate(cast.project, cast.ben, add_study(cast.project, 8))
        found = gather(
            cast.project,
            codebook_in_force(cast.project).codebook,
            lexicon_in_force(cast.project),
        )
        assert [text.position for text in found.texts] == [0, 1, 2, 3, 0, 1, 2, 3]
