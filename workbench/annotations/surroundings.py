"""What stands around a paragraph on its page: nothing, its neighbours or the whole article."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select

from workbench.annotations.tables import PARAGRAPH
from workbench.articles.queries import ParagraphView
from workbench.database import connection
from workbench.prepared import rows
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
        others = rows(connection(), _article(), {"article_id": paragraph.article.id})
        return Surroundings(
            tuple(each.text for each in others if each.position < paragraph.position),
            tuple(each.text for each in others if each.position > paragraph.position),
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
