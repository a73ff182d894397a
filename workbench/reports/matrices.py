"""The labels of one question as a table of paragraphs × annotators, and what goes with each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement import LabelMatrix
from workbench.codebook.codebook import Question
from workbench.codebook.levels import Level
from workbench.reports.labels import UNDECLARED, Codes, StudyLabels


@dataclass(frozen=True, eq=False)
class LabelledQuestion:
    """Hold a question's labels; all tables are paragraphs × annotators, as those of `matrix`.

    `articles` names the article of each paragraph. `suggested` is a position among the labels,
    -1 where nothing was suggested; `is_blind` tells where the page said nothing of the machine;
    `days` are ordinals; `order` tells which label was given
    earlier. `n_left_out` labels are not declared any more.
    """

    question: Question
    matrix: LabelMatrix
    articles: Codes
    suggested: Codes
    is_blind: NDArray[np.bool_]
    days: Codes
    versions: Codes
    order: Codes
    n_left_out: int

    def codes_of(self, column: int) -> Codes:
        """Give the labels of one annotator in the order in which they were given."""
        rows = np.flatnonzero(self.matrix.codes[:, column] >= 0)
        by_time = rows[np.argsort(self.order[rows, column], kind="stable")]
        codes: Codes = self.matrix.codes[by_time, column]
        return codes

    def only(self, is_kept: NDArray[np.bool_]) -> LabelMatrix:
        """Leave out labels; annotators and paragraphs stay."""
        m = self.matrix
        return LabelMatrix(
            np.where(is_kept, m.codes, -1), m.labels, m.level, m.values, m.item_ids, m.annotator_ids
        )


def labelled_question(question: Question, study: StudyLabels) -> LabelledQuestion:
    """Arrange the labels of a question; annotators stand in the order of their pseudonyms."""
    given = study.answers[question.name]
    is_declared = given.codes != UNDECLARED
    places, codes = given.places[is_declared], given.codes[is_declared]
    annotations = study.annotations
    paragraphs, rows = np.unique(annotations.paragraphs[places], return_inverse=True)
    first = np.unique(rows, return_index=True)[1]
    accounts = sorted(
        np.unique(annotations.accounts[places]).tolist(), key=lambda one: study.rank[one]
    )
    column_of = {account: column for column, account in enumerate(accounts)}
    columns = np.array(
        [column_of[account] for account in annotations.accounts[places].tolist()], dtype=np.int64
    )
    shape = (len(paragraphs), len(accounts))

    def table(values: Codes, missing: int) -> Codes:
        filled = np.full(shape, missing, dtype=np.int64)
        filled[rows, columns] = values
        return filled

    return LabelledQuestion(
        question=question,
        matrix=_matrix(question, table(codes, -1), paragraphs, accounts),
        articles=annotations.articles[places][first],
        suggested=table(given.suggested[is_declared], -1),
        is_blind=table(annotations.is_blind[places], 0) == 1,
        days=table(annotations.days[places], 0),
        versions=table(annotations.versions[places], 0),
        order=table(places, 0),
        n_left_out=int((~is_declared).sum()),
    )


def _matrix(
    question: Question, codes: Codes, paragraphs: Codes, accounts: list[int]
) -> LabelMatrix:
    """Name labels by their titles, which stand in sentences, and measure them by their names."""
    return LabelMatrix(
        codes,
        titles(question),
        question.level,
        label_scale(question),
        tuple(paragraphs.tolist()),
        tuple(accounts),
    )


def label_scale(question: Question) -> tuple[float, ...] | None:
    """Give the numbers that an interval or ratio question measures with; None for others."""
    if question.level not in (Level.INTERVAL, Level.RATIO):
        return None
    named = LabelMatrix(np.zeros((0, 0), dtype=np.int64), question.label_names, question.level)
    return tuple(named.scale.tolist())


def titles(question: Question) -> tuple[str, ...]:
    """Give the titles of the labels; their names, where two labels have one title."""
    found = tuple(label.title for label in question.labels)
    return found if len(set(found)) == len(found) else question.label_names
