from typing import Any

import pytest

from tests.scoring.frozen.rows import computed, frozen_lexicon, frozen_rows

LEXICON = frozen_lexicon()


def near(value: Any) -> Any:
    # Another processor may round the last digit of an exponential otherwise.
    if isinstance(value, list):
        return [near(one) for one in value]
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


def test_every_score_and_loaded_word_is_what_it_was_before_the_scoring_was_made_faster() -> None:
    for row in frozen_rows():
        wanted = {name: near(value) for name, value in row.items()}
        assert computed(str(row["text"]), LEXICON) == wanted


def test_the_frozen_texts_meet_quotations_negations_and_named_sources() -> None:
    loaded: list[Any] = [word for row in frozen_rows() for word in near(row["loaded"])]
    assert len(loaded) > 500
    for flag in (6, 7, 8):
        assert sum(word[flag] for word in loaded) >= 20
