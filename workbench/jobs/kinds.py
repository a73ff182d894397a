"""What a kind of job brings along: how a chunk is run, and how the job is finished."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from flask import Flask, current_app

Payload = Mapping[str, Any]

_EXTENSION = "workbench_job_kinds"


class ChunkError(Exception):
    """Say why a chunk cannot be done: `ChunkError(later("A sentence for the lead."))`."""


class UnknownKindError(LookupError):
    """Say that a job names a kind that this version of the workbench does not have."""


class RunChunk(Protocol):
    """Write what a chunk asks for to `db.session`; flush, never commit.

    It runs in the transaction that marks the chunk as done, so it is applied once or not at all.
    It may run again after a failure: whatever it does outside the database must bear that.
    """

    def __call__(self, payload: Payload, /, *, at: datetime) -> None:
        """Run the chunk as of `at`, an aware time; its payload also holds the `job_id`."""


@dataclass(frozen=True, kw_only=True)
class FinishedJob:
    """Hold what a kind is told of a job that ends, as of `at`: units done, units that failed."""

    id: int
    project_id: int | None
    account_id: int | None
    payload: Payload
    units_done: int
    units_failed: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Describe a kind of job; `unit` is the plural noun that the page counts, in English.

    `prepare` reads and computes outside any write transaction, so that on SQLite others can
    write meanwhile; what it returns is what `run_chunk` is given. `finish` runs in the
    transaction that closes the job, again after every retry; what it returns is the job's result,
    whose "sentence" the page says, be it one that is said later. `cancelled` runs in the
    transaction that cancels the job, with what was done until then. They have little to do: the
    bulk of a job is in its chunks.
    What `job_output` holds of a job that ended goes after `Settings.output_days` where
    `outputs_expire`.
    """

    name: str
    unit: str
    run_chunk: RunChunk
    prepare: Callable[[Payload], Payload] | None = None
    finish: Callable[[FinishedJob], dict[str, Any] | None] | None = None
    cancelled: Callable[[FinishedJob], None] | None = None
    outputs_expire: bool = False


def offer_kinds(app: Flask, kinds: Iterable[Kind]) -> None:
    """Let the application's workers run these kinds; raise `ValueError` for a name given twice."""
    listed = tuple(kinds)
    named = {kind.name: kind for kind in listed}
    if len(named) < len(listed):
        raise ValueError("Two kinds of job have the same name.")
    app.extensions[_EXTENSION] = MappingProxyType(named)


def known_kinds() -> Mapping[str, Kind]:
    """Give the kinds that the present application was built with."""
    kinds: Mapping[str, Kind] = current_app.extensions[_EXTENSION]
    return kinds


def known_kind(name: str) -> Kind:
    """Find a kind by its name; raise `UnknownKindError` where there is none."""
    try:
        return known_kinds()[name]
    except KeyError:
        raise UnknownKindError(f"There is no kind of job “{name}” here.") from None
