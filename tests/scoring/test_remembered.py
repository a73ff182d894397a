from workbench.scoring.remembered import LONGEST_WORD, Remembered


def test_a_word_is_computed_once() -> None:
    asked: list[str] = []

    def compute(word: str) -> str:
        asked.append(word)
        return word.upper()

    words = Remembered(compute)
    assert [words["a"], words["b"], words["a"]] == ["A", "B", "A"]
    assert asked == ["a", "b"]


def test_a_long_piece_of_text_is_not_kept() -> None:
    words = Remembered(len)
    assert words["x" * (LONGEST_WORD + 1)] == LONGEST_WORD + 1
    assert not words


def test_no_more_than_so_many_words_are_kept() -> None:
    words = Remembered(len, most=3)
    assert [words["x" * length] for length in range(1, 10)] == list(range(1, 10))
    assert len(words) <= 3
