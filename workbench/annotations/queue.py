"""The queue: which paragraphs are open to a person, as SQL."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from workbench.annotations.models import Assignment
from workbench.articles.models import Article, Paragraph
from workbench.projects.models import Project


def open_paragraphs(project_id: int, account_id: int, *, at: datetime) -> Select[int]:
    """Select the ids of the paragraphs that this person can be given, in no order.

    A paragraph is open while fewer people than the project asks for have submitted it or are
    reading it, and to nobody who has submitted or skipped it. The person's own lease, live or
    run out, does not stand in the way.
    """
    return (
        select(Paragraph.id)
        .join(Article, Article.id == Paragraph.article_id)
        .where(
            Article.project_id == project_id,
            ~_finished_by(account_id),
            taken_places(account_id, at=at)
            < select(Project.annotators_per_paragraph)
            .where(Project.id == project_id)
            .scalar_subquery(),
        )
    )


def taken_places(account_id: int, *, at: datetime) -> ColumnElement[int]:
    """Count the places of the statement's paragraph that people other than this one hold."""
    other = aliased(Assignment)
    return (
        select(func.count())
        .where(
            other.paragraph_id == Paragraph.id,
            other.account_id != account_id,
            or_(
                other.state == "submitted",
                and_(other.state == "leased", other.lease_expires_at > at),
            ),
        )
        .correlate(Paragraph)
        .scalar_subquery()
    )


def _finished_by(account_id: int) -> ColumnElement[bool]:
    own = aliased(Assignment)
    return (
        select(own.id)
        .where(
            own.paragraph_id == Paragraph.id,
            own.account_id == account_id,
            own.state != "leased",
        )
        .correlate(Paragraph)
        .exists()
    )
