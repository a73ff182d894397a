"""Sentences on what became of first answers once the suggestions were revealed."""

from workbench.influence.numbers import share, share_limits
from workbench.influence.reveals import Changes
from workbench.reports.numbers import n_annotators
from workbench.said_later import said
from workbench.words import gettext, lazy, ngettext, number

SUGGESTIONS = {
    "all": lazy("all suggestions"),
    "right": lazy("right ones"),
    "wrong": lazy("wrong ones"),
}


def change_finding(found: Changes) -> str:
    """Say in one sentence how many first answers were changed after the reveal, and which way."""
    counts = {
        "title": said(found.title),
        "changed": number(found.n_changed),
        "towards": number(found.towards.hits),
        "away": number(found.away.hits),
    }
    if not found.question:
        return _with_taken_over(
            ngettext(
                "%(title)s: %(changed)s of %(num)s suggested word changed after the reveal, "
                "%(towards)s marked then, %(away)s no longer marked.",
                "%(title)s: %(changed)s of %(num)s suggested words changed after the reveal, "
                "%(towards)s marked then, %(away)s no longer marked.",
                found.n,
                **counts,
            ),
            found,
        )
    if found.n_elsewhere:
        return _with_taken_over(
            ngettext(
                "%(title)s: %(changed)s of %(num)s first answer changed after the reveal, "
                "%(towards)s towards the suggestion, %(away)s away from it, %(elsewhere)s to "
                "another label.",
                "%(title)s: %(changed)s of %(num)s first answers changed after the reveal, "
                "%(towards)s towards the suggestion, %(away)s away from it, %(elsewhere)s to "
                "another label.",
                found.n,
                elsewhere=number(found.n_elsewhere),
                **counts,
            ),
            found,
        )
    return _with_taken_over(
        ngettext(
            "%(title)s: %(changed)s of %(num)s first answer changed after the reveal, "
            "%(towards)s towards the suggestion, %(away)s away from it.",
            "%(title)s: %(changed)s of %(num)s first answers changed after the reveal, "
            "%(towards)s towards the suggestion, %(away)s away from it.",
            found.n,
            **counts,
        ),
        found,
    )


def _with_taken_over(sentence: str, found: Changes) -> str:
    seen, cases = found.towards.statistic, found.towards.cases
    if seen.value is None:
        return sentence
    counted = (
        ngettext("%(num)s first answer", "%(num)s first answers", cases)
        if found.question
        else ngettext("%(num)s suggested word", "%(num)s suggested words", cases)
    )
    taken = gettext(
        "Annotators take over %(share)s of the suggestions that differ from what they said alone "
        "(95%% interval %(limits)s; %(annotators)s, %(cases)s).",
        share=share(seen.value),
        limits=share_limits(found.towards),
        annotators=n_annotators(seen.n_annotators),
        cases=counted,
    )
    return f"{sentence} {taken}"
