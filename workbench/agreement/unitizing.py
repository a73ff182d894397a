"""Krippendorff's alpha for marked stretches of text: agreement corrected for chance.

F1 says how much of what somebody marked the others marked too; u-alpha asks in addition how much
that would be if stretches of the same lengths lay anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.agreement.labels import LabelError
from workbench.agreement.spans import Span
from workbench.agreement.statistic import Basis, Statistic, defined, undefined, unpaired
from workbench.agreement.sums import Array
from workbench.said_later import later


@dataclass(frozen=True)
class UnitizingAgreement:
    """Hold the agreement on where something is marked, and on that together with its category."""

    where: Statistic
    full: Statistic


@dataclass(frozen=True)
class MarkedText:
    """Hold a text's length in code points, and the spans of each annotator who submitted it."""

    length: int
    spans: Mapping[Any, Sequence[Span]]


def unitizing_alpha(texts: Sequence[MarkedText]) -> UnitizingAgreement:
    """Compute u-alpha over all texts that two annotators submitted.

    α = 1 - D (T² - S) / (T Σ_{c≠k} l_c l_k): D is the length on which annotators differ, summed
    over ordered pairs and divided by m - 1 for the m annotators of a text; l_c the length that
    all together gave to category c, the unmarked rest being a category too; T = Σ l_c;
    S = Σ L² over spans plus the unmarked length, because a span cannot be paired with itself.
    `full` compares categories (u-alpha), `where` marked with unmarked (|u-alpha). Krippendorff,
    Mathet, Bouvry & Widlöcher 2016, "On the reliability of unitizing textual continua: further
    developments", eqs 1-6. At most 1. An annotator's spans must not overlap: where they do,
    each is cut off by the one that starts after it; LabelError for a span beyond the text.

    >>> ada, ben, cy = (Span(2, 5, "a"), Span(9, 11, "a"), Span(12, 20, "b")), (
    ...     Span(2, 5, "a"), Span(7, 15, "b")), (Span(2, 5, "a"), Span(10, 15, "b"))
    >>> found = unitizing_alpha([MarkedText(20, {"Ada": ada, "Ben": ben, "Cy": cy})])
    >>> round(found.full.value, 4), round(found.where.value, 4)
    (0.4739, 0.4328)
    """
    compared = [text for text in texts if len(text.spans) >= 2]
    return agreement_from(compared, terms_of(compared))


# Tiles (start, end, category) that cover a text from its first to its last character; the
# category of an unmarked tile is None.
_Tile = tuple[int, int, str | None]
_Tiled = list[list[_Tile]]


def _tiled(text: MarkedText) -> _Tiled:
    return [_tiles(spans, text.length) for spans in text.spans.values()]


def _tiles(spans: Sequence[Span], length: int) -> list[_Tile]:
    ordered = sorted(set(spans))
    if ordered and max(span.end for span in ordered) > length:
        raise LabelError(f"A span ends beyond the {length} characters of its text.")
    tiles: list[_Tile] = []
    reached = 0
    limits = [*(span.start for span in ordered[1:]), length]
    for span, limit in zip(ordered, limits, strict=False):
        stop = min(span.end, limit)
        if stop <= span.start:
            continue
        if span.start > reached:
            tiles.append((reached, span.start, None))
        tiles.append((span.start, stop, span.category))
        reached = stop
    if reached < length:
        tiles.append((reached, length, None))
    return tiles


def _joined(tiles: list[_Tile]) -> list[_Tile]:
    return [(start, end, None if category is None else "") for start, end, category in tiles]


@dataclass(frozen=True)
class UnitizingTerms:
    """Hold what each text adds to the sums of u-alpha: texts × terms, with and without categories.

    The terms are the length on which annotators differ, the squared lengths of spans with the
    unmarked length, the unmarked length, and the length of each category.
    """

    full: Array
    where: Array


def terms_of(texts: Sequence[MarkedText]) -> UnitizingTerms:
    """Compute the terms of texts that two annotators or more submitted."""
    # On most paragraphs nobody marks anything: those add their length and nothing else.
    unmarked = np.array([text.length * len(text.spans) for text in texts], dtype=np.float64)
    marked = [place for place, text in enumerate(texts) if any(text.spans.values())]
    tiled = [_tiled(texts[place]) for place in marked]
    unmarked[marked] = 0
    untyped = [[_joined(tiles) for tiles in annotators] for annotators in tiled]
    return UnitizingTerms(
        full=_terms(unmarked, marked, tiled), where=_terms(unmarked, marked, untyped)
    )


def _terms(unmarked: Array, marked: list[int], tiled: list[_Tiled]) -> Array:
    names = {category for annotators in tiled for tiles in annotators for *_, category in tiles}
    place = {name: number for number, name in enumerate(sorted(names - {None}, key=str), start=3)}
    terms = np.zeros((len(unmarked), 3 + len(place)))
    terms[:, 1] = terms[:, 2] = unmarked
    for text, annotators in zip(marked, tiled, strict=True):
        row = [0.0] * terms.shape[1]
        row[0] = _differing(annotators)
        for start, end, category in (tile for tiles in annotators for tile in tiles):
            extent = end - start
            row[1] += extent if category is None else extent**2
            row[2 if category is None else place[category]] += extent
        terms[text] = row
    return terms


def alphas(sums: Array) -> Array:
    """Compute u-alpha from sums of `terms_of`: one value a row, not a number where undefined."""
    differing, own, lengths = sums[:, 0], sums[:, 1], sums[:, 2:]
    total = lengths.sum(axis=1)
    between = total * (total**2 - (lengths**2).sum(axis=1))
    values: Array = 1 - np.divide(
        differing * (total**2 - own), between, out=np.full(len(sums), np.nan), where=between > 0
    )
    return values


def agreement_from(texts: Sequence[MarkedText], terms: UnitizingTerms) -> UnitizingAgreement:
    """Compute u-alpha from the terms of texts that two annotators or more submitted."""
    basis = _basis(texts)
    return UnitizingAgreement(
        where=_alpha("u_alpha_where", terms.where, basis), full=_alpha("u_alpha", terms.full, basis)
    )


def _alpha(name: str, terms: Array, basis: Basis) -> Statistic:
    if not basis.n_items:
        return unpaired(name, basis)
    if not basis.n_labels:
        sentence = later(
            "Nobody marked a span on any paragraph that two annotators answered: agreement on "
            "spans cannot be shown."
        )
        return undefined(name, "no_spans", sentence, basis)
    sums = terms.sum(axis=0)
    lengths = sums[2:]
    if (lengths > 0).sum() < 2:
        sentence = later(
            "All %(n)s characters carry the same category: reliability cannot be shown.",
            n=round(lengths.sum()),
        )
        return undefined(name, "no_variation", sentence, basis)
    return defined(name, float(alphas(sums[None, :])[0]), basis)


def _differing(annotators: list[list[_Tile]]) -> float:
    """Add up the characters on which two annotators differ, over ordered pairs, over m - 1."""
    edges = sorted({start for tiles in annotators for start, _, _ in tiles})
    ends = [*edges[1:], max((tiles[-1][1] for tiles in annotators if tiles), default=0)]
    m, differing = len(annotators), 0
    places = [0] * m
    for start, end in zip(edges, ends, strict=True):
        counts: dict[str | None, int] = {}
        for one, tiles in enumerate(annotators):
            while tiles[places[one]][1] <= start:
                places[one] += 1
            category = tiles[places[one]][2]
            counts[category] = counts.get(category, 0) + 1
        differing += (end - start) * (m**2 - sum(n**2 for n in counts.values()))
    return differing / (m - 1)


def _basis(texts: Sequence[MarkedText]) -> Basis:
    annotators = {annotator for text in texts for annotator in text.spans}
    n_spans = sum(len(set(spans)) for text in texts for spans in text.spans.values())
    return Basis(len(texts), n_spans, len(annotators))
