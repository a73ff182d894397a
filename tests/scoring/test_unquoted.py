from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.scoring.cues import cue_as_written
from workbench.scoring.sentiment import score_words
from workbench.scoring.unquoted import cues_outside, times_outside

WORDS = ["We", "must", "“no”", "—", "’s", ".", "“you", "I,", "*we*", "12", "said", "💘", "very"]
SPACES = [" ", " ", " ", "  ", "\n", "\u2009"]
MIXED = st.lists(st.sampled_from([*WORDS, *SPACES]), max_size=25).map("".join)
EVEN = st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)


@given(EVEN | MIXED, st.lists(st.integers(0, 60), max_size=8).map(sorted))
def test_the_words_outside_of_quotations_are_those_of_the_text_without_them(
    text: str, edges: list[int]
) -> None:
    edges = [min(edge, len(text)) for edge in edges]
    spans = [pair for pair in list(pairwise(edges))[::2] if pair[0] < pair[1]]
    left = text
    for start, end in reversed(spans):
        left = left[:start] + " " + left[end:]
    count, cues = cues_outside(text, spans, score_words(text)[1])
    assert count == len(left.split())
    # In the order of the text too, in which their weights are summed up.
    wanted = Counter(filter(None, map(cue_as_written, left.split())))
    assert list(cues.items()) == list(wanted.items())
    assert times_outside(text, ".", spans) == left.count(".")
