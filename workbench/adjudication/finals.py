"""The final labels and spans in force, as the rows of files."""

from sqlalchemy import and_, func, select

from workbench.adjudication.models import Adjudication, FinalLabel, FinalSpan
from workbench.database import db
from workbench.projects.models import Membership
from workbench.web.cells import Cell

LABEL_COLUMNS = (
    *("paragraph_id", "question", "final_label", "source"),
    *("decided_on", "revision", "adjudicator", "note"),
)
SPAN_COLUMNS = ("paragraph_id", "start", "end", "text", "category")


def final_rows(project_id: int) -> list[tuple[Cell, ...]]:
    """List the final labels: paragraph, question, label, source, day, revision, who, note."""
    rows = db.session.execute(
        select(
            Adjudication.paragraph_id,
            FinalLabel.question,
            FinalLabel.label,
            Adjudication.source,
            Adjudication.decided_at,
            Adjudication.revision,
            func.coalesce(Membership.pseudonym, ""),
            Adjudication.note,
        )
        .join(FinalLabel, FinalLabel.adjudication_id == Adjudication.id)
        .outerjoin(
            Membership,
            and_(
                Membership.project_id == Adjudication.project_id,
                Membership.account_id == Adjudication.account_id,
            ),
        )
        .where(Adjudication.project_id == project_id, Adjudication.is_current)
        .order_by(Adjudication.paragraph_id, FinalLabel.id)
    )
    # Exact times say who worked when; the day is enough.
    return [(*row[:4], row[4].date(), *row[5:]) for row in rows]


def final_span_rows(project_id: int) -> list[tuple[Cell, ...]]:
    """List the final spans: paragraph, start, end, text, category."""
    rows = db.session.execute(
        select(
            Adjudication.paragraph_id,
            FinalSpan.start,
            FinalSpan.end,
            FinalSpan.text,
            FinalSpan.category,
        )
        .join(FinalSpan, FinalSpan.adjudication_id == Adjudication.id)
        .where(Adjudication.project_id == project_id, Adjudication.is_current)
        .order_by(Adjudication.paragraph_id, FinalSpan.start)
    )
    return [(*row,) for row in rows]
