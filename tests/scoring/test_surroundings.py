"""What the paragraphs around one tell of its news score."""

import pytest

from tests.paths import SEEDS
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.news import Corrections
from workbench.scoring.prescore import prescore
from workbench.scoring.surroundings import (
    Place,
    prescore_article,
    prescore_together,
    scores_around,
)

SHIPPED = Lexicon.load(SEEDS / "lexicon.csv")
BAD = "The council squandered the grants through shameful cronyism."
GOOD = "The school was a generous and splendid success."
PLAIN = "The hall was opened on Monday."


def test_the_mean_around_counts_the_nearer_ones_more_and_never_the_place_itself() -> None:
    scores: dict[Place, float] = {
        ("a", 0): 0.9,
        ("a", 1): 0.3,
        ("a", 2): -0.6,
        ("a", 5): 0.2,
        ("b", 3): 0.8,
    }
    found = scores_around(scores)
    assert found["a", 0] == pytest.approx((0.3 - 0.5 * 0.6) / 1.5)
    assert found["a", 1] == pytest.approx((0.9 - 0.6) / 2)
    # Nothing stands near these two; a place that is not known has nothing near either.
    assert ("a", 5) not in found
    assert ("b", 3) not in found
    assert scores_around({("a", None): 1.0, ("a", 1): 0.5}) == {}


def test_what_says_nothing_itself_leans_to_the_side_of_what_stands_around() -> None:
    found = prescore_article({0: BAD, 1: PLAIN, 2: BAD}, SHIPPED)
    assert found[1].news.alone == prescore(PLAIN, SHIPPED).news.score == 0
    assert found[0].news.score < found[1].news.score < 0
    told = prescore_article({0: GOOD, 1: PLAIN}, SHIPPED)[1].news
    assert told.score > 0


def test_what_stands_around_counts_less_than_the_paragraph_itself() -> None:
    found = prescore_article({0: GOOD, 1: GOOD, 2: BAD, 3: GOOD, 4: GOOD}, SHIPPED)
    alone = prescore(BAD, SHIPPED).news.score
    assert alone < found[2].news.score < 0
    assert found[2].news.label == "negative"
    assert all(-1 <= each.news.score <= 1 for each in found.values())


def test_only_what_stands_near_in_the_same_article_tells() -> None:
    by_itself = prescore(PLAIN, SHIPPED)
    for other in (("a", 3), ("b", 0), ("a", None)):
        placed: list[tuple[Place, str]] = [(("a", 0), PLAIN), (other, BAD)]
        assert prescore_together(placed, SHIPPED)[0] == by_itself
    (unplaced,) = prescore_together([(("a", None), PLAIN)], SHIPPED)
    assert unplaced == by_itself


def test_nothing_but_the_news_score_is_told_by_others() -> None:
    texts = {0: BAD, 1: PLAIN, 2: GOOD}
    for place, found in prescore_article(texts, SHIPPED).items():
        alone = prescore(texts[place], SHIPPED)
        assert found._replace(news=alone.news) == alone
        assert found.news.alone == alone.news.score


def test_a_paragraph_can_be_read_without_what_stands_around() -> None:
    placed: list[tuple[Place, str]] = [(("a", 0), BAD), (("a", 1), PLAIN)]
    apart = prescore_together(placed, SHIPPED, corrections=Corrections(surroundings=False))
    assert apart == [prescore(text, SHIPPED) for _, text in placed]
