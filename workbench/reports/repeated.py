"""Labels and spans of hidden repeats as columns: what was answered first, and when asked again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func
from sqlalchemy.orm import aliased

from workbench.agreement import Span
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Paragraph
from workbench.database import db
from workbench.occasions import Occasion
from workbench.reports.occasion_queries import BEFORE, FIRST_TIME, answered_twice

FIRST, AGAIN = 0, 1
"""How the two occasions are named where spans of annotators are compared."""

# A paragraph and an account: one of their repeats.
Place = tuple[int, int]


class LabelCount(NamedTuple):
    """Count the repeats of one person in one article with this first label and this second one."""

    account: int
    article: int
    first: str
    again: str
    n: int


@dataclass(frozen=True)
class Repeated:
    """Hold the repeats of a selection that were answered both times.

    `labels` are counted by question; labels that no codebook declares any more are among them.
    `spans` holds, for each repeat, what was marked on both occasions, be it nothing; `articles`
    names its article. Between the two answers of `n_other_version` repeats the codebook or the
    guidelines changed. `n_named` counts answers of the second pass, which are no repeats.
    """

    labels: Mapping[str, Sequence[LabelCount]]
    spans: Mapping[Place, Mapping[int, Sequence[Span]]]
    articles: Mapping[Place, int]
    n_other_version: int
    n_named: int

    def __len__(self) -> int:
        """Count the repeats."""
        return len(self.articles)


def repeated_labels(
    project_id: int,
    questions: Sequence[str],
    conditions: Sequence[ColumnElement[bool]],
    *,
    takes_first: bool,
) -> Repeated:
    """Read the repeats that a selection chooses by their second look.

    Where suggestions were revealed after a first answer, `takes_first` takes that one on both
    occasions.
    """
    named = answered_twice(project_id, Occasion.NAMED, func.count()).where(*conditions)
    is_other = Annotation.codebook_version_id != BEFORE.codebook_version_id
    rows = db.session.execute(
        answered_twice(
            project_id,
            Occasion.REPEAT,
            Assignment.paragraph_id,
            Assignment.account_id,
            Paragraph.article_id,
            case((is_other, 1), else_=0),
        )
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .where(*conditions)
        .order_by(Assignment.id)
    ).all()
    articles = {(row[0], row[1]): row[2] for row in rows}
    has_any = bool(articles)
    return Repeated(
        labels=_labels(project_id, questions, conditions, takes_first=takes_first)
        if has_any
        else {},
        spans=_spans(project_id, articles, conditions, takes_first=takes_first) if has_any else {},
        articles=articles,
        n_other_version=sum(row[3] for row in rows),
        n_named=db.session.scalar(named) or 0,
    )


def _labels(
    project_id: int,
    questions: Sequence[str],
    conditions: Sequence[ColumnElement[bool]],
    *,
    takes_first: bool,
) -> dict[str, list[LabelCount]]:
    """Count pairs of labels; the database adds up what is alike."""
    answer, answer_before = aliased(Answer), aliased(Answer)
    label: Any = answer.label
    label_before: Any = answer_before.label
    alone, alone_before = aliased(FirstAnnotation), aliased(FirstAnnotation)
    said, said_before = aliased(FirstAnswer), aliased(FirstAnswer)
    if takes_first:
        label = func.coalesce(said.label, label)
        label_before = func.coalesce(said_before.label, label_before)
    key = (answer.question, Assignment.account_id, Paragraph.article_id, label_before, label)
    statement = (
        answered_twice(project_id, Occasion.REPEAT, *key, func.count())
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .join(answer, answer.annotation_id == Annotation.id)
        .join(
            answer_before,
            (answer_before.annotation_id == BEFORE.id)
            & (answer_before.question == answer.question),
        )
        .where(*conditions, answer.question.in_(list(questions)))
    )
    if takes_first:
        for first, given, assignment_id in (
            (alone, said, Assignment.id),
            (alone_before, said_before, FIRST_TIME.id),
        ):
            statement = statement.outerjoin(first, first.assignment_id == assignment_id).outerjoin(
                given,
                (given.first_annotation_id == first.id) & (given.question == answer.question),
            )
    found: dict[str, list[LabelCount]] = {}
    statement = statement.group_by(*key).order_by(*key)
    for question, *counted in db.session.execute(statement):
        found.setdefault(question, []).append(LabelCount(*counted))
    return found


def _spans(
    project_id: int,
    articles: Mapping[Place, int],
    conditions: Sequence[ColumnElement[bool]],
    *,
    takes_first: bool,
) -> dict[Place, dict[int, list[Span]]]:
    found: dict[Place, dict[int, list[Span]]] = {
        place: {FIRST: [], AGAIN: []} for place in articles
    }
    for occasion, annotation_id, assignment_id in (
        (FIRST, BEFORE.id, FIRST_TIME.id),
        (AGAIN, Annotation.id, Assignment.id),
    ):
        for statement in _span_statements(
            project_id, annotation_id, assignment_id, takes_first=takes_first
        ):
            for paragraph, account, *span in db.session.execute(statement.where(*conditions)):
                found[paragraph, account][occasion].append(Span(*span))
    return found


def _span_statements(
    project_id: int, annotation_id: Any, assignment_id: Any, *, takes_first: bool
) -> Iterator[Any]:
    """Select what was marked on one occasion: afterwards, and alone where that counts."""
    who = (Assignment.paragraph_id, Assignment.account_id)
    alone = aliased(FirstAnnotation)
    final = answered_twice(
        project_id, Occasion.REPEAT, *who, StoredSpan.start, StoredSpan.end, StoredSpan.category
    ).join(StoredSpan, StoredSpan.annotation_id == annotation_id)
    final = final.where(StoredSpan.decision != "rejected").order_by(StoredSpan.id)
    if not takes_first:
        yield final
        return
    joined = alone.assignment_id == assignment_id
    yield final.outerjoin(alone, joined).where(alone.id.is_(None))
    yield (
        answered_twice(
            project_id, Occasion.REPEAT, *who, FirstSpan.start, FirstSpan.end, FirstSpan.category
        )
        .join(alone, joined)
        .join(FirstSpan, FirstSpan.first_annotation_id == alone.id)
        .where(FirstSpan.decision != "rejected")
        .order_by(FirstSpan.id)
    )
