"""Keep a file of labels, look through it, and store what it holds; these flush, nobody commits."""

import gzip
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from workbench.accounts.models import Account
from workbench.annotations.models import Assignment, LabelImport
from workbench.articles.models import Article, ArticleImport, Paragraph
from workbench.articles.ordering import follow_scores
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.label_imports.annotators import imported_annotators
from workbench.label_imports.codebooks import codebook_after
from workbench.label_imports.guessing import guessed_columns, guessed_reading
from workbench.label_imports.mapping import Columns, Reading, ReadingError, from_plain, to_plain
from workbench.label_imports.models import LabelImportPart
from workbench.label_imports.packing import packed, packed_part, parts_of
from workbench.label_imports.planning import Item, Plan, check_columns, plan_import
from workbench.label_imports.span_cells import categories_of
from workbench.label_imports.storing import store_part
from workbench.label_imports.tables import Table, read_table
from workbench.projects.operations import revise_guidelines
from workbench.projects.queries import codebook_in_force
from workbench.words import gettext, ngettext

_AT_ONCE = 500


@dataclass(frozen=True)
class SourceFile:
    """Hold a file as it came."""

    name: str
    raw: bytes


@dataclass(frozen=True, eq=False)
class Opened:
    """Hold the tables of an import that is not stored yet."""

    table: Table
    texts: Table | None


@dataclass(frozen=True)
class Preview:
    """Hold what an import would store; `problems` stand in its way, each a sentence.

    `n_known` items are paragraphs that the project has already.
    """

    plan: Plan
    codebook: Codebook
    problems: tuple[str, ...]
    n_known: int


class StoredBeforeError(RuntimeError):
    """Say that somebody stored or discarded the import before."""


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


def is_fresh(project_id: int) -> bool:
    """Tell whether nobody has annotated anything in a project."""
    return not db.session.scalar(
        select(exists().where(Assignment.project_id == project_id, Assignment.state == "submitted"))
    )


def preview_of(project_id: int, files: Opened, reading: Reading) -> Preview:
    """Say what would be stored and what stands in the way; raise `ReadingError`."""
    if reading.replaces_codebook and not is_fresh(project_id):
        raise ReadingError(
            gettext(
                "This project has annotations: its questions stay. Let the file answer them, or "
                "add new ones."
            )
        )
    in_force = codebook_in_force(project_id).codebook
    categories: dict[str, None] = {}
    if reading.columns.spans:
        for cell in files.table.column(reading.columns.spans):
            categories |= dict.fromkeys(categories_of(cell))
    codebook = codebook_after(reading, in_force, categories)
    plan = plan_import(files.table, files.texts, reading, codebook)
    plan, n_unknown = _placed(project_id, plan)
    n_known = sum(item.paragraph_id is not None for item in plan.items.values())
    return Preview(plan, codebook, tuple(_problems(plan, reading, n_unknown)), n_known)


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

    The parts are stored by `store_part`, at once or by a job. Raises `ReadingError` where
    something stands in the way, and `StoredBeforeError`.
    """
    if preview.problems:
        raise ReadingError(preview.problems[0])
    claimed = db.session.scalar(
        update(LabelImport)
        .where(LabelImport.id == label_import.id, LabelImport.stored_at.is_(None))
        .values(stored_at=at)
        .returning(LabelImport.id)
    )
    if claimed is None:
        raise StoredBeforeError
    project_id, plan = label_import.project_id, preview.plan
    in_force = codebook_in_force(project_id)
    if preview.codebook != in_force.codebook:
        revise_guidelines(
            project_id,
            in_force.guidelines,
            seen=in_force.number,
            by=by,
            at=at,
            codebook=preview.codebook,
        )
    accounts = imported_annotators(
        project_id, plan.annotators, keeps_names=reading.keeps_names, key=key, at=at
    )
    article_import = ArticleImport(
        project_id=project_id,
        account_id=None if by is None else by.id,
        created_at=at,
        stored_at=at,
    )
    db.session.add(article_import)
    db.session.flush()
    label_import.article_import_id = article_import.id
    label_import.account_id = None if by is None else by.id
    label_import.has_spans = bool(reading.columns.spans)
    label_import.mapping = to_plain(reading)
    label_import.content = label_import.texts = None
    label_import.summary = {
        "codebook_version": codebook_in_force(project_id).number,
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
    db.session.flush()
    stored = []
    for part in parts_of(plan, accounts):
        row = LabelImportPart(label_import_id=label_import.id, content=packed_part(part))
        db.session.add(row)
        db.session.flush()
        stored.append((row.id, part.n_annotations))
    return stored


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


def _problems(plan: Plan, reading: Reading, n_unknown: int) -> list[str]:
    problems = []
    if not plan.given:
        problems.append(gettext("Nothing would be stored: no row holds a label that is taken."))
    if plan.notes.bad and not reading.leaves_out_bad:
        problems.append(
            ngettext(
                "%(num)s row cannot be read. Leave it out by the tick below, or mend the file.",
                "%(num)s rows cannot be read. Leave them out by the tick below, or mend the file.",
                len(plan.notes.bad),
            )
        )
    if plan.notes.conflicts:
        problems.append(
            ngettext(
                "%(num)s label contradicts an earlier one of the same annotator. Say below which "
                "of them counts, or mend the file.",
                "%(num)s labels contradict an earlier one of the same annotator. Say below which "
                "of them counts, or mend the file.",
                len(plan.notes.conflicts),
            )
        )
    if n_unknown:
        problems.append(
            ngettext(
                "%(num)s item names a paragraph that this project does not have. Choose a column "
                "with the texts, or mend the file.",
                "%(num)s items name paragraphs that this project does not have. Choose a column "
                "with the texts, or mend the file.",
                n_unknown,
            )
        )
    return problems


def _placed(project_id: int, plan: Plan) -> tuple[Plan, int]:
    """Find the items that are paragraphs of the project, by number or by their text.

    Gives also how many items name a paragraph that is not there. A text that two items or two
    paragraphs share tells nothing.
    """
    by_text = Counter(item.text for item in plan.items.values() if item.text)
    ids: set[int] = set()
    of_text: dict[str, list[int]] = {}
    for paragraph_id, text in db.session.execute(
        select(Paragraph.id, Paragraph.text)
        .join(Article, Article.id == Paragraph.article_id)
        .where(Article.project_id == project_id)
        .execution_options(yield_per=_AT_ONCE)
    ):
        ids.add(paragraph_id)
        if text in by_text:
            of_text.setdefault(text, []).append(paragraph_id)
    n_unknown = sum(
        item.paragraph_id is not None and item.paragraph_id not in ids
        for item in plan.items.values()
    )
    items = {name: _found(item, of_text, by_text) for name, item in plan.items.items()}
    return replace(plan, items=items), n_unknown


def _found(item: Item, of_text: Mapping[str, Sequence[int]], by_text: Mapping[str, int]) -> Item:
    here = of_text.get(item.text, ())
    if item.paragraph_id is None and len(here) == 1 and by_text[item.text] == 1:
        return replace(item, paragraph_id=here[0])
    return item


def _names_paragraphs(project_id: int, names: Sequence[str]) -> bool:
    """Tell whether the first names of a file are numbers of paragraphs of a project."""
    first = [int(name) for name in names[:_AT_ONCE] if name.isascii() and name.isdigit()]
    small = [number for number in first if number < 2**31]
    return (
        bool(small)
        and len(small) == len(names[:_AT_ONCE])
        and set(small)
        <= set(
            db.session.scalars(
                select(Paragraph.id)
                .join(Article, Article.id == Paragraph.article_id)
                .where(Article.project_id == project_id, Paragraph.id.in_(small))
            )
        )
    )
