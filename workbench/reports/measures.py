"""Statistics of a report: their names, values and limits, and what these have to be read with."""

from collections.abc import Collection, Mapping

from workbench.agreement import Estimate, Interval, LabelEstimate, Statistic
from workbench.reports.numbers import (
    UNDEFINED,
    coefficient,
    limits,
    percent,
    probability,
    share_limits,
)
from workbench.said_later import said
from workbench.words import gettext, joined, lazy, ngettext, number

NAMES: Mapping[str, str] = {
    "krippendorff_alpha": lazy("Krippendorff’s α"),
    "fleiss_kappa": lazy("Fleiss’ κ"),
    "percent_agreement": lazy("Percent agreement"),
    "cohen_kappa": lazy("Cohen’s κ"),
    "scott_pi": lazy("Scott’s π"),
    "conger_kappa": lazy("Conger’s κ"),
    "positive_agreement": lazy("Positive agreement"),
    "brennan_prediger": "Brennan–Prediger",
    "gwet_ac1": lazy("Gwet’s AC1"),
    "gwet_ac2": lazy("Gwet’s AC2"),
    "span_f1_exact_typed": lazy("Exact, same category"),
    "span_f1_exact_untyped": lazy("Exact, any category"),
    "span_f1_overlap_typed": lazy("Overlap, same category"),
    "span_f1_overlap_untyped": lazy("Overlap, any category"),
    "char_f1_typed": lazy("Characters, same category"),
    "char_f1_untyped": lazy("Characters, any category"),
    "u_alpha": lazy("u-α, with category"),
    "u_alpha_where": lazy("u-α, marked or not"),
}

_FLAGS = {
    "constant_rater": lazy("One annotator gave a single label throughout."),
    "no_variation": lazy("All labels are the same: agreement could not have been lower."),
}


def shown(statistic: Statistic) -> str:
    """Print the value of a statistic as its kind is printed."""
    is_share = statistic.name == "percent_agreement"
    return percent(statistic.value) if is_share else coefficient(statistic.value)


def limits_of(estimate: Estimate) -> str:
    """Print the limits of an estimate as its value is printed."""
    interval = estimate.interval
    if interval.low is None or interval.high is None:
        return gettext("withheld") if estimate.statistic.value is not None else str(UNDEFINED)
    if estimate.statistic.name == "percent_agreement":
        return share_limits((interval.low, interval.high))
    return limits(interval.low, interval.high)


def with_limits(estimate: Estimate) -> str:
    """Print a value with its limits in brackets behind it."""
    interval = estimate.interval
    if interval.low is None or interval.high is None:
        return shown(estimate.statistic)
    return f"{shown(estimate.statistic)} [{limits_of(estimate)}]"


def remark(statistic: Statistic) -> str:
    """Say why a statistic is undefined, or what its value has to be read with; "" for nothing.

    >>> from workbench.agreement.statistic import Basis, defined
    >>> remark(defined("fleiss_kappa", 0.5, Basis(2, 4, 2)))
    'From 2 paragraphs only: a single label more would change it much.'
    """
    if statistic.value is None:
        return said(statistic.sentence)
    sentences = [str(_FLAGS[flag]) for flag in statistic.flags if flag in _FLAGS]
    if "few_pairable_units" in statistic.flags:
        sentences.append(
            ngettext(
                "From %(num)s paragraph only: a single label more would change it much.",
                "From %(num)s paragraphs only: a single label more would change it much.",
                statistic.n_items,
            )
        )
    return " ".join(sentences)


def estimate_remark(one: Estimate, first: Estimate | None = None) -> str:
    """Say what the value of an estimate, or its limits, have to be read with; "" for nothing.

    What a sentence above the table says of the `first` estimate is not said again of others.
    """
    above = () if first is None else (remark(first.statistic), _withheld(first.interval))
    is_tiny = "few_pairable_units" in one.statistic.flags
    # Of two paragraphs it is plain enough why there is no interval.
    remarks = (remark(one.statistic), "" if is_tiny else _of_limits(one))
    return " ".join(sentence for sentence in remarks if sentence and sentence not in above)


def label_remark(found: LabelEstimate, said_before: Collection[str] = ()) -> str:
    """Say what the agreement on a label has to be read with, but for what was said before."""
    one = Estimate(found.agreement.alpha, found.interval)
    remarks = (remark(one.statistic), _of_limits(one), *warnings_on(found.interval, said_before))
    return " ".join(filter(None, remarks))


def warnings_on(interval: Interval, said_before: Collection[str] = ()) -> list[str]:
    """List what makes an interval less sure than it looks, but for what was said before."""
    return [
        said(remark.sentence)
        for remark in interval.remarks
        if remark.sentence not in said_before and remark.name != "undefined_replicates"
    ]


def no_interval(interval: Interval, measure: str) -> str:
    """Say why a measure has no interval; "" where it has one."""
    if interval.withheld is None:
        return ""
    return gettext(
        "No interval of %(measure)s is given. %(reason)s",
        measure=measure,
        reason=said(interval.withheld.sentence),
    )


def doubt(interval: Interval) -> str:
    """Say how probable it is that alpha lies below the usual thresholds, or why no one can say.

    >>> doubt(Interval(.3, .5, None, (), .95, "bca", "cluster", 40, 1000, 0.0,
    ...                ((0.667, 0.97), (0.8, 1.0))))
    'P(α < .667) = .97 and P(α < .8) > .999, as shares of 1,000 replicates.'
    """
    if interval.withheld:
        return no_interval(interval, "α")
    parts = [
        f"P(α < {coefficient(limit, 3).rstrip('0')}) {probability(share)}"
        for limit, share in interval.below
    ]
    return gettext(
        "%(probabilities)s, as shares of %(n)s replicates.",
        probabilities=joined(parts),
        n=number(interval.n_replicates),
    )


def _of_limits(one: Estimate) -> str:
    """Say why a value has no limits, or that some replicates are not in them."""
    if one.statistic.value is None:
        return ""
    return _withheld(one.interval) or " ".join(
        said(remark.sentence)
        for remark in one.interval.remarks
        if remark.name == "undefined_replicates"
    )


def _withheld(interval: Interval) -> str:
    return said(interval.withheld.sentence) if interval.withheld else ""
