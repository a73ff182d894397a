"""What the answers alone would decide, and how sure that is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.adjudication.decision import GivenAnswer
from workbench.adjudication.disagreement import matrix_of
from workbench.adjudication.queries import all_labels, state_of_labels
from workbench.agreement import DawidSkene, Judgements, dawid_skene
from workbench.codebook.codebook import Codebook, Question
from workbench.said_later import said
from workbench.words import gettext, ngettext, number, within_one

# The estimate goes over all labels of a question some dozen times, while a page loads.
MOST_LABELS = 100_000


@dataclass(frozen=True)
class Proposed:
    """Hold a proposed label, or "" and the sentence that says why there is none.

    `certainty` is a share in [0, 1]: of the votes, or the posterior probability.
    """

    label: str
    certainty: float | None
    sentence: str


@dataclass(frozen=True)
class Proposal:
    """Hold what one method proposes, by question."""

    name: str
    title: str
    key: str
    by_question: dict[str, Proposed]

    @property
    def labels(self) -> dict[str, str]:
        """Give the proposed labels, of the questions that have one."""
        return {name: one.label for name, one in self.by_question.items() if one.label}


def proposals(
    project_id: int, paragraph_id: int, codebook: Codebook, answers: Sequence[GivenAnswer]
) -> tuple[Proposal, ...]:
    """Propose by majority and by Dawid and Skene's model of annotators."""
    state = state_of_labels(project_id)
    return (
        Proposal(
            "majority",
            gettext("Majority"),
            "m",
            {question.name: majority(question, answers) for question in codebook.questions},
        ),
        Proposal(
            "dawid-skene",
            "Dawid–Skene",
            "d",
            {
                question.name: _estimated(_estimate(project_id, question, state), paragraph_id)
                for question in codebook.questions
            },
        ),
    )


def majority(question: Question, answers: Sequence[GivenAnswer]) -> Proposed:
    """Propose the label that more annotators gave than any other."""
    votes = Counter(
        label
        for one in answers
        if (label := one.labels.get(question.name, "")) in question.label_names
    )
    ranked = votes.most_common(2)
    if not ranked:
        return Proposed("", None, gettext("Nobody answered."))
    label, most = ranked[0]
    if len(ranked) > 1 and ranked[1][1] == most:
        tie = ngettext("A tie, %(num)s vote each.", "A tie, %(num)s votes each.", most)
        return Proposed("", None, tie)
    total = votes.total()
    sentence = ngettext(
        "%(most)s of %(num)s vote", "%(most)s of %(num)s votes", total, most=number(most)
    )
    return Proposed(label, most / total, sentence)


def _estimated(found: DawidSkene | None, paragraph_id: int) -> Proposed:
    if found is None:
        sentence = gettext(
            "The study has more than %(most)s labels: too many for a page.",
            most=number(MOST_LABELS),
        )
        return Proposed("", None, sentence)
    if found.posterior is None:
        return Proposed("", None, said(found.sentence))
    if paragraph_id not in found.item_ids:
        return Proposed("", None, gettext("Nobody answered."))
    shares = found.posterior[found.item_ids.index(paragraph_id)]
    best = int(shares.argmax())
    certainty = float(shares[best])
    return Proposed(found.labels[best], certainty, _in_words(certainty))


def _in_words(certainty: float) -> str:
    """Write a posterior probability; no model is as sure as 1.00 would say."""
    if certainty > 0.99:
        return gettext("probability above %(n)s", n=within_one(0.99, 2))
    return gettext("probability %(n)s", n=within_one(certainty, 2))


# The labels change with every answer, and an adjudicator goes from page to page meanwhile.
@lru_cache(maxsize=16)
def _estimate(project_id: int, question: Question, _state: tuple[int, int]) -> DawidSkene | None:
    labelled = all_labels(project_id, question.name)
    if len(labelled) > MOST_LABELS:
        return None
    return dawid_skene(Judgements.from_matrix(matrix_of(question, labelled)), smoothing=0.01)
