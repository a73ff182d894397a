"""Writes to projects' lexicons: a draft is changed until it is applied as the next version."""

import csv
import io
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from workbench.database import db
from workbench.lexicons.models import LexiconBase, LexiconDraft, LexiconVersion
from workbench.lexicons.queries import Draft, StandingLexicon, draft_of, standing_lexicon
from workbench.lexicons.shipped import shipped_lexicon
from workbench.projects.holding import hold_project
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import COLUMNS, LexiconEntry
from workbench.scoring.lexicon_files import row_of
from workbench.scoring.overlay import Overlay, problems_with
from workbench.words import gettext

Base = tuple[LexiconEntry, ...]
Change = Callable[[Overlay, Base], Overlay]


class UnusableLexiconError(ValueError):
    """Hold what is wrong with the changed terms, by the keys of their terms."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(" ".join(each for found in problems.values() for each in found))
        self.problems = problems


class DraftChangedError(ValueError):
    """Say that the draft is not the one that was looked at."""


class NothingToApplyError(ValueError):
    """Say that a draft changes nothing."""


def change_draft(
    project_id: int, change: Change, *, changed: frozenset[str], account_id: int, at: datetime
) -> None:
    """Change what waits to be applied; flush.

    `changed` names the terms that are looked at for faults. Raises `UnusableLexiconError`, and
    the draft stays as it was.
    """
    _lock(project_id)
    standing = draft_of(project_id) or standing_lexicon(project_id)
    overlay = change(standing.overlay, standing.base).tidied(standing.base)
    problems = problems_with(overlay.entries(standing.base), changed)
    if problems:
        raise UnusableLexiconError(problems)
    _keep(project_id, _base_id(standing, at=at), overlay, account_id=account_id, at=at)


def take_up_shipped(project_id: int, *, account_id: int, at: datetime) -> None:
    """Put the project's changes on the lexicon that is shipped now; flush.

    Raises `UnusableLexiconError` where they clash with it.
    """
    _lock(project_id)
    shipped = shipped_lexicon()
    overlay = (draft_of(project_id) or standing_lexicon(project_id)).overlay
    tidied = overlay.tidied(shipped.entries)
    if problems := problems_with(tidied.entries(shipped.entries), tidied.own):
        raise UnusableLexiconError(problems)
    _keep(project_id, _shipped_id(at=at), tidied, account_id=account_id, at=at)


def restore_version(
    project_id: int, version: StandingLexicon, *, account_id: int, at: datetime
) -> None:
    """Put an earlier version in the place of the draft; flush."""
    _lock(project_id)
    _keep(project_id, _base_id(version, at=at), version.overlay, account_id=account_id, at=at)


def discard_draft(project_id: int) -> None:
    """Forget what was changed and not applied; flush."""
    draft = db.session.get(LexiconDraft, project_id)
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()


def apply_draft(
    project_id: int, *, seen: str, note: str, account_id: int, at: datetime
) -> LexiconVersion:
    """Make the draft the lexicon in force, as the next version; flush.

    `seen` is the fingerprint of the draft that the lead looked at. Raises `DraftChangedError`
    and `NothingToApplyError`.
    """
    _lock(project_id)
    draft, standing = draft_of(project_id), standing_lexicon(project_id)
    if draft is None:
        raise NothingToApplyError(
            gettext("There is nothing to apply: somebody has applied it or let it go.")
        )
    if draft.fingerprint != seen:
        raise DraftChangedError(
            gettext(
                "Somebody changed the draft since you looked at it. Nothing was applied: look at "
                "it again."
            )
        )
    if (draft.base_version, draft.overlay) == (standing.base_version, standing.overlay):
        raise NothingToApplyError(
            gettext("There is nothing to apply: this is the lexicon in force.")
        )
    version = LexiconVersion(
        project_id=project_id,
        lexicon_base_id=draft.base_id,
        number=standing.number + 1,
        version=Lexicon(draft.entries).version,
        overlay=draft.overlay.to_values(),
        note=note,
        created_at=at,
        created_by_id=account_id,
    )
    db.session.add(version)
    discard_draft(project_id)
    db.session.flush()
    return version


def _lock(project_id: int) -> None:
    # Two leads who change a draft at once come one after the other.
    hold_project(project_id)


def _keep(
    project_id: int, base_id: int, overlay: Overlay, *, account_id: int, at: datetime
) -> None:
    draft = db.session.get(LexiconDraft, project_id)
    if draft is None:
        draft = LexiconDraft(project_id=project_id)
        db.session.add(draft)
    draft.lexicon_base_id = base_id
    draft.overlay = overlay.to_values()
    draft.changed_at = at
    draft.changed_by_id = account_id
    db.session.flush()


def _base_id(standing: StandingLexicon | Draft, *, at: datetime) -> int:
    return _shipped_id(at=at) if standing.base_id is None else standing.base_id


def _shipped_id(*, at: datetime) -> int:
    """Keep the shipped lexicon, unless it is kept already; of two who do at once, one does."""
    shipped = shipped_lexicon()
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(
        make(LexiconBase)
        .values(version=shipped.version, content=_written(shipped), created_at=at)
        .on_conflict_do_nothing(index_elements=[LexiconBase.version])
    )
    return db.session.scalars(
        select(LexiconBase.id).where(LexiconBase.version == shipped.version)
    ).one()


def _written(lexicon: Lexicon) -> str:
    content = io.StringIO(newline="")
    # In the order of the file: of two terms that a dictionary gives the same form the first has it.
    csv.writer(content).writerows([COLUMNS, *map(row_of, lexicon.entries)])
    return content.getvalue()
