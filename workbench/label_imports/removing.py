"""Take an import of labels back, as if it had never been; flush."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, exists, func, select, update

from workbench.accounts.models import Account
from workbench.annotations.models import Annotation, Assignment, LabelImport
from workbench.annotations.tables import ANNOTATOR_COUNT, ASSIGNMENT, PARAGRAPH
from workbench.articles.models import Article, Paragraph
from workbench.articles.queue_counts import count_added, count_filled
from workbench.database import connection, db
from workbench.label_imports.models import ImportedAnnotator
from workbench.occasions import Occasion
from workbench.projects.models import Membership, Project

_AT_ONCE = 500


def remove_label_import(label_import: LabelImport) -> int:
    """Remove the annotations of an import and what they alone brought along; give their number.

    That is its articles that nobody else was given, and its annotators who have no other labels.
    The codebook stays, as the history of what was asked.
    """
    project = db.session.get_one(Project, label_import.project_id)
    removed = _remove_assignments(label_import, project)
    _remove_articles(label_import)
    _remove_annotators(project.id)
    db.session.delete(label_import)
    db.session.flush()
    return removed


def _remove_assignments(label_import: LabelImport, project: Project) -> int:
    rows = db.session.execute(
        select(Assignment.id, Assignment.paragraph_id, Assignment.account_id)
        .join(Annotation, Annotation.assignment_id == Assignment.id)
        .where(Annotation.label_import_id == label_import.id)
    ).all()
    fewer = Counter(row.paragraph_id for row in rows)
    paragraphs = sorted(fewer)
    link = connection()
    before: dict[int, tuple[int, bool, bool]] = {}
    for some in _portions(paragraphs):
        held = select(
            *(PARAGRAPH.c[name] for name in ("id", "answers", "is_full", "is_set_aside"))
        ).where(PARAGRAPH.c.id.in_(some))
        found = link.execute(held.order_by(PARAGRAPH.c.id).with_for_update()).all()
        before.update((row[0], (row[1], row[2], row[3])) for row in found)
    for some in _portions([row.id for row in rows]):
        link.execute(delete(ASSIGNMENT).where(ASSIGNMENT.c.id.in_(some)))
    wanted = project.annotators_per_paragraph
    opened = [
        paragraph
        for paragraph, n in fewer.items()
        if before[paragraph][1] and not before[paragraph][2] and before[paragraph][0] - n < wanted
    ]
    if fewer:
        link.execute(
            update(PARAGRAPH)
            .where(PARAGRAPH.c.id == bindparam("of_paragraph"))
            .values(answers=bindparam("now"), is_full=bindparam("full")),
            [
                {
                    "of_paragraph": paragraph,
                    "now": answers - n,
                    "full": is_set_aside or answers - n >= wanted,
                }
                for paragraph, n in fewer.items()
                for answers, _, is_set_aside in [before[paragraph]]
            ],
        )
    for some in _portions(opened):
        link.execute(
            update(ASSIGNMENT)
            .where(
                ASSIGNMENT.c.paragraph_id.in_(some),
                ASSIGNMENT.c.occasion == Occasion.FIRST.value,
            )
            .values(is_open=True)
        )
    own = Counter(row.account_id for row in rows)
    for account, n in own.items():
        link.execute(
            update(ANNOTATOR_COUNT)
            .where(
                ANNOTATOR_COUNT.c.project_id == project.id,
                ANNOTATOR_COUNT.c.account_id == account,
                ANNOTATOR_COUNT.c.occasion == Occasion.FIRST.value,
            )
            .values(submitted=ANNOTATOR_COUNT.c.submitted - n)
        )
    if opened:
        count_filled(project.id, -len(opened))
    return len(rows)


def _remove_articles(label_import: LabelImport) -> None:
    if label_import.article_import_id is None:
        return
    is_given = (
        exists()
        .where(Paragraph.article_id == Article.id)
        .where(Assignment.paragraph_id == Paragraph.id)
    )
    unused = list(
        db.session.scalars(
            select(Article.id).where(
                Article.project_id == label_import.project_id,
                Article.article_import_id == label_import.article_import_id,
                ~is_given,
            )
        )
    )
    removed = full = 0
    for some in _portions(unused):
        counts = select(func.count(), func.count().filter(Paragraph.is_full)).select_from(Paragraph)
        of_some = db.session.execute(counts.where(Paragraph.article_id.in_(some))).one()
        removed, full = removed + of_some[0], full + of_some[1]
        db.session.execute(delete(Article).where(Article.id.in_(some)))
    count_added(label_import.project_id, -removed)
    # Nobody has an answer on them: only what was set aside as gold is full.
    count_filled(label_import.project_id, -full)


def _remove_annotators(project_id: int) -> None:
    """Remove imported annotators of a project who have no label left."""
    has_labels = exists().where(
        Assignment.account_id == ImportedAnnotator.account_id, Assignment.project_id == project_id
    )
    idle = list(
        db.session.scalars(
            select(ImportedAnnotator.account_id).where(
                ImportedAnnotator.project_id == project_id, ~has_labels
            )
        )
    )
    for some in _portions(idle):
        db.session.execute(
            delete(ANNOTATOR_COUNT).where(
                ANNOTATOR_COUNT.c.project_id == project_id, ANNOTATOR_COUNT.c.account_id.in_(some)
            )
        )
        db.session.execute(
            delete(Membership).where(
                Membership.project_id == project_id, Membership.account_id.in_(some)
            )
        )
        db.session.execute(delete(Account).where(Account.id.in_(some), Account.is_imported))


def _portions(values: Sequence[int]) -> list[list[int]]:
    return [list(values[start : start + _AT_ONCE]) for start in range(0, len(values), _AT_ONCE)]
