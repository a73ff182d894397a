"""The lexicon in force: a project's own, or the shipped one where no project is known."""

from workbench.lexicons.queries import project_lexicon
from workbench.lexicons.shipped import shipped_lexicon
from workbench.scoring.lexicon import Lexicon


def lexicon_in_force(project_id: int | None = None) -> Lexicon:
    """Give what finds loaded words; raise `LexiconError` where the shipped one cannot be used."""
    return shipped_lexicon() if project_id is None else project_lexicon(project_id)
