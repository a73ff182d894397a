"""Rows of each layout, put together from what the queries read."""

import json
from collections.abc import Iterator

from workbench.exports.columns import Layout
from workbench.exports.queries import (
    Row,
    annotation_batches,
    answers_of,
    loaded_words_of,
    paragraph_batches,
    question_levels,
    spans_of,
)

_NO_ANSWER: Row = {"question": "", "level": "", "label": "", "suggestion": ""}
_NO_WORD: Row = {"term": "", "reason": "", "in_quotation": None}


def row_batches(project_id: int, layout: Layout, *, all_revisions: bool) -> Iterator[list[Row]]:
    """Give the rows of a layout in batches; a row holds at least the columns of the layout."""
    if layout is Layout.PARAGRAPHS:
        yield from map(_paragraph_rows, paragraph_batches(project_id))
        return
    levels = question_levels(project_id)
    for annotations in annotation_batches(project_id, all_revisions=all_revisions):
        for annotation in annotations:
            annotation["submitted_on"] = annotation["submitted_at"].date()
        if layout is Layout.LABELS:
            yield _label_rows(annotations, levels)
        elif layout is Layout.WIDE:
            yield _wide_rows(annotations, {question for _, question in levels})
        else:
            yield _span_rows(annotations)


def _label_rows(annotations: list[Row], levels: dict[tuple[int, str], str]) -> list[Row]:
    answers = answers_of(row["annotation_id"] for row in annotations)
    rows = []
    for annotation in annotations:
        version = annotation["codebook_version"]
        for answer in answers.get(annotation["annotation_id"], []):
            level = levels.get((version, answer["question"]), "")
            rows.append({**annotation, **answer, "level": level})
        if annotation["annotation_id"] not in answers:
            rows.append(annotation | _NO_ANSWER)
    return rows


def _wide_rows(annotations: list[Row], questions: set[str]) -> list[Row]:
    ids = [row["annotation_id"] for row in annotations]
    answers, spans = answers_of(ids), spans_of(ids)
    empty = {f"{kind}_{name}": "" for name in questions for kind in ("label", "suggestion")}
    rows = []
    for annotation in annotations:
        row = annotation | empty
        for answer in answers.get(annotation["annotation_id"], []):
            row[f"label_{answer['question']}"] = answer["label"]
            row[f"suggestion_{answer['question']}"] = answer["suggestion"]
        row["spans"] = _json(spans.get(annotation["annotation_id"], []))
        rows.append(row)
    return rows


def _span_rows(annotations: list[Row]) -> list[Row]:
    spans = spans_of(row["annotation_id"] for row in annotations)
    words = loaded_words_of(row["prescore_id"] for row in annotations)
    known = {
        (prescore_id, word["start"], word["end"]): word
        for prescore_id, found in words.items()
        for word in found
    }
    rows = []
    for annotation in annotations:
        for span in spans.get(annotation["annotation_id"], []):
            word = _NO_WORD
            if span["suggested_category"]:
                place = (annotation["prescore_id"], span["start"], span["end"])
                word = known.get(place, _NO_WORD)
            rows.append({**annotation, **{name: word[name] for name in _NO_WORD}, **span})
    return rows


def _paragraph_rows(paragraphs: list[Row]) -> list[Row]:
    words = loaded_words_of(row["prescore_id"] for row in paragraphs)
    return [
        row
        | {
            "loaded_words": ""
            if row["prescore_id"] is None
            else _json(words.get(row["prescore_id"], []))
        }
        for row in paragraphs
    ]


def _json(values: list[Row]) -> str:
    return json.dumps(values, ensure_ascii=False)
