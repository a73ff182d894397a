"""Reads of projects' lexicons, as frozen rows."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Row, Select, func, select

from workbench.accounts.models import Account
from workbench.database import db
from workbench.lexicons.models import LexiconBase, LexiconDraft, LexiconVersion
from workbench.lexicons.shipped import shipped_lexicon
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry
from workbench.scoring.overlay import Overlay
from workbench.web.pagination import ROWS_PER_PAGE, Page

# A lexicon takes some megabytes with what finds its terms.
LEXICONS_KEPT = 8
SHIPPED = 0


@dataclass(frozen=True)
class StandingLexicon:
    """Hold a project's lexicon as entries; `number` is 0 for the shipped one, unchanged.

    `base_id` is None where the base is the shipped lexicon and no project has built on it yet.
    """

    number: int
    base_id: int | None
    base_version: str
    base: tuple[LexiconEntry, ...]
    overlay: Overlay
    created_at: datetime | None = None

    @property
    def entries(self) -> tuple[LexiconEntry, ...]:
        """List the entries that are found."""
        return self.overlay.entries(self.base)

    @property
    def is_of_older_shipped(self) -> bool:
        """Tell whether a newer lexicon was shipped than the one that this is built on."""
        return self.base_version != shipped_lexicon().version


@dataclass(frozen=True)
class Draft:
    """Hold what was changed and not applied yet; `fingerprint` changes with any of it."""

    base_id: int
    base_version: str
    base: tuple[LexiconEntry, ...]
    overlay: Overlay
    changed_at: datetime
    account: str

    @property
    def entries(self) -> tuple[LexiconEntry, ...]:
        """List the entries that would be found."""
        return self.overlay.entries(self.base)

    @property
    def fingerprint(self) -> str:
        """Give a hash of the content."""
        written = json.dumps([self.base_version, self.overlay.to_values()], sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class VersionRow:
    """Hold a version's place in the history; `account` is "" where nobody is known."""

    number: int
    version: str
    note: str
    created_at: datetime
    account: str
    n_own: int
    n_off: int


def project_lexicon(project_id: int) -> Lexicon:
    """Give what finds the loaded words of a project."""
    key = db.session.execute(
        select(LexiconVersion.id, LexiconVersion.version, LexiconVersion.created_at)
        .where(LexiconVersion.project_id == project_id)
        .order_by(LexiconVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if key is None or key.version == shipped_lexicon().version:
        return shipped_lexicon()
    return _built(*key)


def standing_lexicon(project_id: int) -> StandingLexicon:
    """Give the lexicon in force as entries, those switched off included."""
    row = db.session.execute(
        _versions().where(LexiconVersion.project_id == project_id).limit(1)
    ).one_or_none()
    if row is None:
        shipped = shipped_lexicon()
        return StandingLexicon(SHIPPED, None, shipped.version, shipped.entries, Overlay())
    return _standing(row)


def lexicon_at(project_id: int, number: int) -> StandingLexicon | None:
    """Find a version of a project's lexicon; number 0 is the lexicon that is shipped."""
    if number == SHIPPED:
        shipped = shipped_lexicon()
        return StandingLexicon(SHIPPED, None, shipped.version, shipped.entries, Overlay())
    row = db.session.execute(
        _versions().where(LexiconVersion.project_id == project_id, LexiconVersion.number == number)
    ).one_or_none()
    return None if row is None else _standing(row)


def draft_of(project_id: int) -> Draft | None:
    """Find what the leads of a project changed and did not apply yet."""
    row = db.session.execute(
        select(LexiconDraft, LexiconBase.version, Account.display_name)
        .join(LexiconBase, LexiconBase.id == LexiconDraft.lexicon_base_id)
        .outerjoin(Account, Account.id == LexiconDraft.changed_by_id)
        .where(LexiconDraft.project_id == project_id)
    ).one_or_none()
    if row is None:
        return None
    draft, base_version, account = row
    return Draft(
        base_id=draft.lexicon_base_id,
        base_version=base_version,
        base=_base_entries(draft.lexicon_base_id, base_version),
        overlay=Overlay.from_values(draft.overlay),
        changed_at=draft.changed_at,
        account=account or "",
    )


def lexicon_versions(project_id: int, *, page: int) -> Page[VersionRow]:
    """List the versions of a project's lexicon, newest first."""
    total = db.session.scalar(select(func.count()).where(LexiconVersion.project_id == project_id))
    rows = db.session.execute(
        select(LexiconVersion, Account.display_name)
        .outerjoin(Account, Account.id == LexiconVersion.created_by_id)
        .where(LexiconVersion.project_id == project_id)
        .order_by(LexiconVersion.number.desc())
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    listed = tuple(
        VersionRow(
            number=row.number,
            version=row.version,
            note=row.note,
            created_at=row.created_at,
            account=account or "",
            n_own=len(row.overlay["own"]),
            n_off=len(row.overlay["off"]),
        )
        for row, account in rows
    )
    return Page(rows=listed, number=page, total=total or 0)


def _versions() -> Select[LexiconVersion, str]:
    return (
        select(LexiconVersion, LexiconBase.version)
        .join(LexiconBase, LexiconBase.id == LexiconVersion.lexicon_base_id)
        .order_by(LexiconVersion.number.desc())
    )


def _standing(row: Row[LexiconVersion, str]) -> StandingLexicon:
    stored, base_version = row
    return StandingLexicon(
        number=stored.number,
        base_id=stored.lexicon_base_id,
        base_version=base_version,
        base=_base_entries(stored.lexicon_base_id, base_version),
        overlay=Overlay.from_values(stored.overlay),
        created_at=stored.created_at,
    )


def _base_entries(base_id: int, version: str) -> tuple[LexiconEntry, ...]:
    shipped = shipped_lexicon()
    if version == shipped.version:
        return shipped.entries
    return _older_base(base_id, version)


@lru_cache(maxsize=LEXICONS_KEPT)
def _older_base(base_id: int, version: str) -> tuple[LexiconEntry, ...]:
    content = db.session.get_one(LexiconBase, base_id).content
    return Lexicon.from_text(content, source=version).entries


@lru_cache(maxsize=LEXICONS_KEPT)
def _built(version_id: int, _version: str, _created_at: datetime) -> Lexicon:
    """Build the lexicon of a version, which never changes, once in the life of a process.

    What it was called and when it was made tell it from another that bore its number in a
    database that was restored meanwhile.
    """
    row = db.session.execute(_versions().where(LexiconVersion.id == version_id)).one()
    return Lexicon(_standing(row).entries)
