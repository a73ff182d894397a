"""How often annotators answer gold paragraphs as expected: the numbers behind the report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from workbench.agreement import WithOthers, shares_of_annotators
from workbench.agreement.rates import wilson_limits
from workbench.codebook.codebook import Codebook
from workbench.gold.grading import Graded
from workbench.gold.queries import HIDDEN, TRAINING, GoldParagraph, gold_in_use, gold_paragraphs
from workbench.gold_pages.queries import GradedAnswer, graded_answers
from workbench.words import gettext

LEAST = 10
"""An annotator's share is withheld with fewer answers: its limits would span half of all shares."""

WORDS = "loaded_words"
"""The name under which the words stand beside the questions."""


@dataclass(frozen=True)
class CheckedAccuracy:
    """Hold how a question, or the words, were answered by each annotator and by all together.

    Rows are in the order of pseudonyms. Of those with fewer than `LEAST` answers only the number
    of answers is given.
    """

    name: str
    title: str
    rows: tuple[WithOthers, ...]
    n: int
    n_expected: int
    limits: tuple[float, float] | None


@dataclass(frozen=True)
class ParagraphAccuracy:
    """Count the answers to a gold paragraph, and those in which all is as expected."""

    gold: GoldParagraph
    n: int
    n_expected: int


@dataclass(frozen=True)
class AccuracyReport:
    """Hold the accuracy on hidden gold, and that of first answers to training items."""

    hidden: tuple[CheckedAccuracy, ...]
    training: tuple[CheckedAccuracy, ...]
    paragraphs: tuple[ParagraphAccuracy, ...]
    n_hidden: int
    n_training: int
    computed_at: datetime

    @property
    def has_answers(self) -> bool:
        """Tell whether anybody has answered a gold paragraph."""
        return any(one.n for one in (*self.hidden, *self.training))


def accuracy_report(
    project_id: int, codebook: Codebook, pseudonyms: Mapping[int, str], *, at: datetime
) -> AccuracyReport:
    """Read and count everything; `pseudonyms` names the members by account."""
    gold = gold_in_use(project_id)
    hidden = graded_answers(project_id, gold, HIDDEN)
    training = graded_answers(project_id, gold, TRAINING)
    listed = {use: gold_paragraphs(project_id, use) for use in (HIDDEN, TRAINING)}
    return AccuracyReport(
        hidden=checked(codebook, hidden, pseudonyms),
        training=checked(codebook, training, pseudonyms),
        paragraphs=(
            *by_paragraph(listed[HIDDEN], hidden),
            *by_paragraph(listed[TRAINING], training),
        ),
        n_hidden=len(listed[HIDDEN]),
        n_training=len(listed[TRAINING]),
        computed_at=at,
    )


def checked(
    codebook: Codebook, answers: Sequence[GradedAnswer], pseudonyms: Mapping[int, str]
) -> tuple[CheckedAccuracy, ...]:
    """Count each question that is checked anywhere, in the order of the codebook, then the words.

    Every question is counted over the paragraphs that say what is expected of it.
    """
    titles = {question.name: question.title for question in codebook.questions}
    titles[WORDS] = gettext("Loaded words")
    found = []
    for name, title in titles.items():
        verdicts = [
            (one.account_id, verdict)
            for one in answers
            if (verdict := _verdict(one.graded, name)) is not None
        ]
        if verdicts:
            found.append(_counted(name, title, verdicts, pseudonyms))
    return tuple(found)


def by_paragraph(
    listed: Iterable[GoldParagraph], answers: Sequence[GradedAnswer]
) -> tuple[ParagraphAccuracy, ...]:
    """Count the answers to each gold paragraph, those least often as expected first."""
    verdicts: dict[int, list[bool]] = defaultdict(list)
    for one in answers:
        verdicts[one.paragraph_id].append(one.graded.is_right)
    rows = [
        ParagraphAccuracy(each, len(own), sum(own))
        for each in listed
        if (own := verdicts[each.row.paragraph_id])
    ]
    return tuple(sorted(rows, key=lambda row: row.n_expected / row.n))


def _verdict(graded: Graded, name: str) -> bool | None:
    if name == WORDS:
        return None if graded.words is None else graded.words.is_right
    return graded.by_question.get(name)


def _counted(
    name: str, title: str, verdicts: Sequence[tuple[int, bool]], pseudonyms: Mapping[int, str]
) -> CheckedAccuracy:
    people = sorted({each for each, _ in verdicts}, key=lambda each: pseudonyms[each])
    hits = np.array([sum(right for who, right in verdicts if who == each) for each in people])
    n = np.array([sum(who == each for who, _ in verdicts) for each in people])
    rows = shares_of_annotators(people, hits.astype(np.float64), n.astype(np.float64))
    return CheckedAccuracy(
        name=name,
        title=title,
        rows=tuple(map(_withheld_if_few, rows)),
        n=int(n.sum()),
        n_expected=int(hits.sum()),
        limits=wilson_limits(float(hits.sum()), float(n.sum())),
    )


def _withheld_if_few(row: WithOthers) -> WithOthers:
    if row.n_items >= LEAST:
        return row
    return replace(row, n_agreeing=0, share=None, limits=None, shrunken=None, p_value=None)
