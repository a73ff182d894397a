import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.scoring.attribution import attributed_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in attributed_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It was bad, she said. It stopped.", ["It was bad, she said."]),
        ("“It rained.” According to him it did.", ["According to him it did."]),
        ("Rain fell, according to him.", ["Rain fell, according to him."]),
        ("He told us. She wrote it.", ["He told us.", "She wrote it."]),
        ("He said she said so.", ["He said she said so."]),
        ("The unsaid is saidly so.", []),
        ("", []),
    ],
)
def test_sentences_that_name_their_source_are_found(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.lists(st.sampled_from(["said", "told", ". ", "! ", " ", "x", "”"])).map("".join))
def test_spans_are_sorted_disjoint_and_within_the_text(text: str) -> None:
    end = 0
    for start, stop in attributed_sentences(text):
        assert end <= start < stop <= len(text)
        end = stop
