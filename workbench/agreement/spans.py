"""Agreement on marked stretches of text.

Spans have no fixed units and no countable "nothing here", so kappa and its kin do not apply; F1,
the agreement on what at least one annotator marked, does (Hripcsak & Rothschild 2005,
"Agreement, the F-measure, and reliability in information retrieval").
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

from workbench.agreement.matching import Extent, matched, shared_characters, total_characters
from workbench.agreement.statistic import Basis, Statistic, defined, undefined, unpaired


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


# One annotator's extents on one item, by category; without types all have the category None.
_Marked = dict[str | None, frozenset[Extent]]
_Overlap = Callable[[frozenset[Extent], frozenset[Extent]], int]
_Size = Callable[[frozenset[Extent]], int]


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
    # On most paragraphs nobody marks anything: those are counted and not compared.
    some = {item: marks for item, marks in items.items() if any(marks.values())}
    n_unmarked = sum(comb(len(marks), 2) for item, marks in items.items() if item not in some)
    typed = {item: _marked(marks, is_typed=True) for item, marks in some.items()}
    untyped = {item: _marked(marks, is_typed=False) for item, marks in some.items()}
    basis = _basis(items)
    comparisons = list(_comparisons(untyped))
    return SpanAgreement(
        exact_typed=_f1("span_f1_exact_typed", typed, basis, _common, len),
        exact_untyped=_f1("span_f1_exact_untyped", untyped, basis, _common, len),
        overlap_typed=_f1("span_f1_overlap_typed", typed, basis, matched, len),
        overlap_untyped=_f1("span_f1_overlap_untyped", untyped, basis, matched, len),
        character_typed=_f1("char_f1_typed", typed, basis, shared_characters, total_characters),
        character_untyped=_f1(
            "char_f1_untyped", untyped, basis, shared_characters, total_characters
        ),
        n_comparisons=len(comparisons) + n_unmarked,
        n_both_empty=sum(not first and not second for first, second in comparisons) + n_unmarked,
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


def _marked(marks: Mapping[Any, Sequence[Span]], *, is_typed: bool) -> list[_Marked]:
    return [_extents(spans, is_typed=is_typed) for spans in marks.values()]


def _extents(spans: Sequence[Span], *, is_typed: bool) -> _Marked:
    by_category: dict[str | None, set[Extent]] = {}
    for span in spans:
        category = span.category if is_typed else None
        by_category.setdefault(category, set()).add((span.start, span.end))
    return {category: frozenset(extents) for category, extents in by_category.items()}


def _basis(items: SpanSets) -> Basis:
    compared = [marks for marks in items.values() if len(marks) >= 2]
    annotators = {annotator for marks in compared for annotator in marks}
    n_spans = sum(len(set(spans)) for marks in compared for spans in marks.values())
    return Basis(len(compared), n_spans, len(annotators))


def _comparisons(items: Mapping[Hashable, list[_Marked]]) -> Iterator[tuple[_Marked, _Marked]]:
    for marks in items.values():
        yield from combinations(marks, 2)


def _f1(
    name: str,
    items: Mapping[Hashable, list[_Marked]],
    basis: Basis,
    overlap: _Overlap,
    size: _Size,
) -> Statistic:
    if not basis.n_items:
        return unpaired(name, basis)
    if not basis.n_labels:
        sentence = (
            "Nobody marked a span on any paragraph that two annotators answered: "
            "agreement on spans cannot be shown."
        )
        return undefined(name, "no_spans", sentence, basis)
    sums: Counter[str] = Counter()
    nothing: frozenset[Extent] = frozenset()
    for first, second in _comparisons(items):
        for category in first.keys() | second.keys():
            one, other = first.get(category, nothing), second.get(category, nothing)
            sums["both"] += overlap(one, other)
            sums["sizes"] += size(one) + size(other)
    return defined(name, 2 * sums["both"] / sums["sizes"], basis)


def _common(first: frozenset[Extent], second: frozenset[Extent]) -> int:
    return len(first & second)
