"""What the metrics tell of the database: how much lies there and how much waits."""

from collections.abc import Mapping

from sqlalchemy import func, select

from workbench.annotations.models import Annotation, Assignment
from workbench.database import db
from workbench.jobs.models import JobChunk
from workbench.web.metrics import Gauge


def _assignments() -> Mapping[str, int]:
    query = select(Assignment.state, func.count()).group_by(Assignment.state)
    return dict(db.session.execute(query).tuples().all())


def _annotations() -> Mapping[str, int]:
    query = select(Annotation.outcome, func.count()).group_by(Annotation.outcome)
    return dict(db.session.execute(query).tuples().all())


def _job_chunks() -> Mapping[str, int]:
    query = select(JobChunk.state, func.count()).group_by(JobChunk.state)
    return dict(db.session.execute(query).tuples().all())


GAUGES = (
    Gauge("workbench_assignments", "Paragraphs given out, by state.", "state", _assignments),
    Gauge("workbench_annotations", "Submissions stored, by outcome.", "outcome", _annotations),
    Gauge("workbench_job_chunks", "Parts of jobs, by state.", "state", _job_chunks),
)
