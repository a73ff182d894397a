"""Build a statement once in the life of a process, with its constants written into its text."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Integer, String, false, literal_column, true
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.sql.visitors import replacement_traverse

P = ParamSpec("P")
Statement = TypeVar("Statement", bound=SelectBase)


def built_once(build: Callable[P, Statement]) -> Callable[P, Statement]:
    """Keep what a function builds, since building takes longer than executing; see `spelled_out`.

    The function's arguments must be hashable, and few: each combination is kept.
    """

    @cache
    @wraps(build)
    def built(*arguments: P.args, **options: P.kwargs) -> Statement:
        return spelled_out(build(*arguments, **options))

    return cast(Callable[P, Statement], built)


def spelled_out(statement: Statement) -> Statement:
    """Write the constants of a statement into its text; what is asked with each time stays out.

    SQLite plans a statement anew at each execution where a partial index hangs on a parameter, as
    on `state = ?`: for the queue that took ten times as long as answering it. It also recognises a
    partial index only by its own words, and PostgreSQL guesses better from a constant.
    """
    return cast(Statement, replacement_traverse(statement, {}, _written))


def _written(element: Any, **_options: Any) -> ColumnElement[Any] | None:
    if not isinstance(element, BindParameter) or element.required or element.expanding:
        return None
    value = element.value
    if isinstance(value, bool):
        return true() if value else false()
    if isinstance(value, int):
        return literal_column(str(value), Integer())
    if isinstance(value, str):
        return literal_column("'" + value.replace("'", "''") + "'", String())
    return None
