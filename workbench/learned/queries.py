"""Reads of learned models, as frozen rows; the one in use is kept at hand by each process."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select

from workbench.accounts.models import Account
from workbench.database import db
from workbench.learned.models import LearnedModel, ModelChoice
from workbench.learning import model_file
from workbench.learning.model import Model
from workbench.web.pagination import ROWS_PER_PAGE, Page

# A model takes some ten megabytes with the words that it remembers.
MODELS_KEPT = 4
SHIPPED = 0


@dataclass(frozen=True)
class ModelRow:
    """Hold a stored model without its content; the fields are those of `LearnedModel`.

    `account` is "" where nobody is known.
    """

    id: int
    number: int
    version: str
    origin: str
    parts: tuple[str, ...]
    texts: int
    articles: int
    fingerprint: str
    software: str
    lexicon_version: str
    trained_at: datetime
    learned_from: Mapping[str, Any]
    annotation_cut: int
    word_categories: Mapping[str, str]
    comparison: Mapping[str, Any] | None
    created_at: datetime
    reads_around: bool
    account: str


@dataclass(frozen=True)
class ChoiceRow:
    """Hold one choice of what suggests; `model` is its number, 0 for the shipped scores."""

    number: int
    model: int
    despite: bool
    note: str
    created_at: datetime
    account: str


@dataclass(frozen=True)
class ModelInUse:
    """Hold the model that a project uses, ready to guess."""

    id: int
    number: int
    version: str
    word_categories: Mapping[str, str]
    model: Model


def version_in_use(project_id: int | None) -> str:
    """Name the model that a project uses; "" for the shipped scores."""
    if project_id is None:
        return ""
    row = db.session.execute(_in_use(project_id)).one_or_none()
    return "" if row is None or row.version is None else row.version


def model_in_use(project_id: int | None) -> ModelInUse | None:
    """Give the model that a project uses; None for the shipped scores."""
    if project_id is None:
        return None
    row = db.session.execute(_in_use(project_id)).one_or_none()
    if row is None or row.id is None:
        return None
    return _loaded(row.id, row.version)


def id_in_use(project_id: int) -> int | None:
    """Give the id of the model that a project uses, without reading it; None for the shipped."""
    row = db.session.execute(_in_use(project_id)).one_or_none()
    return None if row is None else row.id


def number_in_use(project_id: int) -> int:
    """Give the number of the model that a project uses; 0 for the shipped scores."""
    row = db.session.execute(_in_use(project_id)).one_or_none()
    return SHIPPED if row is None or row.number is None else row.number


def stored_model(project_id: int, number: int) -> ModelRow | None:
    """Find a model of a project by its number."""
    row = db.session.execute(
        _rows().where(LearnedModel.project_id == project_id, LearnedModel.number == number)
    ).one_or_none()
    return None if row is None else _row(row)


def stored_models(project_id: int, *, page: int) -> Page[ModelRow]:
    """List the models of a project, newest first."""
    total = db.session.scalar(select(func.count()).where(LearnedModel.project_id == project_id))
    rows = db.session.execute(
        _rows()
        .where(LearnedModel.project_id == project_id)
        .order_by(LearnedModel.number.desc())
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    return Page(rows=tuple(map(_row, rows)), number=page, total=total or 0)


def choices(project_id: int) -> tuple[ChoiceRow, ...]:
    """List what a project has used, newest first; nothing was chosen: ()."""
    rows = db.session.execute(
        select(ModelChoice, LearnedModel.number, Account.display_name)
        .outerjoin(LearnedModel, LearnedModel.id == ModelChoice.learned_model_id)
        .outerjoin(Account, Account.id == ModelChoice.created_by_id)
        .where(ModelChoice.project_id == project_id)
        .order_by(ModelChoice.number.desc())
    )
    return tuple(
        ChoiceRow(
            number=choice.number,
            model=number or SHIPPED,
            despite=choice.despite,
            note=choice.note,
            created_at=choice.created_at,
            account=account or "",
        )
        for choice, number, account in rows
    )


def model_content(model_id: int) -> bytes:
    """Read a model's file."""
    return db.session.execute(
        select(LearnedModel.content).where(LearnedModel.id == model_id)
    ).scalar_one()


def held_out_guesses(model_id: int) -> dict[int, dict[str, Any]]:
    """Read, by paragraph, what was guessed by what had not seen its article; {} for an upload."""
    packed = db.session.execute(
        select(LearnedModel.held_out).where(LearnedModel.id == model_id)
    ).scalar_one()
    if packed is None:
        return {}
    return {int(key): value for key, value in json.loads(gzip.decompress(packed)).items()}


def ready_model(row: ModelRow) -> ModelInUse:
    """Give a stored model ready to guess."""
    return _loaded(row.id, row.version)


@lru_cache(maxsize=MODELS_KEPT)
def _loaded(model_id: int, version: str) -> ModelInUse:
    """Read a model, whose content never changes, once in the life of a process.

    Its version tells it from another that bore its id in a database restored meanwhile.
    """
    row = db.session.execute(
        select(LearnedModel.number, LearnedModel.word_categories, LearnedModel.content).where(
            LearnedModel.id == model_id
        )
    ).one()
    return ModelInUse(
        id=model_id,
        number=row.number,
        version=version,
        word_categories=row.word_categories,
        model=model_file.from_bytes(row.content, name=version),
    )


def _in_use(project_id: int) -> Select[int, int, str]:
    return (
        select(LearnedModel.id, LearnedModel.number, LearnedModel.version)
        .select_from(ModelChoice)
        .outerjoin(LearnedModel, LearnedModel.id == ModelChoice.learned_model_id)
        .where(ModelChoice.project_id == project_id)
        .order_by(ModelChoice.number.desc())
        .limit(1)
    )


_NAMES = tuple(name for name in ModelRow.__dataclass_fields__ if name != "account")


def _rows() -> Select[Any]:
    columns = (LearnedModel.__table__.c[name] for name in _NAMES)
    return select(*columns, Account.display_name).outerjoin_from(
        LearnedModel.__table__, Account, Account.id == LearnedModel.created_by_id
    )


def _row(row: Any) -> ModelRow:
    values = dict(zip(_NAMES, row[:-1], strict=True))
    return ModelRow(**values | {"parts": tuple(values["parts"])}, account=row[-1] or "")
