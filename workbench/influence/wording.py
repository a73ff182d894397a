"""Sentences on what is shown by lot: suggestions, loaded words, the outlet."""

from dataclasses import dataclass

from workbench.agreement import Effect
from workbench.influence.numbers import in_brackets, limits_of_ratio, of_whom, points, size, times
from workbench.influence.report import (
    OutletInfluence,
    SuggestionInfluence,
    TimeInfluence,
    WordInfluence,
)
from workbench.influence.rows import EffectRow
from workbench.reports.numbers import n_annotators, n_labels, n_paragraphs
from workbench.said_later import said
from workbench.words import gettext, marked, ngettext, within


@dataclass(frozen=True)
class Findings:
    """Hold the sentences that an effect may end in, each a `marked` message.

    `more` and `less` say which way it goes, `small` and `is_open` what can be said without one,
    and `unknown` that nothing can.
    """

    more: str
    less: str
    small: str
    is_open: str
    unknown: str


_SUGGESTION = Findings(
    more=marked(
        "Seeing the suggestion moves %(question)s: annotators follow it %(size)s points more often "
        "(%(numbers)s)."
    ),
    less=marked(
        "Seeing the suggestion moves %(question)s: annotators avoid it %(size)s points more often "
        "(%(numbers)s)."
    ),
    small=marked(
        "Seeing the suggestion moves %(question)s by less than five points (%(size)s points, "
        "%(numbers)s)."
    ),
    is_open=marked(
        "Not powered to tell whether seeing the suggestion moves %(question)s (%(size)s points, "
        "%(numbers)s): an effect of five points or more is not ruled out."
    ),
    unknown=marked("Whether the suggestion moves %(question)s cannot be said. %(reason)s"),
)
_WRONG = Findings(
    more=marked(
        "Wrong suggestions are adopted %(size)s points more often where they are seen "
        "(%(numbers)s)."
    ),
    less=marked(
        "Wrong suggestions are avoided %(size)s points more often where they are seen "
        "(%(numbers)s)."
    ),
    small=marked(
        "Seeing a wrong suggestion changes how often it is adopted by less than five points "
        "(%(size)s points, %(numbers)s)."
    ),
    is_open=marked(
        "Not powered to tell whether wrong suggestions are adopted because they are seen "
        "(%(size)s points, %(numbers)s): an effect of five points or more is not ruled out."
    ),
    unknown=marked("Whether wrong suggestions are adopted cannot be said. %(reason)s"),
)
_WORDS = Findings(
    more=marked(
        "Loaded words are marked %(size)s points more often where they are suggested (%(numbers)s)."
    ),
    less=marked(
        "Loaded words are marked %(size)s points less often where they are suggested (%(numbers)s)."
    ),
    small=marked(
        "Suggesting loaded words moves how often they are marked by less than five points "
        "(%(size)s points, %(numbers)s)."
    ),
    is_open=marked(
        "Not powered to tell whether suggesting loaded words moves what is marked (%(size)s "
        "points, %(numbers)s): an effect of five points or more is not ruled out."
    ),
    unknown=marked("Whether suggested words are marked more often cannot be said. %(reason)s"),
)
_OUTLET = Findings(
    more=marked("Naming the outlet moves %(outcome)s, up by %(size)s points (%(numbers)s)."),
    less=marked("Naming the outlet moves %(outcome)s, down by %(size)s points (%(numbers)s)."),
    small=marked(
        "Naming the outlet moves %(outcome)s, by less than five points (%(size)s points, "
        "%(numbers)s)."
    ),
    is_open=marked(
        "Not powered to tell whether naming the outlet moves %(outcome)s (%(size)s points, "
        "%(numbers)s): an effect of five points or more is not ruled out."
    ),
    unknown=marked("Whether the outlet’s name moves %(outcome)s, cannot be said. %(reason)s"),
)


def suggestion_finding(found: SuggestionInfluence) -> str:
    """Say in one sentence how far the suggestion moves the answers to a question."""
    one = found.following
    cases = n_labels(one.shown.cases + one.withheld.cases)
    return _finding(_SUGGESTION, one.effect, cases, question=within(found.question.title))


def wrong_finding(found: SuggestionInfluence) -> str:
    """Say how often a wrong suggestion is taken over because it is seen."""
    one = found.wrong
    return _finding(_WRONG, one.effect, n_labels(one.shown.cases + one.withheld.cases))


def word_finding(found: WordInfluence) -> str:
    """Say how far suggesting loaded words moves what is marked."""
    n = found.shown.words + found.withheld.words
    return _finding(_WORDS, found.effect, ngettext("%(num)s word", "%(num)s words", n))


def outlet_finding(found: OutletInfluence) -> str:
    """Say how far the outlet's name moves an outcome."""
    outcome = gettext(
        "%(question)s, %(label)s", question=within(found.question.title), label=found.outcome
    )
    cases = n_labels(found.n_shown + found.n_withheld)
    return _finding(_OUTLET, found.effect, cases, outcome=outcome)


def suggestion_time_finding(found: TimeInfluence) -> str:
    """Say how active times compare with and without the suggestion."""
    if found.effect.limits is None:
        return gettext(
            "How the suggestion changes the time cannot be said. %(reason)s",
            reason=said(found.effect.sentence),
        )
    low, high = found.effect.limits
    ratio = _ratio(found)
    if high < 1:
        return gettext("Work is quicker where the suggestion is seen: %(ratio)s.", ratio=ratio)
    if low > 1:
        return gettext("Work is slower where the suggestion is seen: %(ratio)s.", ratio=ratio)
    return gettext("Whether the suggestion changes the time is open: %(ratio)s.", ratio=ratio)


def outlet_time_finding(found: TimeInfluence) -> str:
    """Say how active times compare with the outlet named and hidden."""
    if found.effect.limits is None:
        return gettext(
            "How the outlet changes the time cannot be said. %(reason)s",
            reason=said(found.effect.sentence),
        )
    low, high = found.effect.limits
    ratio = _ratio(found)
    if high < 1:
        return gettext("Work is quicker where the outlet is seen: %(ratio)s.", ratio=ratio)
    if low > 1:
        return gettext("Work is slower where the outlet is seen: %(ratio)s.", ratio=ratio)
    return gettext("Whether the outlet changes the time is open: %(ratio)s.", ratio=ratio)


def remark(row: EffectRow) -> str:
    """Say in a few words what a row of a table has to be read with.

    The sentence of an effect repeats its numbers, which stand in the row already.
    """
    effect = row.effect
    if effect.verdict is None:
        return said(effect.sentence)
    verdict = {
        "effect": gettext("moves the labels"),
        "not_powered": gettext("not powered"),
        "small": gettext("smaller than five points"),
    }[effect.verdict]
    if row.comparisons == 1:
        return verdict
    return gettext("%(verdict)s; p times %(number)s", verdict=verdict, number=row.comparisons)


def is_upwards(effect: Effect) -> bool:
    """Tell whether the outcome happens more often where the factor is shown."""
    return (effect.statistic.value or 0) >= 0


def _finding(findings: Findings, effect: Effect, cases: str, **values: str) -> str:
    if effect.verdict is None:
        return gettext(findings.unknown, reason=said(effect.sentence), **values)
    if effect.verdict == "effect":
        message = findings.more if is_upwards(effect) else findings.less
        written = size(effect)
    else:
        message = findings.small if effect.verdict == "small" else findings.is_open
        written = points(effect.statistic.value)
    sentence = gettext(message, size=written, numbers=in_brackets(effect, cases), **values)
    return sentence + of_whom(effect)


def _ratio(found: TimeInfluence) -> str:
    effect = found.effect
    return gettext(
        "the ratio of median times is %(ratio)s (95%% interval %(limits)s; %(annotators)s, "
        "%(paragraphs)s)",
        ratio=times(effect.statistic.value),
        limits=limits_of_ratio(effect),
        annotators=n_annotators(effect.statistic.n_annotators),
        paragraphs=n_paragraphs(found.n_shown + found.n_withheld),
    )
