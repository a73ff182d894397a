"""How far the answers on a paragraph differ, over all questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.agreement import LabelMatrix, contested
from workbench.codebook.codebook import Codebook, Question

# Triples of paragraph, annotator and label.
Labelled = list[tuple[int, int, str]]


@dataclass(frozen=True)
class Disagreement:
    """Hold the mean entropy over the questions, in [0, 1], and how many people answered."""

    mean: float
    n_answers: int


def disagreement_by_paragraph(
    codebook: Codebook, labels: Mapping[str, Labelled]
) -> dict[int, Disagreement]:
    """Give each paragraph on which labels differ its mean entropy over the codebook's questions.

    The entropy of a question is that of `workbench.agreement.contested`; a question on which all
    agree counts 0. Labels that the codebook no longer declares are left out.
    """
    sums: dict[int, float] = {}
    answers: dict[int, int] = {}
    for question in codebook.questions:
        for item in contested(matrix_of(question, labels.get(question.name, []))):
            paragraph = int(str(item.item))
            answers[paragraph] = max(answers.get(paragraph, 0), sum(item.counts))
            sums[paragraph] = sums.get(paragraph, 0.0) + item.entropy
    return {
        paragraph: Disagreement(total / len(codebook.questions), answers[paragraph])
        for paragraph, total in sums.items()
        if total > 0
    }


def matrix_of(question: Question, labelled: Labelled) -> LabelMatrix:
    """Arrange the declared labels of a question as paragraphs × annotators."""
    declared = set(question.label_names)
    kept = [triple for triple in labelled if triple[2] in declared]
    return LabelMatrix.from_triples(
        [paragraph for paragraph, _, _ in kept],
        [annotator for _, annotator, _ in kept],
        [label for _, _, label in kept],
        declared=question.label_names,
        level=question.level,
    )
