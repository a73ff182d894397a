"""The paragraphs on which labels differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.agreement import ContestedItem, LabelMatrix, contested
from workbench.codebook.codebook import Question


@dataclass(frozen=True)
class GivenLabels:
    """Hold the labels given to one question as three columns of equal length.

    Paragraphs and annotators are ids.
    """

    paragraphs: Sequence[int]
    annotators: Sequence[int]
    labels: Sequence[str]


def contested_paragraphs(question: Question, given: GivenLabels) -> tuple[ContestedItem, ...]:
    """List the paragraphs on which labels differ, the most contested first, ties by number."""
    found = contested(_matrix(question, given))
    differing = [item for item in found if item.entropy > 0]
    return tuple(
        sorted(
            differing,
            key=lambda item: (-round(item.entropy, 9), -round(item.distance, 9), item.item),
        )
    )


def split_of(question: Question, item: ContestedItem) -> tuple[tuple[str, int], ...]:
    """Give the titles of the labels that a paragraph got, with how often each."""
    titles = (label.title for label in question.labels)
    return tuple((title, n) for title, n in zip(titles, item.counts, strict=True) if n)


def _matrix(question: Question, given: GivenLabels) -> LabelMatrix:
    declared = set(question.label_names)
    keep = [place for place, label in enumerate(given.labels) if label in declared]
    return LabelMatrix.from_triples(
        [given.paragraphs[place] for place in keep],
        [given.annotators[place] for place in keep],
        [given.labels[place] for place in keep],
        declared=question.label_names,
        level=question.level,
    )
