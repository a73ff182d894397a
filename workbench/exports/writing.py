"""Write a project's labels as CSV while they are read."""

from collections.abc import Iterator
from typing import IO

from workbench.exports.columns import Layout, columns_of
from workbench.exports.queries import question_levels
from workbench.exports.rows import row_batches
from workbench.web.cells import Cell
from workbench.web.downloads import csv_chunks

LAYOUTS = tuple(layout.value for layout in Layout)


def write_labels(
    project_id: int,
    layout: str,
    file: IO[str],
    *,
    identities: bool = False,
    all_revisions: bool = False,
) -> None:
    """Write one layout of a project into a file that was opened with `newline=""`.

    `identities` adds names, email addresses and exact times, `all_revisions` what was revised
    later. Raises ValueError for a layout that is not among `LAYOUTS`.
    """
    for piece in export_chunks(
        project_id, Layout(layout), identities=identities, all_revisions=all_revisions
    ):
        file.write(piece)


def export_chunks(
    project_id: int, layout: Layout, *, identities: bool, all_revisions: bool
) -> Iterator[str]:
    """Give the CSV of a layout piece by piece, the line of column names first."""
    return csv_chunks(
        _cells(project_id, layout, identities=identities, all_revisions=all_revisions)
    )


def _cells(
    project_id: int, layout: Layout, *, identities: bool, all_revisions: bool
) -> Iterator[list[list[Cell]]]:
    # Questions stand as in the newest codebook that asks them.
    questions = tuple(dict.fromkeys(name for _, name in question_levels(project_id)))
    names = [column.name for column in columns_of(layout, questions, identities=identities)]
    yield [list(names)]
    for rows in row_batches(project_id, layout, all_revisions=all_revisions):
        yield [[row[name] for name in names] for row in rows]
