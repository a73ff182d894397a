"""Long imports of labels as jobs, and short ones at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from workbench.annotations.models import LabelImport
from workbench.articles.ordering import follow_scores, follow_what_was_done
from workbench.database import db
from workbench.jobs.kinds import ChunkError, FinishedJob, Kind, Payload
from workbench.jobs.models import Job
from workbench.jobs.operations import NewChunk, create_job
from workbench.label_imports.storing import store_part
from workbench.said_later import later, nlater

NAME = "label_import"
ANNOTATIONS_AT_ONCE = 10_000
"""What is stored while the lead waits for the next page: some seconds."""


def is_long(parts: Sequence[tuple[int, int]]) -> bool:
    """Tell whether storing these parts takes longer than a page may."""
    return sum(n for _, n in parts) > ANNOTATIONS_AT_ONCE


def start_storing(
    label_import: LabelImport,
    parts: Sequence[tuple[int, int]],
    *,
    account_id: int | None,
    at: datetime,
) -> Job:
    """Enter the job that stores the parts of an import; flush."""
    return create_job(
        kind=NAME,
        title=later("Import of labels from %(name)s", name=label_import.source_name),
        chunks=[
            NewChunk({"label_import_id": label_import.id, "part_id": part_id}, n)
            for part_id, n in parts
        ],
        at=at,
        project_id=label_import.project_id,
        account_id=account_id,
        payload={"label_import_id": label_import.id},
    )


def _store(payload: Payload, /, *, at: datetime) -> None:
    label_import = db.session.get(LabelImport, payload["label_import_id"])
    if label_import is None:
        raise ChunkError(later("This import of labels was removed."))
    store_part(label_import, payload["part_id"], at=at)


def _finish(job: FinishedJob) -> dict[str, Any] | None:
    # A file brings the paragraphs that it labels along.
    follow_scores(job.project_id, account_id=job.account_id, at=job.at)
    return {
        "sentence": nlater(
            "%(num)s annotation of the file was stored.",
            "%(num)s annotations of the file were stored.",
            job.units_done,
        )
    }


STORE_LABELS = Kind(
    name=NAME,
    unit="annotations",
    run_chunk=_store,
    finish=_finish,
    cancelled=follow_what_was_done,
)
