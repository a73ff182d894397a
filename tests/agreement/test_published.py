"""Worked examples that papers print, typed in here with where they stand."""

import numpy as np
import pytest

from tests.agreement.tables import from_contingency, from_counts, from_text
from workbench.agreement.coefficients import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import cohen_kappa
from workbench.agreement.per_label import label_kappa, positive_agreement
from workbench.codebook.levels import Level

# Fleiss 1971, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76,
# table 1: 30 patients, six psychiatrists, five diagnoses (depression, personality disorder,
# schizophrenia, neurosis, other).
FLEISS_1971 = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0], [0, 2, 0, 4, 0], [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0], [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
]  # fmt: skip

# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", example C: four observers,
# twelve units, labels 1 to 5, missing labels.
KRIPPENDORFF_C = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3",
                  ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")  # fmt: skip

# Cohen 1960, "A coefficient of agreement for nominal scales", p. 45, as frequencies of 200.
COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]


def test_krippendorff_2011_example_a_two_observers_binary() -> None:
    m = from_text("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert krippendorff_alpha(m).value == pytest.approx(0.095, abs=5e-4)


def test_krippendorff_2011_example_b_two_observers_five_labels() -> None:
    m = from_text("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert krippendorff_alpha(m).value == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(
    ("level", "alpha"),
    [
        (Level.NOMINAL, 0.743),
        (Level.ORDINAL, 0.815),
        (Level.INTERVAL, 0.849),
        (Level.RATIO, 0.797),
    ],
)
def test_krippendorff_2011_example_c_missing_labels(level: Level, alpha: float) -> None:
    m = from_text(*KRIPPENDORFF_C, level=level)
    assert krippendorff_alpha(m).value == pytest.approx(alpha, abs=5e-4)
    assert (m.basis.n_items, m.basis.n_labels) == (11, 40)


def test_gwet_s_values_of_krippendorff_s_example() -> None:
    # Printed in the vignette of the R package irrCAC, data set cac.raw4observers.
    # It has the single label of the last unit in another row than Krippendorff; only Conger's
    # kappa asks whose label that is.
    first, second, third, fourth = KRIPPENDORFF_C
    m = from_text(first, second[:-1] + ".", third[:-1] + "3", fourth)
    assert percent_agreement(m).value == pytest.approx(0.81818, abs=5e-6)
    assert gwet_ac1(m).value == pytest.approx(0.77544, abs=5e-6)
    assert fleiss_kappa(m).value == pytest.approx(0.76117, abs=5e-6)
    assert conger_kappa(m).value == pytest.approx(0.76282, abs=5e-6)
    assert brennan_prediger(m).value == pytest.approx(0.77273, abs=5e-6)


def test_fleiss_1971_psychiatric_diagnoses() -> None:
    m = from_counts(FLEISS_1971)
    assert fleiss_kappa(m).value == pytest.approx(0.430, abs=5e-4)
    by_label = [label_kappa(m, label).value for label in m.labels]
    # The paper prints .248, .248, .517, .470, .565 from rounded proportions.
    assert by_label == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=5e-4)


def test_fleiss_kappa_of_the_widely_copied_table_of_fourteen_raters() -> None:
    # The example of Wikipedia, "Fleiss' kappa": ten subjects, five labels.
    m = from_counts(
        [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
         [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]
    )  # fmt: skip
    assert fleiss_kappa(m).value == pytest.approx(0.210, abs=5e-4)


def test_cohen_1960_and_1968() -> None:
    m = from_contingency(COHEN_1960)
    assert cohen_kappa(m, 0, 1).value == pytest.approx(0.492, abs=5e-4)
    disagreement = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])
    weighted = cohen_kappa(m, 0, 1, 1 - disagreement / 6)
    assert weighted.value == pytest.approx(0.348, abs=5e-4)
    asymmetric = np.array([[0, 1, 4], [1, 0, 6], [2, 2, 0]])
    assert cohen_kappa(m, 0, 1, 1 - asymmetric / 6).value == pytest.approx(0.353, abs=5e-4)


def test_agresti_1992_two_pathologists() -> None:
    # Agresti 1992, "Modelling patterns of agreement and disagreement", carcinoma of the cervix.
    m = from_contingency(
        [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]], level=Level.ORDINAL
    )
    assert cohen_kappa(m, 0, 1).value == pytest.approx(0.493, abs=6e-4)
    assert cohen_kappa(m, 0, 1, "quadratic").value == pytest.approx(0.783821871, abs=1e-9)


def test_artstein_and_poesio_2008_the_same_table_by_three_kinds_of_chance() -> None:
    # "Inter-coder agreement for computational linguistics", p. 558 and 568.
    m = from_contingency([[20, 10], [20, 50]])
    assert brennan_prediger(m).value == pytest.approx(0.4, abs=1e-9)
    assert scott_pi(m).value == pytest.approx(0.341, abs=5e-4)
    assert cohen_kappa(m, 0, 1).value == pytest.approx(0.348, abs=5e-4)
    m = from_contingency([[46, 0, 0], [6, 32, 6], [0, 0, 10]])
    assert krippendorff_alpha(m).value == pytest.approx(0.800, abs=6e-4)
    assert cohen_kappa(m, 0, 1).value == pytest.approx(0.8013, abs=6e-5)


def test_brennan_and_prediger_1981_equal_s_where_kappa_differs() -> None:
    # "Coefficient kappa: some uses, misuses, and alternatives", p. 689 and 691.
    for table, kappa in (
        ([[50, 0, 0], [10, 10, 10], [20, 0, 0]], 0.27),
        ([[50, 0, 10], [0, 10, 10], [10, 10, 0]], 0.29),
    ):
        m = from_contingency(table)
        assert brennan_prediger(m).value == pytest.approx(0.4, abs=1e-9)
        assert cohen_kappa(m, 0, 1).value == pytest.approx(kappa, abs=5.1e-3)


def test_feinstein_and_cicchetti_1990_the_same_agreement_and_unlike_kappas() -> None:
    # "High agreement but low kappa: I. The problems of two paradoxes".
    balanced, skewed = from_contingency([[40, 9], [6, 45]]), from_contingency([[80, 10], [5, 5]])
    assert percent_agreement(balanced).value == percent_agreement(skewed).value == 0.85
    assert cohen_kappa(balanced, 0, 1).value == pytest.approx(0.70, abs=5e-3)
    assert cohen_kappa(skewed, 0, 1).value == pytest.approx(0.32, abs=5e-3)


def test_gwet_2008_the_paradox_that_ac1_answers() -> None:
    m = from_contingency([[118, 5], [2, 0]])
    assert percent_agreement(m).value == pytest.approx(0.944)
    assert cohen_kappa(m, 0, 1).value == pytest.approx(-0.0234, abs=6e-5)
    assert scott_pi(m).value == pytest.approx(-0.0288, abs=6e-5)
    assert gwet_ac1(m).value == pytest.approx(0.9408, abs=6e-5)


def test_hripcsak_and_rothschild_2005_kappa_nears_f1_as_negatives_grow() -> None:
    few, many = from_contingency([[40, 10], [6, 44]]), from_contingency([[40, 10], [6, 400_000]])
    f1 = 2 * 40 / (2 * 40 + 10 + 6)
    assert positive_agreement(few, "1").value == pytest.approx(f1)
    assert positive_agreement(many, "1").value == pytest.approx(f1)
    assert cohen_kappa(many, 0, 1).value == pytest.approx(f1, abs=1e-4)


def test_the_unused_points_of_a_declared_scale_count() -> None:
    m = from_text("1 5 1 4", "1 5 5 5", declared="12345", level=Level.ORDINAL)
    assert cohen_kappa(m, 0, 1, "quadratic").value == pytest.approx(14 / 31)
    assert brennan_prediger(m).value == pytest.approx(0.375)
    used = LabelMatrix(np.array([[0, 0], [2, 2], [0, 2], [1, 2]]), ("1", "4", "5"), Level.ORDINAL)
    assert brennan_prediger(used).value == pytest.approx(0.25)
