"""A report's numbers in full precision, for programs: as JSON and as rows of a CSV file.

Annotators stand in both under their pseudonyms, whoever asks.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workbench.agreement import PairAgreement, SpanAgreement, Statistic
from workbench.reports.agreement import QuestionAgreement
from workbench.reports.people import Person
from workbench.web.cells import Cell

COLUMNS = (
    *("project", "demonstration", "software_version", "codebook_version", "computed_at"),
    *("question", "level", "statistic", "weights", "first_annotator", "second_annotator", "value"),
    *("status", "reason", "sentence", "flags", "n_paragraphs", "n_labels", "n_annotators"),
)


@dataclass(frozen=True)
class Origin:
    """Say what a report was computed from, with what, and when.

    `annotations_by_version` counts them by the codebook version they were made under.
    """

    project: str
    is_demonstration: bool
    software_version: str
    codebook_version: int
    annotations_by_version: Mapping[int, int]
    computed_at: datetime


@dataclass(frozen=True)
class AgreementReport:
    """Hold all that the agreement page shows."""

    origin: Origin
    questions: tuple[QuestionAgreement, ...]
    spans: SpanAgreement

    @property
    def n_paragraphs(self) -> int:
        """Count the paragraphs on which labels or spans of two annotators can be compared."""
        return max(
            self.spans.exact_typed.n_items, *(found.alpha.n_items for found in self.questions)
        )


def span_statistics(spans: SpanAgreement) -> tuple[Statistic, ...]:
    """Give the six statistics on spans in the order of their table."""
    return (
        *(spans.exact_typed, spans.exact_untyped),
        *(spans.overlap_typed, spans.overlap_untyped),
        *(spans.character_typed, spans.character_untyped),
    )


def report_json(report: AgreementReport, people: Mapping[int, Person]) -> str:
    """Write a report as JSON; an undefined value is null beside its status and sentence."""
    origin = report.origin
    content = {
        "project": origin.project,
        "demonstration": origin.is_demonstration,
        "software_version": origin.software_version,
        "codebook_version": origin.codebook_version,
        "annotations_by_codebook_version": {
            str(number): n for number, n in origin.annotations_by_version.items()
        },
        "computed_at": origin.computed_at.isoformat(timespec="seconds"),
        "questions": [_question(found, people) for found in report.questions],
        "spans": {
            "statistics": [_statistic(one) for one in span_statistics(report.spans)],
            "n_comparisons": report.spans.n_comparisons,
            "n_both_empty": report.spans.n_both_empty,
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def report_rows(report: AgreementReport, people: Mapping[int, Person]) -> Iterator[list[Cell]]:
    """Give a report as rows, one a statistic, the line of column names first."""
    origin = report.origin
    yield list(COLUMNS)
    start: list[Cell] = [
        *(origin.project, origin.is_demonstration, origin.software_version),
        *(origin.codebook_version, origin.computed_at),
    ]
    for found in report.questions:
        question: list[Cell] = [found.question.name, found.question.level.value]
        for one in (*found.headline, *found.others):
            yield [*start, *question, one.name, _weights(one), "", "", *_cells(one)]
        for pair, weights, one in _pairs(found):
            names = (_pseudonym(pair.first, people), _pseudonym(pair.second, people))
            yield [*start, *question, one.name, weights, *names, *_cells(one)]
    for one in span_statistics(report.spans):
        yield [*start, "spans", "", one.name, "", "", "", *_cells(one)]


def _question(found: QuestionAgreement, people: Mapping[int, Person]) -> dict[str, Any]:
    return {
        "question": found.question.name,
        "level": found.question.level.value,
        "labels": list(found.question.label_names),
        "statistics": [
            {**_statistic(one), "weights": _weights(one)}
            for one in (*found.headline, *found.others)
        ],
        "pairs": [
            {
                "first_annotator": _pseudonym(pair.first, people),
                "second_annotator": _pseudonym(pair.second, people),
                "percent_agreement": pair.percent,
                "weights": weights,
                **_statistic(one),
            }
            for pair, weights, one in _pairs(found)
        ],
        "labels_by_annotator": {
            people[row.annotator].pseudonym: dict(
                zip(found.question.label_names, row.counts, strict=True)
            )
            for row in found.distribution
        },
        "n_paragraphs_with_one_label": found.n_alone,
        "n_labels_left_out": found.n_left_out,
        "n_labels_with_suggestion": found.n_suggested,
        "n_labels_like_suggestion": found.n_followed,
    }


def _pairs(found: QuestionAgreement) -> Iterator[tuple[PairAgreement, str, Statistic]]:
    for pair in found.pairs:
        yield pair, "unweighted", pair.statistic
    if found.weighted_pairs:
        for pair, statistic in zip(found.pairs, found.weighted_pairs, strict=True):
            yield pair, "linear", statistic


def _weights(statistic: Statistic) -> str:
    if statistic.name in ("krippendorff_alpha", "gwet_ac2"):
        return "by level"
    return "unweighted"


def _statistic(one: Statistic) -> dict[str, Any]:
    return {
        "statistic": one.name,
        "value": one.value,
        "status": one.status,
        "reason": one.reason,
        "sentence": one.sentence,
        "flags": list(one.flags),
        "n_paragraphs": one.n_items,
        "n_labels": one.n_labels,
        "n_annotators": one.n_annotators,
    }


def _cells(one: Statistic) -> list[Cell]:
    return [
        *(one.value, one.status, one.reason, one.sentence, " ".join(one.flags)),
        *(one.n_items, one.n_labels, one.n_annotators),
    ]


def _pseudonym(annotator: object, people: Mapping[int, Person]) -> str:
    return people[int(str(annotator))].pseudonym
