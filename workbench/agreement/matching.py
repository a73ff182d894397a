"""Comparing two sets of half-open extents (start, end)."""

import heapq
from collections.abc import Collection

Extent = tuple[int, int]


def matched(first: Collection[Extent], second: Collection[Extent]) -> int:
    """Count the largest one-to-one matching of extents that share at least one character.

    Going through all extents by their ends, each takes, from the other set, the overlapping one
    that ends next. This is the largest matching: whatever begins later and overlaps that one
    overlaps also the ones that end after it, so these lose nothing by waiting.

    >>> matched([(0, 10)], [(0, 3), (5, 8)])
    1
    """
    if len(first) == len(second) == 1:
        return int(_share_characters(*first, *second))
    by_end = sorted(
        [(end, start, 0) for start, end in first] + [(end, start, 1) for start, end in second]
    )
    by_start = sorted(range(len(by_end)), key=lambda place: -by_end[place][1])
    begun: tuple[list[int], list[int]] = ([], [])
    done: set[int] = set()
    pairs = 0
    for place, (end, _, side) in enumerate(by_end):
        while by_start and by_end[by_start[-1]][1] < end:
            begins = by_start.pop()
            heapq.heappush(begun[by_end[begins][2]], begins)
        others = begun[1 - side]
        while others and others[0] in done:
            heapq.heappop(others)
        if place not in done and others:
            done.add(heapq.heappop(others))
            pairs += 1
        done.add(place)
    return pairs


def total_characters(extents: Collection[Extent]) -> int:
    """Count the characters covered, each once."""
    if len(extents) == 1:
        ((start, end),) = extents
        return end - start
    total, reached = 0, 0
    for start, end in sorted(extents):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def shared_characters(first: Collection[Extent], second: Collection[Extent]) -> int:
    """Count the characters covered by both.

    >>> shared_characters([(0, 5), (3, 8)], [(4, 20)])
    4
    """
    separately = total_characters(first) + total_characters(second)
    return separately - total_characters([*first, *second])


def _share_characters(one: Extent, other: Extent) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])
