"""Keep a file of labels, and store what it holds; these flush, nobody commits."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from workbench.accounts.models import Account
from workbench.annotations.models import LabelImport
from workbench.articles.models import Article, ArticleImport, Paragraph
from workbench.articles.ordering import follow_scores
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.label_imports.annotators import imported_annotators
from workbench.label_imports.guessing import guessed_columns, guessed_reading
from workbench.label_imports.mapping import Columns, Reading, from_plain, to_plain
from workbench.label_imports.models import LabelImportPart
from workbench.label_imports.packing import packed, packed_part, parts_of
from workbench.label_imports.plan import Plan
from workbench.label_imports.planning import check_columns
from workbench.label_imports.previewing import Opened, Preview, is_fresh
from workbench.label_imports.storing import store_part
from workbench.label_imports.tables import read_table
from workbench.projects.operations import revise_guidelines
from workbench.projects.queries import codebook_in_force

# So many names of a file are looked up.
_FIRST = 500


@dataclass(frozen=True)
class SourceFile:
    """Hold a file as it came."""

    name: str
    raw: bytes


class StoredBeforeError(RuntimeError):
    """Say that somebody stored or discarded the import before."""


def find_label_import(project_id: int, label_import_id: int) -> LabelImport | None:
    """Find an import of a project, stored or not; None where there is none."""
    return db.session.scalar(_label_import(project_id, label_import_id))


def hold_label_import(project_id: int, label_import_id: int) -> LabelImport | None:
    """Find an import and hold it until the transaction ends.

    Tabs that change one import at once come one after the other.
    """
    held = _label_import(project_id, label_import_id).with_for_update()
    return db.session.scalar(held.execution_options(populate_existing=True))


def _label_import(project_id: int, label_import_id: int) -> Select[LabelImport]:
    return select(LabelImport).where(
        LabelImport.id == label_import_id, LabelImport.project_id == project_id
    )


def start_label_import(
    project_id: int,
    labels: SourceFile,
    texts: SourceFile | None,
    *,
    account_id: int | None,
    at: datetime,
) -> LabelImport:
    """Keep a file of labels, with the file of its texts, for a lead to look through.

    Raises `TableError`. What the columns mean is guessed.
    """
    table = read_table(labels.name, labels.raw)
    joined = None if texts is None else read_table(texts.name, texts.raw)
    codebook = codebook_in_force(project_id).codebook
    columns = guessed_columns(table, joined, codebook)
    if columns.holds_paragraphs and not _names_paragraphs(project_id, table.column(columns.item)):
        columns = replace(columns, holds_paragraphs=False)
    started = LabelImport(
        project_id=project_id,
        account_id=account_id,
        source_name=table.name[:255],
        source_digest=table.digest,
        texts_name="" if joined is None else joined.name[:255],
        texts_digest="" if joined is None else joined.digest,
        content=packed(labels.raw),
        texts=None if texts is None else packed(texts.raw),
        mapping=to_plain(Reading(columns)),
        summary={},
        created_at=at,
    )
    db.session.add(started)
    db.session.flush()
    return started


def opened(label_import: LabelImport) -> Opened:
    """Read the files of an import again; raise `StoredBeforeError` where they are gone."""
    if label_import.content is None:
        raise StoredBeforeError
    return Opened(
        read_table(label_import.source_name, gzip.decompress(label_import.content)),
        None
        if label_import.texts is None
        else read_table(label_import.texts_name, gzip.decompress(label_import.texts)),
    )


def reading_of(label_import: LabelImport) -> Reading:
    """Give how the file is read so far."""
    return from_plain(label_import.mapping)


def choose_columns(label_import: LabelImport, files: Opened, columns: Columns) -> Reading:
    """Say which column is what; the questions are guessed from that. Raises `ReadingError`."""
    check_columns(columns, files.table, files.texts)
    before = reading_of(label_import)
    codebook = codebook_in_force(label_import.project_id).codebook
    reading = guessed_reading(
        files.table, columns, codebook, is_fresh=is_fresh(label_import.project_id)
    )
    reading = replace(
        reading,
        keeps_names=before.keeps_names,
        leaves_out_bad=before.leaves_out_bad,
        repeats=before.repeats,
    )
    keep_reading(label_import, reading)
    return reading


def keep_reading(label_import: LabelImport, reading: Reading) -> None:
    """Remember how the file is to be read."""
    label_import.mapping = to_plain(reading)
    db.session.flush()


def store_labels(
    label_import: LabelImport,
    reading: Reading,
    preview: Preview,
    *,
    by: Account | None,
    key: str,
    at: datetime,
) -> list[tuple[int, int]]:
    """Make members, codebook and parts of an import; give the parts' ids with their annotations.

    The parts are stored by `store_part`, at once or by a job. Raises `StoredBeforeError`, and
    `ValueError` where obstacles stand in the way: who calls this has told the person of them.
    """
    if preview.obstacles:
        raise ValueError("Obstacles stand in the way of this import.")
    claimed = db.session.scalar(
        update(LabelImport)
        .where(LabelImport.id == label_import.id, LabelImport.stored_at.is_(None))
        .values(stored_at=at)
        .returning(LabelImport.id)
    )
    if claimed is None:
        raise StoredBeforeError
    project_id, plan = label_import.project_id, preview.plan
    _revise_codebook(project_id, preview.codebook, by=by, at=at)
    accounts = imported_annotators(
        project_id, plan.annotators, keeps_names=reading.keeps_names, key=key, at=at
    )
    account_id = None if by is None else by.id
    article_import = ArticleImport(
        project_id=project_id, account_id=account_id, created_at=at, stored_at=at
    )
    db.session.add(article_import)
    db.session.flush()
    label_import.article_import_id = article_import.id
    label_import.account_id = account_id
    label_import.has_spans = bool(reading.columns.spans)
    label_import.mapping = to_plain(reading)
    label_import.content = label_import.texts = None
    label_import.summary = _summary(plan, codebook_in_force(project_id).number)
    db.session.flush()
    return _kept_parts(label_import, plan, accounts)


def _revise_codebook(
    project_id: int, codebook: Codebook, *, by: Account | None, at: datetime
) -> None:
    in_force = codebook_in_force(project_id)
    if codebook != in_force.codebook:
        revise_guidelines(
            project_id,
            in_force.guidelines,
            seen=in_force.number,
            by=by,
            at=at,
            codebook=codebook,
        )


def _summary(plan: Plan, codebook_number: int) -> dict[str, Any]:
    return {
        "codebook_version": codebook_number,
        "annotators": len(plan.annotators),
        "items": len(plan.items),
        "annotations": len(plan.given),
        "labels": {name: sum(count.values()) for name, count in plan.counts.items()},
        "spans": plan.notes.n_spans,
        "left_out": {
            "rows": len(plan.notes.bad),
            "labels": plan.notes.n_left_out_values,
            "marks": plan.notes.n_unplaced,
            "repeated_labels": plan.notes.n_doubles + len(plan.notes.conflicts),
        },
    }


def _kept_parts(
    label_import: LabelImport, plan: Plan, accounts: Mapping[str, int]
) -> list[tuple[int, int]]:
    kept = []
    for part in parts_of(plan, accounts):
        row = LabelImportPart(label_import_id=label_import.id, content=packed_part(part))
        db.session.add(row)
        db.session.flush()
        kept.append((row.id, part.n_annotations))
    return kept


def store_parts(label_import: LabelImport, part_ids: Sequence[int], *, at: datetime) -> None:
    """Store parts of an import one after the other, and what they bring in the queue's order."""
    for part_id in part_ids:
        store_part(label_import, part_id, at=at)
    follow_scores(label_import.project_id, account_id=label_import.account_id, at=at)


def discard_label_import(label_import: LabelImport) -> None:
    """Remove an import that was never stored."""
    db.session.execute(
        delete(LabelImport).where(
            LabelImport.id == label_import.id, LabelImport.stored_at.is_(None)
        )
    )


def _names_paragraphs(project_id: int, names: Sequence[str]) -> bool:
    """Tell whether the first names of a file are numbers of paragraphs of a project."""
    first = [int(name) for name in names[:_FIRST] if name.isascii() and name.isdigit()]
    small = [number for number in first if number < 2**31]
    return (
        bool(small)
        and len(small) == len(names[:_FIRST])
        and set(small)
        <= set(
            db.session.scalars(
                select(Paragraph.id)
                .join(Article, Article.id == Paragraph.article_id)
                .where(Article.project_id == project_id, Paragraph.id.in_(small))
            )
        )
    )
