"""Run benchmarks: `python -m benchmarks [NAME…] [--json FILE] [--quick]`."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks import (
    agreeing,
    anchoring,
    archiving,
    bootstrapping,
    coverage,
    exporting,
    importing,
    keeping,
    paging,
    pairing,
    prescoring,
    submitting,
    turning,
    waiting,
)
from benchmarks.options import Options
from benchmarks.results import Result, document, table
from workbench.database import now

BENCHMARKS: dict[str, Callable[[Options], list[Result]]] = {
    "prescore": prescoring.run,
    "import": importing.run,
    "archive": archiving.run,
    "submit": submitting.run,
    "export": exporting.run,
    "agreement": agreeing.run,
    "page": paging.run,
    "turn": turning.run,
    "wait": waiting.run,
    "memory": keeping.run,
    "bootstrap": bootstrapping.run,
    "coverage": coverage.run,
    "anchoring": anchoring.run,
    "second-pass": pairing.run,
}


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME…]", type=click.Choice(list(BENCHMARKS)))
@click.option(
    "--json", "path", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
@click.option("--quick", is_flag=True, help="Measure less; the ratios scatter more.")
@click.option("--tiny", is_flag=True, hidden=True, help="Show only that everything still runs.")
def main(names: tuple[str, ...], path: Path | None, quick: bool, tiny: bool) -> None:
    """Measure what the workbench costs; without names, all of it."""
    results: list[Result] = []
    for name in names or BENCHMARKS:
        click.echo(f"{name} …", err=True)
        with tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as folder:
            results += BENCHMARKS[name](Options(Path(folder), is_quick=quick, is_tiny=tiny))
    click.echo(table(results))
    if path is not None:
        path.write_text(document(results, at=now(), is_quick=quick or tiny), encoding="utf-8")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
