"""Rows of a codebook's form that are added, moved and taken out; nothing here is stored.

Without a script each of these is a button that sends the form and gets it back.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

from workbench.codebook.codebook import Codebook
from workbench.codebook.keys import free_keys
from workbench.codebook.levels import Level

Rows = dict[str, Any]
"""`questions` and `categories` as lists of what their fields hold; `labels` within a question."""


@dataclass(frozen=True)
class Edited:
    """Hold the rows after an edit, and the place that the person goes on at."""

    rows: Rows
    place: str


def rows_of(codebook: Codebook) -> Rows:
    """Write a codebook as the rows of its form."""
    return {
        "questions": [
            {
                "name": question.name,
                "title": question.title,
                "prompt": question.prompt,
                "level": question.level.value,
                "labels": [asdict(label) for label in question.labels],
            }
            for question in codebook.questions
        ],
        "categories": [asdict(category) for category in codebook.span_categories],
    }


def edited(rows: Mapping[str, Any], action: str) -> Edited | None:
    """Do what a button says, such as "add labels 0" or "up categories 3"; None for no edit."""
    verb, _, where = action.partition(" ")
    what, *numbers = where.split(" ")
    if verb not in _VERBS or not all(part.isascii() and part.isdigit() for part in numbers):
        return None
    changed: Rows = deepcopy(dict(rows))
    # A number of more digits is none that the page wrote.
    at = [int(part[:6]) for part in numbers]
    held = _list_of(changed, what, at)
    if held is None or len(at) != (what == "labels") + (verb != "add"):
        return None
    row = len(held) if verb == "add" else at[-1]
    if verb == "add":
        held.append(_new_row(what, changed))
    elif row >= len(held):
        return None
    elif verb == "remove":
        del held[row]
        row = min(row, len(held) - 1)
    else:
        to = max(0, min(len(held) - 1, row + (-1 if verb == "up" else 1)))
        held.insert(to, held.pop(row))
        row = to
    inside = f"questions-{at[0]}-" if what == "labels" else ""
    return Edited(changed, f"{inside}{what}-{row}" if row >= 0 else "")


_VERBS = ("add", "remove", "up", "down")


def _list_of(rows: Rows, what: str, at: list[int]) -> list[Rows] | None:
    if what in ("questions", "categories"):
        found: list[Rows] = rows[what]
        return found
    if what == "labels" and at and at[0] < len(rows["questions"]):
        labels: list[Rows] = rows["questions"][at[0]]["labels"]
        return labels
    return None


def _new_row(what: str, rows: Rows) -> Rows:
    keys = free_keys(_keys(rows))
    if what == "labels":
        return {"name": "", "title": "", "key": next(keys)}
    if what == "categories":
        return {"name": "", "title": "", "key": next(keys), "description": ""}
    labels = [{"name": "", "title": "", "key": next(keys)} for _ in range(2)]
    return {"name": "", "title": "", "prompt": "", "level": Level.NOMINAL.value, "labels": labels}


def _keys(rows: Rows) -> set[str]:
    held = [*rows["categories"], *(one for each in rows["questions"] for one in each["labels"])]
    return {row["key"] for row in held}
