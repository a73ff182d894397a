"""Agreement within and between groups of annotators who said to which they belong.

What leaves this module tells no group of fewer than five people: not its numbers, not its size,
and not whether anybody belongs to it. Numbers of larger groups are rounded, so that trying out
who might belong to one leads less far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version

from workbench.agreement import LabelMatrix, Statistic, compare_groups
from workbench.agreement.groups import LEAST_PEOPLE
from workbench.annotations.least_sure import has_least_sure
from workbench.codebook.codebook import Question
from workbench.database import db
from workbench.influence.queries import labels_by_question
from workbench.profiles.queries import AskedQuestion, asked_questions, groups_of_annotators
from workbench.projects.models import Project
from workbench.projects.queries import codebook_in_force
from workbench.said_later import later

DECIMALS = 2
NEAREST = 10


@dataclass(frozen=True)
class Within:
    """Hold the agreement within one group; numbers are rounded."""

    group: str
    n_annotators: int
    alpha: Statistic


@dataclass(frozen=True)
class Between:
    """Hold the agreement between two groups, and as a share of what their own would allow."""

    first: str
    second: str
    cross: Statistic
    normalised: Statistic


@dataclass(frozen=True)
class QuestionGroups:
    """Hold the groups of one profile question on one question of the codebook.

    `not_shown` lists the answers that fewer than five people of those who labelled gave, those
    that nobody gave among them.
    """

    question: Question
    within: tuple[Within, ...]
    between: tuple[Between, ...]
    not_shown: tuple[str, ...]


@dataclass(frozen=True)
class AskedGroups:
    """Hold all that one profile question shows."""

    title: str
    questions: tuple[QuestionGroups, ...]

    @property
    def is_shown(self) -> bool:
        """Tell whether any group is large enough."""
        return any(found.within for found in self.questions)


@dataclass(frozen=True)
class GroupReport:
    """Hold all that the page of groups shows.

    `drawn` is "random" for paragraphs alone that were given out by lot; `has_least_sure` tells
    whether others are counted that were given out because the model was least sure of them.
    """

    project: str
    is_demonstration: bool
    software_version: str
    codebook_version: int
    computed_at: datetime
    drawn: str
    has_least_sure: bool
    asked: tuple[AskedGroups, ...]


def group_report(project_id: int, *, at: datetime, drawn: str = "") -> GroupReport:
    """Compare the groups of every profile question on every question of the codebook.

    With `drawn` "random", on paragraphs alone that were given out by lot.
    """
    in_force = codebook_in_force(project_id)
    asked, members = asked_questions(project_id), groups_of_annotators(project_id)
    labels = labels_by_question(project_id, drawn) if asked else {}
    matrices = [
        (question, _matrix(question, labels.get(question.name, ())))
        for question in in_force.codebook.questions
        if asked
    ]
    project = db.session.get_one(Project, project_id)
    return GroupReport(
        project=project.name,
        is_demonstration=project.is_demonstration,
        software_version=version("media-bias-workbench"),
        codebook_version=in_force.number,
        computed_at=at,
        drawn=drawn,
        has_least_sure=not drawn and has_least_sure(project_id),
        asked=tuple(
            AskedGroups(
                one.title,
                tuple(
                    shown_groups(question, m, one, members.get(one.id, {}))
                    for question, m in matrices
                ),
            )
            for one in asked
        ),
    )


def shown_groups(
    question: Question, m: LabelMatrix, asked: AskedQuestion, members: Mapping[int, str]
) -> QuestionGroups:
    """Compare the groups of one profile question, and leave out what may not be shown."""
    found = compare_groups(m, members)
    within = tuple(
        Within(one.group, one.n_annotators, _rounded(one.alpha))
        for one in found.within
        if one.n_annotators is not None
    )
    shown = {one.group for one in within}
    return QuestionGroups(
        question=question,
        within=within,
        between=tuple(
            Between(one.first, one.second, _rounded(one.cross), _rounded(one.normalised))
            for one in found.between
        ),
        not_shown=tuple(option for option in asked.options if option not in shown),
    )


def _matrix(question: Question, given: Sequence[tuple[int, int, str]]) -> LabelMatrix:
    declared = set(question.label_names)
    kept = [one for one in given if one[2] in declared]
    paragraphs, annotators, labels = zip(*kept, strict=True) if kept else ((), (), ())
    return LabelMatrix.from_triples(
        paragraphs, annotators, labels, declared=question.label_names, level=question.level
    )


def _rounded(one: Statistic) -> Statistic:
    """Round a value, and counts to tens; a sentence may hold exact counts and is put anew."""
    sentence = ""
    if one.value is None:
        sentence = _SENTENCES.get(one.reason or "", _UNKNOWN)
    return replace(
        one,
        value=None if one.value is None else round(one.value, DECIMALS),
        sentence=sentence,
        flags=(),
        n_items=round(one.n_items / NEAREST) * NEAREST,
        n_labels=round(one.n_labels / NEAREST) * NEAREST,
    )


_SENTENCES = {
    "no_pairable_units": later("They share no paragraph: there is nothing to compare."),
    "no_variation": later("All their labels are the same: reliability cannot be shown."),
    "no_agreement_within": later(
        "A group does not agree within itself beyond chance: there is no yardstick."
    ),
}
_UNKNOWN = later("It cannot be computed from these labels.")

__all__ = ["LEAST_PEOPLE", "Between", "GroupReport", "Within", "group_report", "shown_groups"]
