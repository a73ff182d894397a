"""Put the paragraphs of a project in order, least sure first, as a job.

The first chunk reads how sure the model is of each and enters the others, which store places some
hundred at a time. Each order is a round of its own: until the last place is stored paragraphs are
given out by the round before, and what a slower job of an older round would store is left alone.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

from workbench.articles.models import Article, Paragraph, Prescore
from workbench.articles.queue_models import QueueRound
from workbench.database import Base, db
from workbench.jobs.kinds import ChunkError, FinishedJob, Kind, Payload
from workbench.jobs.models import Job
from workbench.jobs.operations import NewChunk, add_chunks
from workbench.learned.queries import id_in_use
from workbench.projects.holding import hold_project
from workbench.projects.models import StudyDesign
from workbench.projects.ordering import JOB_KIND, order_anew, orders_by_certainty
from workbench.queue_order import Placed, QueueOrder, Share, in_order
from workbench.said_later import later, nlater

PLACES_PER_CHUNK = 500
_PARAGRAPH = Base.metadata.tables[Paragraph.__tablename__]

_IN_ORDER_WITHOUT_MODEL = later("Paragraphs come in the order of the articles: no model is in use.")
_IN_ORDER_BY_DESIGN = later("Paragraphs come in the order of the articles: the design says so.")
_NOT_IN_FORCE = later("The order was not finished, or another was asked for since.")


def follow_scores(project_id: int | None, *, account_id: int | None, at: datetime) -> None:
    """Have the queue put in order anew where it goes by certainty, which has changed; flush."""
    if project_id is not None and orders_by_certainty(project_id):
        order_anew(project_id, account_id=account_id, at=at)


def follow_what_was_done(job: FinishedJob) -> None:
    """Do so after a job that was cancelled, where it had changed or added anything; flush."""
    if job.units_done:
        follow_scores(job.project_id, account_id=job.account_id, at=job.at)


def _prepare(payload: Payload) -> Payload:
    """Read the whole order, outside of any write transaction."""
    if "round" in payload:
        return payload
    project_id = db.session.scalar(select(Job.project_id).where(Job.id == payload["job_id"]))
    if project_id is None:
        return payload
    design, model_id = _wanted(project_id)
    if design is None or model_id is None:
        return payload
    paragraphs = _in_order(project_id, design)
    wanted = {"order": design.queue_order, "seed": design.seed, "percent": design.random_percent}
    db.session.rollback()
    return {**payload, **wanted, "project": project_id, "model": model_id, "ids": paragraphs}


def _store(payload: Payload, /, *, at: datetime) -> None:
    if "round" in payload:
        _place(payload["round"], payload["first"], payload["ids"])
    elif "ids" in payload:
        _begin(payload, at=at)


def _begin(payload: Payload, *, at: datetime) -> None:
    ids = payload["ids"]
    made = QueueRound(
        project_id=payload["project"],
        job_id=payload["job_id"],
        queue_order=payload["order"],
        seed=payload["seed"],
        random_percent=payload["percent"],
        learned_model_id=payload["model"],
        paragraphs=len(ids),
        state="made",
        created_at=at,
    )
    db.session.add(made)
    db.session.flush()
    parts = [(first, ids[first : first + PLACES_PER_CHUNK]) for first in _firsts(len(ids))]
    add_chunks(
        payload["job_id"],
        [
            NewChunk({"round": made.id, "first": first, "ids": part}, len(part))
            for first, part in parts
        ],
    )


def _firsts(count: int) -> range:
    return range(0, count, PLACES_PER_CHUNK)


def _place(round_id: int, first: int, paragraph_ids: list[int]) -> None:
    if db.session.get(QueueRound, round_id) is None:
        raise ChunkError(later("This order of the queue was removed."))
    rows = [
        {"of_paragraph": paragraph_id, "place": first + offset}
        for offset, paragraph_id in enumerate(paragraph_ids)
    ]
    # In the order of their numbers, as everybody takes their locks who takes more than one.
    db.session.connection().execute(
        update(_PARAGRAPH)
        .where(
            _PARAGRAPH.c.id == bindparam("of_paragraph"),
            or_(_PARAGRAPH.c.queue_round.is_(None), _PARAGRAPH.c.queue_round < round_id),
        )
        .values(queue_round=round_id, queue_place=bindparam("place")),
        sorted(rows, key=lambda row: row["of_paragraph"]),
    )


def _finish(job: FinishedJob) -> dict[str, Any]:
    """Let the round come in force unless something was decided otherwise meanwhile."""
    made = db.session.scalars(select(QueueRound).where(QueueRound.job_id == job.id)).one_or_none()
    assert job.project_id is not None  # noqa: S101  (the kind is never entered without a project)
    # One after the other with whoever changes the design or the model.
    hold_project(job.project_id)
    design, model_id = _wanted(job.project_id)
    if made is None or job.units_failed or not _is_wanted(made, design, model_id):
        if design is None or model_id is None:
            _retire(job.project_id)
            return {"sentence": _IN_ORDER_WITHOUT_MODEL if design else _IN_ORDER_BY_DESIGN}
        if made is not None:
            made.state = "past"
        return {"sentence": _NOT_IN_FORCE}
    if made.state != "in_force":
        _retire(job.project_id)
        made.state, made.in_force_at = "in_force", job.at
    db.session.flush()
    return {
        "sentence": nlater(
            "%(num)s paragraph put in order, least sure first; %(percent)s%% by lot.",
            "%(num)s paragraphs put in order, least sure first; %(percent)s%% by lot.",
            made.paragraphs,
            percent=made.random_percent,
        )
    }


def _is_wanted(made: QueueRound, design: StudyDesign | None, model_id: int | None) -> bool:
    newest = db.session.scalar(
        select(func.max(QueueRound.id)).where(QueueRound.project_id == made.project_id)
    )
    return (
        design is not None
        and (made.queue_order, made.random_percent) == (design.queue_order, design.random_percent)
        and made.learned_model_id == model_id
        and made.id == newest
    )


def _retire(project_id: int) -> None:
    db.session.execute(
        update(QueueRound)
        .where(QueueRound.project_id == project_id, QueueRound.state == "in_force")
        .values(state="past")
        .execution_options(synchronize_session=False)
    )


def _wanted(project_id: int) -> tuple[StudyDesign | None, int | None]:
    """Give the design in force where it orders by certainty, and the model that is asked."""
    design = db.session.scalars(
        select(StudyDesign)
        .where(StudyDesign.project_id == project_id)
        .order_by(StudyDesign.number.desc())
        .limit(1)
    ).one_or_none()
    if design is not None and design.queue_order == QueueOrder.ARTICLES:
        design = None
    return design, id_in_use(project_id)


def _in_order(project_id: int, design: StudyDesign) -> list[int]:
    rows = db.session.execute(
        select(Paragraph.id, Paragraph.article_id, Paragraph.position, Prescore.certainty)
        .join(Article, Article.id == Paragraph.article_id)
        .outerjoin(Prescore, (Prescore.paragraph_id == Paragraph.id) & Prescore.is_current)
        .where(Article.project_id == project_id)
    )
    share = Share(seed=design.seed, percent=design.random_percent)
    return in_order((Placed(*row) for row in rows), QueueOrder(design.queue_order), share)


QUEUE_ORDER = Kind(
    name=JOB_KIND, unit="paragraphs", run_chunk=_store, prepare=_prepare, finish=_finish
)
