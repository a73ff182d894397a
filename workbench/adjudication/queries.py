"""Reads of contested paragraphs, what was answered on them and what was decided.

Only current revisions of first occasions with the outcome "answered" are answers.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, select

from workbench.adjudication.decision import GivenAnswer, SpanKey
from workbench.adjudication.disagreement import Labelled, disagreement_by_paragraph
from workbench.adjudication.models import Adjudication
from workbench.annotations.current_answers import current_answers_of_members
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Article, Paragraph
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.projects.models import Membership


@dataclass(frozen=True)
class ContestedRow:
    """Hold a contested paragraph; `disagreement` lies in (0, 1], `revision` is 0 before any."""

    paragraph_id: int
    paragraph_position: int
    article_id: int
    headline: str
    text: str
    disagreement: float
    n_answers: int
    revision: int


@dataclass(frozen=True)
class DecidedParagraph:
    """Hold a paragraph to decide on; `paragraph_position` counts from 0."""

    id: int
    paragraph_position: int
    text: str
    article_id: int
    headline: str
    language: str


@dataclass(frozen=True)
class DecisionRow:
    """Hold one stored decision; `pseudonym` is "" where the adjudicator's account is gone."""

    revision: int
    source: str
    note: str
    pseudonym: str
    decided_at: datetime
    seen: tuple[int, ...]
    labels: dict[str, str]
    spans: frozenset[SpanKey]


def contested_queue(project_id: int, codebook: Codebook) -> tuple[ContestedRow, ...]:
    """List the paragraphs on which labels differ, the most contested first, ties by number."""
    found = disagreement_by_paragraph(codebook, _contested_labels(project_id))
    rows = {
        row.paragraph_id: row
        for row in db.session.execute(
            select(
                Paragraph.id.label("paragraph_id"),
                Paragraph.position,
                Article.id.label("article_id"),
                Article.headline,
                func.substr(Paragraph.text, 1, 160).label("text"),
                func.coalesce(Adjudication.revision, 0).label("revision"),
            )
            .join(Paragraph.article)
            .outerjoin(
                Adjudication,
                and_(Adjudication.paragraph_id == Paragraph.id, Adjudication.is_current),
            )
            .where(Article.project_id == project_id, Paragraph.id.in_(_contested(project_id)))
        )
    }
    order = sorted(found, key=lambda one: (-round(found[one].mean, 9), one))
    return tuple(
        ContestedRow(
            paragraph_id=one,
            paragraph_position=rows[one].position,
            article_id=rows[one].article_id,
            headline=rows[one].headline,
            text=rows[one].text,
            disagreement=found[one].mean,
            n_answers=found[one].n_answers,
            revision=rows[one].revision,
        )
        for one in order
        if one in rows
    )


def paragraph_to_decide(project_id: int, paragraph_id: int) -> DecidedParagraph | None:
    """Find a paragraph of this project."""
    row = db.session.execute(
        select(
            Paragraph.id,
            Paragraph.position,
            Paragraph.text,
            Article.id,
            Article.headline,
            Article.language,
        )
        .join(Paragraph.article)
        .where(Article.project_id == project_id, Paragraph.id == paragraph_id)
    ).one_or_none()
    return None if row is None else DecidedParagraph(*row)


def given_answers(project_id: int, paragraph_id: int) -> tuple[GivenAnswer, ...]:
    """Read the answers on a paragraph, in an order that tells nothing about who gave them."""
    rows = db.session.execute(
        current_answers_of_members(Annotation, Membership.pseudonym).where(
            Assignment.project_id == project_id, Assignment.paragraph_id == paragraph_id
        )
    ).all()
    drawn = sorted(rows, key=lambda row: _lot(paragraph_id, row[0].assignment_id))
    ids = [annotation.id for annotation, _ in drawn]
    labels, spans = _labels_of(ids), _spans_of(ids)
    return tuple(
        GivenAnswer(
            number=number,
            annotation_id=annotation.id,
            pseudonym=pseudonym,
            labels=labels[annotation.id],
            spans=frozenset(spans[annotation.id]),
            comment=annotation.comment,
            is_flagged=annotation.is_flagged,
        )
        for number, (annotation, pseudonym) in enumerate(drawn, start=1)
    )


def decisions_on(project_id: int, paragraph_id: int) -> tuple[DecisionRow, ...]:
    """List the decisions on a paragraph, the newest first."""
    rows = db.session.execute(
        select(Adjudication, Membership.pseudonym)
        .outerjoin(
            Membership,
            and_(
                Membership.project_id == Adjudication.project_id,
                Membership.account_id == Adjudication.account_id,
            ),
        )
        .where(Adjudication.project_id == project_id, Adjudication.paragraph_id == paragraph_id)
        .order_by(Adjudication.revision.desc())
    )
    return tuple(
        DecisionRow(
            revision=stored.revision,
            source=stored.source,
            note=stored.note,
            pseudonym=pseudonym or "",
            decided_at=stored.decided_at,
            seen=tuple(stored.seen),
            labels={label.question: label.label for label in stored.labels},
            spans=frozenset(SpanKey(span.start, span.end, span.category) for span in stored.spans),
        )
        for stored, pseudonym in rows
    )


def all_labels(project_id: int, question: str) -> Labelled:
    """Read all labels given to a question as (paragraph, annotator, label)."""
    rows = db.session.execute(
        current_answers_of_members(Assignment.paragraph_id, Assignment.account_id, Answer.label)
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(Assignment.project_id == project_id, Answer.question == question)
        .order_by(Assignment.paragraph_id, Assignment.account_id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def state_of_labels(project_id: int) -> tuple[int, int]:
    """Give two numbers that change whenever an answer of the project does."""
    row = db.session.execute(
        current_answers_of_members(func.count(), func.coalesce(func.sum(Annotation.id), 0)).where(
            Assignment.project_id == project_id
        )
    ).one()
    return int(row[0]), int(row[1])


def _contested(project_id: int) -> Select[int]:
    """Select the paragraphs on which a question got two different labels."""
    return (
        current_answers_of_members(Assignment.paragraph_id)
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(Assignment.project_id == project_id)
        .group_by(Assignment.paragraph_id, Answer.question)
        .having(func.min(Answer.label) != func.max(Answer.label))
    )


def _contested_labels(project_id: int) -> dict[str, Labelled]:
    rows = db.session.execute(
        current_answers_of_members(
            Answer.question, Assignment.paragraph_id, Assignment.account_id, Answer.label
        )
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(Assignment.project_id == project_id)
        .where(Assignment.paragraph_id.in_(_contested(project_id)))
        .order_by(Assignment.paragraph_id, Assignment.account_id)
    )
    found: dict[str, Labelled] = defaultdict(list)
    for question, *triple in rows:
        found[question].append((triple[0], triple[1], triple[2]))
    return found


def _labels_of(annotation_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {one: {} for one in annotation_ids}
    for answer in db.session.scalars(
        select(Answer).where(Answer.annotation_id.in_(annotation_ids)).order_by(Answer.id)
    ):
        found[answer.annotation_id][answer.question] = answer.label
    return found


def _spans_of(annotation_ids: Sequence[int]) -> dict[int, set[SpanKey]]:
    found: dict[int, set[SpanKey]] = {one: set() for one in annotation_ids}
    for span in db.session.scalars(
        select(StoredSpan).where(
            StoredSpan.annotation_id.in_(annotation_ids), StoredSpan.decision != "rejected"
        )
    ):
        found[span.annotation_id].add(SpanKey(span.start, span.end, span.category))
    return found


def _lot(paragraph_id: int, assignment_id: int) -> str:
    return hashlib.sha256(f"{paragraph_id}:{assignment_id}".encode()).hexdigest()
