"""How large a study is, as far as a page must know before it counts."""

from sqlalchemy import func, literal, select

from workbench.annotations.models import Assignment
from workbench.database import db
from workbench.web.settings import settings


def is_large(project_id: int) -> bool:
    """Tell whether reports on this study are computed by jobs."""
    most = settings().report_annotations
    return _annotations_up_to(project_id, most + 1) > most


def _annotations_up_to(project_id: int, most: int) -> int:
    """Count submitted annotations, no further than to `most`."""
    submitted = (
        select(literal(1))
        .where(Assignment.project_id == project_id, Assignment.state == "submitted")
        .limit(most)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(submitted)) or 0
