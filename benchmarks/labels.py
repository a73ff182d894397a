"""Studies with many labels, written straight into SQLite: making them is not what is measured."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.studies import Study, add_study
from benchmarks.texts import batch
from workbench.database import db

QUESTIONS = {
    "sentiment": ("negative", "neutral", "positive"),
    "bias": ("biased", "not_biased"),
    "voice": ("factual", "mixed", "opinion"),
}
ANNOTATORS = 10
OVERLAP = 3
AT = "2026-01-01 00:00:00.000000"
TEXTS = 200

Rows = Iterator[tuple[Any, ...]]


def add_labelled_study(path: Path, labels: int, *, name: str) -> Study:
    """Add a project with `labels` labels, three a paragraph and question; commit.

    Two in three labels follow the paragraph's own answer, so that annotators agree in part; one
    paragraph in four has marked words.
    """
    study = add_study(annotators=ANNOTATORS, overlap=OVERLAP, name=name)
    db.session.commit()
    annotations = -(-labels // len(QUESTIONS))
    paragraphs = -(-annotations // OVERLAP)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    article, paragraph, assignment = (
        connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]  # noqa: S608  (our own names)
        for table in ("article", "paragraph", "assignment")
    )
    texts = batch(600, TEXTS).paragraphs
    version = connection.execute(
        "SELECT id FROM codebook_version WHERE project_id = ?", (study.project_id,)
    ).fetchone()[0]
    with connection:
        _insert(
            connection,
            "article(id, project_id, headline, outlet, byline, url, source_line, source_name,"
            " language, body, fingerprint, created_at)",
            (
                (article + 1 + n, study.project_id, f"Report {n}", "The Sandholm Post")
                + ("",) * 4
                + ("en", "", f"{article + n}", AT)
                for n in range(-(-paragraphs // 10))
            ),
        )
        _insert(
            connection,
            'paragraph(id, article_id, position, start, "end", text)',
            (
                (paragraph + 1 + n, article + 1 + n // 10, n % 10, 0, 600, texts[n % TEXTS])
                for n in range(paragraphs)
            ),
        )
        _insert(
            connection,
            "assignment(id, project_id, paragraph_id, account_id, state, leased_at,"
            " lease_expires_at, finished_at)",
            (
                (
                    assignment + 1 + n,
                    study.project_id,
                    paragraph + 1 + n // OVERLAP,
                    study.annotator_ids[(n // OVERLAP + n % OVERLAP) % ANNOTATORS],
                    "submitted",
                    AT,
                    AT,
                    AT,
                )
                for n in range(annotations)
            ),
        )
        _insert(
            connection,
            "annotation(id, assignment_id, revision, is_current, outcome, is_flagged, comment,"
            " codebook_version_id, submission_key, submitted_at)",
            (
                (
                    assignment + 1 + n,
                    assignment + 1 + n,
                    1,
                    1,
                    "answered",
                    0,
                    "",
                    version,
                    str(UUID(int=assignment + 1 + n)),
                    AT,
                )
                for n in range(annotations)
            ),
        )
        _insert(
            connection,
            "answer(annotation_id, question, label, suggestion)",
            _answers(assignment + 1, annotations, labels),
        )
        _insert(
            connection,
            'span(annotation_id, start, "end", text, category, decision, suggested_category)',
            _spans(assignment + 1, annotations),
        )
    connection.close()
    return study


def _answers(first: int, annotations: int, labels: int) -> Rows:
    random = Random(7)  # noqa: S311  (labels, no secrets)
    made = 0
    for n in range(annotations):
        for question, answers in QUESTIONS.items():
            if made == labels:
                return
            made += 1
            own = (n // OVERLAP) % len(answers)
            label = answers[own] if random.random() < 2 / 3 else random.choice(answers)
            yield first + n, question, label, answers[own]


def _spans(first: int, annotations: int) -> Rows:
    """Mark words on every fourth paragraph; the annotators agree on some of their ends."""
    for n in range(annotations):
        if n // OVERLAP % 4 == 0:
            end = 8 + n % 2
            yield first + n, 0, end, "a" * end, "demeaning", "added", ""


def _insert(connection: sqlite3.Connection, target: str, rows: Rows) -> None:
    places = ", ".join("?" * (target.count(",") + 1))
    connection.executemany(f"INSERT INTO {target} VALUES ({places})", rows)  # noqa: S608  (our own names)
