"""A small file of gold texts."""

import json
from pathlib import Path

import pytest

from tests.evaluation.command import ROWS


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path
