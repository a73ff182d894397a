"""Annotators whose labels are imported: members under a pseudonym, whom nobody signs in as."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, insert, select

from workbench.accounts.models import Account
from workbench.database import Base, db
from workbench.label_imports.models import ImportedAnnotator
from workbench.projects.models import Membership, Role
from workbench.projects.operations import new_pseudonyms
from workbench.words import gettext

# An address that no mail can reach (RFC 2606).
EMAIL = "{unique}@imported.invalid"
_AT_ONCE = 500


def imported_annotators(
    project_id: int, names: Sequence[str], *, keeps_names: bool, key: str, at: datetime
) -> dict[str, int]:
    """Give an account for each name of a file, an earlier one where the project knows the name.

    Without `keeps_names` they are called “Imported annotator 1” and so on: of the name remains a
    hash under `key`, the secret of this installation. Flushes.
    """
    hashes = {name: _hash(project_id, name, key) for name in names}
    known = _known(project_id, list(hashes.values()))
    fresh = [name for name in names if hashes[name] not in known]
    known |= _added(project_id, fresh, hashes, keeps_names=keeps_names, at=at) if fresh else {}
    return {name: known[hashes[name]] for name in names}


def _known(project_id: int, hashes: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(hashes), _AT_ONCE):
        rows = db.session.execute(
            select(ImportedAnnotator.name_hash, ImportedAnnotator.account_id).where(
                ImportedAnnotator.project_id == project_id,
                ImportedAnnotator.name_hash.in_(hashes[start : start + _AT_ONCE]),
            )
        )
        found.update((row.name_hash, row.account_id) for row in rows)
    return found


def _added(
    project_id: int,
    names: Sequence[str],
    hashes: dict[str, str],
    *,
    keeps_names: bool,
    at: datetime,
) -> dict[str, int]:
    before = db.session.scalar(
        select(func.count()).where(ImportedAnnotator.project_id == project_id)
    )
    emails = {name: EMAIL.format(unique=uuid4().hex) for name in names}
    db.session.execute(
        insert(Base.metadata.tables[Account.__tablename__]),
        [
            {
                "email": emails[name],
                "display_name": name[:120]
                if keeps_names
                else gettext("Imported annotator %(number)s", number=number),
                "password_hash": None,
                "is_administrator": False,
                "is_demonstration": False,
                "is_imported": True,
                "session_version": 0,
                "created_at": at,
            }
            for number, name in enumerate(names, start=(before or 0) + 1)
        ],
    )
    account_of: dict[str, int] = {}
    listed = list(emails.values())
    for start in range(0, len(listed), _AT_ONCE):
        rows = db.session.execute(
            select(Account.email, Account.id).where(
                Account.email.in_(listed[start : start + _AT_ONCE])
            )
        )
        account_of.update((row.email, row.id) for row in rows)
    pseudonyms = new_pseudonyms(project_id, len(names))
    db.session.execute(
        insert(Base.metadata.tables[Membership.__tablename__]),
        [
            {
                "project_id": project_id,
                "account_id": account_of[emails[name]],
                "role": Role.ANNOTATOR.value,
                "pseudonym": pseudonym,
                "created_at": at,
            }
            for name, pseudonym in zip(names, pseudonyms, strict=True)
        ],
    )
    db.session.execute(
        insert(Base.metadata.tables[ImportedAnnotator.__tablename__]),
        [
            {
                "project_id": project_id,
                "account_id": account_of[emails[name]],
                "name_hash": hashes[name],
            }
            for name in names
        ],
    )
    return {hashes[name]: account_of[emails[name]] for name in names}


def _hash(project_id: int, name: str, key: str) -> str:
    told = f"imported annotator\0{project_id}\0{name}".encode()
    return hmac.new(key.encode(), told, hashlib.sha256).hexdigest()
