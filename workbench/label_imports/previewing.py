"""Look through a file of labels: what would be stored, and what stands in the way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import exists, select

from workbench.annotations.models import Assignment
from workbench.articles.models import Article, Paragraph
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.label_imports.codebooks import codebook_after
from workbench.label_imports.mapping import Reading, ReadingError
from workbench.label_imports.plan import Item, Plan
from workbench.label_imports.planning import plan_import
from workbench.label_imports.span_cells import categories_of
from workbench.label_imports.tables import Table
from workbench.projects.queries import codebook_in_force
from workbench.words import gettext

_AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class Opened:
    """Hold the tables of an import that is not stored yet."""

    table: Table
    texts: Table | None


class Hindrance(StrEnum):
    """Name what can stand in the way of an import."""

    NOTHING_TO_STORE = "nothing to store"
    BAD_ROWS = "bad rows"
    CONFLICTS = "conflicts"
    UNKNOWN_PARAGRAPHS = "unknown paragraphs"


@dataclass(frozen=True)
class Obstacle:
    """Hold what stands in the way, and how often; what can be done depends on who is told."""

    hindrance: Hindrance
    n: int


@dataclass(frozen=True)
class Preview:
    """Hold what an import would store, and which `obstacles` stand in its way.

    `n_known` items are paragraphs that the project has already.
    """

    plan: Plan
    codebook: Codebook
    obstacles: tuple[Obstacle, ...]
    n_known: int


def is_fresh(project_id: int) -> bool:
    """Tell whether nobody has annotated anything in a project."""
    return not db.session.scalar(
        select(exists().where(Assignment.project_id == project_id, Assignment.state == "submitted"))
    )


def preview_of(project_id: int, files: Opened, reading: Reading) -> Preview:
    """Say what would be stored and what stands in the way; raise `ReadingError`."""
    if reading.replaces_codebook and not is_fresh(project_id):
        raise ReadingError(
            gettext(
                "This project has annotations: its questions stay. Let the file answer them, or "
                "add new ones."
            )
        )
    in_force = codebook_in_force(project_id).codebook
    categories: dict[str, None] = {}
    if reading.columns.spans:
        for cell in files.table.column(reading.columns.spans):
            categories |= dict.fromkeys(categories_of(cell))
    codebook = codebook_after(reading, in_force, categories)
    plan = plan_import(files.table, files.texts, reading, codebook)
    plan, n_unknown = _placed(project_id, plan)
    n_known = sum(item.paragraph_id is not None for item in plan.items.values())
    return Preview(plan, codebook, _obstacles(plan, reading, n_unknown), n_known)


def _obstacles(plan: Plan, reading: Reading, n_unknown: int) -> tuple[Obstacle, ...]:
    n_bad = 0 if reading.leaves_out_bad else len(plan.notes.bad)
    counts = {
        Hindrance.NOTHING_TO_STORE: int(not plan.given),
        Hindrance.BAD_ROWS: n_bad,
        Hindrance.CONFLICTS: len(plan.notes.conflicts),
        Hindrance.UNKNOWN_PARAGRAPHS: n_unknown,
    }
    return tuple(Obstacle(hindrance, n) for hindrance, n in counts.items() if n)


def _placed(project_id: int, plan: Plan) -> tuple[Plan, int]:
    """Find the items that are paragraphs of the project, by number or by their text.

    Gives also how many items name a paragraph that is not there. A text that two items or two
    paragraphs share tells nothing.
    """
    by_text = Counter(item.text for item in plan.items.values() if item.text)
    ids: set[int] = set()
    of_text: dict[str, list[int]] = {}
    for paragraph_id, text in db.session.execute(
        select(Paragraph.id, Paragraph.text)
        .join(Article, Article.id == Paragraph.article_id)
        .where(Article.project_id == project_id)
        .execution_options(yield_per=_AT_ONCE)
    ):
        ids.add(paragraph_id)
        if text in by_text:
            of_text.setdefault(text, []).append(paragraph_id)
    n_unknown = sum(
        item.paragraph_id is not None and item.paragraph_id not in ids
        for item in plan.items.values()
    )
    items = {name: _found(item, of_text, by_text) for name, item in plan.items.items()}
    return replace(plan, items=items), n_unknown


def _found(item: Item, of_text: Mapping[str, Sequence[int]], by_text: Mapping[str, int]) -> Item:
    here = of_text.get(item.text, ())
    if item.paragraph_id is None and len(here) == 1 and by_text[item.text] == 1:
        return replace(item, paragraph_id=here[0])
    return item
