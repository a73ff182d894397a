"""Agreement on marked stretches of text.

Spans have no fixed units and no countable "nothing here", so kappa and its kin do not apply; F1,
the agreement on what at least one annotator marked, does (Hripcsak & Rothschild 2005,
"Agreement, the F-measure, and reliability in information retrieval").
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

from workbench.agreement.matching import Extent, matched, shared_characters, total_characters
from workbench.agreement.statistic import Basis, Statistic, defined, undefined, unpaired
from workbench.said_later import later


@dataclass(frozen=True, order=True)
class Span:
    """Mark a half-open stretch [start, end) of code points with a category.

    Raises ValueError when it is empty or starts before the text.
    """

    start: int
    end: int
    category: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span must run forwards inside the text, not {self}.")


# A mapping is invariant in its keys, so that asking for Hashable would refuse keys of type str.
SpanSets = Mapping[Any, Mapping[Any, Sequence[Span]]]
"""For each item, the spans of each annotator who submitted it, be it none at all; an annotator
who is missing has not annotated the item."""


@dataclass(frozen=True)
class SpanAgreement:
    """Hold six F1 values and what was compared.

    Typed measures ask for the same category too. `n_comparisons` counts pairs of annotators on
    items, `n_both_empty` those of them in which neither marked anything: they agree perfectly
    and add no span to any F1.
    """

    exact_typed: Statistic
    exact_untyped: Statistic
    overlap_typed: Statistic
    overlap_untyped: Statistic
    character_typed: Statistic
    character_untyped: Statistic
    n_comparisons: int
    n_both_empty: int


# What one annotator marked on one item, each span once.
_Marked = frozenset[Span]
_Extents = Mapping[str | None, frozenset[Extent]]
_Overlap = Callable[[frozenset[Extent], frozenset[Extent]], int]
_Size = Callable[[frozenset[Extent]], int]
_NOTHING: _Marked = frozenset()


def span_agreement(items: SpanSets) -> SpanAgreement:
    """Compare the spans of all pairs of annotators on all items both submitted.

    F1 = 2a / (s₁ + s₂), with matches a and sizes s summed over pairs and items before dividing
    (micro-average). exact: a counts spans with the same start and end. overlap: a is the size of
    the largest one-to-one matching of spans that share a character, so that one long span cannot
    answer for several short ones. character: a counts characters both marked, s characters
    marked. Typed, all of this holds within a category. A span given twice counts once.
    All in [0, 1], undefined when nobody marked anything. In each statistic `n_labels` counts
    the spans behind it, each once however many it is compared with.

    >>> ada, ben = (Span(0, 5, "hedge"), Span(9, 12, "slur")), (Span(2, 5, "hedge"),)
    >>> found = span_agreement({"p1": {"Ada": ada, "Ben": ben}, "p2": {"Ada": (), "Ben": ()}})
    >>> found.exact_typed.value, round(found.overlap_typed.value, 4)
    (0.0, 0.6667)
    >>> round(found.character_typed.value, 4), found.n_comparisons, found.n_both_empty
    (0.5455, 2, 1)
    """
    basis = _basis(items)
    comparisons = _comparisons(items)
    # On most paragraphs nobody marks anything: those are counted and not compared.
    n_both_empty = comparisons.pop((_NOTHING, _NOTHING), 0)
    marked = {each for pair in comparisons for each in pair}
    typed = {each: _typed(each) for each in marked}
    untyped = {each: _untyped(each) for each in marked}

    def f1(
        name: str, extents: Mapping[_Marked, _Extents], overlap: _Overlap, size: _Size
    ) -> Statistic:
        return _f1(name, comparisons, extents, basis, overlap, size)

    return SpanAgreement(
        exact_typed=f1("span_f1_exact_typed", typed, _common, len),
        exact_untyped=f1("span_f1_exact_untyped", untyped, _common, len),
        overlap_typed=f1("span_f1_overlap_typed", typed, matched, len),
        overlap_untyped=f1("span_f1_overlap_untyped", untyped, matched, len),
        character_typed=f1("char_f1_typed", typed, shared_characters, total_characters),
        character_untyped=f1("char_f1_untyped", untyped, shared_characters, total_characters),
        n_comparisons=comparisons.total() + n_both_empty,
        n_both_empty=n_both_empty,
    )


def span_agreement_by_pair(
    items: SpanSets,
) -> dict[tuple[Hashable, Hashable], SpanAgreement]:
    """Compare every two annotators who share an item, as `span_agreement` does for all.

    Annotators come in the order in which they first appear.
    """
    order = {annotator: None for marks in items.values() for annotator in marks}
    pairs: dict[tuple[Hashable, Hashable], SpanAgreement] = {}
    for first, second in combinations(order, 2):
        shared = {
            item: {first: marks[first], second: marks[second]}
            for item, marks in items.items()
            if first in marks and second in marks
        }
        if shared:
            pairs[first, second] = span_agreement(shared)
    return pairs


def _typed(spans: _Marked) -> _Extents:
    by_category: dict[str | None, set[Extent]] = {}
    for span in spans:
        by_category.setdefault(span.category, set()).add((span.start, span.end))
    return {category: frozenset(extents) for category, extents in by_category.items()}


def _untyped(spans: _Marked) -> _Extents:
    return {None: frozenset((span.start, span.end) for span in spans)}


def _basis(items: SpanSets) -> Basis:
    compared = [marks for marks in items.values() if len(marks) >= 2]
    annotators = {annotator for marks in compared for annotator in marks}
    n_spans = sum(len(set(spans)) for marks in compared for spans in marks.values())
    return Basis(len(compared), n_spans, len(annotators))


def _comparisons(items: SpanSets) -> Counter[tuple[_Marked, _Marked]]:
    """Count which marks meet which: annotators who mark alike need comparing once only."""
    comparisons: Counter[tuple[_Marked, _Marked]] = Counter()
    for marks in items.values():
        if any(marks.values()):
            comparisons.update(combinations(map(frozenset, marks.values()), 2))
        else:
            comparisons[_NOTHING, _NOTHING] += comb(len(marks), 2)
    return comparisons


def _f1(
    name: str,
    comparisons: Counter[tuple[_Marked, _Marked]],
    extents: Mapping[_Marked, _Extents],
    basis: Basis,
    overlap: _Overlap,
    size: _Size,
) -> Statistic:
    if not basis.n_items:
        return unpaired(name, basis)
    if not basis.n_labels:
        sentence = later(
            "Nobody marked a span on any paragraph that two annotators answered: agreement on "
            "spans cannot be shown."
        )
        return undefined(name, "no_spans", sentence, basis)
    sizes = {marked: sum(map(size, by.values())) for marked, by in extents.items()}
    both = total = 0
    for (first, second), times in comparisons.items():
        total += times * (sizes[first] + sizes[second])
        if first == second:
            both += times * sizes[first]
        elif first and second:
            one, other = extents[first], extents[second]
            both += times * sum(
                overlap(one[category], other[category]) for category in one.keys() & other.keys()
            )
    return defined(name, 2 * both / total, basis)


def _common(first: frozenset[Extent], second: frozenset[Extent]) -> int:
    return len(first & second)
