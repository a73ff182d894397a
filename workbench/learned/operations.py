"""Writes of learned models: keep one, keep its comparison, put it to use. All flush."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select, update

from workbench.database import db
from workbench.evaluation.gold import VOICE_NAMES
from workbench.learned.models import LearnedModel, ModelChoice
from workbench.learned.queries import SHIPPED, number_in_use
from workbench.learning.model import Model
from workbench.learning.rules import BIASED, SENTIMENT
from workbench.projects.holding import hold_project
from workbench.words import gettext

PARTS = ("words", "bias", "voice", "sentiment")
_LONGEST_NAME = 64


class UnfitModelError(ValueError):
    """Say why a model cannot be kept or used."""


class ChoiceChangedError(ValueError):
    """Say that another model was put to use since the page was opened."""


@dataclass(frozen=True, kw_only=True)
class NewModel:
    """Hold a model to be kept; the fields are those of `LearnedModel`."""

    version: str
    origin: Literal["trained", "uploaded"]
    content: bytes
    learned_from: Mapping[str, Any] = field(default_factory=dict)
    annotation_cut: int = 0
    word_categories: Mapping[str, str] = field(default_factory=dict)
    held_out: Mapping[int, Mapping[str, Any]] | None = None


def parts_of(model: Model) -> tuple[str, ...]:
    """List what a model has learned: `words`, `bias`, `voice`, `sentiment`."""
    heads = () if model.fitted.paragraphs is None else model.fitted.paragraphs.heads
    learned = {
        "words": model.fitted.words is not None,
        "bias": BIASED in heads,
        "voice": set(VOICE_NAMES) <= set(heads),
        "sentiment": SENTIMENT in heads,
    }
    return tuple(part for part in PARTS if learned[part])


def keep_model(
    project_id: int, model: Model, new: NewModel, *, account_id: int | None, at: datetime
) -> int:
    """Keep a model and give its number; one that is kept already keeps the number it has.

    Raises `UnfitModelError` for one that has learned nothing, or does not say what it is.
    """
    parts = parts_of(model)
    if not parts:
        raise UnfitModelError(gettext("This model has learned nothing that could be suggested."))
    _lock(project_id)
    of_project = LearnedModel.project_id == project_id
    known = db.session.scalar(
        select(LearnedModel.number).where(of_project, LearnedModel.version == new.version)
    )
    if known is not None:
        return known
    number = 1 + (db.session.scalar(select(func.max(LearnedModel.number)).where(of_project)) or 0)
    packed = None
    if new.held_out is not None:
        written = json.dumps(new.held_out, ensure_ascii=False, separators=(",", ":"))
        packed = gzip.compress(written.encode(), mtime=0)
    db.session.add(
        LearnedModel(
            project_id=project_id,
            number=number,
            version=new.version,
            origin=new.origin,
            parts=list(parts),
            **_origin(model),
            learned_from=dict(new.learned_from),
            annotation_cut=new.annotation_cut,
            word_categories=dict(new.word_categories),
            created_at=at,
            created_by_id=account_id,
            reads_around=model.rules.around is not None,
            held_out=packed,
            content=new.content,
        )
    )
    db.session.flush()
    return number


def keep_comparison(project_id: int, number: int, comparison: Mapping[str, Any]) -> None:
    """Keep how a model compares, in the place of what was kept before."""
    db.session.execute(
        update(LearnedModel)
        .where(LearnedModel.project_id == project_id, LearnedModel.number == number)
        .values(comparison=dict(comparison))
    )


def put_to_use(
    project_id: int,
    number: int,
    *,
    seen: int,
    despite: bool,
    note: str,
    account_id: int,
    at: datetime,
) -> None:
    """Let a model make the suggestions from now on; number 0 goes back to the shipped scores.

    `seen` is the number of the model that was in use when the lead looked. Raises
    `ChoiceChangedError` where it is another by now, and `UnfitModelError` where there is no such
    model.
    """
    _lock(project_id)
    if number_in_use(project_id) != seen:
        raise ChoiceChangedError(
            gettext("Somebody put another model to use since you looked. Look again.")
        )
    model_id = None
    if number != SHIPPED:
        model_id = db.session.scalar(
            select(LearnedModel.id).where(
                LearnedModel.project_id == project_id, LearnedModel.number == number
            )
        )
        if model_id is None:
            raise UnfitModelError(gettext("This project has no model %(number)s.", number=number))
    newest = db.session.scalar(
        select(func.max(ModelChoice.number)).where(ModelChoice.project_id == project_id)
    )
    db.session.add(
        ModelChoice(
            project_id=project_id,
            number=1 + (newest or 0),
            learned_model_id=model_id,
            despite=despite,
            note=note,
            created_at=at,
            created_by_id=account_id,
        )
    )
    db.session.flush()


def _origin(model: Model) -> dict[str, Any]:
    """Take what a model says of itself; a file from elsewhere may hold anything there."""
    origin = model.origin
    names = {name: getattr(origin, name) for name in ("fingerprint", "software", "lexicon_version")}
    counts = {name: getattr(origin, name) for name in ("texts", "articles")}
    if not all(map(_is_name, names.values())):
        raise UnfitModelError(gettext("The model does not say what it was learned with."))
    if not all(type(count) is int and 0 < count < 2**31 for count in counts.values()):
        raise UnfitModelError(gettext("The model does not say how many texts it was learned from."))
    if origin.trained_at.tzinfo is None:
        raise UnfitModelError(
            gettext("The model does not say when it was learned, with its time zone.")
        )
    return {**names, **counts, "trained_at": origin.trained_at}


def _is_name(value: Any) -> bool:
    # What cannot be printed, such as NUL or half a surrogate pair, no database keeps either.
    return isinstance(value, str) and len(value) <= _LONGEST_NAME and value.isprintable()


def _lock(project_id: int) -> None:
    # Two leads who act at once come one after the other.
    hold_project(project_id)
