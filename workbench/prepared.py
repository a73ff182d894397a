"""Run a statement that was built once, without having the library think about it each time.

To find a statement's text, its parameters and the kinds of its columns again takes SQLAlchemy
longer than SQLite needs to answer. A submission runs twenty statements that never change: here each
is compiled once for its database and then handed to the driver as it stands. What goes in and
comes out is converted by SQLAlchemy's types, and what fails raises its errors.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Dialect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, MultipleResultsFound

_KEPT = "workbench_prepared"

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


class UnpreparedError(TypeError):
    """Say that the text of a statement hangs on what it is run with."""


def rows(link: Connection, statement: Any, values: Values) -> list[Any]:
    """Run a statement in the transaction of `link`; give all its rows as named tuples.

    The statement must live as long as the process, as those of `built_once` do: what was compiled
    of it is kept. `values` go to its parameters by name; those that it does not name are left
    alone. Raises what SQLAlchemy raises, and `UnpreparedError` for one that compares with a list.
    """
    prepared = _prepared(link, statement, values)
    return _run(link, prepared, prepared.sent(values))


def row(link: Connection, statement: Any, values: Values) -> Any:
    """Run a statement likewise; give its only row, or None without one."""
    found = rows(link, statement, values)
    if len(found) > 1:
        raise MultipleResultsFound
    return found[0] if found else None


def scalar(link: Connection, statement: Any, values: Values) -> Any:
    """Run a statement likewise; give the first value of its only row, or None without one."""
    found = row(link, statement, values)
    return None if found is None else found[0]


def run_for_each(link: Connection, statement: Any, many: Sequence[Values]) -> None:
    """Run a statement that gives no rows, once with each of several values of the same names."""
    if many:
        prepared = _prepared(link, statement, many[0])
        _run(link, prepared, [prepared.sent(values) for values in many], is_many=True)


def told(link: Connection, error: Any, text: str) -> BaseException:
    """Give a failure as SQLAlchemy tells it, and give a line up that is down."""
    dialect = link.dialect
    is_lost = dialect.is_disconnect(error, link.connection, None)
    if is_lost:
        link.invalidate(error)
    failure: BaseException = DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=dialect,
    )
    return failure


class _Prepared:
    """Hold the text of a statement in one database, and what is converted on the way in and out."""

    def __init__(self, dialect: Dialect, statement: Any, names: tuple[str, ...]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise UnpreparedError("A statement that compares with a list is compiled each time.")
        self.text: str = compiled.string
        usual = {column.key: column.default.arg for column in compiled.insert_prefetch}
        binds: dict[str, BindParameter[Any]] = {n: bind for bind, n in compiled.bind_names.items()}
        places: dict[Any, str] = {name: name for name in binds}
        if compiled.positional:
            places = dict(enumerate(compiled.positiontup))
        # Parameters that are the same each time, by their place in the text.
        self._fixed: Any = [None] * len(places) if compiled.positional else {}
        self._asked: list[tuple[Any, str, Convert | None]] = []
        for place, name in places.items():
            bind = binds[name]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if bind.key in names:
                self._asked.append((place, bind.key, convert))
                continue
            if bind.required:
                raise KeyError(bind.key)
            value = usual.get(bind.key, bind.effective_value)
            self._fixed[place] = value if convert is None else convert(value)
        columns = statement.exported_columns
        self._kinds = [column.type.dialect_impl(dialect) for column in columns]
        self._converts: list[tuple[int, Convert]] | None = None
        labels = [str(label) for label, _ in columns.items()]
        named: Any = namedtuple("Row", labels, rename=True)  # type: ignore[misc]  # Known when run.
        # As its own `_make` does, which is a function of Python and counts the columns again.
        self._make = partial(tuple.__new__, named)

    def sent(self, values: Values) -> Any:
        """Give the parameters as the driver takes them."""
        sent = self._fixed.copy()
        for place, name, convert in self._asked:
            value = values[name]
            sent[place] = value if convert is None else convert(value)
        return sent

    def read(self, cursor: Any, dialect: Dialect) -> list[Any]:
        """Make rows of what the driver found."""
        if not self._kinds:
            return []
        if self._converts is None:
            # Of some kinds it hangs on how the driver tells them.
            told = zip(self._kinds, cursor.description, strict=True)
            found = enumerate(kind.result_processor(dialect, each[1]) for kind, each in told)
            self._converts = [(place, convert) for place, convert in found if convert is not None]
        make = self._make
        if not self._converts:
            return list(map(make, cursor.fetchall()))
        made = []
        for each in cursor.fetchall():
            converted = list(each)
            for place, convert in self._converts:
                converted[place] = convert(converted[place])
            made.append(make(converted))
        return made


def _prepared(link: Connection, statement: Any, values: Values) -> _Prepared:
    # With the dialect, which is the engine's own, they go when the engine goes.
    kept = vars(link.dialect).get(_KEPT)
    if kept is None:
        kept = vars(link.dialect)[_KEPT] = {}
    # The columns that an insertion names are those of its values.
    key = statement, tuple(values)
    prepared: _Prepared | None = kept.get(key)
    if prepared is None:
        prepared = kept[key] = _Prepared(link.dialect, *key)
    return prepared


def _run(link: Connection, prepared: _Prepared, sent: Any, *, is_many: bool = False) -> list[Any]:
    cursor = link.connection.cursor()
    try:
        if link._has_events or link.engine._has_events:
            # As SQLAlchemy does it, which tells whoever listens, such as tests that count.
            for note in link.dispatch.before_cursor_execute:
                note(link, cursor, prepared.text, sent, None, is_many)
        if is_many:
            cursor.executemany(prepared.text, sent)
            return []
        cursor.execute(prepared.text, sent)
        return prepared.read(cursor, link.dialect)
    except link.dialect.loaded_dbapi.Error as error:
        raise told(link, error, prepared.text) from error
    finally:
        cursor.close()
