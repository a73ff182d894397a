import random

import pytest

from tests.shipped import shipped_lexicon
from workbench.learning.labelled import Labelled
from workbench.scoring.lexicon import Lexicon

PLAIN = ("council", "budget", "bridge", "report", "harbour", "meeting", "school")
VOICES = ("opinion", "mixed", "factual")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return shipped_lexicon()


def sentences(count: int, *, seed: int = 1) -> list[Labelled]:
    """Make sentences whose marks and answers follow a rule that can be learned.

    “Ploddish” stands in no lexicon: only a model can know that these people mark it.
    """
    draw = random.Random(seed)  # noqa: S311  # Only made-up sentences.
    return [_sentence(number, draw) for number in range(count)]


def _sentence(number: int, draw: random.Random) -> Labelled:
    is_biased = number % 2 == 0
    noun, other = draw.sample(PLAIN, 2)
    adjective = "ploddish" if is_biased else draw.choice(("new", "second", "local"))
    text = f"The {adjective} {noun} was opened near the {other} on day {number}."
    return Labelled(
        text=text,
        article=f"article {number // 2}",
        outlet=draw.choice(("Herald", "Post")),
        marked=((4, 4 + len(adjective)),) if is_biased else (),
        is_biased=is_biased,
        voice=VOICES[0] if is_biased else VOICES[1 + number % 4 // 2],
        sentiment=-0.6 if is_biased else 0.2,
    )
