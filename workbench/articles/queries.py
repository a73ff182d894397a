"""Read articles, paragraphs and pre-scores as frozen rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, select
from sqlalchemy.sql.selectable import FromClause

from workbench.articles.models import Article, Paragraph, Prescore, StoredLoadedWord
from workbench.articles.suggestions import reason_without_scores
from workbench.database import connection, db
from workbench.learned.models import LearnedModel
from workbench.prepared import row, rows
from workbench.scoring.loaded_words import LoadedWord
from workbench.statements import built_once


@dataclass(frozen=True)
class ArticleFacts:
    """Hold what is known about an article; an empty string means unknown."""

    id: int
    headline: str
    outlet: str
    byline: str
    published_on: date | None
    url: str
    source_line: str
    language: str

    @property
    def link(self) -> str:
        """Give the address if a browser opens it as a page, else ""."""
        return self.url if self.url.lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True)
class ModelFacts:
    """Hold what a page says of the model behind a suggestion; the fields are of `LearnedModel`."""

    number: int
    origin: str
    texts: int
    trained_at: datetime
    reads_around: bool


@dataclass(frozen=True)
class PrescoreRow:
    """Hold a paragraph's pre-score; the offsets of `loaded_words` count in the paragraph.

    The fields are those of `Prescore`; what was not computed then is None, with the version "".
    `model` is the learned model that it was made with, None for the shipped scores alone.
    """

    id: int
    sentiment_version: str
    lexicon_version: str
    compound: float
    positive: float
    neutral: float
    negative: float
    sentiment: str
    news_version: str
    news_score: float | None
    news_sentiment: str | None
    bias_version: str
    bias_score: float | None
    bias: str | None
    voice_score: float | None
    voice: str | None
    bias_reasons: Sequence[Mapping[str, Any]] | None
    loaded_words: tuple[LoadedWord, ...]
    news_score_alone: float | None = None
    model_version: str = ""
    learned_bias_score: float | None = None
    learned_bias: str | None = None
    bias_certainty: float | None = None
    learned_voice: str | None = None
    voice_certainty: float | None = None
    learned_sentiment_score: float | None = None
    learned_sentiment: str | None = None
    sentiment_certainty: float | None = None
    certainty: float | None = None
    model: "ModelFacts | None" = None


@dataclass(frozen=True)
class ParagraphRow:
    """Hold a paragraph; `position` counts from 0."""

    id: int
    position: int
    text: str


@dataclass(frozen=True)
class ParagraphView:
    """Hold a paragraph with what stands around it.

    `paragraphs` counts those of the article. Without a `prescore`, `reason_without_prescore` is
    the sentence that says why.
    """

    id: int
    position: int
    text: str
    article: ArticleFacts
    previous: ParagraphRow | None
    next: ParagraphRow | None
    paragraphs: int
    prescore: PrescoreRow | None
    reason_without_prescore: str


_ROW = tuple(field.name for field in fields(ParagraphRow))
_FACTS = tuple(field.name for field in fields(ArticleFacts))
_SCORES = tuple(field.name for field in fields(PrescoreRow) if field.name in Prescore.__table__.c)
_MODEL = tuple(field.name for field in fields(ModelFacts))
_LATER = ("is_attributed", "is_negated")
_WORD = LoadedWord._fields


def paragraph_view(project_id: int, paragraph_id: int) -> ParagraphView | None:
    """Find a paragraph of this project with its neighbours and its current pre-score."""
    wanted = {"project_id": project_id, "paragraph_id": paragraph_id}
    found = row(connection(), _paragraph_with_neighbours(), wanted)
    if found is None:
        return None
    before = None if found[3] is None else ParagraphRow(*found[3:6])
    after = None if found[6] is None else ParagraphRow(*found[6:9])
    article = ArticleFacts(*found[10:])
    prescore = current_prescore(paragraph_id)
    return ParagraphView(
        id=found[0],
        position=found[1],
        text=found[2],
        article=article,
        previous=before,
        next=after,
        paragraphs=found[9],
        prescore=prescore,
        reason_without_prescore=_reason(found[2], article, prescore),
    )


@cache
def _paragraph_with_neighbours() -> Select[Any]:
    """Select a paragraph, the one before, the one after, how many there are, and the article.

    Built once, and without the article's body, because it runs for each paragraph that is read.
    """
    paragraph, article = Paragraph.__table__, Article.__table__
    before, after = paragraph.alias("before"), paragraph.alias("after")
    counted = paragraph.alias("counted")
    return (
        select(
            *(each.c[name] for each in (paragraph, before, after) for name in _ROW),
            select(func.count())
            .where(counted.c.article_id == article.c.id)
            .correlate(article)
            .scalar_subquery(),
            *(article.c[name] for name in _FACTS),
        )
        .join_from(paragraph, article, article.c.id == paragraph.c.article_id)
        .outerjoin(before, _beside(before, paragraph, -1))
        .outerjoin(after, _beside(after, paragraph, 1))
        .where(
            paragraph.c.id == bindparam("paragraph_id"),
            article.c.project_id == bindparam("project_id"),
        )
    )


def _beside(other: FromClause, paragraph: FromClause, distance: int) -> ColumnElement[bool]:
    return and_(
        other.c.article_id == paragraph.c.article_id,
        other.c.position == paragraph.c.position + distance,
    )


def article_facts(article: Article) -> ArticleFacts:
    """Copy what is known about an article out of the session."""
    return ArticleFacts(
        id=article.id,
        headline=article.headline,
        outlet=article.outlet,
        byline=article.byline,
        published_on=article.published_on,
        url=article.url,
        source_line=article.source_line,
        language=article.language,
    )


def current_prescores(paragraph_ids: list[int]) -> dict[int, PrescoreRow]:
    """Map paragraphs to their current pre-scores; a paragraph without one is left out."""
    wanted = {"paragraph_ids": paragraph_ids}
    return _gathered(db.session.execute(_current_prescores(), wanted))


def current_prescore(paragraph_id: int) -> PrescoreRow | None:
    """Find the current pre-score of one paragraph."""
    found = rows(connection(), _current_prescore(), {"paragraph_id": paragraph_id})
    return _gathered(found).get(paragraph_id)


def prescore_of(paragraph_id: int, prescore_id: int) -> PrescoreRow | None:
    """Find a pre-score of this paragraph, current or not, as a page once showed it."""
    wanted = {"prescore_id": prescore_id, "paragraph_id": paragraph_id}
    return _gathered(rows(connection(), _one_prescore(), wanted)).get(paragraph_id)


def _gathered(found_rows: Iterable[Any]) -> dict[int, PrescoreRow]:
    """Gather pre-scores by paragraph; a pre-score has a row for each of its words, or one."""
    first: dict[int, Any] = {}
    words: dict[int, list[LoadedWord]] = {}
    scores, model = len(_SCORES) + 1, len(_SCORES) + 1 + len(_MODEL)
    for each in found_rows:
        first.setdefault(each[0], each)
        found = words.setdefault(each[0], [])
        if each[model] is not None:
            found.append(LoadedWord(*each[model:]))
    return {
        paragraph_id: PrescoreRow(
            **dict(zip(_SCORES, each[1:scores], strict=True)),
            loaded_words=tuple(words[paragraph_id]),
            model=None if each[scores] is None else ModelFacts(*each[scores:model]),
        )
        for paragraph_id, each in first.items()
    }


@cache
def _current_prescores() -> Select[Any]:
    prescore = Prescore.__table__
    return _prescores().where(
        prescore.c.paragraph_id.in_(bindparam("paragraph_ids", expanding=True)),
        prescore.c.is_current,
    )


@built_once
def _current_prescore() -> Select[Any]:
    prescore = Prescore.__table__
    return _prescores().where(
        prescore.c.paragraph_id == bindparam("paragraph_id"), prescore.c.is_current
    )


@cache
def _one_prescore() -> Select[Any]:
    prescore = Prescore.__table__
    return _prescores().where(
        prescore.c.id == bindparam("prescore_id"),
        prescore.c.paragraph_id == bindparam("paragraph_id"),
    )


def stored_article(project_id: int, article_id: int) -> Article | None:
    """Find an article for whoever changes it; None where the project has none of this number."""
    return db.session.scalar(
        select(Article).where(Article.id == article_id, Article.project_id == project_id)
    )


def _prescores() -> Select[Any]:
    prescore, word = Prescore.__table__, StoredLoadedWord.__table__
    model = LearnedModel.__table__
    return (
        select(
            prescore.c.paragraph_id,
            *(prescore.c[name] for name in _SCORES),
            *(model.c[name] for name in _MODEL),
            # Nothing is said of a word that was found before anybody looked for the later ones.
            *(
                func.coalesce(word.c[name], false()) if name in _LATER else word.c[name]
                for name in _WORD
            ),
        )
        .outerjoin_from(prescore, word, word.c.prescore_id == prescore.c.id)
        .outerjoin(model, model.c.id == prescore.c.learned_model_id)
        .order_by(prescore.c.id, word.c.start)
    )


def _reason(text: str, article: ArticleFacts, prescore: PrescoreRow | None) -> str:
    return "" if prescore is not None else reason_without_scores(text, language=article.language)
