"""Agreement among all annotators of a question.

Each coefficient is 1 - observed disagreement / disagreement expected by chance; they differ in
what they call chance. Definitions for unequal numbers of labels per item follow Krippendorff for
alpha and Gwet (2014), "Handbook of inter-rater reliability", 4th ed., ch. 2-4, for the others:
pairs count where an item has two labels, and single labels still inform the expected part.
"""

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.counts import CountRows, count_labels
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.statistic import Basis, Flag, Statistic, defined, undefined, unpaired
from workbench.agreement.weights import LEVEL_WEIGHTS, Weights, disagreements
from workbench.codebook.levels import Level
from workbench.said_later import later

Array = NDArray[np.float64]


def percent_agreement(m: LabelMatrix, weights: Weights = "unweighted") -> Statistic:
    """Average, over items with two labels or more, the share of their pairs that agree.

    p = mean over items of Σ_k n_k (n_k - 1) / (n (n - 1)); with weights, pairs agree in part.
    Fleiss 1971, "Measuring nominal scale agreement among many raters"; unequal n and weights:
    Gwet 2014. In [0, 1].

    >>> percent_agreement(_example()).value  # pairs that agree: 3 of 3, 1 of 3, 1 of 1
    0.7777777777777778
    """
    name, basis = "percent_agreement", m.basis
    if not basis.n_items:
        return unpaired(name, basis)
    observed = _observed(m.rows, disagreements(m, weights))
    return defined(name, 1 - observed, basis, *_sameness(m.rows.pairable().label_totals()))


def krippendorff_alpha(m: LabelMatrix, weights: Weights | None = None) -> Statistic:
    """Compute Krippendorff's alpha at the level of the question.

    α = 1 - (N - 1) Σ o_ck δ_ck / Σ n_c n_k δ_ck over the N labels on items with two or more;
    o are coincidences, n label totals. δ: nominal [c ≠ k]; ordinal (Σ_{g=c..k} n_g - (n_c + n_k)
    / 2)²; interval (x_c - x_k)²; ratio ((x_c - x_k) / (x_c + x_k))². Krippendorff 2011,
    "Computing Krippendorff's alpha-reliability". Weights, if given, replace δ (Gwet 2014, ch. 3).
    At most 1; 0 is chance; below 0 is disagreement beyond chance.

    >>> round(krippendorff_alpha(_example()).value, 4)
    0.5625
    """
    name, basis = "krippendorff_alpha", m.basis
    rows = m.rows.pairable()
    if not basis.n_items:
        return unpaired(name, basis)
    totals = rows.label_totals()
    delta = _alpha_delta(m, totals) if weights is None else disagreements(m, weights)
    expected = float(totals @ delta @ totals)
    if expected == 0:
        return _without_variation(name, basis, m, totals, are_pairable=True)
    observed = float((rows.coincidences() * delta).sum())
    return defined(name, 1 - (totals.sum() - 1) * observed / expected, basis)


def fleiss_kappa(m: LabelMatrix, weights: Weights = "unweighted") -> Statistic:
    """Compute Fleiss' kappa: chance is two draws from the average item's labels.

    κ = (p - e) / (1 - e), e = Σ π_k², π_k = mean over items of n_k / n. Fleiss 1971; unequal n,
    and weights (e = Σ w_kl π_k π_l): Gwet 2014. At most 1; not below -1 unless labels are
    missing or weighted.

    >>> round(fleiss_kappa(_example()).value, 4)  # π = (5/9, 4/9)
    0.55
    """
    name, basis = "fleiss_kappa", m.basis
    if not basis.n_items:
        return unpaired(name, basis)
    table, shares = disagreements(m, weights), _shares(m.rows)
    expected = float(shares @ table @ shares)
    if expected == 0:
        return _without_variation(name, basis, m, m.rows.label_totals())
    return defined(name, 1 - _observed(m.rows, table) / expected, basis)


def scott_pi(m: LabelMatrix, weights: Weights = "unweighted") -> Statistic:
    """Compute Scott's pi of two annotators on the items both labelled.

    π = (p - e) / (1 - e), e = Σ ((n_k1 + n_k2) / 2n)². Scott 1955, "Reliability of content
    analysis". For more than two annotators it is undefined; Fleiss' kappa generalises it.
    In [-1, 1] without weights.

    >>> m = LabelMatrix(np.array([[0, 0], [0, 1], [1, 1]]), ("no", "yes"), Level.NOMINAL)
    >>> round(scott_pi(m).value, 4)
    0.3333
    """
    name, basis = "scott_pi", m.basis
    if not basis.n_items:
        return unpaired(name, basis)
    if basis.n_annotators != 2:
        sentence = later(
            "Scott’s π compares two annotators, and %(n)s labelled these paragraphs: read Fleiss’ "
            "κ, its form for more.",
            n=basis.n_annotators,
        )
        return undefined(name, "not_two_annotators", sentence, basis)
    rows, table = m.rows.pairable(), disagreements(m, weights)
    shares = _shares(rows)
    expected = float(shares @ table @ shares)
    if expected == 0:
        return _without_variation(name, basis, m, rows.label_totals(), are_pairable=True)
    return defined(name, 1 - _observed(rows, table) / expected, basis)


def conger_kappa(m: LabelMatrix, weights: Weights = "unweighted") -> Statistic:
    """Compute Conger's kappa: chance is one draw from each of two annotators' own labels.

    e = mean over pairs of annotators g ≠ h of Σ w_kl p_gk p_hl, p_gk the share of label k among
    all labels of g. With two annotators and no missing labels it is Cohen's kappa. Conger 1980,
    "Integration and generalization of kappas for multiple raters"; unequal n: Gwet 2014.
    At most 1; not below -1 unless labels are missing or weighted. An annotator with only one
    label in use is flagged "constant_rater".

    >>> round(conger_kappa(_example()).value, 4)
    0.5714
    """
    name, basis = "conger_kappa", m.basis
    if not basis.n_items:
        return unpaired(name, basis)
    given = count_labels(m.codes.T, len(m.labels))
    given = given[given.any(axis=1)]
    shares, table = given / given.sum(axis=1, keepdims=True), disagreements(m, weights)
    between = shares @ table @ shares.T
    np.fill_diagonal(between, 0)
    expected = float(between.sum()) / (len(given) * (len(given) - 1))
    if expected == 0:
        return _without_variation(name, basis, m, m.rows.label_totals())
    is_constant = bool(((given > 0).sum(axis=1) == 1).any())
    flags: tuple[Flag, ...] = ("constant_rater",) if is_constant else ()
    return defined(name, 1 - _observed(m.rows, table) / expected, basis, *flags)


def gwet_ac1(m: LabelMatrix) -> Statistic:
    """Compute Gwet's AC1: chance is only what annotators do on items that are hard to label.

    e = Σ π_k (1 - π_k) / (q - 1) for q declared labels. Gwet 2008, "Computing inter-rater
    reliability and its variance in the presence of high agreement". In [-1, 1].

    >>> round(gwet_ac1(_example()).value, 4)
    0.561
    """
    return _gwet("gwet_ac1", m, disagreements(m, "unweighted"))


def gwet_ac2(m: LabelMatrix, weights: Weights | None = None) -> Statistic:
    """Compute Gwet's AC2: AC1 with partial agreement, by default as the level suggests.

    e = T Σ π_k (1 - π_k) / (q (q - 1)), T the sum of all agreement weights. Gwet 2014.
    Default weights: ordinal for ordinal, quadratic for interval, ratio for ratio; for nominal
    AC2 is AC1. At most 1.

    >>> m = LabelMatrix(np.array([[0, 1], [2, 2], [0, 0]]), ("a", "b", "c"), Level.ORDINAL)
    >>> round(gwet_ac2(m).value, 4)
    0.7372
    """
    chosen = LEVEL_WEIGHTS[m.level] if weights is None else weights
    return _gwet("gwet_ac2", m, disagreements(m, chosen))


def brennan_prediger(m: LabelMatrix, weights: Weights = "unweighted") -> Statistic:
    """Compute the Brennan-Prediger coefficient: chance is a draw from all declared labels.

    e = 1 / q, or Σ w_kl / q² with weights. Brennan & Prediger 1981, "Coefficient kappa:
    some uses, misuses, and alternatives"; for two annotators Bennett's S (1954), for more
    Randolph's free-marginal kappa (2005). At most 1; not below -1 without weights.

    >>> round(brennan_prediger(_example()).value, 4)
    0.5556
    """
    name, basis = "brennan_prediger", m.basis
    if not basis.n_items:
        return unpaired(name, basis)
    table = disagreements(m, weights)
    expected = float(table.mean())
    if expected == 0:
        return _without_choice(name, basis, m)
    value = 1 - _observed(m.rows, table) / expected
    return defined(name, value, basis, *_sameness(m.rows.label_totals()))


def _gwet(name: str, m: LabelMatrix, table: Array) -> Statistic:
    basis, n_labels = m.basis, len(m.labels)
    if not basis.n_items:
        return unpaired(name, basis)
    if not table.any():
        return _without_choice(name, basis, m)
    shares = _shares(m.rows)
    weight_sum = n_labels**2 - table.sum()
    spread = float((shares * (1 - shares)).sum())
    expected = 1 - weight_sum * spread / (n_labels * (n_labels - 1))
    value = 1 - _observed(m.rows, table) / expected
    return defined(name, value, basis, *_sameness(m.rows.label_totals()))


def _observed(rows: CountRows, table: Array) -> float:
    rows = rows.pairable()
    sizes = rows.sizes
    by_row = ((rows.counts @ table) * rows.counts).sum(axis=1) / (sizes * (sizes - 1))
    return float(rows.times @ by_row / rows.times.sum())


def _shares(rows: CountRows) -> Array:
    shares: Array = rows.times @ (rows.counts / rows.sizes[:, None]) / rows.times.sum()
    return shares


def _alpha_delta(m: LabelMatrix, totals: Array) -> Array:
    if m.level is not Level.ORDINAL:
        # Alpha does not change when all distances are divided by the largest.
        return disagreements(m, LEVEL_WEIGHTS[m.level])
    # Summing the labels between two ranks is taking the distance of their mean ranks.
    ranks = np.cumsum(totals) - totals / 2
    squares: Array = np.subtract.outer(ranks, ranks) ** 2
    return squares


def _sameness(totals: Array) -> tuple[Flag, ...]:
    return ("no_variation",) if np.count_nonzero(totals) == 1 else ()


def _without_variation(
    name: str, basis: Basis, m: LabelMatrix, totals: Array, *, are_pairable: bool = False
) -> Statistic:
    n, used = int(totals.sum()), np.flatnonzero(totals)
    if used.size != 1:
        sentence = later(
            "The %(n)s labels do not differ by the weights used: reliability cannot be shown.", n=n
        )
    elif are_pairable:
        sentence = later(
            "All %(n)s labels that can be compared are “%(label)s”: reliability cannot be shown.",
            n=n,
            label=m.labels[used[0]],
        )
    else:
        sentence = later(
            "All %(n)s labels are “%(label)s”: reliability cannot be shown.",
            n=n,
            label=m.labels[used[0]],
        )
    return undefined(name, "no_variation", sentence, basis)


def _without_choice(name: str, basis: Basis, m: LabelMatrix) -> Statistic:
    if len(m.labels) == 1:
        sentence = later(
            "“%(label)s” is the only declared label: agreement means nothing.", label=m.labels[0]
        )
    else:
        sentence = later(
            "The weights used count all declared labels as the same: agreement means nothing."
        )
    return undefined(name, "one_category", sentence, basis)


def _example() -> LabelMatrix:
    """Make the example of the docstrings: three annotators, three items, one label missing."""
    codes = np.array([[0, 0, 0], [0, 1, 1], [1, 1, -1]])
    return LabelMatrix(codes, ("biased", "not biased"), Level.NOMINAL)
