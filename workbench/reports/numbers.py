"""Numbers of a report, as a paper would print them."""

from workbench.words import gettext, lazy, lazy_pgettext, ngettext, number, within_one
from workbench.words import percent as percentage

UNDEFINED = lazy("n/a")

_WORDS = (
    lazy_pgettext("number", "no"),
    lazy_pgettext("number", "one"),
    lazy_pgettext("number", "two"),
    lazy_pgettext("number", "three"),
    lazy_pgettext("number", "four"),
    lazy_pgettext("number", "five"),
    lazy_pgettext("number", "six"),
    lazy_pgettext("number", "seven"),
    lazy_pgettext("number", "eight"),
    lazy_pgettext("number", "nine"),
    lazy_pgettext("number", "ten"),
    lazy_pgettext("number", "eleven"),
    lazy_pgettext("number", "twelve"),
)


def coefficient(value: float | None, decimals: int = 2) -> str:
    """Print a coefficient without the nought before the point.

    >>> coefficient(0.4249), coefficient(-0.17), coefficient(1.0), coefficient(None)
    ('.42', '−.17', '1.00', 'n/a')
    """
    if value is None:
        return str(UNDEFINED)
    return within_one(value, decimals)


def percent(value: float | None) -> str:
    """Print a share as a percentage with one decimal.

    >>> percent(7 / 9), percent(None)
    ('77.8%', 'n/a')
    """
    return str(UNDEFINED) if value is None else percentage(value, 1)


def signed(value: float | None) -> str:
    """Print a difference with its sign.

    >>> signed(0.031), signed(-0.004), signed(-0.25), signed(None)
    ('+.03', '.00', '−.25', 'n/a')
    """
    printed = coefficient(value)
    if value is None or not float(f"{value:.2f}"):
        return printed
    return printed if value < 0 else f"+{printed}"


def probability(share: float) -> str:
    """Print a probability with its sign of comparison.

    >>> probability(0.0), probability(0.25), probability(0.9996)
    ('< .001', '= .25', '> .999')
    """
    if share < 0.001:
        return f"< {coefficient(0.001, 3)}"
    if share > 0.999:
        return f"> {coefficient(0.999, 3)}"
    decimals = 3 if share < 0.01 or share > 0.99 else 2
    return f"= {coefficient(share, decimals)}"


def p_value(value: float | None) -> str:
    """Print a p-value that is adjusted for many comparisons.

    >>> p_value(0.0004), p_value(0.04), p_value(None)
    ('< .001', '.040', 'n/a')
    """
    if value is None:
        return str(UNDEFINED)
    return f"< {coefficient(0.001, 3)}" if value < 0.001 else coefficient(value, 3)


def limits(low: float | None, high: float | None) -> str:
    """Print two limits, or that there are none.

    >>> limits(0.351, 0.49), limits(None, None)
    ('.35 to .49', 'n/a')
    """
    if low is None or high is None:
        return str(UNDEFINED)
    return gettext("%(low)s to %(high)s", low=coefficient(low), high=coefficient(high))


def share_limits(found: tuple[float, float] | None) -> str:
    """Print the limits of a share as percentages.

    >>> share_limits((0.5, 0.751)), share_limits(None)
    ('50.0% to 75.1%', 'n/a')
    """
    if found is None:
        return str(UNDEFINED)
    low, high = map(percent, found)
    return gettext("%(low)s to %(high)s", low=low, high=high)


def in_words(n: int) -> str:
    """Write a number up to twelve as a word.

    >>> in_words(3), in_words(13)
    ('three', '13')
    """
    return str(_WORDS[n]) if n < len(_WORDS) else number(n)


def n_paragraphs(n: int) -> str:
    """Count paragraphs.

    >>> n_paragraphs(1), n_paragraphs(1_200)
    ('1 paragraph', '1,200 paragraphs')
    """
    return ngettext("%(num)s paragraph", "%(num)s paragraphs", n)


def n_labels(n: int) -> str:
    """Count labels."""
    return ngettext("%(num)s label", "%(num)s labels", n)


def n_annotators(n: int) -> str:
    """Count annotators."""
    return ngettext("%(num)s annotator", "%(num)s annotators", n)
