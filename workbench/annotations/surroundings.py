"""What stands around a paragraph on its page: nothing, its neighbours or the whole article."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select

from workbench.annotations.tables import PARAGRAPH, connection
from workbench.articles.queries import ParagraphView
from workbench.statements import built_once


@dataclass(frozen=True)
class Surroundings:
    """Hold the texts before and after a paragraph, in the order of the article."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def surroundings(paragraph: ParagraphView, context: str) -> Surroundings:
    """Gather what a context shows: "paragraph", "neighbours" or "article"."""
    if context == "paragraph":
        return Surroundings()
    if context == "article":
        rows = connection().execute(_article(), {"article_id": paragraph.article.id}).all()
        return Surroundings(
            tuple(row.text for row in rows if row.position < paragraph.position),
            tuple(row.text for row in rows if row.position > paragraph.position),
        )
    return Surroundings(
        () if paragraph.previous is None else (paragraph.previous.text,),
        () if paragraph.next is None else (paragraph.next.text,),
    )


@built_once
def _article() -> Select[Any]:
    return (
        select(PARAGRAPH.c.position, PARAGRAPH.c.text)
        .where(PARAGRAPH.c.article_id == bindparam("article_id"))
        .order_by(PARAGRAPH.c.position)
    )
