import pytest

from workbench.evaluation.words import marked_words, word_spans, words_within


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


def test_words_are_runs_of_letters_and_digits_with_inner_apostrophes() -> None:
    assert words("It’s the far-right 2nd ‘mob’, isn't it?") == [
        "It’s",
        "the",
        "far",
        "right",
        "2nd",
        "mob",
        "isn't",
        "it",
    ]


def test_a_word_counts_if_it_shares_one_character_with_a_span() -> None:
    text = "a far-right mob"
    spans = word_spans(text)
    assert words_within(spans, [(2, 11)]) == {1, 2}
    assert words_within(spans, [(10, 13)]) == {2, 3}
    assert words_within(spans, []) == frozenset()


@pytest.mark.parametrize(
    ("phrases", "places"),
    [
        (["mob"], {1, 4}),
        (["THE MOB"], {0, 1, 3, 4}),
        (["cried mob"], set()),
        (["isn't"], {5}),
        (["mo"], set()),
        (["…"], set()),
        (["mob", "cried"], {1, 2, 4}),
    ],
)
def test_marked_phrases_are_found_wherever_they_stand(phrases: list[str], places: set[int]) -> None:
    text = "The mob cried: the mob isn’t"
    assert marked_words(text, word_spans(text), phrases) == places
