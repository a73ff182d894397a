"""`workbench import`: bring files of articles into a project, by a job that survives a crash."""

import signal
import sys
from pathlib import Path
from typing import NoReturn

import click

from workbench.app import create_app
from workbench.archive.columns import FIELDS, chosen_columns
from workbench.archive.errors import ArchiveError
from workbench.articles.file_imports import ReadFiles, read_files
from workbench.config import Settings
from workbench.database import db
from workbench.import_following import SOME_BAD, FileImport, enter, follow, try_out
from workbench.import_telling import bad_row_lines, ending_lines, reading_lines, told_as_json
from workbench.projects.queries import find_project
from workbench.text.dates import NumberOrder
from workbench.text.given import Given
from workbench.text.records import key
from workbench.web.language_names import LANGUAGES


def _known_encoding(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    try:
        "".encode(name or "utf-8")
    except (LookupError, ValueError) as error:
        raise click.BadParameter(f"There is no encoding “{name}”.") from error
    return name


@click.command("import")
@click.option("--project", "project_name", required=True, help="Name or number of the project.")
@click.option("--keep-good", is_flag=True, help="Store the good articles though some rows are bad.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help=f"Name a column that is not recognised; FIELD is one of {', '.join(FIELDS)}.",
)
@click.option(
    "--encoding", default="", callback=_known_encoding, help="Encoding of the files [guessed]."
)
@click.option(
    "--dates",
    "order",
    type=click.Choice([order.value for order in NumberOrder]),
    help="Order of numbers such as 03/04/2024 in tables and pages.",
)
@click.option("--outlet", default="", help="Outlet of articles whose file names none.")
@click.option(
    "--language",
    type=click.Choice(sorted(LANGUAGES)),
    metavar="CODE",
    default=None,
    help="Language of all the articles, such as en [recognised].",
)
@click.option("--dry-run", is_flag=True, help="Say how the files are read, and store nothing.")
@click.option("--no-wait", is_flag=True, help="Enter the job and leave it to the workers.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object in place of sentences."
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def import_command(
    settings: Settings,
    project_name: str,
    keep_good: bool,
    columns: tuple[str, ...],
    encoding: str,
    order: str | None,
    outlet: str,
    language: str | None,
    dry_run: bool,
    no_wait: bool,
    as_json: bool,
    files: tuple[Path, ...],
) -> None:
    """Import articles from .txt, .html, .csv and .jsonl files.

    The job goes on where it was stopped: by the same command, or by any worker. Exit codes: 0 all
    is stored or was there already, 1 nothing was stored, 3 some rows could not be read, 4 the job
    did not end or some chunks of it failed, 130 stopped with Ctrl-C.
    """
    given = Given(
        encoding=encoding,
        columns=_fields_of(columns),
        order=None if order is None else NumberOrder(order),
    )
    app = create_app(settings)
    with app.app_context():
        try:
            project_id, name = _project(project_name)
            # Reading takes seconds for megabytes, and SQLite has one writer: nobody waits for it.
            db.session.rollback()
            read = read_files(files, given, outlet=outlet.strip(), language=language or "")
            _refuse_missing_columns(read, given)
            found = FileImport(project_id, name, read)
            # A script reads how it ended; a person reads first how the files were understood.
            _tell(read, in_full=not as_json and (dry_run or sys.stdout.isatty()))
            if not read.articles or (read.bad_rows and not keep_good):
                found.state = "refused"
            elif dry_run:
                try_out(found)
            else:
                enter(found)
            if found.jobs and not no_wait:
                follow(app, settings, found)
        except KeyboardInterrupt:
            click.echo("Stopped. The same command goes on.", err=True)
            sys.exit(128 + signal.SIGINT)
        finally:
            db.session.remove()
            db.engine.dispose()
    _end(found, keep_good=keep_good, as_json=as_json)


def _project(name: str) -> tuple[int, str]:
    try:
        project = find_project(name)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    return project.id, project.name


def _tell(read: ReadFiles, *, in_full: bool) -> None:
    if in_full:
        for text in reading_lines(read):
            click.echo(text)
    for text in bad_row_lines(read.bad_rows):
        click.echo(text, err=True)


def _end(found: FileImport, *, keep_good: bool, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(told_as_json(found))
    # Sentences that a script need not read go where it does not look.
    is_aside = as_json or found.code not in (0, SOME_BAD)
    for text in ending_lines(found, keep_good=keep_good):
        click.echo(text, err=is_aside)
    sys.exit(found.code)


def _fields_of(columns: tuple[str, ...]) -> dict[str, str]:
    try:
        chosen = chosen_columns(columns).chosen
    except ArchiveError as error:
        raise click.UsageError(str(error)) from error
    return {FIELDS[name]: column for name, column in chosen.items()}


def _refuse_missing_columns(read: ReadFiles, given: Given) -> None:
    names = list(dict.fromkeys(name for one in read.understood for name in one.names))
    known = {key(name) for name in names}
    listed = ", ".join(f"“{name[:40]}”" for name in names[:20]) or "none"
    for name in given.columns.values():
        if key(name) not in known:
            raise click.ClickException(
                f"No file has a column “{name}”. Their columns are {listed}."
            )
