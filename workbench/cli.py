"""The `workbench` command."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import click
from flask import Flask
from flask_migrate import upgrade as migrate
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from workbench.accounts.operations import create_administrator_link
from workbench.accounts.queries import has_administrator
from workbench.agreement_command import agreement
from workbench.app import VERSION, create_app
from workbench.archive_commands import COMMANDS as ARCHIVE_COMMANDS
from workbench.config import Settings, SettingsError, read_settings
from workbench.database import db, now
from workbench.demonstration import add_demonstration, is_untouched
from workbench.evaluation_commands import COMMANDS as EVALUATION_COMMANDS
from workbench.exports.writing import FILE_TYPES, LAYOUTS, write_labels
from workbench.import_command import import_command
from workbench.job_commands import COMMANDS as JOB_COMMANDS
from workbench.label_import_command import import_labels
from workbench.operation.commands import COMMANDS
from workbench.operation.databases import assert_migratable, shown
from workbench.operation.failing import Commands
from workbench.parent import Parent
from workbench.projects.models import Project
from workbench.projects.queries import find_project
from workbench.serving import CannotListenError, serve_and_work
from workbench.web.metrics import shared_counts
from workbench.whole_files import whole_file


@click.group(cls=Commands)
@click.version_option(VERSION, prog_name="workbench")
@click.pass_context
def main(context: click.Context) -> None:
    """Annotate how news is written. Settings come from the environment: see the README."""
    if context.invoked_subcommand == agreement.name:
        # It reads one file and nothing else: settings, even wrong ones, do not concern it.
        return
    try:
        context.obj = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


for command in (
    *COMMANDS,
    *JOB_COMMANDS,
    *ARCHIVE_COMMANDS,
    *EVALUATION_COMMANDS,
    agreement,
    import_command,
    import_labels,
):
    main.add_command(command)


@main.command()
@click.option(
    "--with-parent", is_flag=True, help="Stop when what started this ends or is interrupted."
)
@click.pass_obj
def run(settings: Settings, with_parent: bool) -> None:
    """Bring the database up to date, add the demonstration once, serve and work off jobs."""
    parent = Parent() if with_parent else None
    # Before the first application is built: the folder must be there when it begins to count.
    click.get_current_context().with_resource(shared_counts(settings))
    app = prepare(settings)
    link = _administrator_link(app, settings)

    def announce() -> None:
        click.echo(f"\n  The workbench is at  {settings.address}")
        if link:
            click.echo(
                f"  Set the first administrator's password (works once, for one day):\n  {link}"
            )
        click.echo("  Ctrl-C stops it.\n")

    with app.app_context():
        db.engine.dispose()
    try:
        code = serve_and_work(settings, announce=announce, parent=parent)
    except CannotListenError as error:
        raise click.ClickException(str(error)) from error
    _fold_log(app)
    sys.exit(code)


@main.command("upgrade")
@click.pass_obj
def upgrade_command(settings: Settings) -> None:
    """Bring the database up to date, and do nothing else."""
    with _application(settings):
        _bring_up_to_date(settings)
    click.echo("The database is up to date.")


@main.command("admin-link")
@click.pass_obj
def admin_link(settings: Settings) -> None:
    """Print a new one-time link that makes an administrator."""
    with _application(settings):
        token = create_administrator_link(at=now())
        db.session.commit()
    click.echo(_link(settings, token))


@main.command("export")
@click.argument("project_name", metavar="PROJECT")
@click.option("--format", "layout", type=click.Choice(LAYOUTS), default=LAYOUTS[0])
@click.option(
    "--type", "file_type", type=click.Choice(FILE_TYPES), default=FILE_TYPES[0], show_default=True
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--all-revisions", is_flag=True, help="Also write answers that were revised later.")
@click.option("--training", is_flag=True, help="Write answers to training items too.")
@click.option("--identities", is_flag=True, help="Write names, email addresses and exact times.")
@click.pass_obj
def export_command(
    settings: Settings,
    project_name: str,
    layout: str,
    file_type: str,
    out: Path | None,
    all_revisions: bool,
    training: bool,
    identities: bool,
) -> None:
    """Write a project's labels to a file or to standard output."""
    with _application(settings):
        project_id = _project(project_name).id

        def write(file: IO[bytes]) -> None:
            write_labels(
                project_id,
                layout,
                file,
                file_type=file_type,
                identities=identities,
                all_revisions=all_revisions,
                training=training,
            )

        if out is None:
            # Not by the console's encoding and line ends: `> labels.csv` makes the same file.
            _write_out(write)
            return
        try:
            with whole_file(out) as file:
                write(file)
        except OSError as error:
            raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error


def _write_out(write: Callable[[IO[bytes]], None]) -> None:
    try:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough, as `head` has.
        raise
    except OSError as error:
        raise click.ClickException(
            f"Standard output cannot be written: {error.strerror}. What is there is not whole."
        ) from error


@contextmanager
def _application(settings: Settings) -> Iterator[None]:
    """Open the application for one command, and close what the command opened."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def prepare(settings: Settings) -> Flask:
    """Bring the database up to date and add the demonstration to an untouched one."""
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    app = create_app(settings)
    with app.app_context():
        try:
            _bring_up_to_date(settings)
            if is_untouched():
                add_demonstration(at=now())
                db.session.commit()
        finally:
            db.session.remove()
            db.engine.dispose()
    return app


def _bring_up_to_date(settings: Settings) -> None:
    """Run the migrations; raise `OperationError` where the tables are not this version's."""
    with db.engine.connect() as connection:
        assert_migratable(connection, where=shown(settings.database_url))
    migrate()


def _fold_log(app: Flask) -> None:
    """Let a stopped workbench leave one file: who copies that one must not miss the last labels.

    SQLite writes its log into the database when the last connection is closed, and processes
    that a signal ends close none. What is still in use elsewhere stays as it is.
    """
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
        with suppress(OperationalError), db.engine.connect() as connection:
            connection.execute(select(1))
        db.engine.dispose()


def _administrator_link(app: Flask, settings: Settings) -> str:
    """Make a link while nobody can administer; "" afterwards."""
    with app.app_context():
        if has_administrator():
            return ""
        token = create_administrator_link(at=now())
        db.session.commit()
    return _link(settings, token)


def _link(settings: Settings, token: str) -> str:
    return f"{settings.address}/accounts/set-password/{token}"


def _project(name: str) -> Project:
    try:
        return find_project(name)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
