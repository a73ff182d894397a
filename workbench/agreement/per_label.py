"""Agreement on one label at a time: is it this label or any other?"""

from dataclasses import dataclass

from workbench.agreement.coefficients import fleiss_kappa, krippendorff_alpha
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.statistic import Statistic, defined, undefined, unpaired
from workbench.said_later import nlater


@dataclass(frozen=True)
class LabelAgreement:
    """Hold the agreement on one label against all others together.

    `n_labels` counts how often it was given on items with two labels or more, `share` is that
    over all labels on them (None when there are none).
    """

    label: str
    n_labels: int
    share: float | None
    alpha: Statistic
    fleiss: Statistic
    positive: Statistic


def per_label(m: LabelMatrix) -> tuple[LabelAgreement, ...]:
    """Compare each declared label with the rest, in declared order."""
    return tuple(_agreement_on(m, label) for label in m.labels)


def label_kappa(m: LabelMatrix, label: str) -> Statistic:
    """Compute Fleiss' kappa of one label against the rest.

    κ_k = 1 - Σ n_k (n - n_k) / (N n (n - 1) π_k (1 - π_k)) for n labels on each of N items;
    for unequal n as `fleiss_kappa` of the two classes. Fleiss 1971, "Measuring nominal scale
    agreement among many raters". Raises LabelError for an undeclared label.

    >>> import numpy as np
    >>> from workbench.codebook.levels import Level
    >>> m = LabelMatrix(np.array([[0, 0], [0, 1], [1, 2]]), ("a", "b", "c"), Level.NOMINAL)
    >>> round(label_kappa(m, "a").value, 4)
    0.3333
    """
    return fleiss_kappa(m.one_against_rest(label))


def positive_agreement(m: LabelMatrix, label: str) -> Statistic:
    """Compute how often a second label on an item is `label`, given that one is.

    Σ n_k (n_k - 1) / Σ n_k (n - 1) over items with n ≥ 2 labels. For two annotators this is
    2a / (2a + b + c), the F1 of each by the other (Spitzer & Fleiss 1974, "A re-analysis of the
    reliability of psychiatric diagnosis"; Hripcsak & Rothschild 2005, "Agreement, the F-measure,
    and reliability"). Not corrected for chance; in [0, 1]. Undefined when nobody gave the label.
    Raises LabelError for an undeclared label.

    >>> import numpy as np
    >>> from workbench.codebook.levels import Level
    >>> m = LabelMatrix(np.array([[0, 0], [0, 1], [1, 2]]), ("a", "b", "c"), Level.NOMINAL)
    >>> round(positive_agreement(m, "a").value, 4)  # 2 · 1 / (2 · 1 + 1)
    0.6667
    """
    name = "positive_agreement"
    if label not in m.labels:
        raise LabelError(f"The label {label!r} is not declared.")
    if not m.basis.n_items:
        return unpaired(name, m.basis)
    rows = m.rows.pairable()
    chosen = rows.counts[:, m.labels.index(label)]
    possible = float(rows.times @ (chosen * (rows.sizes - 1)))
    if possible == 0:
        sentence = nlater(
            "The one label that can be compared is not “%(label)s”.",
            "None of the %(num)s labels that can be compared is “%(label)s”.",
            m.basis.n_labels,
            label=label,
        )
        return undefined(name, "label_unused", sentence, m.basis)
    agreeing = float(rows.times @ (chosen * (chosen - 1)))
    return defined(name, agreeing / possible, m.basis)


def _agreement_on(m: LabelMatrix, label: str) -> LabelAgreement:
    chosen = int(m.rows.pairable().label_totals()[m.labels.index(label)])
    return LabelAgreement(
        label=label,
        n_labels=chosen,
        share=chosen / m.basis.n_labels if m.basis.n_labels else None,
        alpha=krippendorff_alpha(m.one_against_rest(label)),
        fleiss=label_kappa(m, label),
        positive=positive_agreement(m, label),
    )
