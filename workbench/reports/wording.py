"""Numbers and sentences of a report, as a paper would print them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from workbench.agreement import Estimate, Interval, LabelEstimate, Statistic, StraightLining
from workbench.agreement.intervals import THRESHOLDS
from workbench.agreement.support import FEW_CLUSTERS, FEW_ITEMS
from workbench.codebook.codebook import Question
from workbench.codebook.levels import Level
from workbench.reports.agreement import Contest, Enough, QuestionAgreement
from workbench.reports.machine import MachineComparison
from workbench.reports.people import Person
from workbench.reports.spans import SpanReport
from workbench.said_later import said
from workbench.words import (
    gettext,
    joined,
    lazy,
    lazy_pgettext,
    marked,
    ngettext,
    number,
    within,
    within_one,
)
from workbench.words import percent as percentage

UNDEFINED = lazy("n/a")

# Krippendorff 2004, "Content Analysis", 2nd ed., p. 241.
TENTATIVE, FIRM = THRESHOLDS
PACE_UNKNOWN = marked("No browser told for how long this annotator was at work.")

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

APART_BELOW, APART_FROM = 0.05, 0.05


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


def shown(statistic: Statistic) -> str:
    """Print the value of a statistic as its kind is printed."""
    is_share = statistic.name == "percent_agreement"
    return percent(statistic.value) if is_share else coefficient(statistic.value)


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


def in_words(n: int) -> str:
    """Write a number up to twelve as a word.

    >>> in_words(3), in_words(13)
    ('three', '13')
    """
    return str(_WORDS[n]) if n < len(_WORDS) else number(n)


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
        standing=standing(alpha.value),
    )
    return f"{sentence} {remark(alpha)}".strip()


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


def no_interval(interval: Interval, measure: str) -> str:
    """Say why a measure has no interval; "" where it has one."""
    if interval.withheld is None:
        return ""
    return gettext(
        "No interval of %(measure)s is given. %(reason)s",
        measure=measure,
        reason=said(interval.withheld.sentence),
    )


def estimate_remark(one: Estimate, first: Estimate | None = None) -> str:
    """Say what the value of an estimate, or its limits, have to be read with; "" for nothing.

    What a sentence above the table says of the `first` estimate is not said again of others.
    """
    above = () if first is None else (remark(first.statistic), _withheld(first.interval))
    is_tiny = "few_pairable_units" in one.statistic.flags
    # Of two paragraphs it is plain enough why there is no interval.
    remarks = (remark(one.statistic), "" if is_tiny else _of_limits(one))
    return " ".join(sentence for sentence in remarks if sentence and sentence not in above)


def warnings_on(interval: Interval, said_before: Collection[str] = ()) -> list[str]:
    """List what makes an interval less sure than it looks, but for what was said before."""
    return [
        said(remark.sentence)
        for remark in interval.remarks
        if remark.sentence not in said_before and remark.name != "undefined_replicates"
    ]


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


def limits_of(estimate: Estimate) -> str:
    """Print the limits of an estimate as its value is printed."""
    interval = estimate.interval
    if interval.low is None or interval.high is None:
        return gettext("withheld") if estimate.statistic.value is not None else str(UNDEFINED)
    if estimate.statistic.name == "percent_agreement":
        return gettext(
            "%(low)s to %(high)s", low=percent(interval.low), high=percent(interval.high)
        )
    return limits(interval.low, interval.high)


def with_limits(estimate: Estimate) -> str:
    """Print a value with its limits in brackets behind it."""
    interval = estimate.interval
    if interval.low is None or interval.high is None:
        return shown(estimate.statistic)
    return f"{shown(estimate.statistic)} [{limits_of(estimate)}]"


def signed(value: float | None) -> str:
    """Print a difference with its sign.

    >>> signed(0.031), signed(-0.004), signed(-0.25), signed(None)
    ('+.03', '.00', '−.25', 'n/a')
    """
    printed = coefficient(value)
    if value is None or not float(f"{value:.2f}"):
        return printed
    return printed if value < 0 else f"+{printed}"


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


def standing(alpha: float) -> str:
    """Hold an alpha against what Krippendorff asks of data that carry conclusions.

    >>> standing(0.7)
    'enough for tentative conclusions (.667), not for firm ones (.800)'
    """
    firm, tentative = coefficient(FIRM, 3), coefficient(TENTATIVE, 3)
    if alpha >= FIRM:
        return gettext("enough for firm conclusions (%(firm)s)", firm=firm)
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


def _decimals(alpha: float) -> int:
    """Take as many decimals, two at least, as keep a value on its side of a threshold."""
    for decimals in range(2, 10):
        rounded = round(alpha, decimals)
        if all((alpha >= limit) == (rounded >= limit) for limit in (FIRM, TENTATIVE)):
            return decimals
    return 10


def label_remark(found: LabelEstimate, said_before: Collection[str] = ()) -> str:
    """Say what the agreement on a label has to be read with, but for what was said before."""
    one = Estimate(found.agreement.alpha, found.interval)
    remarks = (remark(one.statistic), _of_limits(one), *warnings_on(found.interval, said_before))
    return " ".join(filter(None, remarks))


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
