"""What is added up from pieces of a word is what the model learned from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.learning import paragraphs, words
from workbench.learning.linear import Linear
from workbench.learning.tables import WordTable

KNOWN = ("heroes", "a", "not", "shameful", "because", "14", "should", "harbour", "naïve", "brave")


def described(word: str) -> list[list[tuple[str, float]]]:
    sides = [list(words.as_neighbour(word, side)) for side in ("before", "after")]
    return [list(words.by_itself(word)), *sides]


NAMES = sorted({name for word in KNOWN for row in described(word) for name, _ in row})
BAG = sorted({name for word in KNOWN for name, _ in paragraphs.of_word(word)})
WEIGHTS = {name: (number % 7 / 3 - 1,) for number, name in enumerate(NAMES)}
BAG_WEIGHTS = {name: (number % 5 - 2.0, number % 3 - 1.0) for number, name in enumerate(BAG)}

TABLE = WordTable(
    Linear(("marked",), WEIGHTS, (0.0,)), Linear(("biased", "sentiment"), BAG_WEIGHTS, (0.0, 0.0))
)


@given(st.one_of(st.sampled_from(KNOWN), st.text("abdehinorsu1é", min_size=1, max_size=9)))
def test_a_word_adds_what_its_description_does(word: str) -> None:
    expected = [
        sum(amount * WEIGHTS[name][0] for name, amount in row if name in WEIGHTS)
        for row in described(word)
    ]
    bag = [
        sum(
            amount * BAG_WEIGHTS[name][head]
            for name, amount in paragraphs.of_word(word)
            if name in BAG_WEIGHTS
        )
        for head in (0, 1)
    ]
    _, own, before, after, heads = TABLE.meet(word)
    assert (own, before, after) == pytest.approx(expected)
    assert heads == pytest.approx(bag)
