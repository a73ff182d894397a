"""Read whole articles, and lists of them, as frozen rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, func, select, true

from workbench.articles.annotation_tables import ANNOTATION, ASSIGNMENT
from workbench.articles.first_guesses import FirstGuess, first_guesses
from workbench.articles.models import Article, Paragraph
from workbench.articles.queries import (
    ArticleFacts,
    ParagraphRow,
    PrescoreRow,
    article_facts,
    current_prescores,
)
from workbench.articles.suggestions import reason_without_suggestions
from workbench.codebook.codebook import Source
from workbench.database import db
from workbench.occasions import Occasion
from workbench.scoring.loaded_words import LoadedWord
from workbench.text.segments import Segment, segments
from workbench.web.language_names import language_name
from workbench.web.pagination import ROWS_PER_PAGE, Page


@dataclass(frozen=True)
class ArticleListing:
    """Hold an article as listed; `annotations` counts current answers of first occasions."""

    id: int
    headline: str
    outlet: str
    published_on: date | None
    language: str
    paragraphs: int
    annotations: int

    @property
    def language_name(self) -> str:
        """Name the language in English."""
        return language_name(self.language)


@dataclass(frozen=True)
class ReadingParagraph:
    """Hold a paragraph of an article to read, cut at its loaded words.

    `guesses` holds what each score says, as an assisted page says it; `is_set_aside` that the
    paragraph is gold.
    """

    id: int
    position: int
    segments: tuple[Segment[LoadedWord], ...]
    prescore: PrescoreRow | None
    guesses: Mapping[Source, FirstGuess]
    is_set_aside: bool = False


@dataclass(frozen=True)
class ArticlePage:
    """Hold an article to read.

    `annotations` counts all of them, revised ones too: they keep the article from being removed.
    `reason_without_suggestions` is "" for an English article.
    """

    facts: ArticleFacts
    source_name: str
    language_name: str
    paragraphs: tuple[ReadingParagraph, ...]
    annotations: int
    reason_without_suggestions: str


def articles(project_id: int, page: int) -> Page[ArticleListing]:
    """List a page of a project's articles in the order of their import."""
    of_project = Article.project_id == project_id
    total = db.session.scalar(select(func.count(Article.id)).where(of_project)) or 0
    page = min(page, max(1, -(-total // ROWS_PER_PAGE)))
    paragraphs = (
        select(func.count())
        .where(Paragraph.article_id == Article.id)
        .correlate(Article)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Article.id,
            Article.headline,
            Article.outlet,
            Article.published_on,
            Article.language,
            paragraphs,
            _annotation_count(
                ANNOTATION.c.is_current == true(),
                ANNOTATION.c.outcome == "answered",
                ASSIGNMENT.c.occasion == Occasion.FIRST.value,
            ),
        )
        .where(of_project)
        .order_by(Article.id)
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    return Page(rows=[ArticleListing(*row) for row in rows], number=page, total=total)


def article_page(project_id: int, article_id: int, *, with_prescores: bool) -> ArticlePage | None:
    """Find an article of this project with all its paragraphs."""
    found = db.session.execute(
        select(Article, _annotation_count()).where(
            Article.id == article_id, Article.project_id == project_id
        )
    ).one_or_none()
    if found is None:
        return None
    article, annotations = found
    found_rows = db.session.execute(
        select(Paragraph.id, Paragraph.position, Paragraph.text, Paragraph.is_set_aside)
        .where(Paragraph.article_id == article.id)
        .order_by(Paragraph.position)
    ).all()
    rows = [ParagraphRow(*row[:3]) for row in found_rows]
    set_aside = {row.id for row in found_rows if row.is_set_aside}
    prescores = current_prescores([row.id for row in rows]) if with_prescores else {}
    return ArticlePage(
        facts=article_facts(article),
        source_name=article.source_name,
        language_name=language_name(article.language),
        paragraphs=tuple(
            _reading_paragraph(row, prescores.get(row.id), is_set_aside=row.id in set_aside)
            for row in rows
        ),
        annotations=annotations,
        reason_without_suggestions=reason_without_suggestions(article.language),
    )


def _annotation_count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(ANNOTATION)
        .join(ASSIGNMENT, ASSIGNMENT.c.id == ANNOTATION.c.assignment_id)
        .join(Paragraph, Paragraph.id == ASSIGNMENT.c.paragraph_id)
        .where(Paragraph.article_id == Article.id, *conditions)
        .correlate(Article)
        .scalar_subquery()
    )


def _reading_paragraph(
    row: ParagraphRow, prescore: PrescoreRow | None, *, is_set_aside: bool
) -> ReadingParagraph:
    found = {} if prescore is None else first_guesses(prescore)
    # The correction says what it corrects, so that VADER's score need not stand there twice; a
    # learned model has other reasons, and VADER's own stands beside it.
    guesses = {
        source: guess
        for source, guess in found.items()
        if source != Source.SENTIMENT
        or Source.NEWS not in found
        or found[Source.NEWS].certainty is not None
    }
    return ReadingParagraph(
        id=row.id,
        position=row.position,
        segments=tuple(segments(row.text, prescore.loaded_words if prescore else ())),
        prescore=prescore,
        guesses=guesses,
        is_set_aside=is_set_aside,
    )
