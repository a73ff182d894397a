"""The tables of annotations, known here by name alone: their package lies above this one."""

from sqlalchemy import column, table

from workbench.database import UtcDateTime

ASSIGNMENT = table(
    "assignment",
    column("id"),
    column("paragraph_id"),
    column("state"),
    column("occasion"),
    column("is_open"),
    column("lease_expires_at", UtcDateTime()),
)
ANNOTATION = table(
    "annotation",
    column("id"),
    column("assignment_id"),
    column("is_current"),
    column("outcome"),
)
