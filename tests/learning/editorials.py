"""Articles that take a side, and say so in some of their paragraphs only."""

import random
from datetime import UTC, datetime
from functools import cache

from tests.learning.conftest import PLAIN
from tests.shipped import shipped_lexicon
from workbench.learning.labelled import Labelled
from workbench.learning.training import Trained, train

PER_ARTICLE = 5


def editorials(count: int, *, seed: int = 3) -> list[Labelled]:
    """Make articles that praise or blame throughout, and say so in every second paragraph only."""
    draw = random.Random(seed)  # noqa: S311  # Only made-up sentences.
    found = []
    for number in range(count):
        side = 1 if number % 2 else -1
        for position in range(PER_ARTICLE):
            first, second = draw.sample(PLAIN, 2)
            is_told = position % 2 == 0
            word = ("gladsome" if side > 0 else "ploddish") if is_told else "second"
            text = f"The {word} {first} was opened near the {second} on day {draw.randint(1, 99)}."
            sentiment = side * draw.uniform(0.3, 0.7)
            found.append(
                Labelled(text, f"article {number}", sentiment=sentiment, position=position)
            )
    return found


@cache
def trained_on_editorials() -> Trained:
    """Learn from two dozen editorials, once for all tests of a process."""
    return train(
        editorials(24), shipped_lexicon(), at=datetime(2026, 1, 2, tzinfo=UTC), software="1"
    )
