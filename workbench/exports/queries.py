"""What leaves, read in batches: the values of each group of columns, in their order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Double,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from workbench.accounts.models import Account
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Article, Paragraph, Prescore, StoredLoadedWord
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.exports.columns import Column
from workbench.exports.expected import gold_use
from workbench.exports.selection import Cut, Selection
from workbench.occasions import Occasion
from workbench.projects.models import CodebookVersion, Membership, Project, StudyDesign

Value = str | int | float | bool | date | datetime | list[dict[str, Any]] | None
Group = tuple[Value, ...]
Columns = tuple[Column, ...]
# So many annotations or paragraphs are in memory at a time, whatever the size of the project.
BATCH = 500

# What a column is read from, by its name. A day is made from the moment in its place.
_SOURCES: dict[str, Any] = {
    "project": Project.name,
    "demonstration": Project.is_demonstration,
    "article_id": Article.id,
    "headline": Article.headline,
    "outlet": Article.outlet,
    "byline": Article.byline,
    "published_on": Article.published_on,
    "url": Article.url,
    "language": Article.language,
    "paragraph_id": Paragraph.id,
    "paragraph_position": Paragraph.position,
    "paragraph_start": Paragraph.start,
    "paragraph_end": Paragraph.end,
    "paragraph_text": Paragraph.text,
    "annotator": Membership.pseudonym,
    "annotator_name": Account.display_name,
    "annotator_email": Account.email,
    "annotation_id": Annotation.id,
    "occasion": Assignment.occasion,
    "revision": Annotation.revision,
    "is_current": Annotation.is_current,
    "submitted_on": Annotation.submitted_at,
    "submitted_at": Annotation.submitted_at,
    "codebook_version": CodebookVersion.number,
    "outcome": Annotation.outcome,
    "is_flagged": Annotation.is_flagged,
    "comment": Annotation.comment,
    "arm": Assignment.arm,
    "outlet_arm": Assignment.outlet_arm,
    "context": Assignment.context,
    "drawn_as": Assignment.drawn_as,
    "design_version": StudyDesign.number,
    "blind_percent": StudyDesign.blind_percent,
    "stratum": Assignment.stratum,
    "drawn_before": Assignment.drawn_before,
    "shown_seconds": cast(Annotation.shown_ms, Double) / 1000,
    "active_seconds": cast(Annotation.active_ms, Double) / 1000,
    "first_active_seconds": cast(FirstAnnotation.active_ms, Double) / 1000,
    "label_import": Annotation.label_import_id,
    "prescore_compound": Prescore.compound,
    "prescore_positive": Prescore.positive,
    "prescore_neutral": Prescore.neutral,
    "prescore_negative": Prescore.negative,
    "prescore_sentiment": Prescore.sentiment,
    "sentiment_version": Prescore.sentiment_version,
    "lexicon_version": Prescore.lexicon_version,
    "prescore_news_score": Prescore.news_score,
    "prescore_news_sentiment": Prescore.news_sentiment,
    "news_version": Prescore.news_version,
    "prescore_bias_score": Prescore.bias_score,
    "prescore_bias": Prescore.bias,
    "prescore_voice_score": Prescore.voice_score,
    "prescore_voice": Prescore.voice,
    "bias_version": Prescore.bias_version,
    "model_version": Prescore.model_version,
    "learned_bias_score": Prescore.learned_bias_score,
    "learned_bias": Prescore.learned_bias,
    "bias_certainty": Prescore.bias_certainty,
    "learned_voice": Prescore.learned_voice,
    "voice_certainty": Prescore.voice_certainty,
    "learned_sentiment_score": Prescore.learned_sentiment_score,
    "learned_sentiment": Prescore.learned_sentiment,
    "sentiment_certainty": Prescore.sentiment_certainty,
    "prescore_bias_reasons": Prescore.bias_reasons,
}


class GivenAnswer(NamedTuple):
    """Hold an answer as its columns; "" stands for what there is not."""

    question: str
    label: str
    suggestion: str
    withheld: str
    first_label: str
    suggested_when: str


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
    sources = {**_SOURCES, "is_current": is_current, "gold": gold_use(selection.cut)}
    statement = (
        select(*keys, *_read(paragraph, sources), *_read(annotation, sources), *_read(prescore))
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
    for rows in _batches(statement):
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
    sources = {**_SOURCES, "gold": gold_use(selection.cut)}
    statement = (
        select(Paragraph.id, Prescore.id, *_read(paragraph, sources), *_read(prescore))
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
    for rows in _batches(statement):
        yield [FoundParagraph(row[0], row[1], row[2:end], row[end:]) for row in rows]


def answers_of(annotation_ids: Iterable[int]) -> dict[int, list[GivenAnswer]]:
    """Read the answers of these annotations, in the order in which they were asked."""
    suggested_when = case(
        (Answer.suggestion == "", ""),
        (FirstAnswer.suggestion == "", "after"),
        else_="first",
    )
    statement = (
        select(
            Answer.annotation_id,
            Answer.question,
            Answer.label,
            Answer.suggestion,
            Answer.withheld,
            func.coalesce(FirstAnswer.label, ""),
            suggested_when,
        )
        .join(Annotation, Annotation.id == Answer.annotation_id)
        .outerjoin(FirstAnnotation, FirstAnnotation.assignment_id == Annotation.assignment_id)
        .outerjoin(
            FirstAnswer,
            (FirstAnswer.first_annotation_id == FirstAnnotation.id)
            & (FirstAnswer.question == Answer.question),
        )
        .where(Answer.annotation_id.in_(list(annotation_ids)))
        .order_by(Answer.id)
    )
    found: dict[int, list[GivenAnswer]] = defaultdict(list)
    for annotation_id, *given in _rows(statement):
        found[annotation_id].append(GivenAnswer(*given))
    return found


def first_spans_of(annotation_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Read what was marked alone, by the annotation that came after; without a first answer, none.

    An annotation after a first answer without spans has an empty list.
    """
    of_these = Annotation.id.in_(list(annotation_ids))
    firsts = (
        select(Annotation.id)
        .join(FirstAnnotation, FirstAnnotation.assignment_id == Annotation.assignment_id)
        .where(of_these)
    )
    statement = (
        select(
            Annotation.id.label("owner"),
            FirstSpan.start,
            FirstSpan.end,
            FirstSpan.text,
            FirstSpan.category,
            FirstSpan.decision,
            FirstSpan.suggested_category,
        )
        .join(FirstAnnotation, FirstAnnotation.id == FirstSpan.first_annotation_id)
        .join(Annotation, Annotation.assignment_id == FirstAnnotation.assignment_id)
        .where(of_these)
        .order_by(Annotation.id, FirstSpan.start, FirstSpan.end, FirstSpan.id)
    )
    spans = _by_owner(statement)
    return {owner: spans.get(owner, []) for (owner,) in _rows(firsts)}


def spans_of(annotation_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
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


def loaded_words_of(prescore_ids: Iterable[int | None]) -> dict[int, list[dict[str, Any]]]:
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
            StoredLoadedWord.is_attributed,
            StoredLoadedWord.is_negated,
            StoredLoadedWord.certainty,
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


def _read(columns: Columns, sources: dict[str, Any] = _SOURCES) -> list[ColumnElement[Any]]:
    return [sources[column.name].label(column.name) for column in columns]


def _batches(statement: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    # The driver hands rows over as they are asked for, with a server-side cursor on PostgreSQL.
    return _rows(statement.execution_options(yield_per=BATCH)).partitions()


def _rows(statement: Select[*tuple[Any, ...]]) -> CursorResult[*tuple[Any, ...]]:
    # By the session's connection: plain rows, without the session's look at each for objects.
    return db.session.connection().execute(statement)


def _by_owner(statement: Select[*tuple[Any, ...]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(statement):
        values = dict(row._mapping)
        found[values.pop("owner")].append(values)
    return found
