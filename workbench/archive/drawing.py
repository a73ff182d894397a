"""Draw a sample from a scored archive: seeded, by strata, and the same whatever the row order."""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from workbench.archive.errors import ArchiveError
from workbench.archive.opened import OpenedArchive, opened
from workbench.archive.recipes import Plan, StratumCount
from workbench.archive.strata import (
    BANDS,
    MOST_STRATA,
    NOT_KNOWN,
    NOT_SCORED,
    Dimension,
    DrawnUnit,
    allocate,
)
from workbench.words import gettext, number

KEYS = {DrawnUnit.ARTICLE: "article", DrawnUnit.PARAGRAPH: "paragraph_key"}
FACTS = ("outlet", "published_on", "headline", "source_name", "line")
# VADER rounds to four decimals. Whole numbers add up to the same in any order.
STEPS = 10_000
ROWS_PER_INSERT = 5_000
BAND_ORDER = {band: place for place, band in enumerate(BANDS)}

_TABLE = """
CREATE TABLE unit (
    key TEXT PRIMARY KEY, facts BLOB, rank BLOB, outlet TEXT, month TEXT,
    scored INTEGER, total INTEGER, excluded INTEGER
) WITHOUT ROWID
"""
# The same text may stand in an archive twice, with other facts: the smallest hash of them is taken.
_ADD = """
INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    scored = CASE WHEN excluded.facts = unit.facts THEN unit.scored + excluded.scored
                  WHEN excluded.facts < unit.facts THEN excluded.scored ELSE unit.scored END,
    total = CASE WHEN excluded.facts = unit.facts THEN unit.total + excluded.total
                 WHEN excluded.facts < unit.facts THEN excluded.total ELSE unit.total END,
    outlet = CASE WHEN excluded.facts < unit.facts THEN excluded.outlet ELSE unit.outlet END,
    month = CASE WHEN excluded.facts < unit.facts THEN excluded.month ELSE unit.month END,
    facts = min(unit.facts, excluded.facts)
"""
_DIMENSIONS = {
    Dimension.OUTLET: "outlet",
    Dimension.MONTH: "month",
    Dimension.SCORE_BAND: f"""
        CASE WHEN scored = 0 THEN '{NOT_SCORED}'
             WHEN 2 * total < -{STEPS} * scored THEN 'very negative'
             WHEN 20 * total <= -{STEPS} * scored THEN 'negative'
             WHEN 20 * total < {STEPS} * scored THEN 'neutral'
             WHEN 2 * total <= {STEPS} * scored THEN 'positive'
             ELSE 'very positive' END
    """,
}


@dataclass(frozen=True)
class Drawn:
    """Hold a draw: its strata, the drawn keys by rank with a hash of their facts, a checksum.

    `excluded` are the keys of the archive that could not be drawn, sorted.
    """

    strata: tuple[StratumCount, ...]
    keys: dict[str, bytes]
    excluded: tuple[str, ...]
    checksum: str


def draw(path: Path, plan: Plan, *, excluded: Collection[str]) -> Drawn:
    """Draw a sample that holds none of the `excluded` keys.

    Memory does not grow with the archive: what is drawn from is kept in a temporary file. Raises
    `ArchiveError`.
    """
    with closing(sqlite3.connect("")) as units, opened(path) as archive:
        units.execute(_TABLE)
        _gather(units, archive, plan, frozenset(excluded))
        strata = _counted(units, plan)
        keys = _taken(units, plan, strata)
        left_out = units.execute("SELECT key FROM unit WHERE excluded ORDER BY key")
        return Drawn(
            strata=strata,
            keys=keys,
            excluded=tuple(key for (key,) in left_out),
            checksum=hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest(),
        )


def facts_of(row: dict[str, Any], unit: DrawnUnit) -> bytes:
    """Hash what tells apart two appearances of the same text."""
    facts = [str(row[name]) for name in FACTS]
    if unit is DrawnUnit.PARAGRAPH:
        facts.append(str(row["paragraph"]))
    return hashlib.sha256(json.dumps(facts).encode()).digest()


def _gather(
    units: sqlite3.Connection, archive: OpenedArchive, plan: Plan, excluded: frozenset[str]
) -> None:
    batch: list[tuple[Any, ...]] = []
    for unit in _units(archive, plan, excluded):
        batch.append(unit)
        if len(batch) >= ROWS_PER_INSERT:
            units.executemany(_ADD, batch)
            batch = []
    units.executemany(_ADD, batch)


def _units(
    archive: OpenedArchive, plan: Plan, excluded: frozenset[str]
) -> Iterator[tuple[Any, ...]]:
    key_name = KEYS[plan.unit]
    names = ["article", "paragraph", *FACTS, "compound"]
    names += [] if key_name in names else [key_name]
    for _, group in groupby(
        archive.rows(names), key=lambda row: (row[key_name], row["source_name"], row["line"])
    ):
        rows = list(group)
        first = rows[0]
        key, day = first[key_name], first["published_on"]
        scores = [row["compound"] for row in rows if row["compound"] is not None]
        yield (
            key,
            facts_of(first, plan.unit),
            hashlib.sha256(f"{plan.seed}:{key}".encode()).digest(),
            first["outlet"] or NOT_KNOWN,
            f"{day:%Y-%m}" if day else NOT_KNOWN,
            len(scores),
            sum(round(STEPS * score) for score in scores),
            key in excluded or first["article"] in excluded,
        )


def _values(plan: Plan) -> str:
    return ", ".join(_DIMENSIONS[dimension] for dimension in plan.dimensions) or "''"


def _counted(units: sqlite3.Connection, plan: Plan) -> tuple[StratumCount, ...]:
    values = _values(plan)
    rows = units.execute(
        f"SELECT sum(NOT excluded), sum(excluded), {values} FROM unit "  # noqa: S608  (our own words)
        f"GROUP BY {values} LIMIT {MOST_STRATA + 1}"
    ).fetchall()
    if len(rows) > MOST_STRATA:
        raise ArchiveError(
            gettext(
                "This makes more than %(most)s strata: tell them apart by fewer things.",
                most=number(MOST_STRATA),
            )
        )
    rows.sort(key=lambda row: [(BAND_ORDER.get(value, 0), value) for value in row[2:]])
    shares = allocate([row[0] for row in rows], plan.size, plan.allocation)
    return tuple(
        StratumCount(tuple(found) if plan.dimensions else (), available, left_out, share)
        for (available, left_out, *found), share in zip(rows, shares, strict=True)
    )


def _taken(
    units: sqlite3.Connection, plan: Plan, strata: Iterable[StratumCount]
) -> dict[str, bytes]:
    """Take the first units of each stratum by rank, and give all of them by rank."""
    left = {stratum.values: stratum.drawn for stratum in strata}
    taken: list[tuple[bytes, str, bytes]] = []
    for rank, key, facts, *values in units.execute(
        f"SELECT rank, key, facts, {_values(plan)} FROM unit "  # noqa: S608  (our own words)
        "WHERE NOT excluded ORDER BY rank"
    ):
        stratum = tuple(values) if plan.dimensions else ()
        if left[stratum]:
            left[stratum] -= 1
            taken.append((rank, key, facts))
    return {key: facts for _, key, facts in taken}
