"""What is stored of a pre-score is what was computed."""

import json

from tests.articles.texts import a_lexicon
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.articles.stored_scores import SCORE_COLUMNS, WORD_COLUMNS, score_row
from workbench.scoring.prescore import prescore

TEXT = (
    "We must not forget: these 3 heroes slammed “the mob”! Shouldn’t you be ashamed, said Ms Roe?"
)


def test_the_evidence_is_written_as_json_the_strongest_first() -> None:
    score = prescore(TEXT, a_lexicon())
    row = dict(zip(SCORE_COLUMNS, score_row(score), strict=True))
    expected = [
        {"name": each.name, "bias": each.weight, "voice": each.voice_weight}
        for each in score.bias.reasons
    ]
    assert len(expected) > 5
    assert row["bias_reasons"] == json.dumps(expected)
    weights = [abs(each["bias"]) for each in json.loads(row["bias_reasons"])]
    assert weights == sorted(weights, reverse=True)


def test_each_value_has_a_column() -> None:
    assert set(SCORE_COLUMNS) <= set(Prescore.__table__.c.keys())
    assert set(WORD_COLUMNS) <= set(StoredLoadedWord.__table__.c.keys())
