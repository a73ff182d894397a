"""Rows of each layout, put together from what the queries read."""

from collections.abc import Iterator
from typing import Any

from workbench.exports.columns import BIAS_REASONS, PRESCORE, SUGGESTED_BY
from workbench.exports.expected import ExpectedOf, expected_in
from workbench.exports.layouts import Layout, groups_of
from workbench.exports.nested_queries import (
    GivenAnswer,
    answers_of,
    first_spans_of,
    loaded_words_of,
    spans_of,
)
from workbench.exports.queries import (
    FoundAnnotation,
    FoundParagraph,
    Group,
    annotation_batches,
    paragraph_batches,
    question_levels,
)
from workbench.exports.selection import Selection

# The values of one row, as its groups of columns: the very same group where a row shares it.
Row = tuple[Group, ...]

_NO_ANSWER: Group = ("",) * 8
_NOTHING = ExpectedOf({}, None, "")
_NO_WORD: dict[str, Any] = {"term": "", "reason": "", "in_quotation": None, "certainty": None}


def row_batches(selection: Selection, questions: tuple[str, ...]) -> Iterator[list[Row]]:
    """Give the rows of a file in batches; `questions` are those that have columns."""
    groups = groups_of(selection.layout, questions, identities=selection.identities)
    match selection.layout:
        case Layout.PARAGRAPHS:
            about = (*PRESCORE, *BIAS_REASONS)
            expected = expected_in(selection)
            for paragraphs in paragraph_batches(selection, paragraph=groups[0], prescore=about):
                yield _paragraph_rows(paragraphs, expected)
        case Layout.LABELS:
            levels = question_levels(selection.project_id)
            expected = expected_in(selection)
            known: dict[tuple[int, GivenAnswer, str], Group] = {}
            for annotations in _annotations(selection, groups, prescore=PRESCORE):
                yield _label_rows(annotations, levels, expected, known)
        case Layout.WIDE:
            expected = expected_in(selection)
            for annotations in _annotations(selection, groups, prescore=PRESCORE):
                yield _wide_rows(annotations, questions, expected)
        case Layout.SPANS:
            for annotations in _annotations(selection, groups, prescore=SUGGESTED_BY):
                yield _span_rows(annotations)


def _annotations(
    selection: Selection, groups: tuple[Any, ...], *, prescore: tuple[Any, ...]
) -> Iterator[list[FoundAnnotation]]:
    return annotation_batches(
        selection, paragraph=groups[0], annotation=groups[1], prescore=prescore
    )


def _label_rows(
    annotations: list[FoundAnnotation],
    levels: dict[tuple[int, str], str],
    expected: dict[int, ExpectedOf],
    known: dict[tuple[int, GivenAnswer, str], Group],
) -> list[Row]:
    """Give a row for each answer; `known` keeps the few answers that there are to the questions."""
    answers = answers_of(one.annotation_id for one in annotations)
    rows: list[Row] = []
    for annotation_id, paragraph_id, version, _, paragraph, annotation, prescore in annotations:
        gold = expected.get(paragraph_id, _NOTHING)
        for answer in answers.get(annotation_id, ()):
            wanted = gold.labels.get(answer.question, "")
            key = (version, answer, wanted)
            group = known.get(key)
            if group is None:
                question, *given = answer
                level = levels.get((version, question), "")
                group = known[key] = (question, level, *given, wanted)
            rows.append((paragraph, annotation, group, prescore))
        if annotation_id not in answers:
            rows.append((paragraph, annotation, _NO_ANSWER, prescore))
    return rows


def _wide_rows(
    annotations: list[FoundAnnotation],
    questions: tuple[str, ...],
    expected: dict[int, ExpectedOf],
) -> list[Row]:
    ids = [one.annotation_id for one in annotations]
    answers, spans, first_spans = answers_of(ids), spans_of(ids), first_spans_of(ids)
    rows: list[Row] = []
    for one in annotations:
        given = {
            answer.question: (answer.label, answer.suggestion, answer.withheld, answer.first_label)
            for answer in answers.get(one.annotation_id, ())
        }
        wanted = expected.get(one.paragraph_id, _NOTHING).labels
        cells = [
            cell
            for name in questions
            for cell in (*given.get(name, ("",) * 4), wanted.get(name, ""))
        ]
        own = one.annotation_id
        group: Group = (*cells, spans.get(own, []), first_spans.get(own))
        rows.append((one.paragraph, one.annotation, group, one.prescore))
    return rows


def _span_rows(annotations: list[FoundAnnotation]) -> list[Row]:
    ids = [one.annotation_id for one in annotations]
    spans = spans_of(ids)
    alone = {
        (own, span["start"], span["end"]): span["category"]
        for own, found in first_spans_of(ids).items()
        for span in found
        if span["decision"] != "rejected"
    }
    words = loaded_words_of(one.prescore_id for one in annotations)
    known: dict[tuple[int | None, int, int], dict[str, Any]] = {
        (prescore_id, word["start"], word["end"]): word
        for prescore_id, found in words.items()
        for word in found
    }
    rows: list[Row] = []
    for one in annotations:
        for span in spans.get(one.annotation_id, []):
            word = _NO_WORD
            if span["suggested_category"]:
                word = known.get((one.prescore_id, span["start"], span["end"]), _NO_WORD)
            about = tuple(word[name] for name in _NO_WORD)
            first = alone.get((one.annotation_id, span["start"], span["end"]), "")
            group: Group = (*span.values(), *about, first)
            rows.append((one.paragraph, one.annotation, group, one.prescore))
    return rows


def _paragraph_rows(paragraphs: list[FoundParagraph], expected: dict[int, ExpectedOf]) -> list[Row]:
    words = loaded_words_of(one.prescore_id for one in paragraphs)
    return [
        (
            one.paragraph,
            (
                *one.prescore,
                None if one.prescore_id is None else words.get(one.prescore_id, []),
                *_expected_cells(expected.get(one.paragraph_id)),
            ),
        )
        for one in paragraphs
    ]


def _expected_cells(gold: ExpectedOf | None) -> Group:
    return (None, None, "") if gold is None else (gold.label_rows, gold.words, gold.note)
