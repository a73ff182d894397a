"""What belongs to an annotation or to a pre-score: answers, spans and loaded words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import Annotation, Answer, StoredSpan
from workbench.articles.models import StoredLoadedWord
from workbench.exports.cursors import rows


class GivenAnswer(NamedTuple):
    """Hold an answer as its columns; "" stands for what there is not."""

    question: str
    label: str
    suggestion: str
    withheld: str
    first_label: str
    suggested_when: str


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
    for annotation_id, *given in rows(statement):
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
    return {owner: spans.get(owner, []) for (owner,) in rows(firsts)}


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


def _by_owner(statement: Select[*tuple[Any, ...]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(statement):
        values = dict(row._mapping)
        found[values.pop("owner")].append(values)
    return found
