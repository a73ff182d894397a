"""Train and compare models as jobs: one chunk each, computed outside any write transaction."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from workbench.articles.lexicon import lexicon_in_force
from workbench.database import db, now
from workbench.evaluation.guessing import Guess
from workbench.jobs.kinds import ChunkError, FinishedJob, Kind, Payload
from workbench.jobs.models import Job
from workbench.jobs.operations import NewChunk, create_job
from workbench.jobs.queries import job_under_way
from workbench.learned.operations import NewModel, keep_comparison, keep_model, parts_of
from workbench.learned.queries import ModelInUse, model_in_use, ready_model, stored_model
from workbench.learning import model_file
from workbench.learning.labelled import TrainingError
from workbench.learning.model import Model
from workbench.learning.training import train
from workbench.model_pages.comparing import compared
from workbench.model_pages.gathering import Gathered, gather
from workbench.model_pages.guesses import fair_guesses, to_values
from workbench.projects.holding import hold_project
from workbench.projects.queries import codebook_in_force
from workbench.said_later import later
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.surroundings import prescore_together

TRAIN_NAME = "train"
COMPARE_NAME = "compare"
SOFTWARE = version("media-bias-workbench")


@dataclass(frozen=True)
class _Ground:
    """Hold what a model is learned from or measured on, read at one moment."""

    project_id: int
    account_id: int | None
    gathered: Gathered
    lexicon: Lexicon
    in_use: ModelInUse | None


def start_training(project_id: int, *, account_id: int, at: datetime) -> int:
    """Enter the job that trains a model, and give its id; one that is at work already is given."""
    return _start(project_id, TRAIN_NAME, later("A new model"), {}, account_id=account_id, at=at)


def start_comparison(project_id: int, number: int, *, account_id: int, at: datetime) -> int:
    """Enter the job that compares a stored model with what is in use, and give its id."""
    payload = {"number": number}
    title = later("Comparison of model %(number)s", number=str(number))
    return _start(project_id, COMPARE_NAME, title, payload, account_id=account_id, at=at)


def _start(
    project_id: int,
    kind: str,
    title: str,
    payload: dict[str, Any],
    *,
    account_id: int,
    at: datetime,
) -> int:
    # Of two tabs that ask at the same time the second one finds the job of the first.
    hold_project(project_id)
    job_id = job_under_way(project_id, kind, payload)
    if job_id is not None:
        return job_id
    job = create_job(
        kind=kind,
        title=title,
        chunks=[NewChunk(payload, 1)],
        at=at,
        project_id=project_id,
        account_id=account_id,
        payload=payload,
    )
    return job.id


def _prepare_training(payload: Payload) -> Payload:
    ground = _ground(payload["job_id"])
    try:
        trained = train(ground.gathered.texts, ground.lexicon, at=now(), software=SOFTWARE)
    except TrainingError as error:
        raise ChunkError(error.args[0]) from error
    held_out = dict(zip(ground.gathered.paragraph_ids, trained.held_out, strict=True))
    return {
        "project_id": ground.project_id,
        "account_id": ground.account_id,
        "model": trained.model,
        "new": NewModel(
            version=trained.model.origin.version,
            origin="trained",
            content=model_file.as_bytes(trained.model),
            learned_from=ground.gathered.facts,
            annotation_cut=ground.gathered.annotation_cut,
            word_categories=ground.gathered.word_categories,
            held_out={key: to_values(guess) for key, guess in held_out.items()},
        ),
        "comparison": _compared(ground, trained.model, list(trained.held_out)),
    }


def _store_training(payload: Payload, /, *, at: datetime) -> None:
    number = keep_model(
        payload["project_id"],
        payload["model"],
        payload["new"],
        account_id=payload["account_id"],
        at=at,
    )
    keep_comparison(payload["project_id"], number, payload["comparison"])


def _prepare_comparison(payload: Payload) -> Payload:
    ground = _ground(payload["job_id"])
    row = stored_model(ground.project_id, payload["number"])
    if row is None:
        raise ChunkError(later("This model is not here any more."))
    ready, gathered = ready_model(row), ground.gathered
    scored = prescore_together([(text.place, text.text) for text in gathered.texts], ground.lexicon)
    guesses = fair_guesses(ready, gathered.texts, gathered.paragraph_ids, scored)
    if not guesses:
        raise ChunkError(later("Nothing has been annotated yet that models could be compared on."))
    return {
        "project_id": ground.project_id,
        "number": row.number,
        "comparison": _compared(ground, ready.model, guesses),
    }


def _store_comparison(payload: Payload, /, *, at: datetime) -> None:
    keep_comparison(payload["project_id"], payload["number"], payload["comparison"])


def _ground(job_id: int) -> _Ground:
    if db.engine.dialect.name == "postgresql":
        # All statements see the same moment; on SQLite any transaction does.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    job = db.session.get(Job, job_id)
    if job is None or job.project_id is None:
        raise ChunkError(later("The project of this job was removed."))
    project_id, lexicon = job.project_id, lexicon_in_force(job.project_id)
    found = _Ground(
        project_id=project_id,
        account_id=job.account_id,
        gathered=gather(project_id, codebook_in_force(project_id).codebook, lexicon),
        lexicon=lexicon,
        in_use=model_in_use(project_id),
    )
    # Nobody has to wait for what is computed from it.
    db.session.rollback()
    return found


def _compared(ground: _Ground, model: Model, guesses: list[Guess] | list[Guess | None]) -> Any:
    found = compared(
        ground.gathered,
        guesses,
        parts_of(model),
        in_use=ground.in_use,
        lexicon=ground.lexicon,
        at=now(),
    )
    db.session.rollback()
    return found


def _finish_training(job: FinishedJob) -> dict[str, Any] | None:
    if job.units_failed:
        return None
    return {"sentence": later("The page of models shows it beside what suggests now.")}


def _finish_comparison(job: FinishedJob) -> dict[str, Any] | None:
    if job.units_failed:
        return None
    return {"sentence": later("The page of the model shows the comparison.")}


def uploaded_version(content: bytes) -> str:
    """Name a file from elsewhere by what it holds, whatever it calls itself."""
    return f"model-{sha256(content).hexdigest()[:12]}"


TRAIN = Kind(
    name=TRAIN_NAME,
    unit="models",
    run_chunk=_store_training,
    prepare=_prepare_training,
    finish=_finish_training,
)
COMPARE = Kind(
    name=COMPARE_NAME,
    unit="models",
    run_chunk=_store_comparison,
    prepare=_prepare_comparison,
    finish=_finish_comparison,
)
