"""Labels are compared as they are, and refused when they cannot be."""

import numpy as np
import pytest

from workbench.agreement.coefficients import krippendorff_alpha
from workbench.agreement.contested import contested
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.pairs import cohen_kappa, confusion, pairwise
from workbench.agreement.per_label import label_kappa, per_label, positive_agreement
from workbench.agreement.weights import Weights, disagreements
from workbench.codebook.levels import Level

YES_NO = ("yes", "no")


def triples(
    *rows: tuple[str, str, str], declared: tuple[str, ...] = YES_NO, level: Level = Level.NOMINAL
) -> LabelMatrix:
    items, annotators, labels = zip(*rows, strict=True)
    return LabelMatrix.from_triples(items, annotators, labels, declared=declared, level=level)


def test_the_words_that_other_programs_take_for_missing_are_labels() -> None:
    odd = ("nan", "None", "", "NA", "🙂", "偏见", "1", "1.0", "True")
    m = LabelMatrix.from_triples(
        [f"p{place}" for place in range(len(odd)) for _ in "ab"],
        ["Ada", "Ben"] * len(odd),
        [label for label in odd for _ in "ab"],
        declared=odd,
        level=Level.NOMINAL,
    )
    assert m.counts().tolist() == (2 * np.eye(len(odd))).tolist()
    assert krippendorff_alpha(m).value == 1


def test_a_second_label_of_one_annotator_on_one_item_is_refused() -> None:
    with pytest.raises(LabelError, match="'Ada' has more than one label on item 'p1'"):
        triples(("p1", "Ada", "yes"), ("p1", "Ben", "yes"), ("p1", "Ada", "yes"))


def test_an_undeclared_label_is_refused_by_name() -> None:
    with pytest.raises(LabelError, match="'maybe' is not declared"):
        triples(("p1", "Ada", "maybe"))


def test_no_triples_make_an_empty_matrix() -> None:
    m = LabelMatrix.from_triples([], [], [], declared=YES_NO, level=Level.NOMINAL)
    assert m.counts().shape == (0, 2)
    assert (contested(m), pairwise(m)) == ((), ())
    assert [one.share for one in per_label(m)] == [None, None]


def test_triples_of_unequal_number_are_refused() -> None:
    with pytest.raises(LabelError, match="equally many"):
        LabelMatrix.from_triples(["p1"], [], [], declared=YES_NO, level=Level.NOMINAL)


@pytest.mark.parametrize(
    ("codes", "labels", "level", "values"),
    [
        ([[0, 2]], YES_NO, Level.NOMINAL, None),
        ([[0, -2]], YES_NO, Level.NOMINAL, None),
        ([0, 1], YES_NO, Level.NOMINAL, None),
        ([[0, 1]], ("yes", "yes"), Level.NOMINAL, None),
        ([[0, 1]], (), Level.NOMINAL, None),
        ([[0, 1]], YES_NO, Level.INTERVAL, (1.0,)),
        ([[0, 1]], YES_NO, Level.INTERVAL, (1.0, float("inf"))),
        ([[0, 1]], YES_NO, Level.INTERVAL, (1.0, float("nan"))),
        ([[0, 1]], YES_NO, Level.INTERVAL, (-1e308, 1e308)),
        ([[0, 1]], YES_NO, Level.RATIO, None),
        ([[0, 1]], ("-1", "1"), Level.RATIO, None),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(
    codes: list[list[int]],
    labels: tuple[str, ...],
    level: Level,
    values: tuple[float, ...] | None,
) -> None:
    with pytest.raises(LabelError):
        LabelMatrix(np.array(codes), labels, level, values)


def test_ids_must_be_as_many_as_items_and_annotators() -> None:
    with pytest.raises(LabelError, match="exactly one id"):
        LabelMatrix(np.array([[0, 1]]), YES_NO, Level.NOMINAL, item_ids=("a", "b"))


@pytest.mark.parametrize(
    ("labels", "level", "values", "scale"),
    [
        (("-2", "0", "10"), Level.INTERVAL, None, [-2, 0, 10]),
        (("-2", "0", "10"), Level.ORDINAL, None, [0, 1, 2]),
        (("low", "mid", "high"), Level.INTERVAL, None, [0, 1, 2]),
        (("1", "2", "nan"), Level.INTERVAL, None, [0, 1, 2]),
        (("low", "mid", "high"), Level.RATIO, (0.0, 1.0, 4.0), [0, 1, 4]),
    ],
)
def test_a_scale_measures_with_its_values(
    labels: tuple[str, ...], level: Level, values: tuple[float, ...] | None, scale: list[int]
) -> None:
    m = LabelMatrix(np.array([[0, 1]]), labels, level, values)
    assert m.scale.tolist() == scale


@pytest.mark.parametrize("unit", [1e-200, 1e200])
@pytest.mark.parametrize("level", [Level.INTERVAL, Level.RATIO])
def test_alpha_does_not_depend_on_the_unit_of_measurement(level: Level, unit: float) -> None:
    codes, labels = np.array([[0, 0], [1, 2], [2, 2], [1, 1]]), ("low", "mid", "high")
    plain = LabelMatrix(codes, labels, level, (0.0, 1.0, 4.0))
    other = LabelMatrix(codes, labels, level, (0.0, unit, 4 * unit))
    assert krippendorff_alpha(other).value == pytest.approx(krippendorff_alpha(plain).value)
    assert contested(other)[0].item == 1


def test_codes_cannot_change_under_the_counts() -> None:
    codes = np.array([[0, 1]])
    m = LabelMatrix(codes, YES_NO, Level.NOMINAL)
    codes[0, 0] = 1
    assert m.counts().tolist() == [[1, 1]]
    with pytest.raises(ValueError, match="read-only"):
        m.codes[0, 0] = 1


def test_annotators_are_compared_by_their_ids() -> None:
    m = triples(
        ("p1", "Ada", "yes"), ("p1", "Ben", "no"), ("p2", "Ada", "yes"), ("p2", "Ben", "yes")
    )
    assert confusion(m, "Ada", "Ben").tolist() == [[1, 1], [0, 0]]
    (pair,) = pairwise(m)
    assert (pair.first, pair.second, pair.percent, pair.n_items) == ("Ada", "Ben", 0.5, 2)
    with pytest.raises(LabelError, match="no annotator 'Cy'"):
        cohen_kappa(m, "Ada", "Cy")


def test_pairs_without_a_shared_item_are_listed_unless_left_out() -> None:
    m = triples(("p1", "Ada", "yes"), ("p1", "Ben", "no"), ("p2", "Cy", "yes"))
    assert [pair.percent for pair in pairwise(m)] == [0.0, None, None]
    assert len(pairwise(m, minimum_items=1)) == 1


def test_each_label_is_compared_with_the_rest() -> None:
    m = triples(
        ("p1", "Ada", "a"), ("p1", "Ben", "a"), ("p2", "Ada", "a"), ("p2", "Ben", "b"),
        ("p3", "Ada", "b"), ("p3", "Ben", "b"), ("p4", "Ada", "a"),
        declared=("a", "b", "c"),
    )  # fmt: skip
    a, b, c = per_label(m)
    assert (a.n_labels, b.n_labels, c.n_labels, c.share) == (3, 3, 0, 0)
    assert a.positive.value == b.positive.value == pytest.approx(2 / 3)
    assert a.alpha.value == krippendorff_alpha(m).value
    assert a.fleiss == label_kappa(m, "a")
    assert (c.alpha.reason, c.positive.reason) == ("no_variation", "label_unused")
    assert c.alpha.sentence == (
        "All 6 labels that can be compared are “other than c”: reliability cannot be shown."
    )
    for measure in (label_kappa, positive_agreement):
        with pytest.raises(LabelError):
            measure(m, "d")


def test_the_most_contested_items_come_first() -> None:
    m = LabelMatrix(
        np.array([[0, 0, 0], [0, 1, 2], [0, 0, 1], [0, 0, 2], [1, -1, -1]]),
        ("negative", "neutral", "positive"),
        Level.ORDINAL,
        item_ids=("agreed", "all differ", "near", "far", "single"),
    )
    found = contested(m)
    assert [one.item for one in found] == ["all differ", "far", "near", "agreed"]
    assert found[0].entropy == pytest.approx(1)
    assert found[1].entropy == found[2].entropy == pytest.approx(0.5794, abs=1e-4)
    assert (found[3].entropy, found[3].distance, found[3].counts) == (0, 0, (3, 0, 0))


@pytest.mark.parametrize("table", [np.eye(3), np.array([[1, 2], [0, 1]]), np.zeros((2, 2))])
def test_tables_of_weights_must_fit(table: np.ndarray) -> None:
    m = LabelMatrix(np.array([[0, 1]]), YES_NO, Level.NOMINAL)
    with pytest.raises(LabelError):
        disagreements(m, table.astype(np.float64))


@pytest.mark.parametrize("weights", ["linear", "quadratic", "ordinal", "radical", "ratio"])
def test_labels_without_an_order_have_no_distances(weights: Weights) -> None:
    m = LabelMatrix(np.array([[0, 1]]), YES_NO, Level.NOMINAL)
    with pytest.raises(LabelError, match="nominal"):
        disagreements(m, weights)


def test_ratio_weights_compare_differences_with_sums() -> None:
    m = LabelMatrix(np.array([[0, 1]]), ("0", "1", "3"), Level.RATIO)
    expected = [[0, 1, 1], [1, 0, 0.25], [1, 0.25, 0]]
    assert disagreements(m, "ratio").tolist() == expected
