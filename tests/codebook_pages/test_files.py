"""A codebook leaves as a file and comes back the same; what is none is named."""

import json

import pytest

from tests.paths import SEEDS
from workbench.codebook.codebook import CodebookError, read_codebook
from workbench.codebook_pages.files import LARGEST_FILE, codebook_text, read_codebook_file

CODEBOOK = read_codebook(SEEDS / "codebook.toml")


def test_a_file_comes_back_the_same() -> None:
    assert read_codebook_file(codebook_text(CODEBOOK).encode()) == CODEBOOK
    assert read_codebook_file((SEEDS / "codebook.toml").read_bytes()) == CODEBOOK


def test_a_codebook_without_categories_is_one() -> None:
    definition = CODEBOOK.to_definition()
    del definition["span_categories"]
    assert read_codebook_file(json.dumps(definition).encode()).span_categories == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"questions": []}',
        b'{"questions": 3}',
        b'{"questions": [1, 2]}',
        b'{"questions": [{"name": 5, "title": "A", "prompt": "", "level": "nominal"}]}',
        b'{"questions": [{"name": "a", "title": "A", "prompt": "", "level": "odd", "labels": []}]}',
        b"\xff\xfe\x00",
        b"{" * 100_000,
        b"questions = [",
        b" " * (LARGEST_FILE + 1),
    ],
)
def test_what_is_no_codebook_is_refused(raw: bytes) -> None:
    with pytest.raises(CodebookError):
        read_codebook_file(raw)
