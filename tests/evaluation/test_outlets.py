import pytest

from workbench.evaluation.outlets import by_outlet


def test_a_score_that_knows_only_the_outlet_is_seen_through() -> None:
    outlets = ["left"] * 4 + ["wire"] * 4
    truths = [True, True, True, False, False, False, False, True]
    scores = [0.9] * 4 + [0.1] * 4
    found = by_outlet(outlets, truths, scores, biased_from=0.5)
    assert found.within_auc == 0.5
    assert found.outlet_only_macro_f1 == 0.75


def test_pairs_within_outlets_are_weighed_by_their_number() -> None:
    outlets = ["a"] * 2 + ["b"] * 4
    truths = [True, False, True, True, False, False]
    scores = [0.1, 0.9, 0.9, 0.8, 0.2, 0.1]
    found = by_outlet(outlets, truths, scores, biased_from=0.5)
    assert found.within_auc == pytest.approx((0 * 1 + 1 * 4) / 5)
    assert [(row.outlet, row.texts, row.biased, row.auc) for row in found.rows] == [
        ("a", 2, 1, 0.0),
        ("b", 4, 2, 1.0),
    ]


def test_an_unseen_outlet_is_judged_by_the_threshold_of_the_others() -> None:
    outlets = ["a"] * 2 + ["b"] * 2
    # The best threshold on a is .8, on b it is .3.
    scores = [0.8, 0.2, 0.3, 0.1]
    found = by_outlet(outlets, [True, False, True, False], scores, biased_from=0.5)
    # By b's .3, a is judged rightly; by a's .8, nothing of b is called biased.
    assert found.unseen_macro_f1 == pytest.approx((2 / 3 + 0.8) / 2)
    assert found.unseen_mean_macro_f1 == pytest.approx((1 + 1 / 3) / 2)


def test_one_outlet_is_never_unseen_and_texts_without_one_are_left_out() -> None:
    found = by_outlet(["a", "a", ""], [True, False, True], [0.9, 0.1, 0.2], biased_from=0.5)
    assert (found.unseen_macro_f1, found.unseen_mean_macro_f1) == (None, None)
    assert [row.texts for row in found.rows] == [2]
