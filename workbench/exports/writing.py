"""Write a project's labels while they are read."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO

from workbench.exports.delimited import csv_head, csv_pieces
from workbench.exports.file_types import FileType
from workbench.exports.json_lines import json_pieces
from workbench.exports.layouts import Layout, groups_of
from workbench.exports.queries import question_names
from workbench.exports.rows import Row, row_batches
from workbench.exports.selection import Selection

LAYOUTS = tuple(layout.value for layout in Layout)
FILE_TYPES = tuple(file_type.value for file_type in FileType)


def write_labels(
    project_id: int,
    layout: str,
    file: IO[bytes],
    *,
    file_type: str = FileType.CSV,
    identities: bool = False,
    all_revisions: bool = False,
    training: bool = False,
) -> None:
    """Write one layout of a project into a file.

    `identities` adds names, email addresses and exact times, `all_revisions` what was revised
    later, `training` the answers to training items. Raises ValueError for a layout that is not
    among `LAYOUTS`, or a type of file that is not among `FILE_TYPES`.
    """
    selection = Selection(
        project_id=project_id,
        layout=Layout(layout),
        file_type=FileType(file_type),
        identities=identities,
        all_revisions=all_revisions,
        training=training,
    )
    for piece in export_pieces(selection):
        file.write(piece)


class RowCount:
    """Count the rows of a file while they are written."""

    def __init__(self) -> None:
        self.total = 0

    def watch(self, batches: Iterable[list[Row]]) -> Iterator[list[Row]]:
        """Hand batches of rows on."""
        for rows in batches:
            self.total += len(rows)
            yield rows


def export_pieces(selection: Selection, count: RowCount | None = None) -> Iterator[bytes]:
    """Give a file piece by piece; a stretch of a CSV has column names if it is the first."""
    questions = question_names(selection.project_id)
    groups = groups_of(selection.layout, questions, identities=selection.identities)
    rows = row_batches(selection, questions)
    if count is not None:
        rows = count.watch(rows)
    match selection.file_type:
        case FileType.CSV:
            names = [column.name for column in chain.from_iterable(groups)]
            head = [] if selection.after else [csv_head(names)]
            return chain(head, csv_pieces(rows))
        case FileType.JSONL:
            return json_pieces(
                tuple(tuple(column.name for column in group) for group in groups), rows
            )
        case FileType.PARQUET:
            from workbench.exports.parquet import parquet_pieces  # noqa: PLC0415  (loads pyarrow)

            return parquet_pieces(tuple(chain.from_iterable(groups)), rows)
