"""The administrator's commands; the `workbench` command adds them to its own."""

from collections.abc import Iterable
from pathlib import Path

import click

from workbench.config import Settings, SettingsError, database_url
from workbench.database import address_of
from workbench.operation.backups import restore_backup, write_backup
from workbench.operation.copying import TableProof
from workbench.operation.databases import OperationError, foreign_tables, opened, reading, shown
from workbench.operation.moving import move_installation


class Address(click.ParamType[str]):
    """Read the address of a database as DATABASE_URL is read."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the address with its driver."""
        try:
            address = database_url(value)
            address_of(address)
        except SettingsError as error:
            self.fail(str(error).replace("DATABASE_URL", "The address"), param, ctx)
        return address


@click.group()
def db() -> None:
    """Move an installation between databases."""


@db.command("move")
@click.option("--from", "source", type=Address(), help="Database to read [default: DATABASE_URL].")
@click.option("--to", "target", type=Address(), required=True, help="Empty database to fill.")
@click.option("--while-running", is_flag=True, help="Copy though a workbench uses the source.")
@click.pass_obj
def move_command(settings: Settings, source: str | None, target: str, while_running: bool) -> None:
    """Copy everything to another database, and prove it equal.

    Stop the workbench first. Start it with DATABASE_URL set to the new address afterwards.
    """
    source = source or settings.database_url
    try:
        proofs = move_installation(source, target, while_running=while_running)
        left_out = _foreign_tables(source)
    except OperationError as error:
        raise click.ClickException(str(error)) from error
    _print(proofs)
    if left_out:
        click.echo(f"Left where they are, because they are not the workbench's: {left_out}.")
    click.echo(
        f"Moved to {shown(target)}: every count and checksum is equal. Nothing was removed from "
        f"{shown(source)}.\nStart the workbench with DATABASE_URL set to the new address."
    )
    if while_running:
        click.echo(f"What is stored in {shown(source)} from now on is not there.")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup_command(settings: Settings, file: Path) -> None:
    """Write everything the database holds to FILE; safe while the workbench runs."""
    try:
        proofs = write_backup(settings.database_url, file)
    except OperationError as error:
        raise click.ClickException(str(error)) from error
    _print(proofs)
    click.echo(f"Wrote {file}. It holds people's addresses and password hashes: keep it private.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Give up what the database holds now.")
@click.pass_obj
def restore_command(settings: Settings, file: Path, replace: bool) -> None:
    """Read a backup from FILE into the database, and prove it equal."""
    try:
        proofs = restore_backup(file, settings.database_url, replace=replace)
    except OperationError as error:
        raise click.ClickException(str(error)) from error
    _print(proofs)
    click.echo(f"Restored {file}: every count and checksum is equal.")
    if replace:
        click.echo(
            "Everybody signs in again. Restart the workbench: it remembers what was there before."
        )


COMMANDS = (db, backup_command, restore_command)


def _foreign_tables(url: str) -> str:
    with opened(url) as engine, reading(engine) as connection:
        return ", ".join(foreign_tables(connection))


def _print(proofs: Iterable[TableProof]) -> None:
    click.echo(f"{'table':<24}{'rows':>12}  checksum")
    for proof in proofs:
        click.echo(f"{proof.name:<24}{proof.rows:>12,}  {proof.checksum[:16]}")
