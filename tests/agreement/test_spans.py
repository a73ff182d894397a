"""Agreement on spans: exact, overlapping, by character, with and without categories."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.agreement.matching import Extent, matched, shared_characters, total_characters
from workbench.agreement.spans import Span, span_agreement, span_agreement_by_pair

# Three loaded words and four; worked out by hand.
ADA = (Span(0, 5, "L"), Span(10, 15, "L"), Span(20, 30, "F"))
BEN = (Span(0, 5, "L"), Span(11, 15, "L"), Span(20, 30, "L"), Span(40, 44, "F"))

extents = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(
    lambda one: (one[0], one[0] + one[1])
)
extent_sets = st.frozensets(extents, max_size=5)


def test_two_annotators_by_hand() -> None:
    found = span_agreement({"p1": {"Ada": ADA, "Ben": BEN}})
    assert found.exact_typed.value == pytest.approx(2 / 7)
    assert found.exact_untyped.value == pytest.approx(4 / 7)
    assert found.overlap_typed.value == pytest.approx(4 / 7)
    assert found.overlap_untyped.value == pytest.approx(6 / 7)
    assert found.character_typed.value == pytest.approx(18 / 43)
    assert found.character_untyped.value == pytest.approx(38 / 43)
    statistic = found.exact_typed
    assert (statistic.n_items, statistic.n_labels, statistic.n_annotators) == (1, 7, 2)
    assert statistic.flags == ("few_pairable_units",)


def test_submitting_no_span_is_not_the_same_as_not_annotating() -> None:
    missing = span_agreement({"p1": {"Ada": ADA, "Ben": ADA}, "p2": {"Ada": ADA}})
    empty = span_agreement({"p1": {"Ada": ADA, "Ben": ADA}, "p2": {"Ada": ADA, "Ben": ()}})
    assert missing.exact_typed.value == 1
    assert empty.exact_typed.value == pytest.approx(6 / 9)
    assert (missing.n_comparisons, empty.n_comparisons) == (1, 2)


def test_two_empty_submissions_agree_without_raising_f1() -> None:
    alone = span_agreement({"p1": {"Ada": ADA, "Ben": BEN}})
    both = span_agreement({"p1": {"Ada": ADA, "Ben": BEN}, "p2": {"Ada": (), "Ben": ()}})
    assert both.exact_typed.value == alone.exact_typed.value
    assert (both.n_comparisons, both.n_both_empty) == (2, 1)


def test_f1_does_not_exist_where_nobody_marked_a_span() -> None:
    found = span_agreement({"p1": {"Ada": (), "Ben": ()}}).overlap_typed
    assert (found.value, found.status, found.reason) == (None, "undefined", "no_spans")
    assert found.sentence == (
        "Nobody marked a span on any paragraph that two annotators answered: "
        "agreement on spans cannot be shown."
    )


@pytest.mark.parametrize("items", [{}, {"p1": {"Ada": ADA}, "p2": {"Ben": BEN}}])
def test_f1_needs_a_paragraph_with_two_annotators(
    items: dict[str, dict[str, tuple[Span, ...]]],
) -> None:
    found = span_agreement(items)
    assert found.exact_typed.reason == found.character_untyped.reason == "no_pairable_units"


def test_sums_are_taken_over_pairs_and_items_before_dividing() -> None:
    one, other = (Span(0, 3, "L"),), (Span(5, 9, "L"), Span(12, 20, "L"))
    found = span_agreement({"p1": {"Ada": one, "Ben": one, "Cy": other}, "p2": {"Ada": other}})
    # Ada-Ben: 1 match of 1 + 1; Ada-Cy and Ben-Cy: none of 1 + 2 each.
    assert found.exact_typed.value == pytest.approx(2 * 1 / (2 + 3 + 3))
    assert (found.exact_typed.n_items, found.exact_typed.n_labels) == (1, 4)


def test_a_span_given_twice_counts_once_and_two_categories_are_one_place() -> None:
    doubled = {"Ada": (Span(0, 3, "L"), Span(0, 3, "L")), "Ben": (Span(0, 3, "L"),)}
    assert span_agreement({"p1": doubled}).exact_typed.value == 1
    assert span_agreement({"p1": doubled}).exact_typed.n_labels == 2
    two_sided = {"Ada": (Span(0, 3, "L"), Span(0, 3, "F")), "Ben": (Span(0, 3, "L"),)}
    found = span_agreement({"p1": two_sided})
    assert found.exact_typed.value == pytest.approx(2 / 3)
    assert found.exact_untyped.value == 1


def test_one_long_span_answers_for_one_short_span_only() -> None:
    long, short = (Span(0, 30, "L"),), (Span(0, 4, "L"), Span(6, 9, "L"), Span(20, 25, "L"))
    found = span_agreement({"p1": {"Ada": long, "Ben": short}})
    assert found.overlap_typed.value == pytest.approx(2 * 1 / (1 + 3))


def test_touching_spans_do_not_overlap() -> None:
    found = span_agreement({"p1": {"Ada": (Span(0, 3, "L"),), "Ben": (Span(3, 6, "L"),)}})
    assert found.overlap_untyped.value == 0


def test_pairs_of_annotators_are_compared_on_what_they_share() -> None:
    items: dict[str, dict[str, tuple[Span, ...]]] = {
        "p1": {"Ada": ADA, "Ben": BEN},
        "p2": {"Cy": ADA, "Ada": ADA},
    }
    found = span_agreement_by_pair(items)
    assert list(found) == [("Ada", "Ben"), ("Ada", "Cy")]
    assert found["Ada", "Ben"].exact_typed.value == pytest.approx(2 / 7)
    assert found["Ada", "Cy"].exact_typed.value == 1


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_runs_forwards_inside_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="forwards"):
        Span(start, end, "L")


def largest_matching(first: frozenset[Extent], second: frozenset[Extent]) -> int:
    """Try all ways of matching."""
    short, long = sorted((sorted(first), sorted(second)), key=len)
    padded = [*long, *[None] * len(short)]
    return max(
        sum(
            two is not None and one[0] < two[1] and two[0] < one[1]
            for one, two in zip(short, chosen, strict=True)
        )
        for chosen in itertools.permutations(padded[: len(long)], len(short))
    )


@given(extent_sets, extent_sets)
def test_the_matching_is_the_largest_there_is(
    first: frozenset[Extent], second: frozenset[Extent]
) -> None:
    assert matched(first, second) == matched(second, first) == largest_matching(first, second)


@given(extent_sets, extent_sets)
def test_characters_are_counted_as_sets(
    first: frozenset[Extent], second: frozenset[Extent]
) -> None:
    one = {place for extent in first for place in range(*extent)}
    two = {place for extent in second for place in range(*extent)}
    assert total_characters(first) == len(one)
    assert shared_characters(first, second) == len(one & two)


spans = st.lists(
    st.builds(
        lambda extent, category: Span(extent[0], extent[1], category),
        extents,
        st.sampled_from("LF"),
    ),
    max_size=4,
)


@given(st.dictionaries(st.integers(), st.dictionaries(st.sampled_from("ABC"), spans), max_size=3))
def test_f1_is_bounded_symmetric_and_looser_without_categories(
    items: dict[int, dict[str, list[Span]]],
) -> None:
    found = span_agreement(items)
    turned = span_agreement({item: dict(reversed(marks.items())) for item, marks in items.items()})
    assert found == turned
    if found.exact_typed.value is None:
        return
    assert found.exact_untyped.value is not None
    assert found.overlap_typed.value is not None
    assert 0 <= found.exact_typed.value <= found.overlap_typed.value <= 1
    assert found.exact_untyped.value <= (found.overlap_untyped.value or 0)
