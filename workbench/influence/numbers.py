"""Numbers of the pages of influence, as a paper would print them."""

from workbench.agreement import Effect, Share
from workbench.agreement.effects import BELIEVED
from workbench.influence.rows import ON_SCALE, EffectRow
from workbench.reports.numbers import UNDEFINED, coefficient, n_annotators, p_value
from workbench.reports.numbers import percent as share
from workbench.reports.numbers import share_limits as percent_limits
from workbench.words import digits, gettext, number


def points(value: float | None) -> str:
    """Write a difference of shares in points, with its sign.

    >>> points(0.1234), points(-0.05), points(0.0001), points(None)
    ('+12.3', '−5.0', '0.0', 'n/a')
    """
    if value is None:
        return str(UNDEFINED)
    written = f"{100 * value:+.1f}"
    return digits(written) if float(written) else number(0, 1)


def limits(effect: Effect) -> str:
    """Write the limits of an interval in points."""
    if effect.limits is None:
        return str(UNDEFINED)
    return _from_to(*(points(one) for one in effect.limits))


def height(row: EffectRow, value: float | None) -> str:
    """Write what one arm gives: a share, or a place on the scale from 0 to 100."""
    if value is None or row.outcome != ON_SCALE:
        return share(value)
    return number(100 * value, 1)


def times(value: float | None) -> str:
    """Write a ratio.

    >>> times(0.8312), times(None)
    ('0.83', 'n/a')
    """
    return str(UNDEFINED) if value is None else number(value, 2)


def limits_of_ratio(effect: Effect) -> str:
    """Write the limits of a ratio."""
    if effect.limits is None:
        return str(UNDEFINED)
    return _from_to(*(times(one) for one in effect.limits))


def of_whom(effect: Effect) -> str:
    """Write the sentence that an effect is shown of these annotators alone; empty if of others too.

    It follows another sentence, with its space.
    """
    if effect.verdict != "effect" or effect.is_shown_of_others:
        return ""
    return " " + gettext(
        "The interval over annotators includes 0: this is shown of these annotators, not of others."
    )


def share_limits(found: Share) -> str:
    """Write the limits of a share as percentages."""
    return percent_limits(found.limits)


def size(effect: Effect) -> str:
    """Write how large an effect is, in points without a sign."""
    return number(abs(100 * (effect.statistic.value or 0.0)), 1)


def in_brackets(effect: Effect, cases: str) -> str:
    """Write what stands in brackets behind a finding; `cases` says what was counted."""
    p = p_value(effect.p_value)
    return gettext(
        "95%% interval %(limits)s, %(p)s; %(annotators)s, %(cases)s",
        limits=limits(effect),
        p=f"p {p}" if p.startswith("<") else f"p = {p}",
        annotators=n_annotators(effect.statistic.n_annotators),
        cases=cases,
    )


def believed() -> str:
    """Write the p-value below which an effect is believed.

    >>> believed()
    '.05'
    """
    return coefficient(BELIEVED)


def _from_to(low: str, high: str) -> str:
    return gettext("%(low)s to %(high)s", low=low, high=high)


__all__ = [
    "believed",
    "height",
    "in_brackets",
    "limits",
    "limits_of_ratio",
    "p_value",
    "points",
    "share",
    "share_limits",
    "size",
    "times",
]
