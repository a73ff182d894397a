"""Sentences of a report: what is found, and what may be concluded from it."""

from collections.abc import Iterator, Mapping, Sequence

from workbench.agreement import Estimate, StraightLining
from workbench.agreement.intervals import THRESHOLDS
from workbench.agreement.support import FEW_CLUSTERS, FEW_ITEMS, LEAST_LABELS
from workbench.codebook.codebook import Question
from workbench.codebook.levels import Level
from workbench.reports.machine import MachineComparison
from workbench.reports.measures import NAMES, estimate_remark, remark, shown, with_limits
from workbench.reports.numbers import (
    coefficient,
    in_words,
    limits,
    n_labels,
    n_paragraphs,
    percent,
    probability,
)
from workbench.reports.people import Person
from workbench.reports.question import Contest, Enough, QuestionAgreement
from workbench.reports.spans import SpanReport
from workbench.said_later import said
from workbench.words import gettext, joined, marked, ngettext, number, within

# Krippendorff 2004, "Content Analysis", 2nd ed., p. 241.
TENTATIVE, FIRM = THRESHOLDS

PACE_UNKNOWN = marked("No browser told for how long this annotator was at work.")

APART_BELOW, APART_FROM = 0.05, 0.05


def finding(found: QuestionAgreement) -> str:
    """Say in one sentence what alpha is, what it rests on and what may be concluded from it."""
    alpha, title = found.alpha, within(found.question.title)
    if alpha.value is None:
        return gettext(
            "Agreement on %(question)s cannot be given. %(reason)s",
            question=title,
            reason=said(alpha.sentence),
        )
    who = in_words(alpha.n_annotators).capitalize()
    decimals = _decimals(alpha.value)
    value = coefficient(alpha.value, decimals)
    interval = found.headline[0].interval
    if interval.low is not None and interval.high is not None:
        title = gettext(
            "%(question)s, %(confidence)s%% interval %(low)s to %(high)s",
            question=title,
            confidence=number(100 * interval.confidence, 0),
            low=coefficient(interval.low, decimals),
            high=coefficient(interval.high, decimals),
        )
    sentence = gettext(
        "%(who)s annotators reach Krippendorff’s α = %(value)s on %(question)s, over "
        "%(paragraphs)s and %(labels)s: %(standing)s.",
        who=who,
        question=title,
        value=value,
        paragraphs=n_paragraphs(alpha.n_items),
        labels=n_labels(alpha.n_labels),
        standing=standing(alpha.value, interval.low),
    )
    return f"{sentence} {remark(alpha)}".strip()


def standing(alpha: float, low: float | None = None) -> str:
    """Hold an alpha, and the lower limit of its interval, against what Krippendorff asks.

    He asks it of data that carry conclusions. Without an interval `low` is None.

    >>> standing(0.7)
    'enough for tentative conclusions (.667), not for firm ones (.800)'
    >>> standing(0.7, 0.6)
    'the value is enough for tentative conclusions (.667), the lower limit is not'
    """
    firm, tentative = coefficient(FIRM, 3), coefficient(TENTATIVE, 3)
    if low is None:
        low = alpha
    if alpha >= FIRM:
        return _firm(low, firm=firm, tentative=tentative)
    if alpha >= TENTATIVE and low < TENTATIVE:
        return gettext(
            "the value is enough for tentative conclusions (%(tentative)s), the lower limit is not",
            tentative=tentative,
        )
    if alpha >= TENTATIVE:
        return gettext(
            "enough for tentative conclusions (%(tentative)s), not for firm ones (%(firm)s)",
            tentative=tentative,
            firm=firm,
        )
    if alpha > 0:
        return gettext(
            "below what is usually required even for tentative conclusions (%(tentative)s)",
            tentative=tentative,
        )
    if alpha == 0:
        return gettext("no more than chance would give")
    return gettext("less than chance would give")


def _firm(low: float, *, firm: str, tentative: str) -> str:
    if low >= FIRM:
        return gettext("enough for firm conclusions (%(firm)s)", firm=firm)
    if low >= TENTATIVE:
        return gettext(
            "the value is enough for firm conclusions (%(firm)s), the lower limit for tentative "
            "ones only (%(tentative)s)",
            firm=firm,
            tentative=tentative,
        )
    return gettext(
        "the value is enough for firm conclusions (%(firm)s), the lower limit not even for "
        "tentative ones (%(tentative)s)",
        firm=firm,
        tentative=tentative,
    )


def _decimals(alpha: float) -> int:
    """Take as many decimals, two at least, as keep a value on its side of a threshold."""
    for decimals in range(2, 10):
        rounded = round(alpha, decimals)
        if all((alpha >= limit) == (rounded >= limit) for limit in (FIRM, TENTATIVE)):
            return decimals
    return 10


def depth(enough: Enough) -> str:
    """Say how many labels paragraphs have, whether all annotators meet, and what is rarest."""
    depths = joined(
        [
            ngettext(
                "%(num)s paragraph with %(labels)s",
                "%(num)s paragraphs with %(labels)s",
                n,
                labels=n_labels(labels),
            )
            for labels, n in enough.labels_by_item
        ]
    )
    sentences = [
        gettext("%(labels)s: %(depths)s.", labels=n_labels(enough.n_labels), depths=depths)
    ]
    if len(enough.annotators) > 1:
        sentences.append(_connection(enough))
    rarest = enough.rarest
    if rarest.label is not None and rarest.n_labels < enough.n_labels - enough.n_alone:
        sentences.append(
            ngettext(
                "The rarest label that occurs on paragraphs with two labels or more, “%(label)s”, "
                "was given %(num)s time there.",
                "The rarest label that occurs on paragraphs with two labels or more, “%(label)s”, "
                "was given %(num)s times there.",
                rarest.n_labels,
                label=rarest.label,
            )
        )
    return " ".join(sentences)


def _connection(enough: Enough) -> str:
    if len(enough.groups) > 1:
        return gettext(
            "The annotators form %(n)s groups that share no paragraph, so that they cannot all be "
            "compared.",
            n=in_words(len(enough.groups)),
        )
    return gettext(
        "All annotators are connected: they share paragraphs, directly or by way of others."
    )


def pair_remarks(found: QuestionAgreement, places: Sequence[int]) -> list[str]:
    """Say of each pair why kappa or its interval is missing, or what it is read with."""
    return [estimate_remark(found.pair_estimates[place]) for place in places]


def pair_caution(found: QuestionAgreement) -> str:
    """Say when the intervals of pairs are rough; "" where none is."""
    given = [interval for interval in found.pair_intervals if interval.withheld is None]
    if all(remark.is_on_labels for interval in given for remark in interval.remarks):
        return ""
    return gettext(
        "Intervals of pairs are rough where two share fewer than %(paragraphs)s paragraphs or "
        "%(articles)s articles.",
        paragraphs=FEW_ITEMS,
        articles=FEW_CLUSTERS,
    )


def contest(found: Contest) -> str:
    """Say on how many paragraphs labels differ."""
    if not found.n_contested:
        return gettext(
            "Wherever labels can be compared, they are the same (%(paragraphs)s).",
            paragraphs=n_paragraphs(found.n_items),
        )
    return ngettext(
        "On %(contested)s of %(num)s paragraph (%(share)s) labels differ; the mean entropy is "
        "%(entropy)s. To differ is not to be wrong: such a paragraph may be ambiguous, or the "
        "guidelines may leave it open.",
        "On %(contested)s of %(num)s paragraphs (%(share)s) labels differ; the mean entropy is "
        "%(entropy)s. To differ is not to be wrong: such a paragraph may be ambiguous, or the "
        "guidelines may leave it open.",
        found.n_items,
        contested=number(found.n_contested),
        share=percent(found.n_contested / found.n_items),
        entropy=coefficient(found.mean_entropy),
    )


def apart(found: QuestionAgreement, people: Mapping[int, Person]) -> Iterator[str]:
    """Name each annotator whose labels stand apart from the others', by more than chance explains.

    That is who agrees with most of the others less often than they do with one another (adjusted
    p below .05), and without whom alpha would rise by .05 or more.
    """
    for one in found.annotators:
        p_value, left_out = one.with_others.p_value, one.left_out
        if p_value is None or left_out.alpha is None or left_out.shift is None:
            continue
        if p_value < APART_BELOW and left_out.shift >= APART_FROM:
            name = people[one.annotator].pseudonym
            yield gettext(
                "%(name)s labels apart from the others: %(share)s as most of them; without "
                "%(name)s α would be %(without)s instead of %(alpha)s. That says nothing of who is "
                "right: read the paragraphs, the time and the guidelines before any label is left "
                "out, and report both numbers.",
                name=name,
                share=percent(one.with_others.share),
                without=coefficient(left_out.alpha),
                alpha=coefficient(found.alpha.value),
            )


def accuracy_caution() -> str:
    """Say of how few labels Dawid and Skene's accuracy is not given."""
    return gettext("Of fewer than %(least)s labels it is not given.", least=number(LEAST_LABELS))


def run(lining: StraightLining, question: Question) -> str:
    """Say how long the longest run of one label is, and how probable so long a one is."""
    if lining.run_code is None:
        return ""
    label = question.labels[lining.run_code].title
    words = f"{number(lining.longest_run)} × {label}"
    if lining.chance is None:
        return gettext("%(run)s: no other label was given", run=words)
    return gettext(
        "%(run)s; P %(probability)s in random order",
        run=words,
        probability=probability(lining.chance),
    )


def machine_finding(machine: MachineComparison, question: Question) -> str:
    """Say how far the label of most people is the machine's."""
    alpha, same = machine.estimates
    one = alpha.statistic
    basis, share = n_paragraphs(one.n_items), with_limits(same)
    if one.value is None:
        return gettext(
            "People give the machine’s label in %(share)s of cases, over %(paragraphs)s. "
            "%(reason)s",
            share=share,
            paragraphs=basis,
            reason=said(one.sentence),
        )
    values = f"α = {with_limits(alpha)}"
    kappa = NAMES["cohen_kappa"]
    if question.level is not Level.NOMINAL:
        # Alpha takes the order of labels into account, so that the two may lie far apart.
        kappa = gettext("%(measure)s of labels as nominal", measure=kappa)
    if machine.kappa:
        values = f"{values}; {kappa} = {shown(machine.kappa)}"
    return gettext(
        "People give the machine’s label in %(share)s of cases; %(values)s, over %(paragraphs)s.",
        share=share,
        values=values,
        paragraphs=basis,
    )


def span_finding(spans: SpanReport) -> str:
    """Say in one sentence how far annotators mark the same words."""
    exact, overlap = spans.exact, spans.overlap
    one = exact.statistic
    if one.value is None:
        return gettext(
            "Agreement on loaded words cannot be given. %(reason)s", reason=said(one.sentence)
        )

    def written(estimate: Estimate) -> str:
        interval = estimate.interval
        value = f"F1 = {coefficient(estimate.statistic.value)}"
        if interval.low is None:
            return value
        return gettext(
            "%(value)s (%(confidence)s%% interval %(limits)s)",
            value=value,
            confidence=number(100 * interval.confidence, 0),
            limits=limits(interval.low, interval.high),
        )

    return gettext(
        "%(who)s annotators mark the very same words in the same category with %(exact)s, and "
        "overlapping words in any category with %(overlap)s, over %(paragraphs)s and %(spans)s.",
        who=in_words(one.n_annotators).capitalize(),
        exact=written(exact),
        overlap=written(overlap),
        paragraphs=n_paragraphs(one.n_items),
        spans=ngettext("%(num)s span", "%(num)s spans", one.n_labels),
    )
