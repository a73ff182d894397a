"""How far annotators agree with themselves: items that were asked of the same person twice."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbench.agreement.intervals import (
    DEFAULT,
    Bootstrap,
    Clusters,
    Estimate,
    estimates,
    interval_of,
)
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.rates import p_against_others, shrunken_shares, wilson_limits
from workbench.agreement.statistic import Basis, Statistic, undefined
from workbench.said_later import later, nlater

Codes = NDArray[np.int64]

LEAST_REPEATS = 10
"""With fewer repeats a coefficient hangs on one or two of them; the share and its limits stay."""


NOTHING_CAME_BACK = later("Nothing came back to be answered again.")


@dataclass(frozen=True, eq=False)
class Repeats:
    """Hold one row a repeat: who gave which label first, and which when asked again.

    `labels` is repeats × 2, the first label and the second of the same person on the same item;
    both are there. `annotators` are positions in `annotator_ids`, `clusters` name the article.
    Raises LabelError when the parts are not equally many or a label is missing.
    """

    labels: LabelMatrix
    annotators: Codes
    clusters: Clusters
    annotator_ids: tuple[Hashable, ...]

    def __post_init__(self) -> None:
        codes = self.labels.codes
        if codes.shape[1] != 2 or (codes < 0).any():
            raise LabelError("A repeat has two labels, the first and the second.")
        if not len(codes) == len(self.annotators) == len(self.clusters):
            raise LabelError("Every repeat needs its annotator and its cluster.")

    def __len__(self) -> int:
        """Count the repeats."""
        return len(self.annotators)

    @property
    def is_same(self) -> NDArray[np.bool_]:
        """Tell for each repeat whether both labels are the same."""
        same: NDArray[np.bool_] = self.labels.codes[:, 0] == self.labels.codes[:, 1]
        return same

    def of(self, place: int) -> "Repeats":
        """Keep the repeats of one annotator."""
        mine = self.annotators == place
        m = self.labels
        kept = LabelMatrix(m.codes[mine], m.labels, m.level, m.values)
        clusters = [each for each, is_mine in zip(self.clusters, mine, strict=True) if is_mine]
        return Repeats(kept, self.annotators[mine], clusters, self.annotator_ids)


@dataclass(frozen=True)
class SelfConsistency:
    """Hold how often one annotator gave an item the same label again.

    `limits` are Wilson's; `shrunken` is the share pulled towards the mean of all, and `p_value`
    compares with the share of all others together, adjusted for many annotators. All are None
    without a repeat. `alpha` is Krippendorff's over the two occasions.
    """

    annotator: Hashable
    n_repeats: int
    n_same: int
    share: float | None
    limits: tuple[float, float] | None
    shrunken: float | None
    p_value: float | None
    alpha: Estimate


@dataclass(frozen=True)
class SelfAgreement:
    """Hold how far all annotators agree with themselves, and each of them.

    `n_same` of `n_repeats` labels are the same; `limits` of their share are Wilson's, None
    without a repeat. `table` is labels × labels: rows are first labels, columns second ones.
    """

    n_repeats: int
    n_same: int
    limits: tuple[float, float] | None
    alpha: Estimate
    table: tuple[tuple[int, ...], ...]
    annotators: tuple[SelfConsistency, ...]

    @property
    def share(self) -> float | None:
        """Give the share of labels that are the same."""
        return self.n_same / self.n_repeats if self.n_repeats else None


def self_consistency(
    given: Repeats, *, rng: np.random.Generator, bootstrap: Bootstrap = DEFAULT
) -> SelfAgreement:
    """Compare what annotators answered to the same item on two occasions.

    The share of same labels, with Wilson limits, over all repeats and by annotator; shares of
    annotators shrunken as `shrunken_shares`, with exact binomial p-values adjusted as `adjusted`.
    Krippendorff's alpha takes the two occasions for two coders and each repeat for a unit, pooled
    over annotators and within each: what Krippendorff (2004, "Content Analysis", ch. 11) calls
    stability. Its interval draws articles. A coefficient of fewer than 10 repeats is withheld.

    >>> from workbench.codebook.levels import Level
    >>> codes = np.array([[0, 0], [1, 1], [0, 1], [1, 1], [0, 0]] * 4)
    >>> m = LabelMatrix(codes, ("no", "yes"), Level.NOMINAL)
    >>> given = Repeats(m, np.arange(20) % 2, np.arange(20), ("Ada", "Ben"))
    >>> found = self_consistency(given, rng=np.random.default_rng(1))
    >>> found.n_same, found.n_repeats, round(found.alpha.statistic.value, 3)
    (16, 20, 0.61)
    >>> [(one.annotator, one.n_same, one.n_repeats) for one in found.annotators]
    [('Ada', 8, 10), ('Ben', 8, 10)]
    """
    n_people = len(given.annotator_ids)
    n = np.bincount(given.annotators, minlength=n_people).astype(np.float64)
    hits = np.bincount(given.annotators[given.is_same], minlength=n_people).astype(np.float64)
    shrunken, p_values = shrunken_shares(hits, n), p_against_others(hits, n)
    streams = rng.spawn(1 + n_people)
    size = len(given.labels.labels)
    cells = given.labels.codes[:, 0] * size + given.labels.codes[:, 1]
    table = np.bincount(cells, minlength=size * size).reshape(size, size)
    same = int(hits.sum())
    return SelfAgreement(
        n_repeats=len(given),
        n_same=same,
        limits=wilson_limits(same, len(given)),
        alpha=_alpha(given, streams[0], bootstrap),
        table=tuple(tuple(row) for row in table.tolist()),
        annotators=tuple(
            SelfConsistency(
                annotator=annotator,
                n_repeats=int(n[place]),
                n_same=int(hits[place]),
                share=float(hits[place] / n[place]) if n[place] else None,
                limits=wilson_limits(hits[place], n[place]),
                shrunken=_or_none(shrunken[place]),
                p_value=_or_none(p_values[place]),
                alpha=_alpha(given.of(place), streams[1 + place], bootstrap),
            )
            for place, annotator in enumerate(given.annotator_ids)
        ),
    )


def withheld_for_few(name: str, n_repeats: int, basis: Basis) -> Statistic:
    """Make the statistic of too few repeats."""
    if not n_repeats:
        sentence = NOTHING_CAME_BACK
    else:
        sentence = nlater(
            "Only %(num)s paragraph was answered again: a coefficient needs at least %(least)s.",
            "Only %(num)s paragraphs were answered again: a coefficient needs at least %(least)s.",
            n_repeats,
            least=LEAST_REPEATS,
        )
    return undefined(name, "few_repeats", sentence, basis)


def _alpha(given: Repeats, rng: np.random.Generator, bootstrap: Bootstrap) -> Estimate:
    """Compute alpha over the occasions; its basis counts people, who are no coders here."""
    n_people = len(np.unique(given.annotators))
    if len(given) < LEAST_REPEATS:
        basis = Basis(len(given), 2 * len(given), n_people)
        return without_interval(withheld_for_few("krippendorff_alpha", len(given), basis))
    clusters: Sequence[Hashable] | Codes = given.clusters
    (found,) = estimates(
        given.labels, ["krippendorff_alpha"], rng=rng, clusters=clusters, bootstrap=bootstrap
    )
    return Estimate(replace(found.statistic, n_annotators=n_people), found.interval)


def without_interval(statistic: Statistic) -> Estimate:
    """Make the estimate of a statistic that has no value, and so no interval."""
    none = np.zeros(0)
    interval = interval_of(
        statistic,
        none,
        (none, none),
        withheld=None,
        remarks=(),
        bootstrap=DEFAULT,
        drawn=("cluster", 0),
    )
    return Estimate(statistic, interval)


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
