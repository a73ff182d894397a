"""How long a paragraph stays reserved for who reads it."""

from datetime import datetime, timedelta

from sqlalchemy import update

from workbench.annotations.queries import OwnAssignment
from workbench.annotations.tables import ASSIGNMENT
from workbench.database import connection


def lease_left(assignment: OwnAssignment, *, at: datetime) -> int:
    """Give the seconds that are left of a lease; 0 where it ran out, or an answer is stored."""
    if assignment.state != "leased":
        return 0
    return max(int((assignment.lease_expires_at - at).total_seconds()), 0)


def renew_lease(assignment: OwnAssignment, *, at: datetime, lease: timedelta) -> bool:
    """Reserve a paragraph until `at + lease` for who works on it; flush.

    One that has run out stays so, which is False: its place may be another person's by now.
    """
    renewed = connection().execute(
        update(ASSIGNMENT)
        .where(
            ASSIGNMENT.c.id == assignment.id,
            ASSIGNMENT.c.state == "leased",
            ASSIGNMENT.c.lease_expires_at > at,
        )
        .values(lease_expires_at=at + lease)
    )
    return bool(renewed.rowcount)
