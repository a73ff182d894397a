"""Archives in the terminal: `workbench score`, `workbench sample`."""

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.app import create_app
from workbench.archive.errors import ArchiveError
from workbench.archive.partitions import Unit
from workbench.archive.recipes import NO_PERSON, Plan, Recipe
from workbench.archive.strata import MOST_UNITS, Allocation, DrawnUnit, chosen_dimensions
from workbench.archive_telling import ProgressBar, strata_table, written_sentence
from workbench.articles.lexicon import lexicon_in_force
from workbench.config import Settings
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.projects.queries import find_project
from workbench.samples.drawing import Draw, draw_again, draw_from
from workbench.samples.forms import LARGEST_SEED
from workbench.samples.operations import NothingDrawnError, store_sample
from workbench.samples.queries import article_keys, stored
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconError
from workbench.scoring.lexicon_files import read_lexicon_file

if TYPE_CHECKING:
    from workbench.archive.scoring import Scorer
    from workbench.archive.workers import Workers

SOME_BAD = 3
INTERRUPTED = 130


@click.command("score")
@click.argument(
    "inputs", metavar="INPUT…", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Parquet file to write.",
)
@click.option(
    "--rows",
    "unit",
    type=click.Choice([unit.value for unit in Unit]),
    default=Unit.ARTICLES.value,
    show_default=True,
    help="What a row of the input holds.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="Name a column that is not recognised, such as text=story.",
)
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of JSONL and CSV.")
@click.option("--without-text", is_flag=True, help="Leave the texts out; nothing can be drawn.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes [default: all cores].")
@click.option("--dask", "address", metavar="ADDRESS", help="Run on the Dask cluster there.")
@click.option("--project", "project_name", help="Use the lexicon of this project.")
@click.option(
    "--lexicon",
    "lexicon_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Use the lexicon in this CSV file.",
)
@click.pass_obj
def score_command(
    settings: Settings,
    inputs: tuple[Path, ...],
    target: Path,
    unit: str,
    columns: tuple[str, ...],
    encoding: str,
    without_text: bool,
    workers: int | None,
    address: str | None,
    project_name: str | None,
    lexicon_path: Path | None,
) -> None:
    """Pre-score articles from .parquet, .jsonl and .csv files into one Parquet file.

    Needs no database, unless a project's lexicon is asked for. The same command goes on where an
    earlier run was stopped. Exit code 3 says that some rows could not be read: they are listed
    beside the archive.
    """
    # Arrow is loaded by those who use it alone: the server's idle memory matters.
    from workbench.archive.columns import chosen_columns  # noqa: PLC0415  (see above)
    from workbench.archive.inputs import (  # noqa: PLC0415  (see above)
        Reading,
        check_encoding,
        input_of,
    )
    from workbench.archive.scoring import Scorer  # noqa: PLC0415  (see above)
    from workbench.archive.workers import DaskWorkers, LocalWorkers  # noqa: PLC0415  (see above)
    from workbench.archive.writing import score_archive  # noqa: PLC0415  (see above)

    if address and workers:
        raise click.UsageError("--workers is for this machine; a cluster has its own.")
    lexicon = _wanted_lexicon(settings, project_name, lexicon_path)

    def open_workers(scorer: "Scorer") -> "Workers":
        return DaskWorkers.at(address, scorer) if address else LocalWorkers(scorer, workers)

    bar = ProgressBar()
    try:
        check_encoding(encoding)
        written = score_archive(
            [input_of(path) for path in inputs],
            target,
            scorer=Scorer.of(lexicon, with_text=not without_text),
            reading=Reading(unit=Unit(unit), columns=chosen_columns(columns), encoding=encoding),
            open_workers=open_workers,
            report=bar.draw,
        )
    except ArchiveError as error:
        bar.clear()
        raise click.ClickException(str(error)) from error
    except OSError as error:
        bar.clear()
        raise click.ClickException(
            f"{error.strerror or error}. What was scored is kept: the same command goes on."
        ) from error
    except KeyboardInterrupt:
        bar.clear()
        click.echo("Stopped. What was scored is kept: the same command goes on.", err=True)
        sys.exit(INTERRUPTED)
    bar.clear()
    click.echo(written_sentence(written))
    sys.exit(SOME_BAD if written.bad_rows else 0)


def _wanted_lexicon(
    settings: Settings, project_name: str | None, lexicon_path: Path | None
) -> Lexicon:
    if project_name and lexicon_path:
        raise click.UsageError("Give either --project or --lexicon.")
    if lexicon_path:
        return _lexicon_in(lexicon_path)
    if not project_name:
        return lexicon_in_force()
    with create_app(settings).app_context():
        try:
            return lexicon_in_force(_project(project_name))
        finally:
            db.session.remove()
            db.engine.dispose()


def _lexicon_in(path: Path) -> Lexicon:
    """Read a file as the pages hand it out, or as people wrote it."""
    try:
        read = read_lexicon_file(path.read_bytes(), path.name)
        if read.problems:
            raise LexiconError("\n".join(problem.sentence for problem in read.problems))
        return Lexicon(read.entries, source=path.name)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read ({error.strerror}).") from error
    except LexiconError as error:
        raise click.ClickException(str(error)) from error


@click.command("sample")
@click.argument("path", metavar="ARCHIVE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--project", "project_name", required=True, help="Name or number of the project.")
@click.option("--size", type=click.IntRange(1, MOST_UNITS), help="How many to draw.")
@click.option("--strata", default="", metavar="LIST", help="Any of outlet,month,score_band.")
@click.option("--seed", type=click.IntRange(0), help="Any whole number [default: by chance].")
@click.option(
    "--per-stratum",
    "allocation",
    type=click.Choice([allocation.value for allocation in Allocation]),
    default=Allocation.PROPORTIONAL.value,
    show_default=True,
    help="How the size is shared among the strata.",
)
@click.option(
    "--unit",
    type=click.Choice([unit.value for unit in DrawnUnit]),
    default=DrawnUnit.ARTICLE.value,
    show_default=True,
    help="What is drawn.",
)
@click.option(
    "--recipe",
    "recipe_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw the sample of this recipe again.",
)
@click.option("--preview", is_flag=True, help="Show the strata and store nothing.")
@click.pass_obj
def sample_command(
    settings: Settings,
    path: Path,
    project_name: str,
    size: int | None,
    strata: str,
    seed: int | None,
    allocation: str,
    unit: str,
    recipe_path: Path | None,
    preview: bool,
) -> None:
    """Draw articles of a scored archive into a project, by strata and with a seed."""
    if (size is None) == (recipe_path is None):
        raise click.UsageError("Give either --size or --recipe.")
    if not path.is_file():
        raise click.ClickException(f"There is no file {path}.")
    with create_app(settings).app_context():
        try:
            project = _project(project_name)
            if recipe_path is None:
                plan = Plan(
                    size=size or 0,
                    seed=secrets.randbelow(LARGEST_SEED) if seed is None else seed,
                    dimensions=chosen_dimensions(strata),
                    allocation=Allocation(allocation),
                    unit=DrawnUnit(unit),
                )
                draw = draw_from(path, plan, excluded=article_keys(project))
            else:
                draw = draw_again(path, _recipe(recipe_path))
            recipe = draw.recipe(at=now(), by=NO_PERSON)
            click.echo(strata_table(recipe))
            if not preview:
                _store(project, draw, recipe)
        except (ArchiveError, NothingDrawnError) as error:
            raise click.ClickException(str(error)) from error
        finally:
            db.session.remove()
            db.engine.dispose()


def _store(project: int, draw: Draw, recipe: Recipe) -> None:
    articles = draw.articles()
    # Drawing may have taken minutes, and SQLite has one writer: nobody waited for it.
    db.session.rollback()
    sample = store_sample(
        project, recipe, articles, account_id=None, at=now(), job_at=ledger_time()
    )
    db.session.commit()
    jobs = ", ".join(f"workbench jobs show {job}" for job in stored(sample.id).job_ids)
    click.echo(
        f"Sample {sample.id} is being stored; follow it with: {jobs}\n"
        "A running workbench does that by itself; without one, start: workbench worker"
    )


def _recipe(path: Path) -> Recipe:
    try:
        return Recipe.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"The recipe {path} cannot be read.") from error


def _project(name: str) -> int:
    try:
        project_id = find_project(name).id
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    db.session.rollback()
    return project_id


COMMANDS: tuple[click.Command, ...] = (score_command, sample_command)
