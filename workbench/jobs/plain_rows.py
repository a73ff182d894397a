"""Frozen rows as JSON and back, by the types that their classes declare."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from workbench.said_later import read, written

Record = TypeVar("Record")


class OutdatedError(ValueError):
    """Say that what was stored does not fit the classes of this version."""


def to_plain(value: Any) -> Any:
    """Turn frozen rows into what JSON can hold; a mapping becomes a list of pairs.

    >>> to_plain(((1, None), {2: "two"}))
    [[1, None], [[2, 'two']]]
    """
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return [[to_plain(key), to_plain(each)] for key, each in value.items()]
    if isinstance(value, (tuple, list)):
        return [to_plain(each) for each in value]
    return _plain_single(value)


def _plain_single(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return written(value)
    return value.item() if isinstance(value, np.generic) else value


def from_plain(kind: type[Record], plain: Any) -> Record:
    """Turn back what `to_plain` made of an instance of `kind`; raise `OutdatedError`."""
    made: Record = _made(kind, plain)
    return made


def _made(kind: Any, plain: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _record(kind, plain)
    if origin in (Union, UnionType):
        choices = [each for each in arguments if each is not NoneType]
        # Of several classes nothing stored tells which it was; plain values tell by themselves.
        return plain if plain is None or len(choices) > 1 else _made(choices[0], plain)
    if origin is tuple:
        kinds = [arguments[0]] * len(plain) if arguments[-1] is Ellipsis else list(arguments)
        return tuple(_made(each, one) for each, one in zip(kinds, plain, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_made(arguments[0], key): _made(arguments[1], each) for key, each in plain}
    return _single(kind, plain)


def _single(kind: Any, plain: Any) -> Any:
    if kind in (date, datetime):
        return kind.fromisoformat(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    return read(plain) if isinstance(plain, str) else plain


def _record(kind: Any, plain: Any) -> Any:
    names = {field.name for field in fields(kind)}
    if not isinstance(plain, dict) or set(plain) != names:
        raise OutdatedError(f"{kind.__name__} is described otherwise now.")
    hints = get_type_hints(kind)
    return kind(**{name: _made(hints[name], plain[name]) for name in names})
