"""Sentences on groups of annotators."""

from workbench.influence.groups import Between, QuestionGroups
from workbench.reports.numbers import coefficient
from workbench.words import gettext, number, within


def group_findings(found: QuestionGroups) -> list[str]:
    """Say of each pair of groups in one sentence how they agree; of a single group, how it does."""
    title = within(found.question.title)
    if not found.between:
        return [
            gettext(
                "On %(question)s, the %(people)s people of “%(group)s” reach α = %(alpha)s with "
                "each other.",
                question=title,
                people=number(one.n_annotators),
                group=one.group,
                alpha=coefficient(one.alpha.value),
            )
            for one in found.within
            if one.alpha.value is not None
        ]
    alphas = {one.group: coefficient(one.alpha.value) for one in found.within}
    return [
        _between_groups(title, pair, alphas[pair.first], alphas[pair.second])
        for pair in found.between
        if pair.cross.value is not None
    ]


def _between_groups(title: str, pair: Between, first_alpha: str, second_alpha: str) -> str:
    values = {
        "question": title,
        "first": pair.first,
        "second": pair.second,
        "first_alpha": first_alpha,
        "second_alpha": second_alpha,
        "kappa": coefficient(pair.cross.value),
    }
    if pair.normalised.value is None:
        return gettext(
            "On %(question)s, “%(first)s” (α = %(first_alpha)s within) and “%(second)s” "
            "(α = %(second_alpha)s) reach κ = %(kappa)s with each other.",
            **values,
        )
    return gettext(
        "On %(question)s, “%(first)s” (α = %(first_alpha)s within) and “%(second)s” "
        "(α = %(second_alpha)s) reach κ = %(kappa)s with each other, %(share)s of what agreement "
        "within them allows.",
        share=coefficient(pair.normalised.value),
        **values,
    )
