"""Say anew which paragraphs are full when a project asks for more or fewer people for each.

The tables of articles and annotations are named here, not imported: the packages that own them
stand above this one. A test holds the names against those tables.
"""

from sqlalchemy import ScalarSelect, column, func, or_, select, table, update

from workbench.database import db
from workbench.occasions import Occasion

ARTICLE = table("article", column("id"), column("project_id"))
PARAGRAPH = table(
    "paragraph",
    column("id"),
    column("article_id"),
    column("answers"),
    column("is_full"),
    column("is_set_aside"),
)
ASSIGNMENT = table(
    "assignment",
    column("project_id"),
    column("paragraph_id"),
    column("is_open"),
    column("occasion"),
)
QUEUE_COUNT = table("queue_count", column("project_id"), column("full_paragraphs"))


def fill_paragraphs(project_id: int, overlap: int) -> None:
    """Let the paragraphs of a project be full that have as many answers as it asks for; flush.

    Those that are set aside are full whatever it asks for.
    """
    of_project = PARAGRAPH.c.article_id.in_(
        select(ARTICLE.c.id).where(ARTICLE.c.project_id == project_id)
    )
    # With all of them locked nobody is storing an answer by the number that held before; whoever
    # comes after reads the new one.
    held = select(PARAGRAPH.c.id).where(of_project).order_by(PARAGRAPH.c.id)
    db.session.execute(held.with_for_update()).all()
    is_full = or_(PARAGRAPH.c.is_set_aside, PARAGRAPH.c.answers >= overlap)
    db.session.execute(
        update(PARAGRAPH).where(of_project, PARAGRAPH.c.is_full != is_full).values(is_full=is_full)
    )
    is_open = ~_is_full()
    db.session.execute(
        update(ASSIGNMENT)
        .where(
            ASSIGNMENT.c.project_id == project_id,
            ASSIGNMENT.c.occasion == Occasion.FIRST.value,
            ASSIGNMENT.c.is_open != is_open,
        )
        .values(is_open=is_open)
    )
    full = select(func.count()).select_from(PARAGRAPH).where(of_project, PARAGRAPH.c.is_full)
    db.session.execute(
        update(QUEUE_COUNT)
        .where(QUEUE_COUNT.c.project_id == project_id)
        .values(full_paragraphs=full.scalar_subquery())
    )


def _is_full() -> ScalarSelect[bool]:
    return (
        select(PARAGRAPH.c.is_full)
        .where(PARAGRAPH.c.id == ASSIGNMENT.c.paragraph_id)
        .scalar_subquery()
    )
