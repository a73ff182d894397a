"""Numbers and sentences of a report, as a paper would print them."""

from collections.abc import Iterator, Mapping, Sequence

from workbench.agreement import Estimate, Interval, LabelEstimate, Statistic, StraightLining
from workbench.agreement.intervals import THRESHOLDS
from workbench.codebook.codebook import Question
from workbench.reports.agreement import Contest, Enough, QuestionAgreement
from workbench.reports.machine import MachineComparison
from workbench.reports.people import Person
from workbench.reports.spans import SpanReport
from workbench.web.wording import counted

MINUS = "−"
UNDEFINED = "n/a"

# Krippendorff 2004, "Content Analysis", 2nd ed., p. 241.
TENTATIVE, FIRM = THRESHOLDS
PACE_UNKNOWN = "No browser told for how long this annotator was at work."

_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

NAMES = {
    "krippendorff_alpha": "Krippendorff’s α",
    "fleiss_kappa": "Fleiss’ κ",
    "percent_agreement": "Percent agreement",
    "cohen_kappa": "Cohen’s κ",
    "scott_pi": "Scott’s π",
    "conger_kappa": "Conger’s κ",
    "positive_agreement": "Positive agreement",
    "brennan_prediger": "Brennan–Prediger",
    "gwet_ac1": "Gwet’s AC1",
    "gwet_ac2": "Gwet’s AC2",
    "span_f1_exact_typed": "Exact, same category",
    "span_f1_exact_untyped": "Exact, any category",
    "span_f1_overlap_typed": "Overlap, same category",
    "span_f1_overlap_untyped": "Overlap, any category",
    "char_f1_typed": "Characters, same category",
    "char_f1_untyped": "Characters, any category",
    "u_alpha": "u-α, with category",
    "u_alpha_where": "u-α, marked or not",
}

_FLAGS = {
    "constant_rater": "One annotator gave a single label throughout.",
    "no_variation": "All labels are the same: agreement could not have been lower.",
}

APART_BELOW, APART_FROM = 0.05, 0.05


def coefficient(value: float | None, decimals: int = 2) -> str:
    """Print a coefficient without the nought before the point.

    >>> coefficient(0.4249), coefficient(-0.17), coefficient(1.0), coefficient(None)
    ('.42', '−.17', '1.00', 'n/a')
    """
    if value is None:
        return UNDEFINED
    digits = f"{abs(value):.{decimals}f}"
    sign = MINUS if value < 0 and float(digits) else ""
    return sign + digits.removeprefix("0")


def percent(value: float | None) -> str:
    """Print a share as a percentage with one decimal.

    >>> percent(7 / 9), percent(None)
    ('77.8%', 'n/a')
    """
    return UNDEFINED if value is None else f"{100 * value:.1f}%"


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
        return statistic.sentence
    sentences = [_FLAGS[flag] for flag in statistic.flags if flag in _FLAGS]
    if "few_pairable_units" in statistic.flags:
        sentences.append(
            f"From {counted(statistic.n_items, 'paragraph')} only: "
            "a single label more would change it much."
        )
    return " ".join(sentences)


def in_words(n: int) -> str:
    """Write a number up to twelve as a word.

    >>> in_words(3), in_words(13)
    ('three', '13')
    """
    return _WORDS[n] if n < len(_WORDS) else f"{n:,}"


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
            yield (
                f"{name} labels apart from the others: {percent(one.with_others.share)} as most of "
                f"them; without {name} α would be {coefficient(left_out.alpha)} instead of "
                f"{coefficient(found.alpha.value)}. That says nothing of who is right: read the "
                "paragraphs, the time and the guidelines before any label is left out, and report "
                "both numbers."
            )


def finding(found: QuestionAgreement) -> str:
    """Say in one sentence what alpha is, what it rests on and what may be concluded from it."""
    alpha, title = found.alpha, found.question.title.lower()
    if alpha.value is None:
        return f"Agreement on {title} cannot be given. {alpha.sentence}"
    who = in_words(alpha.n_annotators).capitalize()
    decimals = _decimals(alpha.value)
    value = coefficient(alpha.value, decimals)
    basis = f"{counted(alpha.n_items, 'paragraph')} and {counted(alpha.n_labels, 'label')}"
    interval = found.headline[0].interval
    reach = ""
    if interval.low is not None and interval.high is not None:
        low, high = (coefficient(limit, decimals) for limit in (interval.low, interval.high))
        reach = f", {interval.confidence:.0%} interval {low} to {high}"
    sentence = (
        f"{who} annotators reach Krippendorff’s α = {value} on {title}{reach}, over {basis}: "
        f"{standing(alpha.value)}."
    )
    return f"{sentence} {remark(alpha)}".strip()


def doubt(interval: Interval) -> str:
    """Say how probable it is that alpha lies below the usual thresholds, or why no one can say.

    >>> doubt(Interval(.3, .5, None, (), .95, "bca", "cluster", 40, 1000, 0.0,
    ...                ((0.667, 0.97), (0.8, 1.0))))
    'P(α < .667) = .97 and P(α < .8) > .999, as shares of 1,000 replicates.'
    """
    if interval.withheld:
        return f"No interval is given. {interval.withheld.sentence}"
    parts = [
        f"P(α < {coefficient(limit, 3).rstrip('0')}) {probability(share)}"
        for limit, share in interval.below
    ]
    return f"{' and '.join(parts)}, as shares of {interval.n_replicates:,} replicates."


def probability(share: float) -> str:
    """Print a probability with its sign of comparison.

    >>> probability(0.0), probability(0.25), probability(0.9996)
    ('< .001', '= .25', '> .999')
    """
    if share < 0.001:
        return "< .001"
    if share > 0.999:
        return "> .999"
    decimals = 3 if share < 0.01 or share > 0.99 else 2
    return f"= {coefficient(share, decimals)}"


def p_value(value: float | None) -> str:
    """Print a p-value that is adjusted for many comparisons.

    >>> p_value(0.0004), p_value(0.04), p_value(None)
    ('< .001', '.040', 'n/a')
    """
    if value is None:
        return UNDEFINED
    return "< .001" if value < 0.001 else coefficient(value, 3)


def limits(low: float | None, high: float | None) -> str:
    """Print two limits, or that there are none.

    >>> limits(0.351, 0.49), limits(None, None)
    ('.35 to .49', 'n/a')
    """
    if low is None or high is None:
        return UNDEFINED
    return f"{coefficient(low)} to {coefficient(high)}"


def limits_of(estimate: Estimate) -> str:
    """Print the limits of an estimate as its value is printed."""
    interval = estimate.interval
    if interval.low is None or interval.high is None:
        return "withheld" if estimate.statistic.value is not None else UNDEFINED
    if estimate.statistic.name == "percent_agreement":
        return f"{percent(interval.low)} to {percent(interval.high)}"
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
        return f"Agreement on loaded words cannot be given. {one.sentence}"

    def written(estimate: Estimate) -> str:
        interval = estimate.interval
        value = f"F1 = {coefficient(estimate.statistic.value)}"
        if interval.low is None:
            return value
        reach = limits(interval.low, interval.high)
        return f"{value} ({interval.confidence:.0%} interval {reach})"

    who = in_words(one.n_annotators).capitalize()
    basis = f"{counted(one.n_items, 'paragraph')} and {counted(one.n_labels, 'span')}"
    return (
        f"{who} annotators mark the very same words in the same category with {written(exact)}, "
        f"and overlapping words in any category with {written(overlap)}, over {basis}."
    )


def standing(alpha: float) -> str:
    """Hold an alpha against what Krippendorff asks of data that carry conclusions.

    >>> standing(0.7)
    'enough for tentative conclusions (.667), not for firm ones (.800)'
    """
    if alpha >= FIRM:
        return "enough for firm conclusions (.800)"
    if alpha >= TENTATIVE:
        return "enough for tentative conclusions (.667), not for firm ones (.800)"
    if alpha > 0:
        return "below what is usually required even for tentative conclusions (.667)"
    if alpha == 0:
        return "no more than chance would give"
    return "less than chance would give"


def _decimals(alpha: float) -> int:
    """Take as many decimals, two at least, as keep a value on its side of a threshold."""
    for decimals in range(2, 10):
        rounded = round(alpha, decimals)
        if all((alpha >= limit) == (rounded >= limit) for limit in (FIRM, TENTATIVE)):
            return decimals
    return 10


def label_remark(found: LabelEstimate) -> str:
    """Say why the agreement on a label, or its interval, is not given; "" for nothing."""
    statistic = found.agreement.alpha
    if statistic.value is None:
        return statistic.sentence
    withheld = found.interval.withheld
    return withheld.sentence if withheld else ""


def depth(enough: Enough) -> str:
    """Say how many labels paragraphs have, whether all annotators meet, and what is rarest."""
    depths = listed(
        [
            f"{counted(n, 'paragraph')} with {in_words(labels)}"
            for labels, n in enough.labels_by_item
        ]
    )
    sentences = [f"{counted(enough.n_labels, 'label')}: {depths}."]
    if len(enough.annotators) > 1:
        sentences.append(_connection(enough))
    rarest = enough.rarest
    if rarest.label is not None:
        sentences.append(
            f"The rarest label that occurs on paragraphs with two labels or more, "
            f"“{rarest.label}”, was given {counted(rarest.n_labels, 'time')} there."
        )
    return " ".join(sentences)


def contest(found: Contest) -> str:
    """Say on how many paragraphs labels differ."""
    basis = counted(found.n_items, "paragraph")
    if not found.n_contested:
        return f"Wherever labels can be compared, they are the same ({basis})."
    share = percent(found.n_contested / found.n_items)
    return (
        f"On {found.n_contested:,} of {basis} ({share}) labels "
        f"differ; the mean entropy is {coefficient(found.mean_entropy)}. To differ is not to be "
        "wrong: such a paragraph may be ambiguous, or the guidelines may leave it open."
    )


def run(lining: StraightLining, question: Question) -> str:
    """Say how long the longest run of one label is, and how probable so long a one is."""
    if lining.run_code is None:
        return ""
    label = question.labels[lining.run_code].title
    words = f"{lining.longest_run:,} × {label}"
    if lining.chance is None:
        return f"{words}: no other label was given"
    return f"{words}; P {probability(lining.chance)} in random order"


def machine_finding(machine: MachineComparison) -> str:
    """Say how far the label of most people is the machine's."""
    alpha, same = machine.estimates
    one = alpha.statistic
    basis = f"over {counted(one.n_items, 'paragraph')}"
    agreeing = f"People give the machine’s label in {with_limits(same)} of cases"
    if one.value is None:
        return f"{agreeing}, {basis}. {one.sentence}"
    kappa = f"; Cohen’s κ = {shown(machine.kappa)}" if machine.kappa else ""
    return f"{agreeing}; α = {with_limits(alpha)}{kappa}, {basis}."


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _connection(enough: Enough) -> str:
    if len(enough.groups) > 1:
        return (
            f"The annotators form {in_words(len(enough.groups))} groups that share no paragraph, "
            "so that they cannot all be compared."
        )
    return "All annotators are connected: they share paragraphs, directly or by way of others."
