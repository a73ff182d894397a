"""What leaves, read in batches: rows whose keys are the names of the columns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from workbench.accounts.models import Account
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Article, Paragraph, Prescore, StoredLoadedWord
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.projects.models import CodebookVersion, Membership, Project

Row = dict[str, Any]
# So many rows are in memory at a time, whatever the size of the project.
BATCH = 500


def annotation_batches(project_id: int, *, all_revisions: bool) -> Iterator[list[Row]]:
    """Read the annotations of a project by article, paragraph, annotator and revision.

    Each row also holds `prescore_id`. All batches belong to one statement, so that what is
    submitted meanwhile is wholly in or wholly out.
    """
    statement = (
        select(
            *_project_columns(),
            *_article_columns(),
            *_paragraph_columns(),
            *_annotation_columns(),
            Annotation.prescore_id.label("prescore_id"),
            *_prescore_columns(),
        )
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
        .where(Assignment.project_id == project_id)
        .order_by(Article.id, Paragraph.position, Membership.id, Annotation.revision)
    )
    if not all_revisions:
        statement = statement.where(Annotation.is_current)
    return _batches(statement)


def paragraph_batches(project_id: int) -> Iterator[list[Row]]:
    """Read the paragraphs of a project in order, with their current pre-scores."""
    return _batches(
        select(
            *_project_columns(),
            *_article_columns(),
            *_paragraph_columns(),
            Paragraph.start.label("paragraph_start"),
            Paragraph.end.label("paragraph_end"),
            Prescore.id.label("prescore_id"),
            *_prescore_columns(),
        )
        .select_from(Paragraph)
        .join(Paragraph.article)
        .join(Project, Project.id == Article.project_id)
        .outerjoin(Prescore, (Prescore.paragraph_id == Paragraph.id) & Prescore.is_current)
        .where(Article.project_id == project_id)
        .order_by(Article.id, Paragraph.position)
    )


def answers_of(annotation_ids: Iterable[int]) -> dict[int, list[Row]]:
    """Read the answers of these annotations, in the order in which they were asked."""
    statement = (
        select(
            Answer.annotation_id.label("owner"), Answer.question, Answer.label, Answer.suggestion
        )
        .where(Answer.annotation_id.in_(list(annotation_ids)))
        .order_by(Answer.id)
    )
    return _by_owner(statement)


def spans_of(annotation_ids: Iterable[int]) -> dict[int, list[Row]]:
    """Read the spans of these annotations, in the order of the text."""
    statement = (
        select(
            StoredSpan.annotation_id.label("owner"),
            StoredSpan.start,
            StoredSpan.end,
            StoredSpan.text,
            StoredSpan.category,
            StoredSpan.decision,
            StoredSpan.suggested_category,
        )
        .where(StoredSpan.annotation_id.in_(list(annotation_ids)))
        .order_by(StoredSpan.annotation_id, StoredSpan.start, StoredSpan.end, StoredSpan.id)
    )
    return _by_owner(statement)


def loaded_words_of(prescore_ids: Iterable[int | None]) -> dict[int, list[Row]]:
    """Read the loaded words of these pre-scores, in the order of the text."""
    wanted = sorted({one for one in prescore_ids if one is not None})
    statement = (
        select(
            StoredLoadedWord.prescore_id.label("owner"),
            StoredLoadedWord.start,
            StoredLoadedWord.end,
            StoredLoadedWord.text,
            StoredLoadedWord.term,
            StoredLoadedWord.category,
            StoredLoadedWord.polarity,
            StoredLoadedWord.strength,
            StoredLoadedWord.reason,
            StoredLoadedWord.in_quotation,
        )
        .where(StoredLoadedWord.prescore_id.in_(wanted))
        .order_by(StoredLoadedWord.prescore_id, StoredLoadedWord.start, StoredLoadedWord.id)
    )
    return _by_owner(statement)


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


def annotation_counts(project_id: int) -> tuple[int, int]:
    """Count the current annotations of a project, and those of all revisions."""
    statement = (
        select(func.count(), func.count().filter(Annotation.is_current))
        .select_from(Annotation)
        .join(Annotation.assignment)
        .where(Assignment.project_id == project_id)
    )
    in_all, current = db.session.execute(statement).one()
    return current, in_all


def _batches(statement: Select[*tuple[Any, ...]]) -> Iterator[list[Row]]:
    # The driver hands rows over as they are asked for, with a server-side cursor on PostgreSQL.
    result = db.session.execute(statement.execution_options(yield_per=BATCH))
    for rows in result.partitions():
        yield [dict(row._mapping) for row in rows]


def _by_owner(statement: Select[*tuple[Any, ...]]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in db.session.execute(statement):
        values = dict(row._mapping)
        found[values.pop("owner")].append(values)
    return found


_Labelled = list[ColumnElement[Any]]


def _project_columns() -> _Labelled:
    return [Project.name.label("project"), Project.is_demonstration.label("demonstration")]


def _article_columns() -> _Labelled:
    plain: list[InstrumentedAttribute[Any]] = [
        Article.headline,
        Article.outlet,
        Article.byline,
        Article.published_on,
        Article.url,
        Article.language,
    ]
    return [Article.id.label("article_id"), *(column.label(column.key) for column in plain)]


def _paragraph_columns() -> _Labelled:
    return [
        Paragraph.id.label("paragraph_id"),
        Paragraph.position.label("paragraph_position"),
        Paragraph.text.label("paragraph_text"),
    ]


def _annotation_columns() -> _Labelled:
    return [
        Membership.pseudonym.label("annotator"),
        Account.display_name.label("annotator_name"),
        Account.email.label("annotator_email"),
        Annotation.id.label("annotation_id"),
        Annotation.revision.label("revision"),
        Annotation.is_current.label("is_current"),
        Annotation.submitted_at.label("submitted_at"),
        CodebookVersion.number.label("codebook_version"),
        Annotation.outcome.label("outcome"),
        Annotation.is_flagged.label("is_flagged"),
        Annotation.comment.label("comment"),
    ]


def _prescore_columns() -> _Labelled:
    return [
        Prescore.compound.label("prescore_compound"),
        Prescore.positive.label("prescore_positive"),
        Prescore.neutral.label("prescore_neutral"),
        Prescore.negative.label("prescore_negative"),
        Prescore.sentiment.label("prescore_sentiment"),
        Prescore.sentiment_version.label("sentiment_version"),
        Prescore.lexicon_version.label("lexicon_version"),
    ]
