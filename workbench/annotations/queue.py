"""The queue: which paragraphs are open to a person, as SQL."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from workbench.annotations.models import Assignment
from workbench.articles.models import Article, Paragraph
from workbench.projects.models import Project


def asker(project_id: int, account_id: int, *, at: datetime) -> Mapping[str, Any]:
    """Give the parameters that every statement of this module is executed with."""
    return {"project_id": project_id, "account_id": account_id, "at": at}


# The statements are built once: building them took longer than executing them.


@cache
def first_open(*, skip_locked: bool) -> Select[int]:
    """Select and lock the first open paragraph in the order of the articles."""
    return (
        open_paragraphs()
        .order_by(Paragraph.article_id, Paragraph.position)
        .limit(1)
        .with_for_update(of=Paragraph, key_share=True, skip_locked=skip_locked)
    )


@cache
def still_open() -> Select[int]:
    """Select the paragraph `paragraph_id` if it is open."""
    return open_paragraphs().where(Paragraph.id == bindparam("paragraph_id"))


@cache
def open_count() -> Select[int]:
    """Count the open paragraphs."""
    return select(func.count()).select_from(open_paragraphs().subquery())


@cache
def open_paragraphs() -> Select[int]:
    """Select the ids of the paragraphs that the asker can be given, in no order.

    A paragraph is open while fewer people than the project asks for have submitted it or are
    reading it, and to nobody who has submitted or skipped it. The person's own lease, live or
    run out, does not stand in the way.
    """
    return (
        select(Paragraph.id)
        .join(Article, Article.id == Paragraph.article_id)
        .where(
            Article.project_id == bindparam("project_id"),
            ~_finished_by_asker(),
            _taken_places()
            < select(Project.annotators_per_paragraph)
            .where(Project.id == bindparam("project_id"))
            .scalar_subquery(),
        )
    )


def _taken_places() -> ColumnElement[int]:
    """Count the places of the statement's paragraph that people other than the asker hold."""
    other = aliased(Assignment)
    return (
        select(func.count())
        .where(
            other.paragraph_id == Paragraph.id,
            other.account_id != bindparam("account_id"),
            or_(
                other.state == "submitted",
                and_(other.state == "leased", other.lease_expires_at > bindparam("at")),
            ),
        )
        .correlate(Paragraph)
        .scalar_subquery()
    )


def _finished_by_asker() -> ColumnElement[bool]:
    own = aliased(Assignment)
    return (
        select(own.id)
        .where(
            own.paragraph_id == Paragraph.id,
            own.account_id == bindparam("account_id"),
            own.state != "leased",
        )
        .correlate(Paragraph)
        .exists()
    )
