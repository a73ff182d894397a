"""Files that only look like archives: each is refused with a sentence."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.archive.inputs import json_lines, scored
from workbench.archive.errors import ArchiveError
from workbench.archive.opened import facts_of_archive
from workbench.archive.schema import ORIGIN_KEY


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
