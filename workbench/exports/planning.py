"""What a large file is cut into, and the moment that it shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, select, text

from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Article, Paragraph
from workbench.database import db
from workbench.exports.layouts import Layout
from workbench.exports.selection import Cut, Place, Selection
from workbench.gold.models import GoldRevision

# A part is written in a fraction of a second, and packed it has some hundred kilobytes.
CHARACTERS_PER_PART = 4_000_000
# What a row holds beside the text of its paragraph.
CHARACTERS_PER_ROW = 300
LOCK_WAIT = "3s"


@dataclass(frozen=True)
class Stretch:
    """Hold a part to be: the places that bound it (None for an end of the file), and its size."""

    after: Place | None
    until: Place | None
    paragraphs: int


def cut_now() -> Cut:
    """Give the cut of this moment: all that is stored, and nothing that is being stored.

    PostgreSQL numbers a row before its transaction ends, so that a number alone may belong to a
    row that nobody sees yet. Writers are therefore let finish, and new ones wait until the
    caller's commit: milliseconds. Where a writer takes longer the database gives up after three
    seconds, and people are asked to come again.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))
        db.session.execute(text("LOCK TABLE annotation, paragraph, gold_revision IN SHARE MODE"))
    return Cut(
        annotation_id=db.session.scalar(select(func.max(Annotation.id))) or 0,
        paragraph_id=db.session.scalar(select(func.max(Paragraph.id))) or 0,
        gold_revision_id=db.session.scalar(select(func.max(GoldRevision.id))) or 0,
    )


def stretches(selection: Selection, *, questions: int) -> list[Stretch]:
    """Cut a file into stretches of about equal size; together they hold all that there is."""
    rows_each = max(1, questions) if selection.layout is Layout.LABELS else 1
    ends = list(_ends(selection, rows_each=rows_each))
    if not ends:
        return [Stretch(None, None, 0)]
    places: list[Place | None] = [None, *(place for place, _ in ends[:-1]), None]
    return [
        Stretch(places[number], places[number + 1], paragraphs)
        for number, (_, paragraphs) in enumerate(ends)
    ]


def _ends(selection: Selection, *, rows_each: int) -> Iterator[tuple[Place, int]]:
    characters = paragraphs = 0
    place: Place | None = None
    statement = _sizes(selection).execution_options(yield_per=2_000)
    for article_id, position, length, rows in db.session.connection().execute(statement):
        place = (article_id, position)
        paragraphs += 1
        characters += rows * rows_each * (length + CHARACTERS_PER_ROW)
        if characters >= CHARACTERS_PER_PART:
            yield place, paragraphs
            characters = paragraphs = 0
    if place is not None and paragraphs:
        yield place, paragraphs


def _sizes(selection: Selection) -> Select[int, int, int, int]:
    length = Paragraph.end - Paragraph.start
    if selection.layout is Layout.PARAGRAPHS:
        statement = select(Paragraph.article_id, Paragraph.position, length, 1)
    else:
        finished = (
            select(Assignment.paragraph_id, func.count().label("n"))
            .where(Assignment.project_id == selection.project_id, Assignment.state != "leased")
            .group_by(Assignment.paragraph_id)
            .subquery()
        )
        statement = select(Paragraph.article_id, Paragraph.position, length, finished.c.n).join(
            finished, finished.c.paragraph_id == Paragraph.id
        )
    return (
        statement.join(Article, Article.id == Paragraph.article_id)
        .where(Article.project_id == selection.project_id)
        .order_by(Paragraph.article_id, Paragraph.position)
    )
