"""Write articles with their paragraphs and pre-scores, and remove them again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from workbench.articles.annotation_tables import ANNOTATION, ASSIGNMENT
from workbench.articles.models import Article, Paragraph, StoredLoadedWord
from workbench.articles.models import Prescore as StoredPrescore
from workbench.articles.queue_counts import count_added, count_filled
from workbench.articles.scorer import Learned, Scored, Scorer
from workbench.articles.stored_scores import SCORE_COLUMNS, WORD_COLUMNS
from workbench.bulk import Row, as_sent, insert_rows, new_ids
from workbench.config import LONGEST_LEASE_MINUTES
from workbench.database import Base, connection, db
from workbench.scoring.lexicon import Lexicon
from workbench.text.articles import ArticleText, fingerprint
from workbench.words import gettext

ScoreArticle = Callable[[ArticleText], Mapping[int, Scored]]

_PARAGRAPH, _PRESCORE, _LOADED_WORD = (
    Base.metadata.tables[model.__tablename__]
    for model in (Paragraph, StoredPrescore, StoredLoadedWord)
)
_PARAGRAPH_COLUMNS = ("id", "article_id", "position", "start", "end", "text")
_PRESCORE_COLUMNS = ("id", "paragraph_id", "is_current", "created_at", *SCORE_COLUMNS)
_LEARNED_COLUMNS = tuple(field.name for field in fields(Learned))
_NOTHING_LEARNED = tuple("" if name == "model_version" else None for name in _LEARNED_COLUMNS)


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
    _add_paragraphs(added, at=at, score=Scorer(lexicon).score_text)
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

    `score` gives the pre-scores of an article's paragraphs by their positions. They go in together:
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
    link = connection()
    ids = iter(new_ids(link, _PARAGRAPH, sum(len(article.paragraphs) for _, article in stored)))
    rows: list[Row] = []
    scored: list[tuple[int, Scored]] = []
    for article_id, article in stored:
        scores = score(article)
        for paragraph, paragraph_id in zip(article.paragraphs, ids, strict=False):
            place, start, end = paragraph.position, paragraph.start, paragraph.end
            rows.append((paragraph_id, article_id, place, start, end, paragraph.text))
            if place in scores:
                scored.append((paragraph_id, scores[place]))
    insert_rows(link, _PARAGRAPH, _PARAGRAPH_COLUMNS, rows)
    add_prescores(scored, at=at)


def add_prescores(scored: Sequence[tuple[int, Scored]], *, at: datetime) -> None:
    """Add the current pre-scores of paragraphs, by their ids, that have none that is current."""
    link = connection()
    created_at = as_sent(link, _PRESCORE, "created_at", at)
    ids = new_ids(link, _PRESCORE, len(scored))
    numbered = list(zip(ids, scored, strict=True))
    rows = [
        (prescore_id, paragraph_id, True, created_at, *each.row)
        for prescore_id, (paragraph_id, each) in numbered
    ]
    columns: tuple[str, ...] = _PRESCORE_COLUMNS
    # Columns that nothing is put into are not sent row by row.
    if any(each.learned is not None for _, each in scored):
        columns += _LEARNED_COLUMNS
        rows = [
            (*row, *(_NOTHING_LEARNED if each.learned is None else vars(each.learned).values()))
            for row, (_, each) in zip(rows, scored, strict=True)
        ]
    insert_rows(link, _PRESCORE, columns, rows)
    insert_rows(
        link,
        _LOADED_WORD,
        ("prescore_id", *WORD_COLUMNS),
        [(prescore_id, *word) for prescore_id, (_, each) in numbered for word in each.words],
    )
