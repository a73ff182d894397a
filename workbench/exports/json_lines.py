"""JSON lines from rows of groups: one object a row, null for what is not known."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from workbench.exports.queries import Group, Value
from workbench.exports.rows import Row
from workbench.web.cells import written

Names = tuple[tuple[str, ...], ...]


def json_pieces(names: Names, batches: Iterable[list[Row]]) -> Iterator[bytes]:
    """Write batches of rows, one piece for each; `names` stand in groups as the values do."""
    for rows in batches:
        texts: dict[int, str] = {}
        for row in rows:
            for place, group in enumerate(row):
                if id(group) not in texts:
                    texts[id(group)] = _members(names[place], group)
        lines = [
            "{" + ", ".join([texts[id(group)] for group in row if group]) + "}\n" for row in rows
        ]
        if lines:
            yield "".join(lines).encode()


def _members(names: tuple[str, ...], group: Group) -> str:
    values = {name: _plain(value) for name, value in zip(names, group, strict=True)}
    return json.dumps(values, ensure_ascii=False, allow_nan=False)[1:-1]


def _plain(value: Value) -> Value:
    # Days and times stand as in CSV; JSON has neither.
    return written(value) if isinstance(value, date) else value
