"""What of the answers to a question is compared where no label is suggested."""

from workbench.codebook.codebook import Question
from workbench.codebook.levels import Level
from workbench.words import gettext


def outcomes_of(question: Question) -> list[tuple[str | None, dict[str, float]]]:
    """List the outcomes of a question: each a label, and what every label is worth in [0, 1].

    Of two labels the share of the first is compared, of ordered ones the place on their scale in
    equal steps (the label is None), of others the share of each.
    """
    names = question.label_names
    if len(names) > 2 and question.level is not Level.NOMINAL:
        step = 1 / (len(names) - 1)
        return [(None, {name: place * step for place, name in enumerate(names)})]
    compared = names[:1] if len(names) == 2 else names
    return [(label, {name: float(name == label) for name in names}) for label in compared]


def outcome_name(question: Question, label: str | None) -> str:
    """Name an outcome: the share of a label, or the place on the scale."""
    if label is None:
        first, last = question.labels[0].title, question.labels[-1].title
        return gettext("from “%(first)s” (0) to “%(last)s” (100)", first=first, last=last)
    title = next(one.title for one in question.labels if one.name == label)
    return gettext("share of “%(label)s”", label=title)
