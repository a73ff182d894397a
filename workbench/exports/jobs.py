"""Large files as jobs: each chunk writes a stretch of the file, packed, into the database.

A part is stored in the transaction that marks its chunk as done, so that a worker that dies
leaves nothing behind and nothing twice, and a file can be had from every host.
"""

import gzip
import io
from dataclasses import asdict
from datetime import datetime
from typing import Any

from workbench.database import db
from workbench.exports.file_types import FileType
from workbench.exports.layouts import Layout
from workbench.exports.planning import cut_now, stretches
from workbench.exports.queries import question_names
from workbench.exports.selection import Cut, Selection
from workbench.exports.writing import RowCount, export_pieces
from workbench.jobs.kinds import ChunkError, FinishedJob, Kind, Payload
from workbench.jobs.models import Job
from workbench.jobs.operations import NewChunk, create_job
from workbench.jobs.outputs import add_output, stored_outputs
from workbench.jobs.queries import job_under_way
from workbench.projects.holding import hold_project
from workbench.projects.models import Project
from workbench.said_later import later, nlater

NAME = "export"


def start_export(selection: Selection, *, account_id: int, at: datetime) -> int:
    """Enter the job that writes a file as of now, and give its id; flush.

    Where a job is at the very same file already, its id is given.
    """
    # Of two tabs that ask at the same time the second one finds the job of the first.
    hold_project(selection.project_id)
    project = db.session.get_one(Project, selection.project_id)
    wanted = _asked(selection)
    job_id = job_under_way(selection.project_id, NAME, {"asked": wanted})
    if job_id is not None:
        return job_id
    questions = len(question_names(selection.project_id))
    parts = stretches(selection, questions=questions)
    job = create_job(
        kind=NAME,
        title=later("Export of %(file)s", file=selection.file),
        chunks=[
            NewChunk({"part": number, "after": part.after, "until": part.until}, part.paragraphs)
            for number, part in enumerate(parts)
        ],
        at=at,
        project_id=selection.project_id,
        account_id=account_id,
        payload={
            "asked": wanted,
            "cut": asdict(cut_now()),
            "parts": len(parts),
            "name": selection.file_name(project.name, is_demonstration=project.is_demonstration),
        },
    )
    return job.id


def selection_of(project_id: int, payload: Payload) -> Selection:
    """Read what was asked for from a job."""
    asked = payload["asked"]
    return Selection(
        project_id=project_id,
        layout=Layout(asked["layout"]),
        file_type=FileType(asked["file_type"]),
        identities=asked["identities"],
        all_revisions=asked["all_revisions"],
        # A job of an older version knows of none.
        training=asked.get("training", False),
        cut=Cut(**payload["cut"]),
    )


def _asked(selection: Selection) -> dict[str, Any]:
    return {
        "layout": selection.layout.value,
        "file_type": selection.file_type.value,
        "identities": selection.identities,
        "all_revisions": selection.all_revisions,
        "training": selection.training,
    }


def _prepare(payload: Payload) -> Payload:
    """Write a stretch of the file while nobody has to wait."""
    job = db.session.get(Job, payload["job_id"])
    if job is None or job.project_id is None:
        raise ChunkError(later("The project of this file was removed."))
    after, until = (
        None if place is None else (place[0], place[1])
        for place in (payload["after"], payload["until"])
    )
    selection = selection_of(job.project_id, job.payload).stretch(after, until)
    count = RowCount()
    file = io.BytesIO()
    raw_bytes = 0
    if selection.file_type is FileType.PARQUET:
        # Packed in itself; the parts are joined when they are sent.
        for piece in export_pieces(selection, count):
            raw_bytes += file.write(piece)
    else:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
            for piece in export_pieces(selection, count):
                raw_bytes += packed.write(piece)
    return {**payload, "content": file.getvalue(), "rows": count.total, "raw_bytes": raw_bytes}


def _store(payload: Payload, /, *, at: datetime) -> None:
    add_output(
        payload["job_id"],
        payload["part"],
        payload["content"],
        rows=payload["rows"],
        raw_bytes=payload["raw_bytes"],
    )


def _finish(job: FinishedJob) -> dict[str, Any]:
    stored = stored_outputs([job.id]).get(job.id)
    if job.units_failed or stored is None:
        return {
            "sentence": later(
                "The file lacks what failed: it can be had once that was tried again."
            )
        }
    if stored.parts < job.payload["parts"]:
        return {
            "sentence": later(
                "Parts of this file were deleted before it was whole. Ask for it anew."
            )
        }
    return {
        "rows": stored.rows,
        "sentence": nlater(
            "%(name)s holds %(num)s row.",
            "%(name)s holds %(num)s rows.",
            stored.rows,
            name=job.payload["name"],
        ),
    }


EXPORT = Kind(
    name=NAME,
    unit="paragraphs",
    run_chunk=_store,
    prepare=_prepare,
    finish=_finish,
    outputs_expire=True,
)
