import numpy as np
import pytest
from sklearn import metrics as reference

from workbench.evaluation.metrics import (
    Hits,
    auc,
    best_threshold,
    calibration,
    calibration_error,
    confusion,
    macro_f1,
    pearson,
)

SEEDS = range(20)


def random_labels(seed: int, names: str, size: int = 60) -> tuple[list[str], list[str]]:
    source = np.random.default_rng(seed)
    return (
        [str(name) for name in source.choice(list(names), size)],
        [str(name) for name in source.choice(list(names), size)],
    )


def random_scores(seed: int, size: int = 60) -> tuple[list[bool], list[float]]:
    source = np.random.default_rng(seed)
    # Rounded, so that there are ties.
    return (
        [bool(truth) for truth in source.integers(0, 2, size)],
        [float(score) for score in source.random(size).round(1)],
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_macro_f1_and_confusion_are_those_of_scikit_learn(seed: int) -> None:
    labels, guesses = random_labels(seed, "abc")
    assert macro_f1(labels, guesses) == pytest.approx(
        reference.f1_score(labels, guesses, average="macro")
    )
    expected = reference.confusion_matrix(labels, guesses, labels=["a", "b", "c"])
    assert confusion(labels, guesses, ["a", "b", "c"]) == tuple(map(tuple, expected.tolist()))


@pytest.mark.parametrize("seed", SEEDS)
def test_auc_with_ties_is_that_of_scikit_learn(seed: int) -> None:
    truths, scores = random_scores(seed)
    assert auc(truths, scores) == pytest.approx(reference.roc_auc_score(truths, scores))


@pytest.mark.parametrize("seed", SEEDS)
def test_precision_recall_and_f1_are_those_of_scikit_learn(seed: int) -> None:
    labels, guesses = random_labels(seed, "yn")
    pairs = list(zip(labels, guesses, strict=True))
    hits = Hits(pairs.count(("y", "y")), pairs.count(("n", "y")), pairs.count(("y", "n")))
    precision, recall, f1, _ = reference.precision_recall_fscore_support(
        labels, guesses, average="binary", pos_label="y"
    )
    assert (hits.precision, hits.recall, hits.f1) == pytest.approx((precision, recall, f1))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_correlation_is_that_of_numpy(seed: int) -> None:
    source = np.random.default_rng(seed)
    one, other = source.normal(size=40), source.normal(size=40)
    expected = np.corrcoef(one, other)[0, 1]
    assert pearson(one.tolist(), other.tolist()) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_threshold_is_better_than_the_best(seed: int) -> None:
    truths, scores = random_scores(seed, size=30)
    labels = [str(truth) for truth in truths]

    def at(threshold: float) -> float:
        guesses = [str(score >= threshold) for score in scores]
        return float(reference.f1_score(labels, guesses, average="macro"))

    assert at(best_threshold(truths, scores)) == pytest.approx(max(map(at, set(scores))))


@pytest.mark.parametrize("seed", SEEDS)
def test_calibration_counts_every_text_in_its_step(seed: int) -> None:
    truths, scores = random_scores(seed)
    steps = calibration(truths, scores)
    assert sum(step.count for step in steps) == len(truths)
    for step in steps:
        within = [
            (truth, score)
            for truth, score in zip(truths, scores, strict=True)
            if int(min(score * 10, 9)) == round(step.lowest * 10)
        ]
        assert step.count == len(within)
        if within:
            assert step.share_true == pytest.approx(np.mean([truth for truth, _ in within]))
            assert step.mean_score == pytest.approx(np.mean([score for _, score in within]))


def test_a_score_of_one_falls_into_the_last_step() -> None:
    steps = calibration([True, False], [1.0, 0.0], bins=2)
    assert [(step.count, step.share_true) for step in steps] == [(1, 0.0), (1, 1.0)]
    assert calibration_error(steps) == 0


def test_what_cannot_be_computed_is_none() -> None:
    assert auc([True, True], [0.1, 0.2]) is None
    assert pearson([1.0, 1.0], [0.0, 1.0]) is None
    assert pearson([1.0], [1.0]) is None
    assert macro_f1([], []) is None
    assert Hits(0, 0, 0).f1 is None
    assert calibration_error(calibration([], [])) is None
    assert best_threshold([True], [0.9]) == 0.5
