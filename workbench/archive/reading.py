"""Read a partition's rows into articles, exactly as the importer reads them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pyarrow as pa

from workbench.archive.columns import ColumnNames
from workbench.archive.lines import Lines, Record, line_records, table_records
from workbench.archive.partitions import Kind, Partition, Unit
from workbench.articles.limits import checked
from workbench.text.articles import ArticleText, BadRow
from workbench.text.jsonlines import read_jsonl
from workbench.text.records import article_from, field_names
from workbench.text.tables import BrokenTableError, read_csv, rows

Item = ArticleText | BadRow


def read_partition(partition: Partition) -> Iterator[Item]:
    """Yield the articles and the bad rows of a partition, each with its line or row."""
    if not partition.rows:
        return
    read = _read_parquet if partition.kind is Kind.PARQUET else _read_text
    for item in read(partition):
        if isinstance(item, ArticleText) and partition.unit is Unit.PARAGRAPHS:
            yield checked(replace(item, body=" ".join(item.body.split("\n\n"))))
        else:
            yield checked(item)


def _read_text(partition: Partition) -> Iterator[Item]:
    """Read all rows at once, or one by one where a row spoils the reading of the others."""
    try:
        text = _decoded(partition.content, partition)
    except UnicodeDecodeError:
        return _one_by_one(partition)
    items = _read_records(text, partition, first_line=partition.first_row)
    if len(items) < partition.rows:
        return _one_by_one(partition)
    return iter(items)


def _one_by_one(partition: Partition) -> Iterator[Item]:
    lines = Lines(BytesIO(partition.content))
    records = (
        line_records(lines)
        if partition.kind is Kind.JSONL
        else table_records(lines, partition.delimiter)
    )
    for record in records:
        if record.raw.strip():
            yield from _read_alone(record, partition)


def _read_alone(record: Record, partition: Partition) -> list[Item]:
    line = partition.first_row + record.line - 1
    try:
        text = _decoded(record.raw, partition)
    except UnicodeDecodeError as error:
        reason = (
            f"Byte {error.start + 1} of the row is not {partition.encoding}: save the file as "
            "UTF-8, or name its encoding with --encoding."
        )
        return [BadRow(partition.source, line, reason)]
    if partition.kind is Kind.CSV:
        try:
            if not list(rows(text, partition.delimiter)):
                return []
        except BrokenTableError:
            reason = "The row is no row of a table: check its quotation marks and its columns."
            return [BadRow(partition.source, line, reason)]
    return _read_records(text, partition, first_line=line)


def _read_records(text: str, partition: Partition, *, first_line: int) -> list[Item]:
    if partition.kind is Kind.JSONL:
        read = read_jsonl(_with_names(text, partition), source_name=partition.source)
        before = 0
    else:
        read = read_csv(partition.head + text, source_name=partition.source)
        before = partition.head.count("\n")
    return [
        replace(item, line=first_line - 1 + item.line - before)
        for item in read
        if item.line is not None
    ]


def _decoded(raw: bytes, partition: Partition) -> str:
    return raw.decode(partition.encoding).replace("\r\n", "\n")


def _with_names(text: str, partition: Partition) -> str:
    """Give each object the names that the reader recognises; leave to it what is no object."""
    if not partition.columns:
        return text
    columns = ColumnNames(partition.columns)
    return "\n".join(_renamed(line, columns) for line in text.split("\n"))


def _renamed(line: str, columns: ColumnNames) -> str:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return line
    if not isinstance(record, dict):
        return line
    names = columns.renamed(record)
    return json.dumps({names[name]: value for name, value in record.items()})


def _read_parquet(partition: Partition) -> Iterator[Item]:
    columns = ColumnNames(partition.columns or {})
    row = partition.first_row
    with pa.ipc.open_stream(partition.content) as stream:
        for batch in stream:
            renamed = columns.renamed(batch.schema.names)
            fields = field_names(renamed.values())
            original = {new: old for old, new in renamed.items()}
            of_field = {field: original[name] for field, name in fields.items()}
            for values in batch.to_pylist():
                yield _article(values, of_field, partition.source, row)
                row += 1


def _article(
    values: Mapping[str, object], of_field: Mapping[str, str], source: str, row: int
) -> Item:
    texts = {}
    for field, name in of_field.items():
        text = _text(values[name], separator="\n\n" if field == "body" else ", ")
        if text is None:
            kind = type(values[name]).__name__
            return BadRow(source, row, f"“{name[:40]}” is {kind}: write it as text.")
        texts[field] = text
    return article_from(texts, source_name=source, line=row)


def _text(value: object, *, separator: str) -> str | None:
    """Write a value as text; None where it is of a kind that no field has."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case list() if all(isinstance(part, str) for part in value):
            return separator.join(value)
        case str() | int() if not isinstance(value, bool):
            return str(value)
    return None
