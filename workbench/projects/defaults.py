"""The codebook and the guidelines that a new project begins with, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.codebook.codebook import Codebook, read_codebook
from workbench.config import resource
from workbench.web.languages import LANGUAGES
from workbench.words import ENGLISH


@dataclass(frozen=True)
class Beginning:
    """Hold what a project begins with; names and keys are the same in all languages."""

    codebook: Codebook
    guidelines: str
    language: str


def beginning(language: str = ENGLISH.code) -> Beginning:
    """Read what a project begins with in a language of `LANGUAGES`."""
    folder = _folders()[language]
    return Beginning(
        codebook=read_codebook(folder / "codebook.toml"),
        guidelines=(folder / "guidelines.md").read_text(encoding="utf-8"),
        language=language,
    )


def _folders() -> Mapping[str, Path]:
    seeds = resource("seeds")
    return {code: seeds if code == ENGLISH.code else seeds / code for code in LANGUAGES}
