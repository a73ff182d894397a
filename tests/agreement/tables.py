"""Ways in which papers print labels, made into a LabelMatrix."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from workbench.agreement.labels import LabelMatrix
from workbench.codebook.levels import Level


def from_rater_rows(
    rows: Sequence[Sequence[Any]],
    *,
    declared: Sequence[Any] | None = None,
    level: Level = Level.NOMINAL,
) -> LabelMatrix:
    """Read one row an annotator, one column an item; None is "not annotated".

    Labels are compared with their type (1 is not "1"); undeclared scales are what occurs, sorted.
    """
    if declared is None:
        found = {label for row in rows for label in row if label is not None}
        declared = sorted(found, key=lambda label: (str(type(label)), label))
    position = {(type(label), label): place for place, label in enumerate(declared)}
    codes = [
        [-1 if label is None else position[type(label), label] for label in row] for row in rows
    ]
    return LabelMatrix(np.array(codes, dtype=np.int64).T, tuple(map(str, declared)), level)


def from_text(*rows: str, level: Level = Level.NOMINAL, declared: str = "") -> LabelMatrix:
    """Read one string an annotator, one character an item; "." is "not annotated"."""
    labels = [[None if mark == "." else mark for mark in row.replace(" ", "")] for row in rows]
    return from_rater_rows(labels, declared=list(declared) or None, level=level)


def from_contingency(
    table: Sequence[Sequence[int]], *, level: Level = Level.NOMINAL
) -> LabelMatrix:
    """Read how often annotator 0 gave the row's and annotator 1 the column's label."""
    q = len(table)
    cells = np.repeat(np.arange(q * q), np.array(table).ravel())
    codes = np.stack([cells // q, cells % q], axis=1)
    return LabelMatrix(codes, tuple(str(place + 1) for place in range(q)), level)


def from_counts(counts: Sequence[Sequence[int]], *, level: Level = Level.NOMINAL) -> LabelMatrix:
    """Read how many annotators gave each label, one row an item; who gave it is made up."""
    q, width = len(counts[0]), max(sum(row) for row in counts)
    codes = np.full((len(counts), width), -1)
    for item, row in enumerate(counts):
        codes[item, : sum(row)] = np.repeat(np.arange(q), row)
    return LabelMatrix(codes, tuple(str(place + 1) for place in range(q)), level)
