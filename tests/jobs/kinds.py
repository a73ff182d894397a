"""Kinds of job for the tests: each unit leaves one row, so that what was applied can be counted."""

import os
import signal
import time
from collections import Counter
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from workbench.accounts.models import SignInAttempt
from workbench.database import db, now
from workbench.jobs.kinds import ChunkError, FinishedJob, Kind, Payload
from workbench.jobs.operations import NewChunk, create_job


def leave_rows(payload: Payload, *, at: datetime) -> None:
    """Leave a row for each unit; the payload may ask for trouble halfway."""
    units = payload["units"]
    for i, unit in enumerate(units):
        if i == len(units) // 2:
            db.session.flush()
            _make_trouble(payload)
        db.session.add(SignInAttempt(email_hash="test", address=str(unit), attempted_at=at))
    db.session.flush()


def double(payload: Payload) -> Payload:
    """Read in advance, as a kind that computes much does."""
    n_before = len(db.session.scalars(select(SignInAttempt.id)).all())
    return {"units": [f"{unit}/{n_before}" for unit in payload["units"]]}


def summarise(job: FinishedJob) -> dict[str, str]:
    """Say how it went, or fail where the job asks for that."""
    if job.payload.get("finish") == "fail":
        raise ChunkError("The summary could not be written.")
    return {"sentence": f"Left {job.units_done} rows."}


ROWS = Kind(name="rows", unit="rows", run_chunk=leave_rows, finish=summarise)
PREPARED = Kind(name="prepared", unit="rows", run_chunk=leave_rows, prepare=double)
KINDS = (ROWS, PREPARED)


def add_job(
    app: Flask,
    chunks: int,
    *,
    size: int = 2,
    kind: str = "rows",
    project_id: int | None = None,
    payload: dict[str, str] | None = None,
    trouble: dict[int, dict[str, object]] | None = None,
) -> int:
    """Create a job whose unit number `n` leaves the row `n`, and give its id."""
    with app.app_context():
        job = create_job(
            kind=kind,
            title="Leave rows",
            chunks=[
                NewChunk(
                    {
                        "units": list(range(i * size, (i + 1) * size)),
                        **(trouble or {}).get(i, {}),
                    },
                    size,
                )
                for i in range(chunks)
            ],
            at=now(),
            project_id=project_id,
            payload=dict(payload or {}),
        )
        db.session.commit()
        return job.id


def rows_left(app: Flask) -> Counter[str]:
    """Count the rows that were left, by unit."""
    with app.app_context():
        return Counter(
            db.session.scalars(
                select(SignInAttempt.address).where(SignInAttempt.email_hash == "test")
            )
        )


def once_each(units: int) -> Counter[str]:
    """Give what has to be there when each unit was applied exactly once."""
    return Counter(str(unit) for unit in range(units))


def _make_trouble(payload: Payload) -> None:
    if "sleep" in payload:
        time.sleep(payload["sleep"])
    if "refuse" in payload:
        raise ChunkError(payload["refuse"])
    if "divide" in payload:
        db.session.execute(select(1 // payload["divide"]))
    if "allocate" in payload:
        bytearray(payload["allocate"])
    if "hoard" in payload:
        kept: list[bytes] = []
        # Until not even a small piece is left, and then for as long as the error is kept.
        while True:
            kept.append(bytes(payload["hoard"]))
    if payload.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
