"""Sentences on the second pass."""

from workbench.agreement import Effect, Share
from workbench.influence.numbers import in_brackets, of_whom, points, share, share_limits, size
from workbench.influence.second_pass import ChangedAnswers, SecondLook, SecondPass
from workbench.influence.wording import is_upwards
from workbench.reports.numbers import n_paragraphs
from workbench.said_later import said
from workbench.words import gettext, ngettext, number, within


def changed_finding(found: ChangedAnswers) -> str:
    """Say how many answers to a question the second look changed, with and without the outlet."""
    title = within(found.question.title)
    named = _changed(found.named)
    if not found.without.cases:
        return gettext(
            "With the outlet shown on the second look, %(named)s of the answers on %(question)s "
            "changed, whichever way.",
            question=title,
            named=named,
        )
    return gettext(
        "With the outlet shown on the second look, %(named)s of the answers on %(question)s "
        "changed, whichever way; with the outlet still hidden, %(without)s.",
        question=title,
        named=named,
        without=_changed(found.without),
    )


def change_finding(found: SecondLook) -> str:
    """Say how far an outcome moves from the first look to the second."""
    outcome, change = _outcome(found), found.named
    if change.effect.verdict is None:
        return gettext(
            "Whether %(outcome)s changes on the second look cannot be said. %(reason)s",
            outcome=outcome,
            reason=said(change.effect.sentence),
        )
    counted = in_brackets(change.effect, n_paragraphs(change.n_pairs))
    if change.effect.verdict == "small":
        return gettext(
            "On the second look, with the outlet shown, %(outcome)s moves by less than five points "
            "(%(size)s points, %(numbers)s).",
            outcome=outcome,
            size=points(change.effect.statistic.value),
            numbers=counted,
        )
    if change.effect.verdict == "not_powered":
        return gettext(
            "Not powered to tell whether %(outcome)s changes on the second look (%(size)s points, "
            "%(numbers)s): a change of five points or more is not ruled out.",
            outcome=outcome,
            size=points(change.effect.statistic.value),
            numbers=counted,
        )
    if is_upwards(change.effect):
        found_so = gettext(
            "On the second look, with the outlet shown, %(outcome)s rises by %(size)s points "
            "(%(numbers)s).",
            outcome=outcome,
            size=size(change.effect),
            numbers=counted,
        )
    else:
        found_so = gettext(
            "On the second look, with the outlet shown, %(outcome)s falls by %(size)s points "
            "(%(numbers)s).",
            outcome=outcome,
            size=size(change.effect),
            numbers=counted,
        )
    return found_so + of_whom(change.effect)


def beyond_finding(found: SecondLook) -> str:
    """Say what of the change is left once that of a second look alone is taken away."""
    effect = found.beyond
    if not found.without.n_pairs:
        return gettext(
            "No paragraph came back with the outlet still hidden: what a second look alone changes "
            "is not known, so this must not be put down to the outlet."
        )
    if effect.verdict is None:
        return gettext(
            "What of this is due to the outlet, and what to the second look, cannot be told apart. "
            "%(reason)s",
            reason=said(effect.sentence),
        )
    counted = in_brackets(effect, n_paragraphs(found.named.n_pairs + found.without.n_pairs))
    difference = points(effect.statistic.value)
    if effect.verdict == "effect":
        beyond = gettext(
            "That is %(size)s points beyond what a second look changes where the outlet stays "
            "hidden (%(numbers)s).",
            size=difference,
            numbers=counted,
        )
        return beyond + of_whom(effect)
    if effect.verdict == "small":
        return gettext(
            "Where the outlet stays hidden, a second look changes it alike, but for less than five "
            "points (difference %(size)s points, %(numbers)s).",
            size=difference,
            numbers=counted,
        )
    return gettext(
        "Not powered to tell the outlet from the second look (difference %(size)s points, "
        "%(numbers)s).",
        size=difference,
        numbers=counted,
    )


def basis(found: SecondPass) -> str:
    """Say what the second pass rests on, and what it is held against."""
    named = ngettext(
        "%(num)s paragraph was answered with the outlet hidden and again with it shown",
        "%(num)s paragraphs were answered with the outlet hidden and again with it shown",
        found.n_named,
    )
    without = ngettext(
        "%(num)s was answered twice with it hidden",
        "%(num)s were answered twice with it hidden",
        found.n_without,
    )
    return gettext("%(named)s; %(without)s.", named=named, without=without)


def table_remark(effect: Effect, comparisons: int) -> str:
    """Say in a few words what a row has to be read with."""
    if effect.verdict is None:
        return said(effect.sentence)
    verdict = {
        "effect": gettext("moves"),
        "not_powered": gettext("not powered"),
        "small": gettext("smaller than five points"),
    }[effect.verdict]
    if comparisons == 1:
        return verdict
    return gettext("%(verdict)s; p times %(number)s", verdict=verdict, number=comparisons)


def _changed(found: Share) -> str:
    value = found.statistic.value
    if value is None:
        return gettext("%(hits)s of %(cases)s", hits=number(found.hits), cases=number(found.cases))
    return gettext(
        "%(share)s (95%% interval %(limits)s; %(hits)s of %(cases)s)",
        share=share(value),
        limits=share_limits(found),
        hits=number(found.hits),
        cases=number(found.cases),
    )


def _outcome(found: SecondLook) -> str:
    question, labels = within(found.question.title), found.question.labels
    if found.label is None:
        return gettext(
            "%(question)s (from “%(first)s”, 0, to “%(last)s”, 100)",
            question=question,
            first=labels[0].title,
            last=labels[-1].title,
        )
    label = next(one.title for one in labels if one.name == found.label)
    return gettext("the share of “%(label)s” on %(question)s", label=label, question=question)
