"""The agreement on each question, computed from plain columns of labels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from workbench.agreement import (
    ContestedItem,
    LabelMatrix,
    PairAgreement,
    Statistic,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    contested,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    pairwise,
    percent_agreement,
)
from workbench.codebook.codebook import Question
from workbench.codebook.levels import Level


@dataclass(frozen=True)
class GivenLabels:
    """Hold the labels given to one question as four columns of equal length.

    Paragraphs and annotators are ids; a suggestion is "" where none was shown.
    """

    paragraphs: Sequence[int]
    annotators: Sequence[int]
    labels: Sequence[str]
    suggestions: Sequence[str]


@dataclass(frozen=True)
class CountedLabels:
    """Hold the labels given to one question, counted by who gave which on a paragraph.

    A million labels are few different `sets` of (annotator, label); `times` tells how many
    paragraphs got each set. `annotators` are all who may stand in them, in the order of a report.
    Of the labels that the codebook in force declares, `n_suggested` were given with a suggestion
    on the page and `n_followed` repeat it.
    """

    annotators: Sequence[int]
    sets: Sequence[Sequence[tuple[int, str]]]
    times: Sequence[int]
    n_suggested: int
    n_followed: int

    @classmethod
    def of(cls, question: Question, given: GivenLabels) -> Self:
        """Count labels that stand in columns; annotators stay in the order of the columns."""
        by_paragraph: dict[int, list[tuple[int, str]]] = {}
        for place, paragraph in enumerate(given.paragraphs):
            answer = (given.annotators[place], given.labels[place])
            by_paragraph.setdefault(paragraph, []).append(answer)
        sets = Counter(tuple(answers) for answers in by_paragraph.values())
        kept, _ = _declared(question, given)
        return cls(
            annotators=tuple(dict.fromkeys(given.annotators)),
            sets=tuple(sets),
            times=tuple(sets.values()),
            n_suggested=sum(suggestion != "" for suggestion in kept.suggestions),
            n_followed=sum(map(str.__eq__, kept.labels, kept.suggestions)),
        )


@dataclass(frozen=True)
class AnnotatorLabels:
    """Count what one annotator answered, one number for each declared label."""

    annotator: int
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Count all labels of the annotator."""
        return sum(self.counts)


@dataclass(frozen=True)
class QuestionAgreement:
    """Hold what a report says of one question.

    `n_alone` counts paragraphs with a single label, which no coefficient compares.
    `n_left_out` counts labels that the codebook in force no longer declares. Of all labels,
    `n_suggested` were given with a suggestion on the page and `n_followed` repeat it.
    """

    question: Question
    alpha: Statistic
    percent: Statistic
    fleiss: Statistic
    others: tuple[Statistic, ...]
    pairs: tuple[PairAgreement, ...]
    weighted_pairs: tuple[Statistic, ...]
    distribution: tuple[AnnotatorLabels, ...]
    n_alone: int
    n_left_out: int
    n_suggested: int
    n_followed: int

    @property
    def headline(self) -> tuple[Statistic, ...]:
        """Give the statistics of the first table, in its order."""
        return (self.alpha, self.fleiss, self.percent)

    @property
    def has_remarks_on_pairs(self) -> bool:
        """Tell whether the kappa of any pair is undefined or has to be qualified."""
        return any(pair.statistic.value is None or pair.statistic.flags for pair in self.pairs)

    @property
    def label_counts(self) -> tuple[int, ...]:
        """Count what all annotators answered, one number for each declared label."""
        return tuple(map(sum, zip(*(row.counts for row in self.distribution), strict=True)))

    @property
    def n_labels(self) -> int:
        """Count all counted labels, those on paragraphs with a single one too."""
        return sum(row.total for row in self.distribution)


def agreement_on(question: Question, given: CountedLabels | GivenLabels) -> QuestionAgreement:
    """Compute the agreement on a question; annotators stay in their order, or the columns'."""
    counted = CountedLabels.of(question, given) if isinstance(given, GivenLabels) else given
    m, n_left_out = _matrix_of_sets(question, counted)
    pairs = pairwise(m, minimum_items=1)
    is_ordered = question.level is not Level.NOMINAL
    return QuestionAgreement(
        question=question,
        alpha=krippendorff_alpha(m),
        percent=percent_agreement(m),
        fleiss=fleiss_kappa(m),
        others=(
            conger_kappa(m),
            brennan_prediger(m),
            gwet_ac1(m),
            *((gwet_ac2(m),) if is_ordered else ()),
        ),
        pairs=pairs,
        weighted_pairs=tuple(
            cohen_kappa(m, pair.first, pair.second, weights="linear") for pair in pairs
        )
        if is_ordered
        else (),
        distribution=_distribution(m),
        n_alone=int((m.counts().sum(axis=1) == 1).sum()),
        n_left_out=n_left_out,
        n_suggested=counted.n_suggested,
        n_followed=counted.n_followed,
    )


def contested_paragraphs(question: Question, given: GivenLabels) -> tuple[ContestedItem, ...]:
    """List the paragraphs on which labels differ, the most contested first, ties by number."""
    found = contested(_matrix(question, _declared(question, given)[0]))
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


def _declared(question: Question, given: GivenLabels) -> tuple[GivenLabels, int]:
    """Leave out labels that the codebook in force does not declare; count them."""
    declared = set(question.label_names)
    undeclared = sum(n for label, n in Counter(given.labels).items() if label not in declared)
    if not undeclared:
        return given, 0
    keep = [place for place, label in enumerate(given.labels) if label in declared]
    kept = GivenLabels(
        paragraphs=[given.paragraphs[place] for place in keep],
        annotators=[given.annotators[place] for place in keep],
        labels=[given.labels[place] for place in keep],
        suggestions=[given.suggestions[place] for place in keep],
    )
    return kept, undeclared


def _matrix(question: Question, given: GivenLabels) -> LabelMatrix:
    return LabelMatrix.from_triples(
        given.paragraphs,
        given.annotators,
        given.labels,
        declared=question.label_names,
        level=question.level,
    )


def _matrix_of_sets(question: Question, counted: CountedLabels) -> tuple[LabelMatrix, int]:
    """Arrange counted labels, each paragraph a row; count those that are not declared any more."""
    code = {label: position for position, label in enumerate(question.label_names)}
    column = {annotator: place for place, annotator in enumerate(counted.annotators)}
    codes = np.full((len(counted.sets), len(column)), -1, dtype=np.int64)
    n_left_out = 0
    for row, (answers, times) in enumerate(zip(counted.sets, counted.times, strict=True)):
        for annotator, label in answers:
            if label in code:
                codes[row, column[annotator]] = code[label]
            else:
                n_left_out += times
    given = codes >= 0
    active = np.flatnonzero(given.any(axis=0))
    labelled = given.any(axis=1)
    times_of_rows = np.array(counted.times, dtype=np.int64)[labelled]
    m = LabelMatrix(
        np.repeat(codes[labelled][:, active], times_of_rows, axis=0),
        question.label_names,
        question.level,
        annotator_ids=tuple(counted.annotators[place] for place in active.tolist()),
    )
    return m, n_left_out


def _distribution(m: LabelMatrix) -> tuple[AnnotatorLabels, ...]:
    q = len(m.labels)
    rows = []
    for column, annotator in enumerate(m.annotator_ids):
        codes = m.codes[:, column]
        counts = np.bincount(codes[codes >= 0], minlength=q)
        rows.append(AnnotatorLabels(int(str(annotator)), tuple(counts.tolist())))
    return tuple(rows)
