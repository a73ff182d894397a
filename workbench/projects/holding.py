"""One after the other: hold a project while something of it is decided."""

from sqlalchemy import select

from workbench.database import db
from workbench.projects.models import Project


def hold_project(project_id: int) -> None:
    """Hold a project's row until the transaction ends.

    Of two who act at once, in two tabs or as two leads, the second waits here and then sees what
    the first one did. Rows that only refer to the project can be added meanwhile.
    """
    db.session.execute(
        select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    )
