"""Study designs, and codebooks that suggest, put into the database."""

from typing import Any

from sqlalchemy import select

from workbench.database import db, now
from workbench.projects.models import CodebookVersion, StudyDesign


def add_design(project_id: int, *, number: int = 1, **choices: Any) -> int:
    """Add a design that leaves nothing to the lot but what is chosen; flushes, and gives its id."""
    values = {
        "seed": 77,
        "blind_percent": 0,
        "shows": {},
        "shows_words": "first",
        "context": "neighbours",
        "outlet": "unnamed",
        "hidden_percent": 50,
    }
    design = StudyDesign(
        project_id=project_id, number=number, created_at=now(), **(values | choices)
    )
    db.session.add(design)
    db.session.flush()
    return design.id


def suggest_by_scores(project_id: int, *questions: str) -> None:
    """Let the machine's scores fill in these answers, else VADER's own the sentiment alone."""
    version = db.session.scalars(
        select(CodebookVersion).where(CodebookVersion.project_id == project_id)
    ).one()
    suggested = questions or ("sentiment",)
    asked = [
        question | {"suggested_by": question["name"] if question["name"] in suggested else ""}
        for question in version.definition["questions"]
    ]
    version.definition = version.definition | {"questions": asked}
