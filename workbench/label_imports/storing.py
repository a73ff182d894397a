"""Store a part of an import: its articles, the annotations on them, and every count they change."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import bindparam, delete, insert, select, update

from workbench.annotations.models import LabelImport
from workbench.annotations.tables import (
    ANNOTATION,
    ANNOTATOR_COUNT,
    ANSWER,
    ASSIGNMENT,
    PARAGRAPH,
    SPAN,
    insert_into,
)
from workbench.articles.models import Article, Paragraph
from workbench.articles.operations import store_articles
from workbench.articles.queue_counts import count_filled
from workbench.articles.scorer import scorer_in_force
from workbench.database import connection, db
from workbench.label_imports.models import LabelImportPart
from workbench.label_imports.packing import unpacked_part
from workbench.occasions import Occasion
from workbench.projects.models import CodebookVersion, Project
from workbench.text.articles import ArticleText, fingerprint
from workbench.text.composing import Fields, compose

_AT_ONCE = 500
Plain = dict[str, Any]


def store_part(label_import: LabelImport, part_id: int, *, at: datetime) -> int:
    """Store a part and give the number of its annotations; one that is gone was stored before."""
    content = db.session.scalar(
        delete(LabelImportPart)
        .where(LabelImportPart.id == part_id, LabelImportPart.label_import_id == label_import.id)
        .returning(LabelImportPart.content)
    )
    if content is None:
        return 0
    placed = _placed(label_import, unpacked_part(content), at=at)
    project = db.session.get_one(Project, label_import.project_id)
    link = connection()
    # Others who store answers for these paragraphs wait until their counts are right.
    ids = sorted({paragraph for paragraph, _ in placed})
    for some in _portions(ids):
        held = select(PARAGRAPH.c.id).where(PARAGRAPH.c.id.in_(some)).order_by(PARAGRAPH.c.id)
        link.execute(held.with_for_update()).all()
    known = _known_pairs(ids)
    fresh = [
        (paragraph, one) for paragraph, one in placed if (paragraph, one["account"]) not in known
    ]
    if fresh:
        _store_annotations(label_import, fresh, at=at)
        _count(project, fresh)
    return len(fresh)


def _placed(
    label_import: LabelImport, articles: Sequence[Plain], *, at: datetime
) -> list[tuple[int, Plain]]:
    """Find or make the paragraph of each annotation."""
    placed: list[tuple[int, Plain]] = []
    new: dict[str, tuple[ArticleText, list[Plain]]] = {}
    for article in articles:
        items = article["items"]
        for item in items:
            if item["paragraph_id"] is not None:
                placed += [(item["paragraph_id"], one) for one in item["given"]]
        without = [item for item in items if item["paragraph_id"] is None]
        if without:
            text = _article_text(article, without, label_import.source_name)
            key = fingerprint(text.body)
            if key in new:
                # Two items with the same text are two items all the same.
                key = hashlib.sha256(f"{key} {without[0]['name']}".encode()).hexdigest()
            new[key] = (text, without)
    store_articles(
        label_import.project_id,
        {key: text for key, (text, _) in new.items()},
        at=at,
        score=scorer_in_force(label_import.project_id).score_text,
        article_import_id=label_import.article_import_id,
    )
    paragraph_ids = _paragraph_ids(label_import.project_id, list(new))
    for key, (_, items) in new.items():
        for position, item in enumerate(items):
            placed += [(paragraph_ids[key, position], one) for one in item["given"]]
    return placed


def _article_text(article: Plain, items: Sequence[Plain], source_name: str) -> ArticleText:
    """Compose the article of some items; one whose text is unknown says so in its place."""
    name = article["name"]
    is_address = name.startswith(("http://", "https://"))
    texts = [item["text"] or f"[Text of item {item['name']} not imported]" for item in items]
    composed = compose(
        Fields(
            body="\n\n".join(texts),
            headline="" if is_address else name,
            outlet=article["outlet"],
            url=name if is_address else "",
        ),
        source_name=source_name,
    )
    if not isinstance(composed, ArticleText):
        raise ValueError(composed.reason)
    # Words that stand in for a text are in no language, and get no pre-score.
    return composed if any(item["text"] for item in items) else replace(composed, language="")


def _paragraph_ids(project_id: int, keys: Sequence[str]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for some in _portions(keys):
        rows = db.session.execute(
            select(Article.fingerprint, Paragraph.position, Paragraph.id)
            .join(Article, Article.id == Paragraph.article_id)
            .where(Article.project_id == project_id, Article.fingerprint.in_(some))
        )
        found.update(((row[0], row[1]), row[2]) for row in rows)
    return found


def _known_pairs(paragraph_ids: Sequence[int]) -> set[tuple[int, int]]:
    """List who was given which of these paragraphs before."""
    found: set[tuple[int, int]] = set()
    for some in _portions(paragraph_ids):
        rows = connection().execute(
            select(ASSIGNMENT.c.paragraph_id, ASSIGNMENT.c.account_id).where(
                ASSIGNMENT.c.paragraph_id.in_(some)
            )
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def _store_annotations(
    label_import: LabelImport, fresh: Sequence[tuple[int, Plain]], *, at: datetime
) -> None:
    link = connection()
    given_at = [datetime.fromisoformat(one["at"]) if one["at"] else at for _, one in fresh]
    link.execute(
        insert(ASSIGNMENT),
        [
            {
                "project_id": label_import.project_id,
                "paragraph_id": paragraph,
                "account_id": one["account"],
                "state": "submitted",
                "leased_at": moment,
                "lease_expires_at": moment,
                "finished_at": moment,
                # Nothing of this workbench was on the page that these labels come from.
                "arm": "blind",
                "context": "paragraph",
            }
            for (paragraph, one), moment in zip(fresh, given_at, strict=True)
        ],
    )
    assignment_of = _assignments({paragraph for paragraph, _ in fresh})
    places = [assignment_of[paragraph, one["account"]] for paragraph, one in fresh]
    version = db.session.scalars(
        select(CodebookVersion.id).where(
            CodebookVersion.project_id == label_import.project_id,
            CodebookVersion.number == label_import.summary["codebook_version"],
        )
    ).one()
    link.execute(
        insert(ANNOTATION),
        [
            {
                "assignment_id": place,
                "revision": 1,
                "is_current": True,
                "outcome": "answered",
                "is_flagged": False,
                "comment": "",
                "codebook_version_id": version,
                "submission_key": str(uuid5(NAMESPACE_URL, f"label-import/{place}")),
                "submitted_at": moment,
                "label_import_id": label_import.id,
            }
            for place, moment in zip(places, given_at, strict=True)
        ],
    )
    annotation_of = _annotations(places)
    ids = [annotation_of[place] for place in places]
    _store_rows(
        ANSWER,
        [
            {"annotation_id": annotation, "question": question, "label": label}
            for annotation, (_, one) in zip(ids, fresh, strict=True)
            for question, label in one["answers"].items()
        ],
    )
    texts = _texts({paragraph for paragraph, one in fresh if one["spans"]})
    _store_rows(
        SPAN,
        [
            {
                "annotation_id": annotation,
                "start": start,
                "end": end,
                "text": texts[paragraph][start:end],
                "category": category,
                "decision": "added",
            }
            for annotation, (paragraph, one) in zip(ids, fresh, strict=True)
            for start, end, category in one["spans"] or ()
            if end <= len(texts[paragraph])
        ],
    )


def _store_rows(table: Any, rows: list[Plain]) -> None:
    if rows:
        connection().execute(insert(table), rows)


def _assignments(paragraph_ids: set[int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for some in _portions(sorted(paragraph_ids)):
        rows = connection().execute(
            select(ASSIGNMENT.c.paragraph_id, ASSIGNMENT.c.account_id, ASSIGNMENT.c.id).where(
                ASSIGNMENT.c.paragraph_id.in_(some), ASSIGNMENT.c.occasion == Occasion.FIRST.value
            )
        )
        found.update(((row[0], row[1]), row[2]) for row in rows)
    return found


def _annotations(assignment_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _portions(assignment_ids):
        rows = connection().execute(
            select(ANNOTATION.c.assignment_id, ANNOTATION.c.id).where(
                ANNOTATION.c.assignment_id.in_(some)
            )
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def _texts(paragraph_ids: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in _portions(sorted(paragraph_ids)):
        rows = connection().execute(
            select(PARAGRAPH.c.id, PARAGRAPH.c.text).where(PARAGRAPH.c.id.in_(some))
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def _count(project: Project, fresh: Sequence[tuple[int, Plain]]) -> None:
    """Count the answers of each paragraph and annotator, and what they filled."""
    link = connection()
    more = Counter(paragraph for paragraph, _ in fresh)
    before: dict[int, tuple[int, bool]] = {}
    for some in _portions(sorted(more)):
        rows = link.execute(
            select(PARAGRAPH.c.id, PARAGRAPH.c.answers, PARAGRAPH.c.is_full).where(
                PARAGRAPH.c.id.in_(some)
            )
        )
        before.update((row[0], (row[1], row[2])) for row in rows)
    wanted = project.annotators_per_paragraph
    link.execute(
        update(PARAGRAPH)
        .where(PARAGRAPH.c.id == bindparam("of_paragraph"))
        .values(answers=bindparam("now"), is_full=bindparam("full")),
        [
            # One that is set aside is full already, and more answers open nothing.
            {"of_paragraph": paragraph, "now": answers + n, "full": full or answers + n >= wanted}
            for paragraph, n in more.items()
            for answers, full in [before[paragraph]]
        ],
    )
    filled = [
        paragraph
        for paragraph, n in more.items()
        if before[paragraph][0] + n >= wanted and not before[paragraph][1]
    ]
    full = [
        paragraph
        for paragraph, n in more.items()
        if before[paragraph][1] or before[paragraph][0] + n >= wanted
    ]
    for some in _portions(full):
        link.execute(
            update(ASSIGNMENT).where(ASSIGNMENT.c.paragraph_id.in_(some)).values(is_open=False)
        )
    _count_annotators(project.id, Counter(one["account"] for _, one in fresh))
    if filled:
        # Last, because everybody's submissions to the project change this row.
        count_filled(project.id, len(filled))


def _count_annotators(project_id: int, more: Mapping[int, int]) -> None:
    row = insert_into(ANNOTATOR_COUNT)
    connection().execute(
        row.on_conflict_do_update(
            index_elements=[
                ANNOTATOR_COUNT.c[name] for name in ("project_id", "account_id", "occasion")
            ],
            set_={"submitted": ANNOTATOR_COUNT.c.submitted + row.excluded.submitted},
        ),
        [
            {
                "project_id": project_id,
                "account_id": account,
                "submitted": n,
                "skipped": 0,
                "flagged": 0,
            }
            for account, n in more.items()
        ],
    )


def _portions(values: Sequence[Any]) -> list[list[Any]]:
    return [list(values[start : start + _AT_ONCE]) for start in range(0, len(values), _AT_ONCE)]
