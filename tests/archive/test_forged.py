"""Files that only look like archives: each is refused with a sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.archive.inputs import json_lines, scored
from workbench.archive.drawing import draw
from workbench.archive.drawn_articles import drawn_articles
from workbench.archive.errors import ArchiveError
from workbench.archive.opened import facts_of_archive, opened
from workbench.archive.recipes import Plan
from workbench.archive.schema import ORIGIN_KEY
from workbench.archive.strata import DrawnUnit
from workbench.articles.limits import BODY


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Score three articles."""
    return scored(tmp_path / "news.parquet", json_lines(tmp_path / "news.jsonl", range(3))).path


def rewritten(path: Path, table: pa.Table, **footer: object) -> Path:
    """Write a table in an archive's place, with some of its footer changed."""
    metadata = dict(pq.read_schema(path).metadata)
    origin = {**json.loads(metadata[ORIGIN_KEY]), **footer}
    metadata[ORIGIN_KEY] = json.dumps(origin).encode()
    pq.write_table(table.replace_schema_metadata(metadata), path)
    return path


@pytest.mark.parametrize(
    "footer",
    [
        {"versions": {}},
        {"versions": ["sentiment", "lexicon"]},
        {"articles": "many"},
        {"articles": None},
        {"articles": float("inf")},
        {"inputs": None},
        {"inputs": [1]},
    ],
)
def test_a_footer_that_a_recipe_could_not_be_told_from_is_refused(
    archive: Path, footer: dict[str, object]
) -> None:
    forged = rewritten(archive, pq.read_table(archive), **footer)
    with pytest.raises(ArchiveError, match="not written by this version"):
        facts_of_archive(forged)


def not_utf8(rows: int) -> pa.Array:
    ends = pa.array(range(0, 2 * rows + 1, 2), pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), rows, [None, ends, pa.py_buffer(b"\xff\xfe" * rows)])


def no_day(rows: int) -> pa.Array:
    return pa.array([2**31 - 1] * rows, pa.int32()).cast(pa.date32())


def nothing(rows: int) -> pa.Array:
    return pa.nulls(rows, pa.string())


def far_line(rows: int) -> pa.Array:
    return pa.array([2**31] * rows, pa.int64())


def no_line(rows: int) -> pa.Array:
    return pa.array([-1] * rows, pa.int64())


def with_nul(rows: int) -> pa.Array:
    return pa.array(["a\0b"] * rows)


def no_language(rows: int) -> pa.Array:
    return pa.array(["every language"] * rows)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("line", far_line),
        ("line", no_line),
        ("headline", with_nul),
        ("outlet", with_nul),
        ("url", with_nul),
        ("text", with_nul),
        ("language", no_language),
        ("outlet", not_utf8),
        ("text", not_utf8),
        ("article", not_utf8),
        ("published_on", no_day),
        ("article", nothing),
        ("paragraph_key", nothing),
        ("text", nothing),
    ],
)
def test_a_column_that_cannot_be_read_is_refused(
    archive: Path, name: str, values: Callable[[int], pa.Array]
) -> None:
    table = pq.read_table(archive)
    place = table.schema.get_field_index(name)
    table = table.set_column(place, table.schema.field(place), values(table.num_rows))
    with opened(rewritten(archive, table)) as forged, pytest.raises(ArchiveError):
        list(forged.rows([name]))


def test_paragraphs_that_make_no_article_are_refused_before_they_are_joined(
    archive: Path,
) -> None:
    drawn = draw(archive, Plan(size=1, seed=1), excluded=frozenset())
    (key,) = drawn.keys
    table = pq.read_table(archive)
    own = table.filter(pc.field("article") == key).slice(0, 1)
    place, number = (table.schema.get_field_index(name) for name in ("text", "paragraph"))
    many = pa.concat_tables([own] * 3)
    many = many.set_column(place, table.schema.field(place), pa.array(["a" * BODY] * 3))
    many = many.set_column(number, table.schema.field(number), pa.array(range(3), pa.int32()))
    joined: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbench.archive.drawn_articles.ArticleText", joined.append)
        with pytest.raises(ArchiveError, match="does not hold all paragraphs"):
            drawn_articles(rewritten(archive, many), drawn, DrawnUnit.ARTICLE)
    assert joined == []


def test_an_archive_that_was_changed_after_the_draw_is_refused(archive: Path) -> None:
    drawn = draw(archive, Plan(size=1, seed=1), excluded=frozenset())
    table = pq.read_table(archive)
    with pytest.raises(ArchiveError, match="does not hold all paragraphs"):
        drawn_articles(rewritten(archive, table.slice(0, 0)), drawn, DrawnUnit.ARTICLE)
