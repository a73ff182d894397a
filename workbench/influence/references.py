"""What a suggestion is held against: the final label, or what others said without seeing it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.influence.queries import Given, Judged

LEAST_OTHERS = 2
"""One other blind answer is an opinion; only of two or more there is a majority."""


@dataclass(frozen=True)
class References:
    """Hold the reference of each judgement, None where there is none, and where they come from."""

    labels: tuple[str | None, ...]
    n_adjudicated: int
    n_by_others: int


def references(
    judged: Sequence[Judged],
    *,
    blind: Iterable[tuple[int, int, str]],
    final: Mapping[int, str],
) -> References:
    """Find the reference of each judgement of one question.

    `blind` lists paragraph, account and label of all answers given without a suggestion on the
    page, `final` the adjudicated label by paragraph, which goes before. A person's own answer is
    no part of their reference.

    >>> one = Judged(1, 7, 1, 1, "", 0, False, "unnamed", True, None, None, 1)
    >>> references([one], blind=[(7, 1, "no"), (7, 2, "yes"), (7, 3, "yes")], final={}).labels
    ('yes',)
    """
    by_paragraph: dict[int, dict[int, str]] = defaultdict(dict)
    for paragraph_id, account_id, label in blind:
        by_paragraph[paragraph_id][account_id] = label
    found: list[str | None] = []
    n_adjudicated = n_by_others = 0
    for one in judged:
        reference = final.get(one.paragraph_id)
        n_adjudicated += reference is not None
        if reference is None:
            given = by_paragraph.get(one.paragraph_id, {})
            reference = _majority_of_others(given, one.account_id)
            n_by_others += reference is not None
        found.append(reference)
    return References(tuple(found), n_adjudicated, n_by_others)


def blind_answers(
    judged: Iterable[Judged], answers: Mapping[int, Given]
) -> list[tuple[int, int, str]]:
    """List paragraph, account and label of the answers given in the blind arm."""
    return [
        (one.paragraph_id, one.account_id, answers[one.annotation_id].label)
        for one in judged
        if one.is_blind and one.annotation_id in answers
    ]


def _majority_of_others(labels: Mapping[int, str], account_id: int) -> str | None:
    others = Counter(label for account, label in labels.items() if account != account_id)
    n = others.total()
    if n < LEAST_OTHERS:
        return None
    most, times = others.most_common(1)[0]
    return most if 2 * times > n else None
