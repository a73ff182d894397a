"""What annotators did with suggested words, and what they marked themselves, counted by SQL.

Only current revisions with the outcome "answered" count, each with the pre-score that its page
was made with. `drawn` is "random" for paragraphs alone that were given out by lot, "" for all.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, exists, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from workbench.annotations.current_answers import current_answers_of_members
from workbench.annotations.models import Annotation, Assignment, StoredSpan
from workbench.articles.models import Paragraph, StoredLoadedWord
from workbench.database import db
from workbench.queue_order import DrawnAs


@dataclass(frozen=True)
class TermCounts:
    """Count the decisions on a term; `places` are the different places in texts they fell on.

    `quoted` are the decisions inside quotation marks, `quoted_kept` those of them in which the
    word stayed marked, whatever its category. `unseen` counts the times it was found and not
    shown, in blind answers for instance, and `unseen_marked` those in which the annotator marked
    the place unasked.
    """

    term: str
    category: str
    kept: int
    recategorised: int
    rejected: int
    places: int
    quoted: int
    quoted_kept: int
    unseen: int
    unseen_marked: int


@dataclass(frozen=True)
class HandMark:
    """Count how often the same words got the same category by hand."""

    text: str
    category: str
    marks: int
    annotator: int
    paragraph: int


@dataclass(frozen=True)
class Answered:
    """Count what the report rests on.

    `least_sure` counts the annotations of paragraphs that were given out because the model was
    least sure of them.
    """

    annotations: int
    annotators: int
    paragraphs: int
    least_sure: int


def answered(project_id: int, drawn: str = "") -> Answered:
    """Count the answers of a project, with those who gave them."""
    row = db.session.execute(
        _answered(
            project_id,
            drawn,
            func.count(),
            func.count(Assignment.account_id.distinct()),
            func.count(Assignment.paragraph_id.distinct()),
            _sum(case((Assignment.drawn_as == DrawnAs.LEAST_SURE.value, 1), else_=0)),
        )
    ).one()
    return Answered(*row)


def term_counts(project_id: int, drawn: str = "") -> list[TermCounts]:
    """Count by term what became of it."""
    by_place = _by_place(project_id, drawn).subquery()
    c = by_place.c
    decided = c.kept + c.recategorised + c.rejected
    quoted = case((c.in_quotation, 1), else_=0)
    rows = db.session.execute(
        select(
            c.term,
            func.max(c.category),
            *(_sum(each) for each in (c.kept, c.recategorised, c.rejected)),
            _sum(case((decided > 0, 1), else_=0)),
            _sum(quoted * decided),
            _sum(quoted * (c.kept + c.recategorised)),
            _sum(c.unseen),
            _sum(c.unseen_marked),
        )
        .group_by(c.term)
        .order_by(c.term)
    )
    return [TermCounts(*row) for row in rows]


def hand_marks(project_id: int, drawn: str = "") -> list[HandMark]:
    """List what was marked by hand, once for each annotator and paragraph."""
    rows = db.session.execute(
        _answered(
            project_id,
            drawn,
            StoredSpan.text,
            StoredSpan.category,
            func.count(),
            Assignment.account_id,
            Assignment.paragraph_id,
        )
        .join(StoredSpan, StoredSpan.annotation_id == Annotation.id)
        .where(StoredSpan.decision == "added")
        .group_by(
            StoredSpan.text,
            StoredSpan.category,
            Assignment.account_id,
            Assignment.paragraph_id,
        )
    )
    return [HandMark(*row) for row in rows]


def answered_texts(project_id: int, most: int, drawn: str = "") -> list[tuple[str, int]]:
    """Read up to `most` answered paragraphs, each with the number of its answers."""
    rows = db.session.execute(
        _answered(project_id, drawn, Paragraph.text, func.count())
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .group_by(Paragraph.id, Paragraph.text)
        .limit(most)
    )
    return [(text, answers) for text, answers in rows]


def _by_place(project_id: int, drawn: str) -> Select[Any]:
    word, span = StoredLoadedWord, StoredSpan
    was_marked = _was_marked()
    return (
        _answered(
            project_id,
            drawn,
            word.term,
            func.max(word.category).label("category"),
            word.in_quotation,
            *(
                _sum(case((span.decision == decision, 1), else_=0)).label(decision)
                for decision in ("kept", "recategorised", "rejected")
            ),
            _sum(case((span.id.is_(None), 1), else_=0)).label("unseen"),
            _sum(case((and_(span.id.is_(None), was_marked), 1), else_=0)).label("unseen_marked"),
        )
        # What only a model suggests is no term of the lexicon.
        .join(word, and_(word.prescore_id == Annotation.prescore_id, word.term != ""))
        .outerjoin(
            span,
            and_(
                span.annotation_id == Annotation.id,
                span.start == word.start,
                span.end == word.end,
                span.suggested_category != "",
            ),
        )
        .group_by(word.term, word.in_quotation, Assignment.paragraph_id, word.start)
    )


def _was_marked() -> ColumnElement[bool]:
    """Tell whether the annotator marked the place of a word without being asked."""
    own = aliased(StoredSpan)
    return exists().where(
        own.annotation_id == Annotation.id,
        own.decision == "added",
        own.start < StoredLoadedWord.end,
        own.end > StoredLoadedWord.start,
    )


def _sum(column: ColumnElement[Any]) -> ColumnElement[int]:
    # PostgreSQL adds integers up to a decimal number.
    return sql_cast(func.coalesce(func.sum(column), 0), Integer)


def _answered(project_id: int, drawn: str, *columns: Any) -> Select[Any]:
    by_lot = (Assignment.drawn_as == drawn,) if drawn else ()
    return current_answers_of_members(*columns).where(Assignment.project_id == project_id, *by_lot)
