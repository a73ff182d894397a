"""Counts that the queue keeps, so that it need not count."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FILL = (
    """
    UPDATE paragraph SET answers = (
        SELECT count(*) FROM assignment
        WHERE assignment.paragraph_id = paragraph.id AND assignment.state = 'submitted'
    )
    WHERE id IN (SELECT paragraph_id FROM assignment)
    """,
    """
    UPDATE paragraph SET is_full = true
    WHERE answers >= (
        SELECT project.annotators_per_paragraph
        FROM article JOIN project ON project.id = article.project_id
        WHERE article.id = paragraph.article_id
    )
    """,
    """
    UPDATE assignment SET is_open = false
    WHERE paragraph_id IN (SELECT id FROM paragraph WHERE is_full)
    """,
    """
    INSERT INTO queue_count (project_id, paragraphs, full_paragraphs)
    SELECT article.project_id, count(*), count(*) FILTER (WHERE paragraph.is_full)
    FROM article JOIN paragraph ON paragraph.article_id = article.id
    GROUP BY article.project_id
    """,
    """
    INSERT INTO annotator_count (project_id, account_id, submitted, skipped, flagged)
    SELECT assignment.project_id, assignment.account_id,
        count(*) FILTER (WHERE assignment.state = 'submitted'),
        count(*) FILTER (WHERE assignment.state = 'skipped'),
        count(*) FILTER (WHERE annotation.is_flagged)
    FROM assignment
    JOIN annotation ON annotation.assignment_id = assignment.id AND annotation.is_current
    GROUP BY assignment.project_id, assignment.account_id
    """,
)

INDEXES = (
    ("ix_article_project_id_id", "article", ["project_id", "id"], ""),
    ("ix_paragraph_open", "paragraph", ["article_id", "position"], "NOT is_full"),
    (
        "ix_assignment_project_id_account_id_leased_at",
        "assignment",
        ["project_id", "account_id", "leased_at"],
        "",
    ),
    (
        "ix_assignment_project_id_account_id_finished_at",
        "assignment",
        ["project_id", "account_id", "finished_at"],
        "",
    ),
    (
        "ix_assignment_leased",
        "assignment",
        ["project_id", "lease_expires_at"],
        "state = 'leased'",
    ),
    (
        "ix_assignment_finished_and_open",
        "assignment",
        ["project_id", "account_id"],
        "is_open AND state <> 'leased'",
    ),
)
# SQLite uses a partial index only where a query says the same in the same words.
ON_SQLITE = {
    "NOT is_full": "is_full = 0",
    "is_open AND state <> 'leased'": "is_open = 1 AND state <> 'leased'",
}


def upgrade() -> None:
    # Columns are added in place: SQLite would make a changed table anew, and to drop the old one
    # would take along whatever refers to it.
    op.add_column(
        "paragraph", sa.Column("answers", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "paragraph", sa.Column("is_full", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "assignment", sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_table(
        "queue_count",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paragraphs", sa.Integer(), nullable=False),
        sa.Column("full_paragraphs", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_queue_count_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_queue_count")),
    )
    op.create_table(
        "annotator_count",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submitted", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_annotator_count_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_annotator_count_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "account_id", name=op.f("pk_annotator_count")),
    )
    for statement in FILL:
        op.execute(statement)
    for name, table, columns, where in INDEXES:
        op.create_index(
            name,
            table,
            columns,
            sqlite_where=sa.text(ON_SQLITE.get(where, where)) if where else None,
            postgresql_where=sa.text(where) if where else None,
        )


def downgrade() -> None:
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    op.drop_table("annotator_count")
    op.drop_table("queue_count")
    op.drop_column("assignment", "is_open")
    op.drop_column("paragraph", "is_full")
    op.drop_column("paragraph", "answers")
