from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.scoring.features import words_outside

TEXTS = st.lists(
    st.sampled_from(["We", "must", "“no”", "—", " ", " ", " ", "  ", "\n", "\u2009", "’s", "."]),
    max_size=25,
).map("".join)


@given(TEXTS, st.lists(st.integers(0, 60), max_size=8).map(sorted))
def test_the_words_outside_of_quotations_are_those_of_the_text_without_them(
    text: str, edges: list[int]
) -> None:
    edges = [min(edge, len(text)) for edge in edges]
    spans = [pair for pair in list(pairwise(edges))[::2] if pair[0] < pair[1]]
    left = text
    for start, end in reversed(spans):
        left = left[:start] + " " + left[end:]
    assert words_outside(text, spans, text.split()) == left.split()
    assert words_outside(text, spans) == left.split()
