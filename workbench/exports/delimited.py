"""CSV (RFC 4180) from rows of groups: what rows share is written once and repeated as text."""

import csv
import json
from collections.abc import Iterable, Iterator

from workbench.exports.queries import Group, Value
from workbench.exports.rows import Row
from workbench.web.cells import written

LINE_END = "\r\n"


class _Line:
    """Be the file of a `csv.writer` whose `writerow` gives the line back."""

    @staticmethod
    def write(line: str) -> str:
        return line


# What `csv.writer` writes as `written` does.
_PLAIN = (int, float, type(None))
_writer = csv.writer(_Line(), lineterminator=LINE_END)


def csv_head(names: Iterable[str]) -> bytes:
    """Write the line of column names."""
    return (_group(tuple(names)) + LINE_END).encode()


def csv_pieces(batches: Iterable[list[Row]]) -> Iterator[bytes]:
    """Write batches of rows, one piece for each."""
    for rows in batches:
        # By identity: the batch keeps its groups alive, and equal ones are the same object.
        texts: dict[int, str] = {}
        for row in rows:
            for group in row:
                if id(group) not in texts:
                    texts[id(group)] = _group(group)
        lines = [",".join([texts[id(group)] for group in row]) for row in rows]
        if lines:
            yield (LINE_END.join(lines) + LINE_END).encode()


def _group(group: Group) -> str:
    line: str = _writer.writerow(
        [value if type(value) in _PLAIN else _cell(value) for value in group]
    )
    # A group is a piece of a line.
    return line.removesuffix(LINE_END)


def _cell(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else written(value)
