"""The order in which paragraphs are given out, and how each assignment came to be drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0014"
branch_labels = None
depends_on = None

ORDER_IS_KNOWN = "queue_order IN ('articles', 'unsure_articles', 'unsure_paragraphs')"
SHARE_IN_RANGE = "random_percent BETWEEN 5 AND 100"
DRAWN_AS_IS_KNOWN = "drawn_as IN ('in_order', 'random', 'least_sure')"


def upgrade() -> None:
    with op.batch_alter_table("study_design") as design:
        design.add_column(
            sa.Column(
                "queue_order", sa.String(length=17), server_default="articles", nullable=False
            )
        )
        design.add_column(
            sa.Column("random_percent", sa.Integer(), server_default="20", nullable=False)
        )
        design.create_check_constraint(op.f("ck_study_design_order_is_known"), ORDER_IS_KNOWN)
        design.create_check_constraint(op.f("ck_study_design_share_in_range"), SHARE_IN_RANGE)
    op.create_table(
        "queue_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("queue_order", sa.String(length=17), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("random_percent", sa.Integer(), nullable=False),
        sa.Column("learned_model_id", sa.Integer(), nullable=False),
        sa.Column("paragraphs", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(ORDER_IS_KNOWN, name=op.f("ck_queue_round_order_is_known")),
        sa.CheckConstraint(SHARE_IN_RANGE, name=op.f("ck_queue_round_share_in_range")),
        sa.CheckConstraint(
            "state IN ('made', 'in_force', 'past')", name=op.f("ck_queue_round_state_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_queue_round_job_id_job"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["learned_model_id"],
            ["learned_model.id"],
            name=op.f("fk_queue_round_learned_model_id_learned_model"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_queue_round_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_round")),
        sa.UniqueConstraint("job_id", name=op.f("uq_queue_round_job_id")),
    )
    op.create_index(
        "uq_queue_round_in_force",
        "queue_round",
        ["project_id"],
        unique=True,
        sqlite_where=sa.text("state = 'in_force'"),
        postgresql_where=sa.text("state = 'in_force'"),
    )
    # Without a foreign key, so that SQLite need not copy the largest table.
    op.add_column("paragraph", sa.Column("queue_round", sa.Integer(), nullable=True))
    op.add_column("paragraph", sa.Column("queue_place", sa.Integer(), nullable=True))
    op.create_index(
        "ix_paragraph_queue",
        "paragraph",
        ["queue_round", "queue_place"],
        sqlite_where=sa.text("is_full = 0 AND queue_round IS NOT NULL"),
        postgresql_where=sa.text("NOT is_full AND queue_round IS NOT NULL"),
    )
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(
            sa.Column("drawn_as", sa.String(length=10), server_default="in_order", nullable=False)
        )
        assignment.add_column(sa.Column("queue_round_id", sa.Integer(), nullable=True))
        assignment.create_check_constraint(
            op.f("ck_assignment_drawn_as_is_known"), DRAWN_AS_IS_KNOWN
        )
        assignment.create_foreign_key(
            op.f("fk_assignment_queue_round_id_queue_round"),
            "queue_round",
            ["queue_round_id"],
            ["id"],
        )
    _give_the_index_back_its_place()


def downgrade() -> None:
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_constraint(
            op.f("fk_assignment_queue_round_id_queue_round"), type_="foreignkey"
        )
        assignment.drop_constraint(op.f("ck_assignment_drawn_as_is_known"), type_="check")
        assignment.drop_column("queue_round_id")
        assignment.drop_column("drawn_as")
    _give_the_index_back_its_place()
    op.drop_index("ix_paragraph_queue", table_name="paragraph")
    op.drop_column("paragraph", "queue_place")
    op.drop_column("paragraph", "queue_round")
    op.drop_table("queue_round")
    with op.batch_alter_table("study_design") as design:
        design.drop_constraint(op.f("ck_study_design_share_in_range"), type_="check")
        design.drop_constraint(op.f("ck_study_design_order_is_known"), type_="check")
        design.drop_column("random_percent")
        design.drop_column("queue_order")


def _give_the_index_back_its_place() -> None:
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
