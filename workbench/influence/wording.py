"""Sentences and numbers of the pages of influence."""

from workbench.agreement import Effect, Share
from workbench.influence.groups import Between, QuestionGroups
from workbench.influence.report import (
    OutletInfluence,
    SuggestionInfluence,
    TimeInfluence,
    WordInfluence,
)
from workbench.influence.reveals import Changes
from workbench.influence.rows import ON_SCALE, EffectRow
from workbench.web.wording import counted

UNDEFINED = "n/a"
MINUS = "−"


def points(value: float | None) -> str:
    """Write a difference of shares in points, with its sign.

    >>> points(0.1234), points(-0.05), points(0.0001), points(None)
    ('+12.3', '−5.0', '0.0', 'n/a')
    """
    if value is None:
        return UNDEFINED
    written = f"{100 * value:+.1f}".replace("-", MINUS)
    return written if float(f"{100 * value:.1f}") else "0.0"


def limits(effect: Effect) -> str:
    """Write the limits of an interval in points."""
    if effect.limits is None:
        return UNDEFINED
    return " to ".join(points(one) for one in effect.limits)


def p_value(value: float | None) -> str:
    """Write a p-value as papers do.

    >>> p_value(0.0312), p_value(0.0004), p_value(None)
    ('.031', '< .001', 'n/a')
    """
    if value is None:
        return UNDEFINED
    return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")


def share(value: float | None) -> str:
    """Write a share as a percentage."""
    return UNDEFINED if value is None else f"{100 * value:.1f}%"


def height(row: EffectRow, value: float | None) -> str:
    """Write what one arm gives: a share, or a place on the scale from 0 to 100."""
    if value is None or row.outcome != ON_SCALE:
        return share(value)
    return f"{100 * value:.1f}"


def times(value: float | None) -> str:
    """Write a ratio.

    >>> times(0.8312), times(None)
    ('0.83', 'n/a')
    """
    return UNDEFINED if value is None else f"{value:.2f}"


def ratio_limits(effect: Effect) -> str:
    """Write the limits of a ratio."""
    return UNDEFINED if effect.limits is None else " to ".join(times(one) for one in effect.limits)


def suggestion_finding(found: SuggestionInfluence) -> str:
    """Say in one sentence how far the suggestion moves the answers to a question."""
    title, effect = found.question.title.lower(), found.following.effect
    if effect.verdict is None:
        return f"Whether the suggestion moves {title} cannot be said. {effect.sentence}"
    basis = _basis(effect, found.following.shown.cases + found.following.withheld.cases, "label")
    way = "follow" if (effect.statistic.value or 0) >= 0 else "avoid"
    return _finding(
        effect,
        moved=f"Seeing the suggestion moves {title}: annotators {way} it {{size}} more often",
        small=f"Seeing the suggestion moves {title} by less than five points",
        subject=f"whether seeing the suggestion moves {title}",
        basis=basis,
    )


def wrong_finding(found: SuggestionInfluence) -> str:
    """Say how often a wrong suggestion is taken over because it is seen."""
    effect = found.wrong.effect
    if effect.verdict is None:
        return f"Whether wrong suggestions are adopted cannot be said. {effect.sentence}"
    basis = _basis(effect, found.wrong.shown.cases + found.wrong.withheld.cases, "label")
    return _finding(
        effect,
        moved="Wrong suggestions are "
        + ("adopted" if (effect.statistic.value or 0) >= 0 else "avoided")
        + " {size} more often where they are seen",
        small="Seeing a wrong suggestion changes how often it is adopted by less than five points",
        subject="whether wrong suggestions are adopted because they are seen",
        basis=basis,
    )


def word_finding(found: WordInfluence) -> str:
    """Say how far suggesting loaded words moves what is marked."""
    effect = found.effect
    if effect.verdict is None:
        return f"Whether suggested words are marked more often cannot be said. {effect.sentence}"
    basis = _basis(effect, found.shown.words + found.withheld.words, "word")
    way = "more" if (effect.statistic.value or 0) >= 0 else "less"
    return _finding(
        effect,
        moved=f"Loaded words are marked {{size}} {way} often where they are suggested",
        small="Suggesting loaded words moves how often they are marked by less than five points",
        subject="whether suggesting loaded words moves what is marked",
        basis=basis,
    )


def outlet_finding(found: OutletInfluence) -> str:
    """Say how far the outlet's name moves an outcome."""
    effect, title = found.effect, found.question.title.lower()
    outcome = f"{title}, {found.outcome}"
    if effect.verdict is None:
        return f"Whether the outlet’s name moves {outcome}, cannot be said. {effect.sentence}"
    basis = _basis(effect, found.n_shown + found.n_withheld, "label")
    way = "up" if (effect.statistic.value or 0) >= 0 else "down"
    return _finding(
        effect,
        moved=f"Naming the outlet moves {outcome}, {way} by {{size}}",
        small=f"Naming the outlet moves {outcome}, by less than five points",
        subject=f"whether naming the outlet moves {outcome}",
        basis=basis,
    )


def time_finding(found: TimeInfluence, seen: str) -> str:
    """Say how active times compare; `seen` names what is shown."""
    effect = found.effect
    n = found.n_shown + found.n_withheld
    if effect.statistic.value is None or effect.limits is None:
        return f"How {seen} changes the time cannot be said. {effect.sentence}"
    low, high = effect.limits
    basis = _basis(effect, n, "paragraph")
    ratio = f"the ratio of median times is {times(effect.statistic.value)}"
    ratio = f"{ratio} (95% interval {ratio_limits(effect)}; {basis})"
    if high < 1:
        return f"Work is quicker where {seen} is seen: {ratio}."
    if low > 1:
        return f"Work is slower where {seen} is seen: {ratio}."
    return f"Whether {seen} changes the time is open: {ratio}."


def _finding(effect: Effect, *, moved: str, small: str, subject: str, basis: str) -> str:
    value = effect.statistic.value or 0.0
    p = p_value(effect.p_value)
    p = f"p {p}" if p.startswith("<") else f"p = {p}"
    numbers = f"95% interval {limits(effect)}, {p}; {basis}"
    if effect.verdict == "effect":
        return f"{moved.format(size=f'{100 * abs(value):.1f} points')} ({numbers})."
    numbers = f"{points(value)} points, {numbers}"
    if effect.verdict == "small":
        return f"{small} ({numbers})."
    return (
        f"Not powered to tell {subject} ({numbers}): "
        "an effect of five points or more is not ruled out."
    )


def _basis(effect: Effect, n: int, noun: str) -> str:
    return f"{counted(effect.statistic.n_annotators, 'annotator')}, {counted(n, noun)}"


SUGGESTIONS = {"all": "all suggestions", "right": "right ones", "wrong": "wrong ones"}


def share_limits(found: Share) -> str:
    """Write the limits of a share as percentages."""
    if found.limits is None:
        return UNDEFINED
    return " to ".join(share(one) for one in found.limits)


def change_finding(found: Changes) -> str:
    """Say in one sentence how many first answers were changed after the reveal, and which way."""
    noun = "suggested word" if not found.question else "first answer"
    way = (
        f"{found.towards.hits:,} towards the suggestion, {found.away.hits:,} away from it"
        if found.question
        else f"{found.towards.hits:,} marked then, {found.away.hits:,} no longer marked"
    )
    elsewhere = f", {found.n_elsewhere:,} to another label" if found.n_elsewhere else ""
    seen = found.towards.statistic
    moved = ""
    if seen.value is not None:
        moved = (
            f" Annotators take over {share(seen.value)} of the suggestions that differ from what "
            f"they said alone (95% interval {share_limits(found.towards)}; "
            f"{counted(seen.n_annotators, 'annotator')}, {counted(found.towards.cases, noun)})."
        )
    return (
        f"{found.title}: {found.n_changed:,} of {counted(found.n, noun)} changed after the reveal, "
        f"{way}{elsewhere}.{moved}"
    )


def coefficient(value: float | None) -> str:
    """Write a coefficient without the nought before the point.

    >>> coefficient(0.42), coefficient(-0.17), coefficient(None)
    ('.42', '−.17', 'n/a')
    """
    if value is None:
        return UNDEFINED
    written = f"{abs(value):.2f}".removeprefix("0")
    return (MINUS if value < 0 and float(written) else "") + written


def remark(row: EffectRow) -> str:
    """Say in a few words what a row of a table has to be read with.

    The sentence of an effect repeats its numbers, which stand in the row already.
    """
    verdicts = {
        "effect": "moves the labels",
        "not_powered": "not powered",
        "small": "smaller than five points",
    }
    effect = row.effect
    if effect.verdict is None:
        return effect.sentence
    adjusted = f", p times {row.comparisons}" if row.comparisons > 1 else ""
    return verdicts[effect.verdict] + adjusted


def group_findings(found: QuestionGroups) -> list[str]:
    """Say of each pair of groups in one sentence how they agree; of a single group, how it does."""
    title = found.question.title.lower()
    if not found.between:
        return [
            f"On {title}, the {one.n_annotators} people of “{one.group}” reach "
            f"α = {coefficient(one.alpha.value)} with each other."
            for one in found.within
            if one.alpha.value is not None
        ]
    alphas = {one.group: one.alpha.value for one in found.within}
    return [
        f"On {title}, “{pair.first}” (α = {coefficient(alphas[pair.first])} within) and "
        f"“{pair.second}” (α = {coefficient(alphas[pair.second])}) reach "
        f"κ = {coefficient(pair.cross.value)} with each other{_of_allowed(pair)}."
        for pair in found.between
        if pair.cross.value is not None
    ]


def _of_allowed(pair: Between) -> str:
    if pair.normalised.value is None:
        return ""
    return f", {coefficient(pair.normalised.value)} of what agreement within them allows"
