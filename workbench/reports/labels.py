"""The labels of a study as columns, which is what the statistics read.

Only current revisions of first occasions with the outcome "answered" are labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, case, exists, func, select

from workbench.agreement import Span
from workbench.annotations.current_answers import current_answers
from workbench.annotations.first_models import FirstAnnotation, FirstSpan
from workbench.annotations.models import (
    Annotation,
    Answer,
    Assignment,
    LabelImport,
    StoredSpan,
)
from workbench.articles.models import Paragraph, Prescore
from workbench.articles.said_labels import SAID
from workbench.codebook.codebook import Question, Source
from workbench.database import db
from workbench.projects.models import CodebookVersion, Membership
from workbench.queue_order import DrawnAs
from workbench.reports.first_labels import FIRST_LABEL, FIRST_SUGGESTION, joined_with_first
from workbench.reports.occasion_queries import BEFORE
from workbench.reports.repeated import Repeated, repeated_labels
from workbench.reports.selection import FINAL, Selection

Codes = NDArray[np.int64]

# For each paragraph the spans of each annotator who answered it, be it none at all.
SpansByParagraph = dict[int, dict[int, list[Span]]]
_ROWS = 20_000
UNDECLARED = -2


@dataclass(frozen=True, eq=False)
class Annotations:
    """Hold one row an annotation, in the order in which they were submitted.

    `days` are proleptic ordinals of the days in UTC; `active_ms` is -1 where no time is known;
    `has_first` is 1 where a first answer was given before a reveal, `is_least_sure` where the
    paragraph was given out because the model was unsure of it, `is_gold` where it is gold;
    `is_blind` is 1 where the page said nothing of the machine, 0 else;
    `words` and `lengths` are those of the paragraph's text, lengths in code points. `imports` are
    numbers of imports, 0 for what was submitted here; `tells_spans` is 0 for imported labels whose
    file told nothing of spans, 1 else.
    """

    ids: Codes
    paragraphs: Codes
    articles: Codes
    accounts: Codes
    versions: Codes
    days: Codes
    active_ms: Codes
    is_blind: Codes
    words: Codes
    lengths: Codes
    imports: Codes
    tells_spans: Codes
    has_first: Codes
    is_least_sure: Codes
    is_gold: Codes

    def __len__(self) -> int:
        """Count the annotations."""
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class Answers:
    """Hold the labels of one question: where their annotation stands, and what was answered.

    `codes` are positions among the declared labels, -2 for a label that is not declared any more;
    `suggested` likewise, -1 where nothing was suggested.
    """

    places: Codes
    codes: Codes
    suggested: Codes


@dataclass(frozen=True, eq=False)
class StudyLabels:
    """Hold all labels of a selection; `rank` orders accounts as reports list them.

    All but `repeated` are of first occasions.
    `machine` holds, by question and paragraph, the label that the machine gives now.
    """

    annotations: Annotations
    answers: Mapping[str, Answers]
    machine: Mapping[str, Mapping[int, str]]
    spans: SpansByParagraph
    repeated: Repeated
    rank: Mapping[int, int]


def study_labels(
    project_id: int, questions: Sequence[Question], selection: Selection
) -> StudyLabels:
    """Read the labels that a selection chooses."""
    members = db.session.execute(
        select(Membership.pseudonym, Membership.account_id)
        .where(Membership.project_id == project_id)
        .order_by(Membership.pseudonym)
    ).all()
    conditions = [
        Assignment.project_id == project_id,
        *selection.conditions({row[0]: row[1] for row in members}),
    ]
    annotations = _annotations(conditions, selection)
    takes_first = selection.answers != FINAL
    return StudyLabels(
        annotations=annotations,
        answers=_answers(annotations, questions, conditions, takes_first=takes_first),
        machine=_machine(project_id, questions),
        spans=_spans(annotations, conditions, takes_first=takes_first),
        repeated=repeated_labels(
            project_id,
            [question.name for question in questions],
            # Under one version both answers are meant, not the second alone.
            [*conditions, BEFORE.codebook_version_id == Annotation.codebook_version_id]
            if selection.version
            else conditions,
            takes_first=takes_first,
        ),
        rank={row[1]: place for place, row in enumerate(members)},
    )


def _annotations(conditions: Sequence[Any], selection: Selection) -> Annotations:
    text = Paragraph.text
    words = func.length(text) - func.length(func.replace(text, " ", "")) + 1
    statement = (
        _answered(
            Annotation.id,
            Assignment.paragraph_id,
            Paragraph.article_id,
            Assignment.account_id,
            CodebookVersion.number,
            Annotation.submitted_at,
            Annotation.active_ms,
            case((selection.blind(), 1), else_=0),
            words,
            func.length(text),
            func.coalesce(Annotation.label_import_id, 0),
            case((LabelImport.has_spans.is_(False), 0), else_=1),
            case((FirstAnnotation.id.is_not(None), 1), else_=0),
            case((Assignment.drawn_as == DrawnAs.LEAST_SURE.value, 1), else_=0),
            case((Paragraph.is_set_aside, 1), else_=0),
        )
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .outerjoin(LabelImport, LabelImport.id == Annotation.label_import_id)
        .outerjoin(FirstAnnotation, FirstAnnotation.assignment_id == Annotation.assignment_id)
        .where(*conditions)
        .order_by(Annotation.submitted_at, Annotation.id)
    )
    parts = [np.zeros((0, len(fields(Annotations))), dtype=np.int64)]
    for rows in db.session.execute(statement).partitions(_ROWS):
        parts.append(
            np.array(
                [
                    (
                        *row[:5],
                        row[5].date().toordinal(),
                        -1 if row[6] is None else row[6],
                        *row[7:],
                    )
                    for row in rows
                ],
                dtype=np.int64,
            )
        )
    table = np.concatenate(parts)
    return Annotations(*table.T.copy())


def _answers(
    annotations: Annotations,
    questions: Sequence[Question],
    conditions: Sequence[Any],
    *,
    takes_first: bool,
) -> dict[str, Answers]:
    order = np.argsort(annotations.ids)
    ids = annotations.ids[order]
    code_of = {
        question.name: {label: code for code, label in enumerate(question.label_names)}
        for question in questions
    }
    found: dict[str, list[tuple[int, int, int]]] = {question.name: [] for question in questions}
    label: Any = Answer.label
    suggestion: Any = Answer.suggestion
    if takes_first:
        label, suggestion = FIRST_LABEL, FIRST_SUGGESTION
    statement = (
        _answered(Annotation.id, Answer.question, label, suggestion)
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(*conditions, Answer.question.in_(list(found)))
    )
    if takes_first:
        statement = joined_with_first(statement)
    for rows in db.session.execute(statement).partitions(_ROWS):
        for annotation, question, given, shown in rows:
            codes = code_of[question]
            suggested = codes.get(shown, UNDECLARED) if shown else -1
            found[question].append((annotation, codes.get(given, UNDECLARED), suggested))
    answers = {}
    for name, triples in found.items():
        table = np.array(triples, dtype=np.int64).reshape(-1, 3)
        places = order[np.searchsorted(ids, table[:, 0])]
        by_time = np.argsort(places, kind="stable")
        answers[name] = Answers(places[by_time], table[by_time, 1], table[by_time, 2])
    return answers


def _machine(project_id: int, questions: Sequence[Question]) -> dict[str, dict[int, str]]:
    """Read what the machine says now of each annotated paragraph, by question that asks for it."""
    asked = {one.name: SAID[Source(one.suggested_by)] for one in questions if one.suggested_by}
    if not asked:
        return {}
    given = select(Assignment.paragraph_id).where(Assignment.project_id == project_id)
    rows = db.session.execute(
        select(Prescore.paragraph_id, *asked.values()).where(
            Prescore.is_current, Prescore.paragraph_id.in_(given)
        )
    ).all()
    return {
        name: {row[0]: str(row[place]) for row in rows if row[place] is not None}
        for place, name in enumerate(asked, start=1)
    }


def _spans(
    annotations: Annotations, conditions: Sequence[Any], *, takes_first: bool
) -> SpansByParagraph:
    """Read the spans that annotators kept, changed or added; rejected suggestions are no spans."""
    found: SpansByParagraph = {}
    tells = annotations.tells_spans == 1
    pairs = zip(
        annotations.paragraphs[tells].tolist(), annotations.accounts[tells].tolist(), strict=True
    )
    for paragraph, account in sorted(pairs):
        found.setdefault(paragraph, {})[account] = []
    who = (Assignment.paragraph_id, Assignment.account_id)
    final = (
        _answered(*who, StoredSpan.start, StoredSpan.end, StoredSpan.category)
        .join(StoredSpan, StoredSpan.annotation_id == Annotation.id)
        .where(*conditions, StoredSpan.decision != "rejected")
        .order_by(StoredSpan.id)
    )
    statements = [final]
    if takes_first:
        has_first = exists().where(FirstAnnotation.assignment_id == Annotation.assignment_id)
        has_first = has_first.correlate(Annotation)
        first = (
            _answered(*who, FirstSpan.start, FirstSpan.end, FirstSpan.category)
            .join(FirstAnnotation, FirstAnnotation.assignment_id == Annotation.assignment_id)
            .join(FirstSpan, FirstSpan.first_annotation_id == FirstAnnotation.id)
            .where(*conditions, FirstSpan.decision != "rejected")
            .order_by(FirstSpan.id)
        )
        statements = [final.where(~has_first), first]
    for statement in statements:
        for rows in db.session.execute(statement).partitions(_ROWS):
            for paragraph, account, start, end, category in rows:
                found[paragraph][account].append(Span(start, end, category))
    return found


def _answered(*columns: Any) -> Select[*tuple[Any, ...]]:
    return current_answers(*columns).join(
        CodebookVersion, CodebookVersion.id == Annotation.codebook_version_id
    )
