"""Reads of imports of labels, as frozen rows: what reports and exports say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from workbench.accounts.models import Account
from workbench.annotations.models import Annotation, LabelImport
from workbench.database import db
from workbench.label_imports.mapping import Reading, from_plain
from workbench.label_imports.models import LabelImportPart
from workbench.projects.models import Membership


@dataclass(frozen=True)
class LabelImportRow:
    """Hold an import with where it came from; `by` and `pseudonym` are "" for the command line.

    `annotations` counts what is stored, `waiting` the parts that are not yet.
    """

    id: int
    source_name: str
    source_digest: str
    texts_name: str
    texts_digest: str
    created_at: datetime
    stored_at: datetime | None
    by: str
    pseudonym: str
    reading: Reading
    summary: Mapping[str, Any]
    annotations: int
    waiting: int


def label_imports(project_id: int) -> tuple[LabelImportRow, ...]:
    """List the imports of a project, stored or not, in the order in which they were begun."""
    annotations = (
        select(func.count())
        .where(Annotation.label_import_id == LabelImport.id)
        .correlate(LabelImport)
        .scalar_subquery()
    )
    waiting = (
        select(func.count())
        .where(LabelImportPart.label_import_id == LabelImport.id)
        .correlate(LabelImport)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(LabelImport, Account.display_name, Membership.pseudonym, annotations, waiting)
        .outerjoin(Account, Account.id == LabelImport.account_id)
        .outerjoin(
            Membership,
            (Membership.account_id == LabelImport.account_id)
            & (Membership.project_id == LabelImport.project_id),
        )
        .where(LabelImport.project_id == project_id)
        .order_by(LabelImport.id)
    )
    return tuple(
        LabelImportRow(
            id=one.id,
            source_name=one.source_name,
            source_digest=one.source_digest,
            texts_name=one.texts_name,
            texts_digest=one.texts_digest,
            created_at=one.created_at,
            stored_at=one.stored_at,
            by=name or "",
            pseudonym=pseudonym or "",
            reading=from_plain(one.mapping),
            summary=one.summary,
            annotations=n,
            waiting=parts,
        )
        for one, name, pseudonym, n, parts in rows
    )


def stored_label_imports(project_id: int) -> tuple[LabelImportRow, ...]:
    """List the imports of a project that brought labels."""
    return tuple(row for row in label_imports(project_id) if row.stored_at is not None)


def provenance_lines(project_id: int) -> list[str]:
    """Say of each import where its labels come from, a sentence each."""
    return [provenance_sentence(row) for row in stored_label_imports(project_id)]


def provenance_sentence(row: LabelImportRow) -> str:
    """Say where the labels of an import come from."""
    by = f" by {row.pseudonym}" if row.pseudonym else ""
    day = (row.stored_at or row.created_at).date().isoformat()
    n = f"{row.annotations:,} annotation" + ("" if row.annotations == 1 else "s")
    texts = f", with texts of {row.texts_name} (SHA-256 {row.texts_digest})"
    return (
        f"{n} were imported on {day}{by} from {row.source_name} (SHA-256 {row.source_digest})"
        f"{texts if row.texts_name else ''}: labels given elsewhere, not in this workbench."
    )


def parts_left(label_import_id: int) -> Sequence[int]:
    """List the parts of an import that are not stored yet, by their ids."""
    return db.session.scalars(
        select(LabelImportPart.id)
        .where(LabelImportPart.label_import_id == label_import_id)
        .order_by(LabelImportPart.id)
    ).all()
