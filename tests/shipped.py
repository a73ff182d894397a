"""What the workbench ships, read once."""

from functools import cache

from tests.paths import SEEDS
from workbench.codebook.codebook import Codebook, read_codebook
from workbench.scoring.lexicon import Lexicon


@cache
def default_codebook() -> Codebook:
    """Read the codebook that every project of a test begins with."""
    return read_codebook(SEEDS / "codebook.toml")


@cache
def shipped_lexicon() -> Lexicon:
    """Read the lexicon."""
    return Lexicon.load(SEEDS / "lexicon.csv")
