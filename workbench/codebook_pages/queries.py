"""How much was answered already of what a codebook asks."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.codebook.codebook import Codebook
from workbench.database import db
from workbench.projects.models import CodebookVersion


@dataclass(frozen=True)
class Given:
    """Count what people gave, by their newest revisions.

    `annotations` are those that were not skipped, `labels` the answers by question and label,
    `marks` the loaded words that stayed marked, by category.
    """

    annotations: int
    labels: dict[tuple[str, str], int]
    marks: dict[str, int]

    def answers(self, question: str) -> int:
        """Count the answers to one question."""
        return sum(n for (name, _), n in self.labels.items() if name == question)


def given(project_id: int) -> Given:
    """Count what the members of a project have given."""
    of_project = (
        Annotation.is_current,
        Annotation.assignment_id == Assignment.id,
        Assignment.project_id == project_id,
    )
    labels = db.session.execute(
        select(Answer.question, Answer.label, func.count())
        .where(Answer.annotation_id == Annotation.id, *of_project)
        .group_by(Answer.question, Answer.label)
    )
    marks = db.session.execute(
        select(StoredSpan.category, func.count())
        .where(
            StoredSpan.annotation_id == Annotation.id,
            StoredSpan.decision != "rejected",
            *of_project,
        )
        .group_by(StoredSpan.category)
    )
    annotations = db.session.scalar(
        select(func.count())
        .select_from(Annotation)
        .where(Annotation.outcome == "answered", *of_project)
    )
    return Given(
        annotations=annotations or 0,
        labels={(question, label): n for question, label, n in labels},
        marks={row[0]: row[1] for row in marks},
    )


def all_codebooks(project_id: int) -> list[Codebook]:
    """Read every version of a project's codebook."""
    return [
        Codebook.from_definition(definition)
        for definition in db.session.scalars(
            select(CodebookVersion.definition)
            .where(CodebookVersion.project_id == project_id)
            .order_by(CodebookVersion.number)
        )
    ]
