"""Read what annotators answered, as a model learns from it; plain rows, by a few statements.

Only current revisions with the outcome "answered" in English articles count. Where a person
answered alone before suggestions were shown, what they said then stands for what they said after.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from workbench.adjudication.models import Adjudication, FinalLabel, FinalSpan
from workbench.annotations.current_answers import current_answers
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import (
    Annotation,
    Answer,
    Assignment,
    LabelImport,
    StoredSpan,
)
from workbench.articles.models import Article, Paragraph
from workbench.articles.suggestions import SCORED_LANGUAGE
from workbench.codebook.codebook import Codebook, Source
from workbench.database import db
from workbench.evaluation.words import Span
from workbench.projects.models import StudyDesign

_SERVED = {"bias": Source.BIAS, "voice": Source.VOICE, "sentiment": Source.NEWS}


class Reading(NamedTuple):
    """Hold one annotation; `saw_words` says that its page could mark words for the person.

    `marks_words` is false where nobody was asked for words, as in labels imported without any.
    """

    annotation_id: int
    paragraph_id: int
    account_id: int
    saw_words: bool
    submitted_at: datetime
    marks_words: bool


class GivenLabel(NamedTuple):
    """Hold an answer; `was_suggested` says that the page came with one filled in."""

    question: str
    label: str
    was_suggested: bool


class MarkedPiece(NamedTuple):
    """Hold a span that stands."""

    start: int
    end: int
    text: str
    category: str

    @property
    def span(self) -> Span:
        """Give its offsets."""
        return self.start, self.end


@dataclass(frozen=True)
class FinalReading:
    """Hold what adjudication decided on a paragraph."""

    labels: Mapping[str, str]
    pieces: tuple[MarkedPiece, ...]


class ReadText(NamedTuple):
    """Hold the text of a paragraph, and where it comes from."""

    text: str
    article_id: int
    outlet: str
    position: int


def served_questions(codebook: Codebook) -> dict[str, str]:
    """Map what can be learned to the first question of the codebook that has all its labels."""
    found: dict[str, str] = {}
    for question in codebook.questions:
        for part, source in _SERVED.items():
            if set(source.labels) <= set(question.label_names):
                found.setdefault(part, question.name)
    return found


def readings(project_id: int) -> list[Reading]:
    """List the annotations of a project."""
    saw_nothing = or_(
        Assignment.arm == "blind",
        Annotation.prescore_id.is_(None),
        func.coalesce(StudyDesign.shows_words, "first") == "never",
    )
    marked_alone = and_(FirstAnnotation.id.is_not(None), StudyDesign.shows_words == "after")
    rows = db.session.execute(
        _answered(
            project_id,
            Annotation.id,
            Assignment.paragraph_id,
            Assignment.account_id,
            ~or_(saw_nothing, marked_alone),
            Annotation.submitted_at,
            _marks_words(),
        )
        .outerjoin(LabelImport, LabelImport.id == Annotation.label_import_id)
        .outerjoin(StudyDesign, StudyDesign.id == Assignment.design_id)
        .outerjoin(FirstAnnotation, FirstAnnotation.assignment_id == Assignment.id)
        .order_by(Annotation.id)
    )
    return [Reading(*row) for row in rows]


def answers_by_annotation(
    project_id: int, questions: Collection[str]
) -> dict[int, list[GivenLabel]]:
    """Read the answers to some questions."""
    rows = db.session.execute(
        _answered(
            project_id, Answer.annotation_id, Answer.question, Answer.label, Answer.suggestion
        )
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(Answer.question.in_(questions))
    )
    found: defaultdict[int, list[GivenLabel]] = defaultdict(list)
    for annotation_id, question, label, suggestion in rows:
        found[annotation_id].append(GivenLabel(question, label, suggestion != ""))
    alone: defaultdict[int, list[GivenLabel]] = defaultdict(list)
    for annotation_id, question, label, suggestion in db.session.execute(
        _alone(
            project_id,
            Annotation.id,
            FirstAnswer.question,
            FirstAnswer.label,
            FirstAnswer.suggestion,
        )
        .join(FirstAnswer, FirstAnswer.first_annotation_id == FirstAnnotation.id)
        .where(FirstAnswer.question.in_(questions))
    ):
        alone[annotation_id].append(GivenLabel(question, label, suggestion != ""))
    return found | alone


def pieces_by_annotation(project_id: int) -> dict[int, list[MarkedPiece]]:
    """Read the spans that stand; those that were rejected do not."""
    rows = db.session.execute(
        _answered(
            project_id,
            StoredSpan.annotation_id,
            StoredSpan.start,
            StoredSpan.end,
            StoredSpan.text,
            StoredSpan.category,
        )
        .join(StoredSpan, StoredSpan.annotation_id == Annotation.id)
        .where(StoredSpan.decision != "rejected")
    )
    found: defaultdict[int, list[MarkedPiece]] = defaultdict(list)
    for annotation_id, *piece in rows:
        found[annotation_id].append(MarkedPiece(*piece))
    alone: dict[int, list[MarkedPiece]] = {
        annotation_id: [] for annotation_id in db.session.scalars(_alone(project_id, Annotation.id))
    }
    for row in db.session.execute(
        _alone(
            project_id,
            Annotation.id,
            FirstSpan.start,
            FirstSpan.end,
            FirstSpan.text,
            FirstSpan.category,
        )
        .join(FirstSpan, FirstSpan.first_annotation_id == FirstAnnotation.id)
        .where(FirstSpan.decision != "rejected")
    ):
        alone[row[0]].append(MarkedPiece(*row[1:]))
    return found | alone


def final_readings(project_id: int) -> dict[int, FinalReading]:
    """Read what adjudication decided, by paragraph."""
    in_force = (Adjudication.project_id == project_id, Adjudication.is_current)
    labels: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for paragraph_id, question, label in db.session.execute(
        select(Adjudication.paragraph_id, FinalLabel.question, FinalLabel.label)
        .join(FinalLabel, FinalLabel.adjudication_id == Adjudication.id)
        .where(*in_force)
    ):
        labels[paragraph_id][question] = label
    pieces: defaultdict[int, list[MarkedPiece]] = defaultdict(list)
    for row in db.session.execute(
        select(
            Adjudication.paragraph_id,
            FinalSpan.start,
            FinalSpan.end,
            FinalSpan.text,
            FinalSpan.category,
        )
        .join(FinalSpan, FinalSpan.adjudication_id == Adjudication.id)
        .where(*in_force)
    ):
        pieces[row[0]].append(MarkedPiece(*row[1:]))
    return {
        paragraph_id: FinalReading(found, tuple(pieces[paragraph_id]))
        for paragraph_id, found in labels.items()
    }


def texts_of(paragraph_ids: Collection[int]) -> dict[int, ReadText]:
    """Read paragraphs."""
    found: dict[int, ReadText] = {}
    wanted = sorted(paragraph_ids)
    for start in range(0, len(wanted), 500):
        rows = db.session.execute(
            select(Paragraph.id, Paragraph.text, Article.id, Article.outlet, Paragraph.position)
            .join(Paragraph.article)
            .where(Paragraph.id.in_(wanted[start : start + 500]))
        )
        found |= {row[0]: ReadText(*row[1:]) for row in rows}
    return found


def label_counts(project_id: int, questions: Collection[str]) -> dict[tuple[str, str], int]:
    """Count the paragraphs that were given each label by somebody, by question and label."""
    rows = db.session.execute(
        _answered(
            project_id,
            Answer.question,
            Answer.label,
            func.count(Assignment.paragraph_id.distinct()),
        )
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(Answer.question.in_(questions))
        .group_by(Answer.question, Answer.label)
    )
    return {(question, label): count for question, label, count in rows}


def _marks_words() -> ColumnElement[bool]:
    return func.coalesce(LabelImport.has_spans, true())


class ReadingCounts(NamedTuple):
    """Count the paragraphs that were answered, and their articles.

    Of `asked_for_words` somebody was asked which words are loaded; `marked` have a mark.
    """

    paragraphs: int
    asked_for_words: int
    marked: int
    articles: int


def reading_counts(project_id: int) -> ReadingCounts:
    """Count what was answered."""
    marked = (
        select(StoredSpan.id)
        .where(StoredSpan.annotation_id == Annotation.id, StoredSpan.decision != "rejected")
        .exists()
    )
    paragraph = Assignment.paragraph_id.distinct()
    row = db.session.execute(
        _answered(
            project_id,
            func.count(paragraph),
            func.count(paragraph).filter(_marks_words()),
            func.count(paragraph).filter(marked),
            func.count(Article.id.distinct()),
        ).outerjoin(LabelImport, LabelImport.id == Annotation.label_import_id)
    ).one()
    return ReadingCounts(*row)


def _alone(project_id: int, *columns: Any) -> Select[Any]:
    return _answered(project_id, *columns).join(
        FirstAnnotation, FirstAnnotation.assignment_id == Assignment.id
    )


def _answered(project_id: int, *columns: Any) -> Select[Any]:
    return (
        current_answers(*columns)
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .join(Article, Article.id == Paragraph.article_id)
        .where(Assignment.project_id == project_id, Article.language == SCORED_LANGUAGE)
    )
