"""The order of a queue: least sure first, a share by lot spread between, articles kept whole."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.queue_order import DrawnAs, Placed, QueueOrder, Share, drawn_as, in_order

ARTICLES, PARAGRAPHS = QueueOrder.UNSURE_ARTICLES, QueueOrder.UNSURE_PARAGRAPHS


def study(articles: int, each: int = 5, *, seed: int = 3) -> list[Placed]:
    """Make articles whose paragraphs a model is more or less sure of."""
    random = Random(seed)  # noqa: S311  (no secret hangs on it)
    return [
        Placed(article * 100 + position, article, position, random.random())
        for article in range(articles)
        for position in range(each)
    ]


def shares(placed: list[Placed], order: QueueOrder, share: Share) -> dict[int, DrawnAs]:
    return {
        one.paragraph: drawn_as(order, share, article=one.article, paragraph=one.paragraph)
        for one in placed
    }


def test_what_is_not_by_lot_comes_least_sure_first() -> None:
    placed, share = study(40), Share(seed=9, percent=20)
    sure = {one.paragraph: one.certainty or 0 for one in placed}
    why = shares(placed, PARAGRAPHS, share)
    others = [p for p in in_order(placed, PARAGRAPHS, share) if why[p] == DrawnAs.LEAST_SURE]
    assert others == sorted(others, key=lambda paragraph: sure[paragraph])


def test_an_article_stands_by_its_mean_and_is_read_in_its_order() -> None:
    placed = [
        Placed(1, 1, 0, 0.1),
        Placed(2, 1, 1, 0.9),
        Placed(3, 2, 0, 0.3),
        Placed(4, 2, 1, 0.4),
    ]
    share = Share(seed=5, percent=5)
    assert set(shares(placed, ARTICLES, share).values()) == {DrawnAs.LEAST_SURE}
    assert in_order(placed, ARTICLES, share) == [3, 4, 1, 2]


def test_what_no_model_has_judged_comes_last() -> None:
    placed = [Placed(1, 1, 0, None), Placed(2, 2, 0, 0.9)]
    assert in_order(placed, PARAGRAPHS, Share(seed=5, percent=5)) == [2, 1]


@pytest.mark.parametrize("order", [ARTICLES, PARAGRAPHS])
def test_at_any_time_the_share_by_lot_is_about_as_large_as_asked(order: QueueOrder) -> None:
    placed, share = study(600, each=2), Share(seed=11, percent=20)
    why = shares(placed, order, share)
    listed = in_order(placed, order, share)
    for given_out in (200, 600, 1200):
        by_lot = sum(why[each] == DrawnAs.RANDOM for each in listed[:given_out]) / given_out
        # Four standard deviations of a share of 200 drawn in pairs.
        assert by_lot == pytest.approx(0.2, abs=0.16)


def test_the_first_ones_by_lot_are_as_sure_as_all_are() -> None:
    """Over many seeds, the mean certainty of the first twenty by lot is that of the study."""
    placed = study(300, each=1)
    sure = {one.paragraph: one.certainty or 0 for one in placed}
    means = []
    for seed in range(200):
        share = Share(seed=seed, percent=20)
        why = shares(placed, PARAGRAPHS, share)
        listed = in_order(placed, PARAGRAPHS, share)
        first = [each for each in listed if why[each] == DrawnAs.RANDOM][:20]
        means.append(sum(sure[each] for each in first) / len(first))
    everything = sum(sure.values()) / len(sure)
    # The standard error is .289 / √(20 × 200) = .0046.
    assert sum(means) / len(means) == pytest.approx(everything, abs=4 * 0.0046)


def test_another_model_leaves_the_share_by_lot_in_its_order() -> None:
    share = Share(seed=4, percent=30)
    before, after = study(50, seed=1), study(50, seed=2)
    why = shares(before, PARAGRAPHS, share)
    assert shares(after, PARAGRAPHS, share) == why
    first, second = (
        [p for p in in_order(each, PARAGRAPHS, share) if why[p] == DrawnAs.RANDOM]
        for each in (before, after)
    )
    assert first == second


@given(st.integers(0, 2**31 - 1), st.integers(5, 100), st.integers(5, 100))
def test_a_smaller_share_is_the_first_part_of_a_larger_one(seed: int, one: int, two: int) -> None:
    small, large = (Share(seed=seed, percent=percent) for percent in sorted((one, two)))
    units = range(60)
    kept = [unit for unit in units if small.place(unit) is not None]
    in_large = sorted(
        (unit for unit in units if large.place(unit) is not None),
        key=lambda unit: large.place(unit) or 0.0,
    )
    assert sorted(in_large[: len(kept)]) == kept


@given(
    st.lists(st.tuples(st.integers(0, 8), st.one_of(st.none(), st.floats(0, 1))), max_size=40),
    st.sampled_from(QueueOrder),
    st.integers(5, 100),
)
def test_every_paragraph_comes_once_and_no_article_is_torn(
    made: list[tuple[int, float | None]], order: QueueOrder, percent: int
) -> None:
    placed = [Placed(n, article, n, sure) for n, (article, sure) in enumerate(made)]
    listed = in_order(placed, order, Share(seed=1, percent=percent))
    assert Counter(listed) == Counter(range(len(made)))
    if order != PARAGRAPHS:
        articles = [made[paragraph][0] for paragraph in listed]
        changes = sum(a != b for a, b in pairwise(articles))
        assert changes == max(0, len(set(articles)) - 1)
