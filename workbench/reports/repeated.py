"""Labels and spans of hidden repeats as columns: what was answered first, and when asked again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from workbench.agreement import Span
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import Answer, StoredSpan
from workbench.database import db
from workbench.occasions import Occasion
from workbench.reports.occasion_queries import answered_twice

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
    named = answered_twice(project_id, Occasion.NAMED, *conditions)
    twice = answered_twice(project_id, Occasion.REPEAT, *conditions)
    rows = db.session.execute(
        select(
            twice.c.paragraph_id, twice.c.account_id, twice.c.article_id, twice.c.is_other
        ).order_by(twice.c.again_id)
    ).all()
    articles = {(row[0], row[1]): row[2] for row in rows}
    return Repeated(
        labels=_labels(twice, questions, takes_first=takes_first) if articles else {},
        spans=_spans(twice, articles, takes_first=takes_first) if articles else {},
        articles=articles,
        n_other_version=sum(row[3] for row in rows),
        n_named=db.session.scalar(select(func.count()).select_from(named)) or 0,
    )


def _labels(
    twice: CTE, questions: Sequence[str], *, takes_first: bool
) -> dict[str, list[LabelCount]]:
    """Count pairs of labels; the database adds up what is alike."""
    before, after = aliased(Answer), aliased(Answer)
    label_before: Any = before.label
    label_after: Any = after.label
    alone: list[tuple[Any, Any, Any]] = []
    if takes_first:
        said_before, said_after = aliased(FirstAnswer), aliased(FirstAnswer)
        label_before = func.coalesce(said_before.label, label_before)
        label_after = func.coalesce(said_after.label, label_after)
        alone = [
            (aliased(FirstAnnotation), said_before, twice.c.first_id),
            (aliased(FirstAnnotation), said_after, twice.c.again_id),
        ]
    key = (after.question, twice.c.account_id, twice.c.article_id, label_before, label_after)
    statement = (
        select(*key, func.count())
        .select_from(twice)
        .join(after, after.annotation_id == twice.c.after_id)
        .join(
            before,
            (before.annotation_id == twice.c.before_id) & (before.question == after.question),
        )
        .where(after.question.in_(list(questions)))
    )
    for first, said, assignment_id in alone:
        statement = statement.outerjoin(first, first.assignment_id == assignment_id).outerjoin(
            said, (said.first_annotation_id == first.id) & (said.question == after.question)
        )
    found: dict[str, list[LabelCount]] = {}
    for question, *counted in db.session.execute(statement.group_by(*key).order_by(*key)):
        found.setdefault(question, []).append(LabelCount(*counted))
    return found


def _spans(
    twice: CTE, articles: Mapping[Place, int], *, takes_first: bool
) -> dict[Place, dict[int, list[Span]]]:
    found: dict[Place, dict[int, list[Span]]] = {
        place: {FIRST: [], AGAIN: []} for place in articles
    }
    for occasion, annotation_id, assignment_id in (
        (FIRST, twice.c.before_id, twice.c.first_id),
        (AGAIN, twice.c.after_id, twice.c.again_id),
    ):
        for statement in _span_statements(
            twice, annotation_id, assignment_id, takes_first=takes_first
        ):
            for paragraph, account, *span in db.session.execute(statement):
                found[paragraph, account][occasion].append(Span(*span))
    return found


def _span_statements(
    twice: CTE, annotation_id: Any, assignment_id: Any, *, takes_first: bool
) -> Iterator[Select[Any]]:
    """Select what was marked on one occasion: afterwards, and alone where that counts."""
    who = (twice.c.paragraph_id, twice.c.account_id)
    final = (
        select(*who, StoredSpan.start, StoredSpan.end, StoredSpan.category)
        .select_from(twice)
        .join(StoredSpan, StoredSpan.annotation_id == annotation_id)
        .where(StoredSpan.decision != "rejected")
        .order_by(StoredSpan.id)
    )
    if not takes_first:
        yield final
        return
    joined = FirstAnnotation.assignment_id == assignment_id
    yield final.outerjoin(FirstAnnotation, joined).where(FirstAnnotation.id.is_(None))
    yield (
        select(*who, FirstSpan.start, FirstSpan.end, FirstSpan.category)
        .select_from(twice)
        .join(FirstAnnotation, joined)
        .join(FirstSpan, FirstSpan.first_annotation_id == FirstAnnotation.id)
        .where(FirstSpan.decision != "rejected")
        .order_by(FirstSpan.id)
    )
