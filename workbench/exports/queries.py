"""What leaves, read in batches: the values of each group of columns, in their order."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, select, tuple_
from sqlalchemy.orm import aliased

from workbench.annotations.first_models import FirstAnnotation
from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.exports.cursors import batches
from workbench.exports.expected import gold_use
from workbench.exports.selection import Cut, Selection
from workbench.exports.sources import SOURCES, Columns, read
from workbench.occasions import Occasion
from workbench.projects.models import CodebookVersion, Membership, Project, StudyDesign

Value = str | int | float | bool | date | datetime | list[dict[str, Any]] | None
Group = tuple[Value, ...]


class FoundAnnotation(NamedTuple):
    """Hold an annotation as the groups of its columns; neighbours share equal groups."""

    annotation_id: int
    paragraph_id: int
    codebook_version: int
    prescore_id: int | None
    paragraph: Group
    annotation: Group
    prescore: Group


class FoundParagraph(NamedTuple):
    """Hold a paragraph as the groups of its columns."""

    paragraph_id: int
    prescore_id: int | None
    paragraph: Group
    prescore: Group


def annotation_batches(
    selection: Selection, *, paragraph: Columns, annotation: Columns, prescore: Columns
) -> Iterator[list[FoundAnnotation]]:
    """Read annotations by article, paragraph, annotator, occasion and revision.

    All batches belong to one statement, so that what is submitted meanwhile is wholly in or
    wholly out.
    """
    keys = (Paragraph.id, Annotation.id, CodebookVersion.number, Annotation.prescore_id)
    is_current = _is_current(selection.cut)
    sources = {**SOURCES, "is_current": is_current, "gold": gold_use(selection.cut)}
    statement = (
        select(*keys, *read(paragraph, sources), *read(annotation, sources), *read(prescore))
        .select_from(Annotation)
        .join(Annotation.assignment)
        .join(Project, Project.id == Assignment.project_id)
        .join(Assignment.paragraph)
        .join(Paragraph.article)
        # A member who left keeps the row, so that every assignment has one.
        .join(
            Membership,
            (Membership.project_id == Assignment.project_id)
            & (Membership.account_id == Assignment.account_id),
        )
        .join(Membership.account)
        .join(CodebookVersion, CodebookVersion.id == Annotation.codebook_version_id)
        .outerjoin(Prescore, Prescore.id == Annotation.prescore_id)
        .outerjoin(StudyDesign, StudyDesign.id == Assignment.design_id)
        .outerjoin(FirstAnnotation, FirstAnnotation.assignment_id == Assignment.id)
        .where(Assignment.project_id == selection.project_id, *_stretch(selection))
        .order_by(Article.id, Paragraph.position, Membership.id, Assignment.id, Annotation.revision)
    )
    if selection.cut is not None:
        statement = statement.where(Annotation.id <= selection.cut.annotation_id)
    if not selection.all_revisions:
        statement = statement.where(is_current)
    if not selection.training:
        statement = statement.where(Assignment.occasion != Occasion.TRAINING)
    start = len(keys)
    middle, end = start + len(paragraph), start + len(paragraph) + len(annotation)
    day = [column.name for column in annotation].index("submitted_on")
    for rows in batches(statement):
        paragraphs: dict[int, Group] = {}
        prescores: dict[int | None, Group] = {}
        found = []
        for row in rows:
            paragraph_id, annotation_id, version, prescore_id = row[:start]
            if paragraph_id not in paragraphs:
                paragraphs[paragraph_id] = row[start:middle]
            if prescore_id not in prescores:
                prescores[prescore_id] = row[end:]
            values = row[middle:end]
            values = (*values[:day], values[day].date(), *values[day + 1 :])
            found.append(
                FoundAnnotation(
                    annotation_id,
                    paragraph_id,
                    version,
                    prescore_id,
                    paragraphs[paragraph_id],
                    values,
                    prescores[prescore_id],
                )
            )
        yield found


def paragraph_batches(
    selection: Selection, *, paragraph: Columns, prescore: Columns
) -> Iterator[list[FoundParagraph]]:
    """Read the paragraphs of a project in order, with their current pre-scores."""
    sources = {**SOURCES, "gold": gold_use(selection.cut)}
    statement = (
        select(Paragraph.id, Prescore.id, *read(paragraph, sources), *read(prescore))
        .select_from(Paragraph)
        .join(Paragraph.article)
        .join(Project, Project.id == Article.project_id)
        .outerjoin(Prescore, (Prescore.paragraph_id == Paragraph.id) & Prescore.is_current)
        .where(Article.project_id == selection.project_id, *_stretch(selection))
        .order_by(Article.id, Paragraph.position)
    )
    if selection.cut is not None:
        statement = statement.where(Paragraph.id <= selection.cut.paragraph_id)
    end = 2 + len(paragraph)
    for rows in batches(statement):
        yield [FoundParagraph(row[0], row[1], row[2:end], row[end:]) for row in rows]


def question_levels(project_id: int) -> dict[tuple[int, str], str]:
    """Give the level of every question ever asked, by codebook version number and name."""
    statement = (
        select(CodebookVersion.number, CodebookVersion.definition)
        .where(CodebookVersion.project_id == project_id)
        .order_by(CodebookVersion.number.desc())
    )
    return {
        (number, question.name): question.level.value
        for number, definition in db.session.execute(statement)
        for question in Codebook.from_definition(definition).questions
    }


def question_names(project_id: int) -> tuple[str, ...]:
    """List every question ever asked, as in the newest codebook that asks it."""
    return tuple(dict.fromkeys(map(itemgetter(1), question_levels(project_id))))


def _is_current(cut: Cut | None) -> Any:
    """Tell whether a revision is the newest, or was when the file was asked for."""
    if cut is None:
        return Annotation.is_current
    later = aliased(Annotation)
    return ~exists().where(
        later.assignment_id == Annotation.assignment_id,
        later.revision > Annotation.revision,
        later.id <= cut.annotation_id,
    )


def _stretch(selection: Selection) -> list[ColumnElement[bool]]:
    place = tuple_(Paragraph.article_id, Paragraph.position)
    bounds: list[ColumnElement[bool]] = []
    if selection.after is not None:
        bounds.append(and_(place > selection.after, Paragraph.article_id >= selection.after[0]))
    if selection.until is not None:
        bounds.append(and_(place <= selection.until, Paragraph.article_id <= selection.until[0]))
    return bounds
