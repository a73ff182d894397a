"""Read articles, paragraphs and pre-scores as frozen rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from workbench.articles.models import Article, Paragraph, Prescore, StoredLoadedWord
from workbench.articles.suggestions import reason_without_suggestions
from workbench.database import db
from workbench.scoring.loaded_words import LoadedWord


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
class PrescoreRow:
    """Hold a paragraph's pre-score; the offsets of `loaded_words` count in the paragraph."""

    id: int
    sentiment_version: str
    lexicon_version: str
    compound: float
    positive: float
    neutral: float
    negative: float
    sentiment: str
    loaded_words: tuple[LoadedWord, ...]


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


def paragraph_view(project_id: int, paragraph_id: int) -> ParagraphView | None:
    """Find a paragraph of this project with its neighbours and its current pre-score."""
    found = db.session.execute(
        select(Paragraph, Article)
        .join(Article)
        .where(Paragraph.id == paragraph_id, Article.project_id == project_id)
    ).one_or_none()
    if found is None:
        return None
    paragraph, article = found
    neighbours = _paragraphs_at(article.id, [paragraph.position - 1, paragraph.position + 1])
    prescore = current_prescores([paragraph.id]).get(paragraph.id)
    return ParagraphView(
        id=paragraph.id,
        position=paragraph.position,
        text=paragraph.text,
        article=article_facts(article),
        previous=neighbours.get(paragraph.position - 1),
        next=neighbours.get(paragraph.position + 1),
        paragraphs=db.session.scalar(select(func.count()).where(Paragraph.article_id == article.id))
        or 0,
        prescore=prescore,
        reason_without_prescore=_reason(article, prescore),
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
    found = db.session.scalars(
        select(Prescore).where(Prescore.paragraph_id.in_(paragraph_ids), Prescore.is_current)
    )
    return dict(_prescore_rows(list(found)))


def prescore_of(paragraph_id: int, prescore_id: int) -> PrescoreRow | None:
    """Find a pre-score of this paragraph, current or not, as a page once showed it."""
    found = db.session.scalars(
        select(Prescore).where(Prescore.id == prescore_id, Prescore.paragraph_id == paragraph_id)
    )
    return dict(_prescore_rows(list(found))).get(paragraph_id)


def _prescore_rows(prescores: list[Prescore]) -> Iterator[tuple[int, PrescoreRow]]:
    words = _loaded_words([prescore.id for prescore in prescores])
    for prescore in prescores:
        yield (
            prescore.paragraph_id,
            PrescoreRow(
                id=prescore.id,
                sentiment_version=prescore.sentiment_version,
                lexicon_version=prescore.lexicon_version,
                compound=prescore.compound,
                positive=prescore.positive,
                neutral=prescore.neutral,
                negative=prescore.negative,
                sentiment=prescore.sentiment,
                loaded_words=tuple(words.get(prescore.id, ())),
            ),
        )


def _paragraphs_at(article_id: int, positions: list[int]) -> dict[int, ParagraphRow]:
    rows = db.session.execute(
        select(Paragraph.id, Paragraph.position, Paragraph.text).where(
            Paragraph.article_id == article_id, Paragraph.position.in_(positions)
        )
    )
    return {row.position: ParagraphRow(row.id, row.position, row.text) for row in rows}


def _loaded_words(prescore_ids: list[int]) -> dict[int, list[LoadedWord]]:
    words: dict[int, list[LoadedWord]] = {}
    if not prescore_ids:
        return words
    for row in db.session.scalars(
        select(StoredLoadedWord)
        .where(StoredLoadedWord.prescore_id.in_(prescore_ids))
        .order_by(StoredLoadedWord.prescore_id, StoredLoadedWord.start)
    ):
        words.setdefault(row.prescore_id, []).append(
            LoadedWord(
                start=row.start,
                end=row.end,
                text=row.text,
                term=row.term,
                category=row.category,
                polarity=row.polarity,
                strength=row.strength,
                reason=row.reason,
                in_quotation=row.in_quotation,
            )
        )
    return words


def _reason(article: Article, prescore: PrescoreRow | None) -> str:
    if prescore is not None:
        return ""
    return (
        reason_without_suggestions(article.language)
        or "This paragraph has not been pre-scored, so that nothing is suggested."
    )
