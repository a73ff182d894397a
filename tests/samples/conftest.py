"""An archive in the folder of the installation."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archive.inputs import json_lines, scored
from workbench.config import Settings

PutArchive = Callable[[str, int], Path]


@pytest.fixture
def put_archive(settings: Settings, tmp_path: Path) -> PutArchive:
    """Give a function that puts an archive of so many articles into the archives folder."""

    def put(name: str, articles: int) -> Path:
        folder = settings.instance / "archives"
        folder.mkdir(exist_ok=True)
        return scored(folder / name, json_lines(tmp_path / "news.jsonl", range(articles))).path

    return put
