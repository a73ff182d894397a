"""The lexicon that comes with the workbench, read once by each process."""

from functools import cache
from threading import Lock

from workbench.config import resource
from workbench.scoring.lexicon import Lexicon

_loading = Lock()


def shipped_lexicon() -> Lexicon:
    """Give the lexicon of `seeds/`; raise `LexiconError` where it cannot be used."""
    # The lock keeps threads that start together from reading the file twice.
    with _loading:
        return _read_once()


@cache
def _read_once() -> Lexicon:
    return Lexicon.load(resource("seeds") / "lexicon.csv")
