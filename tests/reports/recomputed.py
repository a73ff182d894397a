"""The numbers of a report once more, from exported raw labels, by programs that are not ours."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from krippendorff import alpha
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # It ships no types.
from scipy.sparse.csgraph import maximum_bipartite_matching  # type: ignore[import-untyped]  # Same.
from statsmodels.stats.inter_rater import fleiss_kappa

Codes = Any
"""A data frame, paragraphs × annotators: places of labels on their scale, NaN for none."""


def coded(rows: Codes, labels: Sequence[str]) -> Codes:
    """Arrange rows of labels.csv as a table of codes."""
    place = {label: float(number) for number, label in enumerate(labels)}
    numbered = rows.assign(code=rows["label"].map(place))
    return numbered.pivot_table(index="paragraph_id", columns="annotator", values="code")


def alpha_of(codes: NDArray[Any], n_labels: int, level: Any) -> float | None:
    """Give Krippendorff's alpha of annotators × paragraphs, None where it does not exist."""
    given = codes[:, np.sum(~np.isnan(codes), axis=0) > 1]
    if len(np.unique(given[~np.isnan(given)])) < 2:
        return None
    found = alpha(codes, value_domain=list(range(n_labels)), level_of_measurement=level)
    return float(found)


def headline(codes: Codes, n_labels: int, level: str) -> dict[str, float | None]:
    """Compute every headline coefficient but Conger's kappa; each by its own definition."""
    counts = np.stack([(codes == label).sum(axis=1) for label in range(n_labels)], axis=1)
    n = counts.sum(axis=1)
    pairs = (counts * (counts - 1)).sum(axis=1)[n > 1] / (n * (n - 1))[n > 1]
    observed, shares = pairs.mean(), (counts / n[:, None]).mean(axis=0)
    by_chance = {
        "fleiss_kappa": (shares**2).sum(),
        "gwet_ac1": (shares * (1 - shares)).sum() / (n_labels - 1),
        "brennan_prediger": 1 / n_labels,
    }
    found = {name: (observed - chance) / (1 - chance) for name, chance in by_chance.items()}
    if level == "ordinal":
        found["gwet_ac2"] = _ordinal_ac2(counts, n, shares)
    return {
        "krippendorff_alpha": alpha_of(codes.to_numpy().T, n_labels, level),
        "percent_agreement": observed,
        **found,
    }


def fleiss_of_complete(codes: Codes, n_labels: int, depth: int) -> float:
    """Give statsmodels' Fleiss kappa of the paragraphs with `depth` labels: it takes no others."""
    counts = np.stack([(codes == label).sum(axis=1) for label in range(n_labels)], axis=1)
    return float(fleiss_kappa(counts[counts.sum(axis=1) == depth]))


def positive(codes: Codes, label: int) -> float:
    """Compute how often a second label is this one, when one is."""
    n, given = codes.notna().sum(axis=1), (codes == label).sum(axis=1)
    return float((given * (given - 1)).sum() / (given * (n - 1)).sum())


def with_most_others(codes: Codes, annotator: str) -> tuple[int, int]:
    """Count how often a label is that of most others, and of how many; ties are passed over."""
    same = compared = 0
    others = codes.drop(columns=annotator)
    for paragraph, own in codes[annotator].dropna().items():
        winner = most_frequent(others.loc[paragraph].dropna())
        if winner is not None:
            compared += 1
            same += winner == own
    return same, compared


def most_frequent(labels: Any) -> Any:
    """Give the one most frequent label, None in a tie or without any."""
    first = Counter(labels).most_common(2)
    if not first or (len(first) == 2 and first[0][1] == first[1][1]):
        return None
    return first[0][0]


def span_f1(rows: Codes, kind: str, *, is_typed: bool) -> float:
    """Compute the F1 of spans over pairs of annotators from rows of labels-wide.csv."""
    shared = total = 0
    marked = rows["spans"].map(lambda cell: [_key(one) for one in json.loads(cell) if _stands(one)])
    for _, of_paragraph in marked.groupby(rows["paragraph_id"]):
        for one, other in combinations(of_paragraph, 2):
            names = {span[2] for span in one + other} if is_typed else {None}
            for name in names:
                mine, theirs = (
                    [span[:2] for span in spans if not is_typed or span[2] == name]
                    for spans in (one, other)
                )
                both, size = _met(kind, mine, theirs)
                shared, total = shared + both, total + size
    return 2 * shared / total


def _ordinal_ac2(counts: NDArray[Any], n: NDArray[Any], shares: NDArray[Any]) -> float:
    q = len(shares)
    steps = np.abs(np.subtract.outer(np.arange(q), np.arange(q)))
    weights = 1 - steps * (steps + 1) / (q * (q - 1))
    weighted = (counts * (counts @ weights - 1)).sum(axis=1)
    observed = (weighted[n > 1] / (n * (n - 1))[n > 1]).mean()
    chance = weights.sum() * (shares * (1 - shares)).sum() / (q * (q - 1))
    return float((observed - chance) / (1 - chance))


def _key(span: dict[str, Any]) -> tuple[int, int, str]:
    return span["start"], span["end"], span["category"]


def _stands(span: dict[str, Any]) -> bool:
    return bool(span["decision"] != "rejected")


def _met(kind: str, mine: list[Any], theirs: list[Any]) -> tuple[int, int]:
    """Count what two share and what both marked, in spans or in characters."""
    if kind == "char":
        first, second = ({at for span in spans for at in range(*span)} for spans in (mine, theirs))
        return len(first & second), len(first) + len(second)
    if kind == "exact":
        return len(set(mine) & set(theirs)), len(mine) + len(theirs)
    if not mine or not theirs:
        return 0, len(mine) + len(theirs)
    meets = [[a[0] < b[1] and b[0] < a[1] for b in theirs] for a in mine]
    matching = maximum_bipartite_matching(csr_array(np.array(meets, dtype=int)))
    return int((matching >= 0).sum()), len(mine) + len(theirs)
