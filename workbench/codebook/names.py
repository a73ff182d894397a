"""The names under which questions, labels and categories are stored and exported."""

import math
import re
import unicodedata
from collections.abc import Collection

LONGEST_NAME = 40
"""What the columns of the database hold, in code points."""

# Beside `shows_` these would name other fields of a study's design.
RESERVED = frozenset({"field", "words"})
_NUMBER_FIRST = re.compile(r"[-−]?\d+(?:\.\d+)?")


def plain_name(text: str, taken: Collection[str], *, otherwise: str) -> str:
    """Make a name of plain letters that is not taken; `otherwise` where a text has none.

    >>> plain_name("Is it biased?", {"is_it_biased"}, otherwise="question")
    'is_it_biased_2'
    >>> plain_name("Größe", (), otherwise="question"), plain_name("тон", (), otherwise="question")
    ('grosse', 'question')
    """
    latin = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[: LONGEST_NAME - 4] or otherwise
    name, n = plain, 1
    while name in taken or name in RESERVED:
        n += 1
        name = f"{plain}_{n}"
    return name


def label_name(title: str, taken: Collection[str], *, measures: bool) -> str:
    """Name a new label; where its question measures, by the number that it begins with.

    >>> label_name("not biased", (), measures=False)
    'not_biased'
    >>> label_name("2 somewhat", (), measures=True), label_name("2.5", (), measures=False)
    ('2', '2.5')
    """
    first = _NUMBER_FIRST.match(title)
    if first and (measures or first.group() == title):
        name = first.group().replace("−", "-")
        if name not in taken:
            return name
    return plain_name(title, taken, otherwise="label")


def number_of(name: str) -> float | None:
    """Read the number that a label stands for on a scale; None where it stands for none."""
    try:
        found = float(name)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
