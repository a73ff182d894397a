"""What `workbench score` and `workbench sample` say: how far they are, and what came of it."""

import sys
from time import monotonic
from typing import TYPE_CHECKING

import click

from workbench.archive.recipes import Recipe
from workbench.web.wording import counted

if TYPE_CHECKING:
    # Arrow is loaded by those who use it alone: the server's idle memory matters.
    from workbench.archive.writing import Progress, Written

BAR = 30


class ProgressBar:
    """Draw how far a run is, with its rate and the time left, on a terminal alone."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._began = monotonic()
        self._bytes_taken_over = 0

    def draw(self, progress: "Progress") -> None:
        """Draw a line over the one before."""
        if not self._is_shown:
            return
        if progress.paragraphs == progress.taken_over:
            self._began, self._bytes_taken_over = monotonic(), progress.bytes_read
        line = progress_line(
            progress,
            seconds=monotonic() - self._began,
            bytes_taken_over=self._bytes_taken_over,
        )
        click.echo(f"\r\x1b[2K{line}", nl=False, err=True)

    def clear(self) -> None:
        """Remove the line."""
        if self._is_shown:
            click.echo("\r\x1b[2K", nl=False, err=True)


def progress_line(progress: "Progress", *, seconds: float, bytes_taken_over: int = 0) -> str:
    """Write how far a run is in one line of text."""
    percent = min(100, 100 * progress.bytes_read // max(1, progress.bytes_in_all))
    full = BAR * percent // 100
    parts = [f"[{'#' * full}{'.' * (BAR - full)}] {percent:>3} %"]
    parts.append(counted(progress.paragraphs, "paragraph"))
    scored = progress.paragraphs - progress.taken_over
    read = progress.bytes_read - bytes_taken_over
    if seconds > 0 and scored and read:
        parts.append(f"{scored / seconds:,.0f} a second")
        parts.append(_left(seconds * (progress.bytes_in_all - progress.bytes_read) / read))
    if progress.bad_rows:
        parts.append(f"{counted(progress.bad_rows, 'row')} not read")
    return "  ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 5:
        return "a few seconds left"
    if seconds < 90:
        return f"about {seconds:.0f} seconds left"
    if seconds < 90 * 60:
        return f"about {seconds / 60:.0f} minutes left"
    return f"about {seconds / 3600:.0f} hours left"


def written_sentence(written: "Written") -> str:
    """Say what an archive holds, and what it does not."""
    said = (
        f"Wrote {written.path}: {counted(written.paragraphs, 'paragraph')} of "
        f"{counted(written.articles, 'article')}."
    )
    if written.taken_over:
        said += f" {counted(written.taken_over, 'paragraph')} of them an earlier run had scored."
    if written.bad_rows:
        said += (
            f"\n{counted(written.bad_rows, 'row')} could not be read or scored: see "
            f"{written.bad_rows_path}."
        )
    return said


def strata_table(recipe: Recipe) -> str:
    """Draw the strata as a table of text."""
    plan = recipe.plan
    head = (*(dimension.value for dimension in plan.dimensions), "can be drawn", "here", "drawn")
    rows = [
        (*row.values, f"{row.available:,}", f"{row.excluded:,}", f"{row.drawn:,}")
        for row in recipe.strata
    ]
    n_words = len(plan.dimensions)
    total = (
        *("in all", *[""] * n_words)[:n_words],
        f"{recipe.available:,}",
        f"{len(recipe.excluded):,}",
        f"{recipe.drawn:,}",
    )
    table = [head, *rows, *([total] if n_words else [])]
    widths = [max(len(row[place]) for row in table) for place in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if place < n_words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]
    return "\n".join([*lines, f"seed {plan.seed}"])
