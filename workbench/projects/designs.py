"""The design of a study: what annotators are shown, and by what lot; every version is kept."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime

from sqlalchemy import select

from workbench.accounts.models import Account
from workbench.database import db
from workbench.projects.models import Project, StudyDesign
from workbench.projects.ordering import check_order
from workbench.queue_order import QueueOrder
from workbench.words import gettext

SEEDS = 2**31


class DesignChangedError(ValueError):
    """Say that somebody stored a newer design since the form was opened."""


@dataclass(frozen=True)
class Design:
    """Hold what a lead chooses; the fields are those of `StudyDesign`, shares in percent.

    The defaults are those of a study in which nobody has chosen anything.
    """

    blind_percent: int = 0
    shows: Mapping[str, str] = field(default_factory=dict)
    shows_words: str = "first"
    context: str = "neighbours"
    outlet: str = "unnamed"
    hidden_percent: int = 50
    repeat_percent: int = 0
    repeat_after: int = 20
    named_percent: int = 0
    queue_order: str = QueueOrder.ARTICLES.value
    random_percent: int = 20
    gold_percent: int = 0
    pass_percent: int = 0


@dataclass(frozen=True)
class DesignVersion:
    """Hold a stored design; `author` is "" where nobody is known."""

    number: int
    seed: int
    design: Design
    created_at: datetime
    author: str


def design_versions(project_id: int) -> tuple[DesignVersion, ...]:
    """List the designs of a project, newest first: that one is in force. None stored: ()."""
    rows = db.session.execute(
        select(StudyDesign, Account.display_name)
        .outerjoin(Account, Account.id == StudyDesign.created_by_id)
        .where(StudyDesign.project_id == project_id)
        .order_by(StudyDesign.number.desc())
    )
    return tuple(
        DesignVersion(
            number=stored.number,
            seed=stored.seed,
            design=_design(stored),
            created_at=stored.created_at,
            author=author or "",
        )
        for stored, author in rows
    )


def hides_outlet(project_id: int) -> bool:
    """Tell whether the design in force hides the outlet on some page, by rule or by lot."""
    outlet = db.session.scalar(
        select(StudyDesign.outlet)
        .where(StudyDesign.project_id == project_id)
        .order_by(StudyDesign.number.desc())
        .limit(1)
    )
    return outlet in ("hidden", "lot")


def revise_design(
    project_id: int,
    design: Design,
    *,
    seen: int,
    by: Account | None,
    at: datetime,
    draw_seed: Callable[[int], int],
) -> int | None:
    """Store a design as the newest version and give its number; None where nothing changes.

    `seen` is the number of the version that the form was opened with, 0 for none;
    `draw_seed(n)` gives a number below n, once for a project. Raises `DesignChangedError`, and
    `OrderFixedError` where the order of the queue cannot be changed so any more.
    """
    # Two leads who save at once come one after the other.
    db.session.execute(select(Project.id).where(Project.id == project_id).with_for_update())
    newest = db.session.scalars(
        select(StudyDesign)
        .where(StudyDesign.project_id == project_id)
        .order_by(StudyDesign.number.desc())
        .limit(1)
    ).one_or_none()
    number = 0 if newest is None else newest.number
    if design == (Design() if newest is None else _design(newest)):
        return None
    if number != seen:
        raise DesignChangedError(
            gettext("Version %(number)s of the design was stored while you chose.", number=number)
        )
    check_order(project_id, design.queue_order, random_percent=design.random_percent)
    db.session.add(
        StudyDesign(
            project_id=project_id,
            number=number + 1,
            seed=draw_seed(SEEDS) if newest is None else newest.seed,
            created_at=at,
            created_by_id=None if by is None else by.id,
            **asdict(design),
        )
    )
    db.session.flush()
    return number + 1


def _design(stored: StudyDesign) -> Design:
    return Design(**{each.name: getattr(stored, each.name) for each in fields(Design)})
