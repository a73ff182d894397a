"""Pre-score paragraphs again whose current pre-scores an older version made."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true, update

from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.articles.operations import add_prescores
from workbench.database import db
from workbench.jobs.kinds import FinishedJob, Kind, Payload
from workbench.jobs.models import OPEN, Job
from workbench.jobs.operations import NewChunk, create_job
from workbench.projects.models import Project
from workbench.scoring.prescore import prescore
from workbench.scoring.sentiment import SENTIMENT_VERSION
from workbench.web.wording import counted

NAME = "prescore"
PARAGRAPHS_PER_CHUNK = 200


@dataclass(frozen=True)
class Needed:
    """Count the paragraphs with older pre-scores; `job_id` is the job that is at it, if any."""

    paragraphs: int
    older_lexicon: bool
    older_sentiment: bool
    job_id: int | None

    @property
    def sentence(self) -> str:
        """Say what is older than the present version; "" where nothing is."""
        if not self.paragraphs:
            return ""
        verb = "was" if self.paragraphs == 1 else "were"
        older = [
            *(["an older lexicon"] if self.older_lexicon else []),
            *(["an older reading of sentiment"] if self.older_sentiment else []),
        ]
        with_what = " and ".join(older)
        return f"{counted(self.paragraphs, 'paragraph')} {verb} pre-scored with {with_what}."


def needed(project_id: int) -> Needed:
    """Tell how many paragraphs of a project an older version pre-scored.

    Where nothing is older in any project, two indexes say so without a look at the project's own.
    """
    if not _is_any_older():
        return Needed(0, older_lexicon=False, older_sentiment=False, job_id=None)
    paragraphs, older_lexicon, older_sentiment = db.session.execute(
        _older(
            project_id,
            func.count(),
            func.count().filter(Prescore.lexicon_version != lexicon_in_force().version),
            func.count().filter(Prescore.sentiment_version != SENTIMENT_VERSION),
        )
    ).one()
    return Needed(
        paragraphs=paragraphs,
        older_lexicon=older_lexicon > 0,
        older_sentiment=older_sentiment > 0,
        job_id=_open_job(project_id) if paragraphs else None,
    )


def start_job(project_id: int, *, account_id: int, at: datetime) -> int | None:
    """Enter the job that pre-scores again what is older, and give its id; flush.

    Where such a job is at work already, its id is given; None where nothing is older.
    """
    # Of two tabs that ask at the same time the second one waits, and finds the job of the first.
    db.session.execute(
        select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    )
    job_id = _open_job(project_id)
    if job_id is not None:
        return job_id
    ids = list(db.session.scalars(_older(project_id, Prescore.paragraph_id).order_by(Prescore.id)))
    if not ids:
        return None
    parts = [ids[i : i + PARAGRAPHS_PER_CHUNK] for i in range(0, len(ids), PARAGRAPHS_PER_CHUNK)]
    job = create_job(
        kind=NAME,
        title=f"New pre-scores for {counted(len(ids), 'paragraph')}",
        chunks=[NewChunk({"paragraph_ids": part}, len(part)) for part in parts],
        at=at,
        project_id=project_id,
        account_id=account_id,
    )
    return job.id


def _prepare(payload: Payload) -> Payload:
    texts = db.session.execute(
        select(Paragraph.id, Paragraph.text)
        .join(Prescore, Prescore.paragraph_id == Paragraph.id)
        .where(Paragraph.id.in_(payload["paragraph_ids"]), _is_older())
        .order_by(Paragraph.id)
    ).all()
    # Nobody has to wait for the scoring.
    db.session.rollback()
    lexicon = lexicon_in_force()
    return {"scored": [(paragraph_id, prescore(text, lexicon)) for paragraph_id, text in texts]}


def _store(payload: Payload, /, *, at: datetime) -> None:
    """Make the new pre-scores current; older ones stay for the annotations made with them."""
    scores = dict(payload["scored"])
    # On PostgreSQL the lock keeps an article from being removed meanwhile.
    older = select(Prescore.paragraph_id).where(Prescore.paragraph_id.in_(scores), _is_older())
    paragraph_ids = set(db.session.scalars(older.order_by(Prescore.id).with_for_update()))
    db.session.execute(
        update(Prescore)
        .where(Prescore.paragraph_id.in_(paragraph_ids), Prescore.is_current)
        .values(is_current=False)
        .execution_options(synchronize_session=False)
    )
    known = _take_up_again(paragraph_ids)
    add_prescores(
        [
            (paragraph_id, score)
            for paragraph_id, score in scores.items()
            if paragraph_id in paragraph_ids - known
        ],
        at=at,
    )


def _take_up_again(paragraph_ids: Collection[int]) -> set[int]:
    """Make pre-scores current that the present version made before another took its place."""
    return set(
        db.session.scalars(
            update(Prescore)
            .where(
                Prescore.paragraph_id.in_(paragraph_ids),
                Prescore.lexicon_version == lexicon_in_force().version,
                Prescore.sentiment_version == SENTIMENT_VERSION,
            )
            .values(is_current=True)
            .returning(Prescore.paragraph_id)
            .execution_options(synchronize_session=False)
        )
    )


def _finish(job: FinishedJob) -> dict[str, Any]:
    failed = f" {counted(job.units_failed, 'paragraph')} could not be." if job.units_failed else ""
    return {
        "sentence": f"{counted(job.units_done, 'paragraph')} pre-scored again.{failed} "
        "Annotations keep the suggestions that they were made with."
    }


def _is_older() -> ColumnElement[bool]:
    return and_(Prescore.is_current == true(), or_(*_differences()))


def _is_any_older() -> bool:
    # Each by itself: an index is searched for one, and would be read through for all together.
    found = (exists().where(Prescore.is_current == true(), each) for each in _differences())
    return db.session.scalar(select(or_(*found))) is True


def _differences() -> tuple[ColumnElement[bool], ...]:
    lexicon, sentiment = lexicon_in_force().version, SENTIMENT_VERSION
    # Below or above instead of unequal, which no index finds.
    return (
        Prescore.lexicon_version < lexicon,
        Prescore.lexicon_version > lexicon,
        Prescore.sentiment_version < sentiment,
        Prescore.sentiment_version > sentiment,
    )


def _older(project_id: int, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Prescore)
        .join(Paragraph)
        .join(Article)
        .where(Article.project_id == project_id, _is_older())
    )


def _open_job(project_id: int) -> int | None:
    return db.session.scalar(
        select(Job.id)
        .where(Job.project_id == project_id, Job.kind == NAME, Job.state.in_(OPEN))
        .order_by(Job.id)
        .limit(1)
    )


PRESCORE = Kind(name=NAME, unit="paragraphs", run_chunk=_store, prepare=_prepare, finish=_finish)
