"""Write articles with their paragraphs and pre-scores, and remove them again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from workbench.articles.annotation_tables import ANNOTATION, ASSIGNMENT
from workbench.articles.models import Article, Paragraph, StoredLoadedWord
from workbench.articles.models import Prescore as StoredPrescore
from workbench.articles.queue_counts import count_added, count_filled
from workbench.articles.scorer import Learned, Scored, Scorer
from workbench.articles.suggestions import texts_to_score
from workbench.config import LONGEST_LEASE_MINUTES
from workbench.database import Base, db
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import Prescore
from workbench.text.articles import ArticleText, fingerprint
from workbench.words import gettext

ScoreArticle = Callable[[Mapping[int, str]], Mapping[int, Scored]]


_NOTHING_LEARNED: dict[str, Any] = dict.fromkeys(field.name for field in fields(Learned)) | {
    "model_version": ""
}


class ParagraphGoneError(LookupError):
    """Say that the paragraph was removed meanwhile."""


class ArticleInUseError(ValueError):
    """Say why an article cannot be removed."""


def store_article(
    project_id: int,
    article: ArticleText,
    *,
    at: datetime,
    lexicon: Lexicon,
    article_import_id: int | None = None,
) -> Article | None:
    """Store an article with its paragraphs and, if it is in English, their pre-scores; flush.

    Returns None when the project has the article already. The database decides that, so of two
    imports that run at the same time one stores it.
    """
    keyed = by_fingerprint([article])
    added = _add_articles(project_id, keyed, at=at, article_import_id=article_import_id)
    if not added:
        return None
    _add_paragraphs(added, at=at, score=Scorer(lexicon).score_article)
    count_added(project_id, len(article.paragraphs))
    return db.session.get_one(Article, added[0][0])


def by_fingerprint(articles: Iterable[ArticleText]) -> dict[str, ArticleText]:
    """Map the fingerprints of articles to them; of two with the same text the first stays."""
    keyed: dict[str, ArticleText] = {}
    for article in articles:
        keyed.setdefault(fingerprint(article.body), article)
    return keyed


def store_articles(
    project_id: int,
    articles: Mapping[str, ArticleText],
    *,
    at: datetime,
    score: ScoreArticle,
    article_import_id: int | None = None,
) -> int:
    """Store articles, by their fingerprints, like `store_article` and count the new ones; flush.

    `score` pre-scores the paragraphs of an article, both by their positions. They go in together:
    one writer holds a SQLite database, so it must be brief.
    """
    stored = _add_articles(project_id, articles, at=at, article_import_id=article_import_id)
    _add_paragraphs(stored, at=at, score=score)
    count_added(project_id, sum(len(article.paragraphs) for _, article in stored))
    return len(stored)


def _add_articles(
    project_id: int,
    articles: Mapping[str, ArticleText],
    *,
    at: datetime,
    article_import_id: int | None,
) -> list[tuple[int, ArticleText]]:
    """Add the articles that the project does not have, and give those with their ids, in order."""
    if not articles:
        return []
    # The database decides what is new, so that two imports at the same time do not disagree.
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = (
        make(Article)
        .on_conflict_do_nothing(index_elements=[Article.project_id, Article.fingerprint])
        .returning(Article.id, Article.fingerprint)
    )
    rows = [
        {
            "project_id": project_id,
            "article_import_id": article_import_id,
            "headline": article.headline,
            "outlet": article.outlet,
            "byline": article.byline,
            "published_on": article.published_on,
            "url": article.url,
            "source_line": article.source_line,
            "source_name": article.source_name,
            "language": article.language,
            "body": article.body,
            "fingerprint": key,
            "created_at": at,
        }
        for key, article in articles.items()
    ]
    ids = {row.fingerprint: row.id for row in db.session.execute(statement, rows)}
    return [(ids[key], article) for key, article in articles.items() if key in ids]


def remove_article(article: Article, *, at: datetime) -> None:
    """Remove an article that nobody has annotated or is reading; flush.

    Raises `ArticleInUseError` with the sentence that says why it stays.
    """
    paragraphs = select(Paragraph.id).where(Paragraph.article_id == article.id)
    of_article = ASSIGNMENT.c.paragraph_id.in_(paragraphs)
    # On PostgreSQL these locks keep a label from arriving between the look and the removal,
    # which would take the label with it. On SQLite one writer is alone anyway.
    held = select(Paragraph.is_full).where(Paragraph.article_id == article.id)
    removed = db.session.scalars(held.with_for_update()).all()
    db.session.execute(select(ASSIGNMENT.c.id).where(of_article).with_for_update()).all()
    if db.session.scalar(
        select(exists().where(ANNOTATION.c.assignment_id == ASSIGNMENT.c.id, of_article))
    ):
        raise ArticleInUseError(
            gettext(
                "This article has annotations, and removing it would take them away, so it stays."
            )
        )
    if db.session.scalar(
        select(
            exists().where(
                of_article,
                ASSIGNMENT.c.state == "leased",
                ASSIGNMENT.c.lease_expires_at > at,
                # One that ends later was given before a clock went back.
                ASSIGNMENT.c.lease_expires_at <= at + timedelta(minutes=LONGEST_LEASE_MINUTES),
            )
        )
    ):
        raise ArticleInUseError(
            gettext(
                "Somebody is annotating a paragraph of this article at the moment, so it stays. "
                "Try again later."
            )
        )
    project_id = article.project_id
    db.session.execute(delete(Article).where(Article.id == article.id))
    count_added(project_id, -len(removed))
    # Nobody has annotated it, so that only those count as full that were set aside.
    count_filled(project_id, -sum(removed))
    db.session.flush()


def lock_text(project_id: int, paragraph_id: int) -> str:
    """Lock a paragraph of a project, so that two people decide on it one after the other.

    Gives its text; raises `ParagraphGoneError`.
    """
    text = db.session.scalar(
        select(Paragraph.text)
        .join(Article, Article.id == Paragraph.article_id)
        .where(Article.project_id == project_id, Paragraph.id == paragraph_id)
        .with_for_update(of=Paragraph)
    )
    if text is None:
        raise ParagraphGoneError
    return text


def _add_paragraphs(
    stored: Sequence[tuple[int, ArticleText]], *, at: datetime, score: ScoreArticle
) -> None:
    _insert(
        Paragraph,
        [
            {
                "article_id": article_id,
                "position": paragraph.position,
                "start": paragraph.start,
                "end": paragraph.end,
                "text": paragraph.text,
            }
            for article_id, article in stored
            for paragraph in article.paragraphs
        ],
    )
    scored = {
        article_id: score(texts)
        for article_id, article in stored
        if (texts := texts_to_score(article))
    }
    ids = db.session.execute(
        select(Paragraph.id, Paragraph.article_id, Paragraph.position)
        .where(Paragraph.article_id.in_(list(scored)))
        .order_by(Paragraph.id)
    )
    add_prescores(
        [
            (row_id, scored[article_id][position])
            for row_id, article_id, position in ids
            if position in scored[article_id]
        ],
        at=at,
    )


def add_prescores(scored: Sequence[tuple[int, Scored]], *, at: datetime) -> None:
    """Add the current pre-scores of paragraphs, by their ids, that have none that is current."""
    # Columns that nothing is put into are not sent row by row.
    some_learned = any(each.learned is not None for _, each in scored)
    nothing = _NOTHING_LEARNED if some_learned else {"model_version": ""}
    _insert(
        StoredPrescore,
        [
            {
                "paragraph_id": paragraph_id,
                "sentiment_version": score.sentiment_version,
                "lexicon_version": score.lexicon_version,
                "compound": score.sentiment.compound,
                "positive": score.sentiment.positive,
                "neutral": score.sentiment.neutral,
                "negative": score.sentiment.negative,
                "sentiment": score.sentiment.label,
                "news_version": score.news_version,
                "news_score": score.news.score,
                "news_score_alone": score.news.alone,
                "news_sentiment": score.news.label,
                "bias_version": score.bias_version,
                "bias_score": score.bias.score,
                "bias": score.bias.label,
                "voice_score": score.bias.voice_score,
                "voice": score.bias.voice,
                "bias_reasons": bias_reasons(score),
                **(nothing if each.learned is None else vars(each.learned)),
                "is_current": True,
                "created_at": at,
            }
            for paragraph_id, each in scored
            for score in [each.prescore]
        ],
    )
    words = {paragraph_id: each.words for paragraph_id, each in scored}
    ids = db.session.execute(
        select(StoredPrescore.id, StoredPrescore.paragraph_id)
        .where(
            StoredPrescore.paragraph_id.in_([each for each, found in words.items() if found]),
            StoredPrescore.is_current,
        )
        .order_by(StoredPrescore.id)
    )
    _insert(
        StoredLoadedWord,
        [
            {
                "prescore_id": prescore_id,
                "start": word.start,
                "end": word.end,
                "text": word.text,
                "term": word.term,
                "category": word.category,
                "polarity": word.polarity,
                "strength": word.strength,
                "reason": word.reason,
                "in_quotation": word.in_quotation,
                "is_attributed": word.is_attributed,
                "is_negated": word.is_negated,
                "certainty": word.certainty,
            }
            for prescore_id, paragraph_id in ids
            for word in words[paragraph_id]
        ],
    )


def bias_reasons(score: Prescore) -> list[dict[str, Any]]:
    """Give the evidence of a bias score as it is stored, the strongest first."""
    return [
        {"name": reason.name, "bias": reason.weight, "voice": reason.voice_weight}
        for reason in score.bias.reasons
    ]


def _insert(model: type[Base], rows: list[dict[str, object]]) -> None:
    """Insert many rows with one call of the driver.

    It gives no ids back: to ask for them afterwards takes half the time of having each returned.
    By the model's table, so that nothing is gone through one by one as objects.
    """
    if rows:
        db.session.execute(insert(Base.metadata.tables[model.__tablename__]), rows)
