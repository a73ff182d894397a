"""Designs of studies, arms, and the time that an annotation took."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


CHECKS = {
    "arm_is_known": "arm IN ('assisted', 'blind')",
    "outlet_arm_is_known": "outlet_arm IN ('unnamed', 'hidden', 'shown')",
    "context_is_known": "context IN ('paragraph', 'neighbours', 'article')",
}
DRAWN = sa.text("design_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("annotation") as annotation:
        annotation.add_column(sa.Column("shown_ms", sa.Integer(), nullable=True))
        annotation.add_column(sa.Column("active_ms", sa.Integer(), nullable=True))
        annotation.create_check_constraint(
            op.f("ck_annotation_times_in_order"), "active_ms BETWEEN 0 AND shown_ms"
        )
    op.create_table(
        "study_design",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("blind_percent", sa.Integer(), nullable=False),
        sa.Column("shows", sa.JSON(), nullable=False),
        sa.Column("shows_words", sa.String(length=5), nullable=False),
        sa.Column("context", sa.String(length=10), nullable=False),
        sa.Column("outlet", sa.String(length=7), nullable=False),
        sa.Column("hidden_percent", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "blind_percent BETWEEN 0 AND 100", name=op.f("ck_study_design_blind_in_range")
        ),
        sa.CheckConstraint(
            "hidden_percent BETWEEN 0 AND 100", name=op.f("ck_study_design_hidden_in_range")
        ),
        sa.CheckConstraint(
            "shows_words IN ('first', 'never')", name=op.f("ck_study_design_words_are_known")
        ),
        sa.CheckConstraint(
            "context IN ('paragraph', 'neighbours', 'article')",
            name=op.f("ck_study_design_context_is_known"),
        ),
        sa.CheckConstraint(
            "outlet IN ('unnamed', 'hidden', 'shown', 'lot')",
            name=op.f("ck_study_design_outlet_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["account.id"],
            name=op.f("fk_study_design_created_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_study_design_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_design")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_study_design_project_id_number")),
    )
    with op.batch_alter_table("answer") as answer:
        answer.add_column(
            sa.Column("withheld", sa.String(length=40), server_default="", nullable=False)
        )
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(sa.Column("design_id", sa.Integer(), nullable=True))
        for name, length, default in (
            ("arm", 8, "assisted"),
            ("outlet_arm", 7, "unnamed"),
            ("context", 10, "neighbours"),
            ("stratum", 40, ""),
        ):
            assignment.add_column(
                sa.Column(name, sa.String(length=length), server_default=default, nullable=False)
            )
        for name in ("drawn_before", "blind_before", "hidden_before"):
            assignment.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        assignment.create_foreign_key(
            op.f("fk_assignment_design_id_study_design"), "study_design", ["design_id"], ["id"]
        )
        for name, condition in CHECKS.items():
            assignment.create_check_constraint(op.f(f"ck_assignment_{name}"), condition)
    op.create_index(
        "ix_assignment_drawn",
        "assignment",
        ["design_id", "account_id", "stratum", "id"],
        sqlite_where=DRAWN,
        postgresql_where=DRAWN,
    )
    # SQLite copied the table, with its indexes in any order; of two that serve a query equally by
    # its estimate it takes the newest, which has to be the one that holds fewer rows.
    op.drop_index("ix_assignment_finished_and_open", table_name="assignment")
    op.create_index(
        "ix_assignment_finished_and_open",
        "assignment",
        ["project_id", "account_id"],
        sqlite_where=sa.text("is_open = 1 AND state <> 'leased'"),
        postgresql_where=sa.text("is_open AND state <> 'leased'"),
    )


def downgrade() -> None:
    op.drop_index("ix_assignment_drawn", table_name="assignment")
    with op.batch_alter_table("assignment") as assignment:
        for name in CHECKS:
            assignment.drop_constraint(op.f(f"ck_assignment_{name}"), type_="check")
        assignment.drop_constraint(op.f("fk_assignment_design_id_study_design"), type_="foreignkey")
        for name in ("hidden_before", "blind_before", "drawn_before", "stratum", "context"):
            assignment.drop_column(name)
        for name in ("outlet_arm", "arm", "design_id"):
            assignment.drop_column(name)
    with op.batch_alter_table("answer") as answer:
        answer.drop_column("withheld")
    op.drop_table("study_design")
    with op.batch_alter_table("annotation") as annotation:
        annotation.drop_constraint(op.f("ck_annotation_times_in_order"), type_="check")
        annotation.drop_column("active_ms")
        annotation.drop_column("shown_ms")
