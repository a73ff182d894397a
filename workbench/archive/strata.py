"""Strata of a sample, and how many units each of them gives."""

from collections.abc import Sequence
from enum import StrEnum

from workbench.archive.errors import ArchiveError
from workbench.words import marked

MOST_UNITS = 30_000
MOST_STRATA = 2_000
NOT_KNOWN = marked("not known")
NOT_SCORED = marked("not scored")
# The mean compound score of a unit's paragraphs; ±0.05 are VADER's own thresholds.
BANDS = {
    marked("very negative"): marked("below −0.5"),
    marked("negative"): marked("−0.5 to −0.05"),
    marked("neutral"): marked("between −0.05 and 0.05"),
    marked("positive"): marked("0.05 to 0.5"),
    marked("very positive"): marked("above 0.5"),
    NOT_SCORED: marked("not in English"),
}


class Dimension(StrEnum):
    """Name what strata are told apart by."""

    OUTLET = "outlet"
    MONTH = "month"
    SCORE_BAND = "score_band"


class Allocation(StrEnum):
    """Name how the size of a sample is shared among the strata."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"


class DrawnUnit(StrEnum):
    """Name what is drawn: whole articles, or paragraphs that stand alone."""

    ARTICLE = "article"
    PARAGRAPH = "paragraph"


def chosen_dimensions(text: str) -> tuple[Dimension, ...]:
    """Read dimensions such as ``outlet,month``, in our own order; raise `ArchiveError`.

    >>> chosen_dimensions("month, outlet")
    (<Dimension.OUTLET: 'outlet'>, <Dimension.MONTH: 'month'>)
    """
    wanted = {name.strip() for name in text.split(",") if name.strip()}
    unknown = sorted(wanted - set(Dimension))
    if unknown:
        raise ArchiveError(
            f"There are no strata by “{unknown[0]}”: choose among {', '.join(Dimension)}."
        )
    return tuple(dimension for dimension in Dimension if dimension in wanted)


def allocate(available: Sequence[int], size: int, allocation: Allocation) -> list[int]:
    """Share `size` among strata with so many units each; never more than a stratum has.

    Proportional shares are rounded by the largest remainders. Equal shares leave what a small
    stratum lacks to the others. A tie goes to the larger stratum, then to the earlier one.

    >>> allocate([700, 200, 100], 10, Allocation.PROPORTIONAL)
    [7, 2, 1]
    >>> allocate([700, 200, 1], 9, Allocation.EQUAL)
    [4, 4, 1]
    """
    size = min(size, sum(available))
    if allocation is Allocation.EQUAL:
        return _equal(available, size)
    return _proportional(available, size)


def _proportional(available: Sequence[int], size: int) -> list[int]:
    total = max(1, sum(available))
    # Whole numbers alone, so that no machine rounds differently.
    shares = [size * each // total for each in available]
    order = sorted(
        range(len(available)),
        key=lambda place: (-(size * available[place] % total), -available[place], place),
    )
    for place in order[: size - sum(shares)]:
        shares[place] += 1
    return shares


def _equal(available: Sequence[int], size: int) -> list[int]:
    shares = [0] * len(available)
    left = size
    while left:
        unfilled = [place for place, most in enumerate(available) if shares[place] < most]
        each = left // len(unfilled)
        if not each:
            for place in sorted(unfilled, key=lambda place: (-available[place], place))[:left]:
                shares[place] += 1
            return shares
        for place in unfilled:
            given = min(each, available[place] - shares[place])
            shares[place] += given
            left -= given
    return shares
