"""Somebody who goes through a study at a minute for each paragraph, and designs that ask again."""

from datetime import UTC, datetime, timedelta

from tests.annotations.stage import submit
from tests.conftest import Cast
from workbench.annotations.operations import draw_assignment
from workbench.annotations.queries import OwnAssignment, own_progress
from workbench.database import db
from workbench.projects.models import StudyDesign

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEASE = timedelta(minutes=30)
SEED = 7


def add_returning_design(project_id: int, **chosen: int | str) -> None:
    """Add the first design of a project, in which half is blind and outlets are hidden; flushes."""
    usual: dict[str, object] = {
        "blind_percent": 50,
        "shows": {},
        "shows_words": "first",
        "context": "paragraph",
        "outlet": "hidden",
        "hidden_percent": 50,
        "repeat_percent": 0,
        "repeat_after": 3,
        "named_percent": 0,
    }
    design = StudyDesign(
        project_id=project_id, number=1, seed=SEED, created_at=NOON, **(usual | chosen)
    )
    db.session.add(design)
    db.session.flush()


class Worker:
    """Go through what is open to a person, a minute for each paragraph."""

    def __init__(self, cast: Cast, account_id: int) -> None:
        self.project_id, self.account_id, self.at = cast.project, account_id, NOON

    def read(self) -> OwnAssignment | None:
        """Draw the next paragraph a minute later; commits."""
        self.at += timedelta(minutes=1)
        drawn = draw_assignment(self.project_id, self.account_id, at=self.at, lease=LEASE)
        db.session.commit()
        return drawn

    def answer_all(self) -> list[OwnAssignment]:
        """Answer whatever comes, and give it in that order."""
        found = []
        while (drawn := self.read()) is not None:
            found.append(drawn)
            submit(drawn, at=self.at)
            db.session.commit()
        return found

    @property
    def sentence(self) -> str:
        """Give what the page says of how far the person is."""
        return own_progress(self.project_id, self.account_id, at=self.at).sentence.split(" ·")[0]
