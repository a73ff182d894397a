"""A report's numbers in full precision, for programs: as JSON and as rows of a CSV file.

Annotators stand in both under their pseudonyms, whoever asks.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from workbench.agreement import Estimate, Interval, Statistic, Stretch
from workbench.reports.counted_lines import counted_lines, counted_of_all
from workbench.reports.lines import Line, annotator_lines, report_lines, weights_of
from workbench.reports.methods import methods_sentences, sources
from workbench.reports.people import Person
from workbench.reports.question import AnnotatorReport, QuestionAgreement
from workbench.reports.records import AgreementReport
from workbench.reports.repeat_lines import repeat_lines, span_repeat_lines
from workbench.reports.repeat_writing import question_repeats, repeated_spans
from workbench.web.cells import Cell
from workbench.words import in_english

COLUMNS = (
    *("project", "demonstration", "software_version", "codebook_version", "computed_at"),
    *("seed", "filters", "question", "level", "part", "of", "statistic", "weights"),
    *("first_annotator", "second_annotator", "label", "other_label", "value", "low", "high"),
    *("interval_withheld", "interval_sentence", "interval_remarks", "undefined_share"),
    *("share_below_667", "share_below_800"),
    *("shrunken", "p_value", "status", "reason", "sentence", "flags"),
    *("n_paragraphs", "n_labels", "n_annotators"),
)


def report_json(report: AgreementReport, people: Mapping[int, Person]) -> str:
    """Write a report as JSON; an undefined value is null beside its status and sentence."""
    origin, spans = report.origin, report.spans
    content = {
        "project": origin.project,
        "demonstration": origin.is_demonstration,
        "software_version": origin.software_version,
        "codebook_version": origin.codebook_version,
        "annotations_by_codebook_version": {
            str(number): n for number, n in origin.annotations_by_version.items()
        },
        "computed_at": origin.computed_at.isoformat(timespec="seconds"),
        "filters": list(origin.selection.sentences()),
        "seed": origin.selection.seed,
        "n_articles": origin.n_articles,
        "n_annotations": origin.n_annotations,
        "n_imported_annotations": origin.n_imported,
        "n_annotations_after_a_reveal": origin.n_revealed,
        "n_hidden_repeats": origin.n_repeats,
        "n_answers_of_a_second_pass": origin.n_named,
        "n_annotations_of_the_least_sure": origin.n_least_sure,
        "n_annotations_of_gold": origin.n_gold,
        "questions": [_question(found, people) for found in report.questions],
        "spans": {
            "statistics": [
                *(_estimate(one) for one in spans.estimates),
                _estimate(spans.unitizing.full),
                _estimate(spans.unitizing.where),
            ],
            "n_comparisons": spans.n_comparisons,
            "n_both_empty": spans.n_both_empty,
            "n_submissions": spans.n_submissions,
            "n_submissions_without_spans": spans.n_empty,
            "repeats": repeated_spans(report.span_repeats, people, _estimate),
        },
        "pace": [
            {
                "annotator": _pseudonym(one.annotator, people),
                "n_paragraphs": one.pace.n,
                "seconds_per_word": one.pace.median,
                "quartiles": one.pace.quartiles,
                "limits": one.pace.limits,
                "hasty_share": one.pace.hasty_share,
            }
            for one in report.paces
        ],
        "methods": methods_sentences(report),
        "sources": sources(report),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def report_rows(report: AgreementReport, people: Mapping[int, Person]) -> Iterator[list[Cell]]:
    """Give a report as rows, one a number, the line of column names first."""
    origin = report.origin
    yield list(COLUMNS)
    start: list[Cell] = [
        *(origin.project, origin.is_demonstration, origin.software_version),
        *(origin.codebook_version, origin.computed_at, origin.selection.seed),
        in_english(lambda: " ".join(origin.selection.sentences())),
    ]
    for line in (*report_lines(report), *_repeat_lines(report), *_counted_lines(report)):
        yield [*start, *_cells(line, people)]


def _counted_lines(report: AgreementReport) -> Iterator[Line]:
    for found in report.questions:
        for line in counted_lines(found):
            yield replace(line, question=found.question.name, level=found.question.level.value)
    for line in counted_of_all(report):
        yield replace(line, question="spans" if line.part == "spans" else "")


def _repeat_lines(report: AgreementReport) -> Iterator[Line]:
    for found in report.questions:
        if found.repeats:
            for line in repeat_lines(found.repeats):
                name, level = found.question.name, found.question.level.value
                yield replace(line, question=name, level=level)
    if report.span_repeats:
        for line in span_repeat_lines(report.span_repeats):
            yield replace(line, question="spans")


def _cells(line: Line, people: Mapping[int, Person]) -> list[Cell]:
    below = dict(line.below)
    return [
        *(line.question, line.level, line.part, line.of, line.statistic, line.weights),
        *(_name(line.first, people), _name(line.second, people), line.label, line.other_label),
        *(line.value, line.low, line.high, line.withheld, line.withheld_sentence),
        *(line.remarks, line.undefined_share),
        *(below.get(0.667), below.get(0.8), line.shrunken, line.p_value),
        *(line.status, line.reason or None, line.sentence, " ".join(line.flags)),
        *(line.n_items, line.n_labels, line.n_annotators),
    ]


def _question(found: QuestionAgreement, people: Mapping[int, Person]) -> dict[str, Any]:
    question, enough = found.question, found.enough
    names = question.label_names
    return {
        "question": question.name,
        "title": question.title,
        "level": question.level.value,
        "labels": list(names),
        "warnings": list(found.warnings),
        "statistics": [_estimate(one) for one in found.headline],
        "by_label": [
            {
                "label": name,
                "n_labels": one.agreement.n_labels,
                "share": one.agreement.share,
                "krippendorff_alpha": _estimate(Estimate(one.agreement.alpha, one.interval)),
                "fleiss_kappa": _statistic(one.agreement.fleiss),
                "positive_agreement": _statistic(one.agreement.positive),
            }
            for name, one in zip(names, found.labels, strict=False)
        ],
        "pairs": [
            {
                "first_annotator": _pseudonym(pair.first, people),
                "second_annotator": _pseudonym(pair.second, people),
                "percent_agreement": pair.percent,
                **_estimate(one),
                "weights": weights,
            }
            for weights, estimates in (
                ("unweighted", found.pair_estimates),
                ("linear", found.weighted_pairs),
            )
            for pair, one in zip(found.pairs, estimates, strict=False)
        ],
        "confusions": [
            {
                "first_annotator": _pseudonym(one.first, people),
                "second_annotator": _pseudonym(one.second, people),
                "table": one.table,
            }
            for one in found.confusions
        ],
        "coincidences": found.coincidences,
        "labels_by_annotator": {
            people[row.annotator].pseudonym: dict(zip(names, row.counts, strict=True))
            for row in found.annotators
        },
        "annotators": [_annotator(row, found, people) for row in found.annotators],
        "sufficiency": {
            "n_paragraphs": enough.n_items,
            "n_labels": enough.n_labels,
            "paragraphs_by_number_of_labels": {str(n): m for n, m in enough.labels_by_item},
            "annotators": [_pseudonym(one, people) for one in enough.annotators],
            "overlap": enough.overlap,
            "groups": [[_pseudonym(one, people) for one in group] for group in enough.groups],
            "rarest_label": enough.rarest.label,
            "n_rarest_label": enough.rarest.n_labels,
        },
        "contest": {
            "n_paragraphs": found.contest.n_items,
            "n_contested": found.contest.n_contested,
            "mean_entropy": found.contest.mean_entropy,
        },
        "periods": [_stretch(one, names) for one in found.periods],
        "versions": [_stretch(one, names) for one in found.versions],
        "suggestions": _suggested(found),
        "machine": _machine(found),
        "repeats": question_repeats(found.repeats, people, _estimate),
        "n_paragraphs_with_one_label": enough.n_alone,
        "n_labels_left_out": enough.n_left_out,
        "n_labels_with_suggestion": found.suggested.n_shown if found.suggested else 0,
        "n_labels_like_suggestion": found.suggested.n_followed if found.suggested else 0,
    }


def _annotator(
    row: AnnotatorReport, found: QuestionAgreement, people: Mapping[int, Person]
) -> dict[str, Any]:
    lining = row.lining
    return {
        "annotator": _pseudonym(row.annotator, people),
        "n_labels": row.total,
        "numbers": [
            {
                **{name: getattr(line, name) for name in ("statistic", "value", "status")},
                "reason": line.reason or None,
                **{name: getattr(line, name) for name in ("sentence", "low", "high")},
                **{name: getattr(line, name) for name in ("shrunken", "p_value")},
                "n_paragraphs": line.n_items,
            }
            for line in annotator_lines(row, found.unidentified)
        ],
        "straight_lining": {
            "longest_run": lining.longest_run,
            "of_label": None
            if lining.run_code is None
            else found.question.label_names[lining.run_code],
            "chance": lining.chance,
            "entropy": lining.entropy,
        },
    }


def _suggested(found: QuestionAgreement) -> dict[str, Any] | None:
    if found.suggested is None:
        return None
    return {
        "n_shown": found.suggested.n_shown,
        "n_followed": found.suggested.n_followed,
        "n_blind": found.suggested.n_blind,
        "shown": _estimate(found.suggested.alpha_shown),
        "blind": _estimate(found.suggested.alpha_blind),
    }


def _machine(found: QuestionAgreement) -> dict[str, Any] | None:
    machine = found.machine
    if machine is None:
        return None
    return {
        "sentence": machine.sentence,
        "n_tied": machine.n_tied,
        "statistics": [
            *(_estimate(one) for one in machine.estimates),
            *([_statistic(machine.kappa)] if machine.kappa else []),
        ],
        "table": machine.table,
    }


def _stretch(one: Stretch, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "stretch": one.name,
        "n_labels": one.n_labels,
        "shares": None if one.shares is None else dict(zip(names, one.shares, strict=True)),
        "statistics": [_estimate(one.alpha), _statistic(one.percent)],
    }


def _estimate(one: Estimate) -> dict[str, Any]:
    return {**_statistic(one.statistic), "interval": _interval(one.interval)}


def _interval(one: Interval) -> dict[str, Any]:
    return {
        "low": one.low,
        "high": one.high,
        "withheld": one.withheld.reason if one.withheld else None,
        "sentence": one.withheld.sentence if one.withheld else "",
        "remarks": [remark.sentence for remark in one.remarks],
        "confidence": one.confidence,
        "method": one.method,
        "drawn": "articles" if one.unit == "cluster" else "paragraphs",
        "n_drawn": one.n_units,
        "n_replicates": one.n_replicates,
        "undefined_share": one.undefined_share,
        "share_below": {str(limit): share for limit, share in one.below},
    }


def _statistic(one: Statistic) -> dict[str, Any]:
    return {
        "statistic": one.name,
        "weights": weights_of(one),
        "value": one.value,
        "status": one.status,
        "reason": one.reason,
        "sentence": one.sentence,
        "flags": list(one.flags),
        "n_paragraphs": one.n_items,
        "n_labels": one.n_labels,
        "n_annotators": one.n_annotators,
    }


def _pseudonym(annotator: object, people: Mapping[int, Person]) -> str:
    return people[int(str(annotator))].pseudonym


def _name(annotator: int | None, people: Mapping[int, Person]) -> str:
    return "" if annotator is None else _pseudonym(annotator, people)
