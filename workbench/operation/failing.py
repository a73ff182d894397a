"""Say in one sentence, at the terminal, what is wrong with the database."""

from typing import Any

import click
from sqlalchemy.exc import DatabaseError, InterfaceError

from workbench.config import Settings, SettingsError
from workbench.operation.databases import (
    OperationError,
    assert_at_head,
    lacks_rights,
    opened,
    reason_of,
    rights_sentence,
    shown,
)


class Commands(click.Group):
    """Be a group of commands that ends with a sentence where the database cannot be used.

    A fault of ours still shows its traceback: whoever reports it needs that.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except (SettingsError, OperationError) as error:
            raise click.ClickException(str(error)) from error
        except (DatabaseError, InterfaceError) as error:
            sentence = _sentence(error, ctx.obj)
            if not sentence:
                raise
            raise click.ClickException(sentence) from error


def _sentence(error: DatabaseError | InterfaceError, settings: Settings) -> str:
    """Say what stands in the way; "" where it is no fault of the database's surroundings."""
    if lacks_rights(error):
        return rights_sentence(settings.database_url, error)
    reason = reason_of(error)
    state = getattr(error.orig, "sqlstate", None)
    where = shown(settings.database_url)
    is_ours = state is not None and state[:2] in {"22", "23", "42"}
    has_name = getattr(error.orig, "sqlite_errorname", None)
    if is_ours or has_name in {"SQLITE_ERROR", "SQLITE_CONSTRAINT", "SQLITE_MISUSE"}:
        return _lacking(settings.database_url)
    return (
        f"{where} cannot be used: {reason}. What the command had begun was not kept. Check "
        "DATABASE_URL and whether the database runs, then try again."
    )


def _lacking(url: str) -> str:
    """Say that a table or a column may be missing because migrations have not run; else ""."""
    try:
        with opened(url) as engine, engine.connect() as connection:
            assert_at_head(connection, where=shown(url))
    except OperationError as error:
        return str(error)
    return ""
