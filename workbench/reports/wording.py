"""Numbers and sentences of a report, as a paper would print them."""

from workbench.agreement import Statistic
from workbench.reports.agreement import QuestionAgreement
from workbench.web.wording import counted

MINUS = "−"
UNDEFINED = "n/a"

# Krippendorff 2004, "Content Analysis", 2nd ed., p. 241.
FIRM = 0.8
TENTATIVE = 0.667

_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

NAMES = {
    "krippendorff_alpha": "Krippendorff’s α",
    "fleiss_kappa": "Fleiss’ κ",
    "percent_agreement": "Percent agreement",
    "cohen_kappa": "Cohen’s κ",
    "conger_kappa": "Conger’s κ",
    "brennan_prediger": "Brennan–Prediger",
    "gwet_ac1": "Gwet’s AC1",
    "gwet_ac2": "Gwet’s AC2",
    "span_f1_exact_typed": "Exact, same category",
    "span_f1_exact_untyped": "Exact, any category",
    "span_f1_overlap_typed": "Overlap, same category",
    "span_f1_overlap_untyped": "Overlap, any category",
    "char_f1_typed": "Characters, same category",
    "char_f1_untyped": "Characters, any category",
}

_FLAGS = {
    "constant_rater": "One annotator gave a single label throughout.",
    "no_variation": "All labels are the same: agreement could not have been lower.",
}


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


def finding(found: QuestionAgreement) -> str:
    """Say in one sentence what alpha is, what it rests on and what may be concluded from it."""
    alpha, title = found.alpha, found.question.title.lower()
    if alpha.value is None:
        return f"Agreement on {title} cannot be given. {alpha.sentence}"
    who = in_words(alpha.n_annotators).capitalize()
    value = coefficient(alpha.value, _decimals(alpha.value))
    basis = f"{counted(alpha.n_items, 'paragraph')} and {counted(alpha.n_labels, 'label')}"
    sentence = (
        f"{who} annotators reach Krippendorff’s α = {value} on {title}, over {basis}: "
        f"{standing(alpha.value)}."
    )
    return f"{sentence} {remark(alpha)}".strip()


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
