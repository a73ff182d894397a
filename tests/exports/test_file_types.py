"""The same labels in each type of file: nothing added, nothing lost, and types where there are."""

import io
import json
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from flask import Flask

from tests.exports.odd_texts import ODD_TEXTS
from tests.exports.reading import read, written
from workbench.exports import cursors, parquet
from workbench.exports.layouts import Layout, columns_of
from workbench.exports.writing import LAYOUTS
from workbench.web.cells import written as cell_text

QUESTIONS = ("sentiment", "bias", "voice")


def json_rows(project_id: int, layout: str, **options: Any) -> list[dict[str, Any]]:
    lines = written(project_id, layout, file_type="jsonl", **options).decode().split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def parquet_file(project_id: int, layout: str, **options: Any) -> pq.ParquetFile:
    content = written(project_id, layout, file_type="parquet", **options)
    return pq.ParquetFile(io.BytesIO(content))


def as_in_csv(value: Any) -> str:
    """Write a value that came out of another type of file as its cell reads, without apostrophe."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return cell_text(value)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_json_lines_hold_what_the_csv_holds(app: Flask, study: int, layout: str) -> None:
    options = {"identities": True, "all_revisions": True}
    with app.app_context():
        frame = read(written(study, layout, **options).decode())
        rows = json_rows(study, layout, **options)
    assert [list(row) for row in rows] == [list(frame.columns)] * len(frame)
    assert [[as_in_csv(cell) for cell in row.values()] for row in rows] == frame.to_numpy().tolist()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_parquet_holds_what_the_csv_holds(app: Flask, study: int, layout: str) -> None:
    options = {"identities": True, "all_revisions": True}
    with app.app_context():
        frame = read(written(study, layout, **options).decode())
        table = parquet_file(study, layout, **options).read()
    assert table.column_names == list(frame.columns)
    rows = [[as_in_csv(cell) for cell in row.values()] for row in table.to_pylist()]
    assert rows == frame.to_numpy().tolist()


def test_pandas_reads_the_types_of_parquet(app: Flask, study: int) -> None:
    with app.app_context():
        content = written(study, "csv", file_type="parquet", identities=True)
    frame = pd.read_parquet(io.BytesIO(content))
    assert tuple(dict.fromkeys(frame.paragraph_text)) == ODD_TEXTS
    row = frame[frame.annotator == "A-CY"].iloc[0]
    assert (row.revision, bool(row.is_current), row.prescore_compound) == (1, True, -0.6124)
    assert row.submitted_on == date(2026, 3, 2)
    assert row.submitted_at == pd.Timestamp("2026-03-02T09:30:15Z")


def test_unknown_is_told_apart_from_empty(app: Flask, study: int) -> None:
    with app.app_context():
        row = json_rows(study, "csv")[0]
        (paragraph,) = [one for one in json_rows(study, "paragraphs") if one["loaded_words"]]
    assert (row["prescore_sentiment"], row["suggestion"]) == (None, "")
    assert paragraph["loaded_words"][0]["term"] == "hero"


@pytest.mark.parametrize("layout", list(Layout))
def test_parquet_declares_the_type_of_each_column(app: Flask, study: int, layout: Layout) -> None:
    with app.app_context():
        schema = parquet_file(study, layout.value, identities=True).schema_arrow
    columns = columns_of(layout, QUESTIONS, identities=True)
    assert [field.name for field in schema] == [column.name for column in columns]
    assert [field.type for field in schema] == [parquet.TYPES[column.kind] for column in columns]
    assert schema.field(0).metadata[b"description"] == b"Name of the project."


@pytest.mark.parametrize("file_type", ["jsonl", "parquet"])
def test_names_and_times_leave_only_when_asked_for(app: Flask, study: int, file_type: str) -> None:
    with app.app_context():
        for layout in LAYOUTS:
            plain = written(study, layout, file_type=file_type)
            assert b"ben@example.org" not in plain
            assert b"annotator_email" not in plain


def test_a_study_without_labels_makes_files_without_rows(app: Flask, cast: Any) -> None:
    with app.app_context():
        assert json_rows(cast.project, "csv") == []
        assert parquet_file(cast.project, "csv").metadata.num_rows == 0


def test_memory_holds_one_row_group_at_a_time(
    app: Flask, study: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cursors, "BATCH", 2)
    monkeypatch.setattr(parquet, "ROWS_PER_GROUP", 6)
    with app.app_context():
        file = parquet_file(study, "csv")
        whole = read(written(study, "csv").decode())
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert len(sizes) > 3
    assert max(sizes) < 12
    assert file.read().column("label").to_pylist() == whole.label.tolist()


def test_moments_of_json_are_those_of_csv(app: Flask, study: int) -> None:
    with app.app_context():
        row = json_rows(study, "csv", identities=True)[0]
    assert datetime.fromisoformat(row["submitted_at"]).isoformat() == "2026-03-02T09:30:15+00:00"
