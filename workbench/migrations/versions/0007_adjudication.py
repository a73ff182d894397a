"""Adjudication: final labels and spans beside those of the annotators."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adjudication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("codebook_version_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("submission_key", sa.String(length=36), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "source IN ('accepted', 'merged', 'afresh')",
            name=op.f("ck_adjudication_source_is_known"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_adjudication_revision_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_adjudication_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["paragraph.id"],
            name=op.f("fk_adjudication_paragraph_id_paragraph"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_adjudication_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["codebook_version_id"],
            ["codebook_version.id"],
            name=op.f("fk_adjudication_codebook_version_id_codebook_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjudication")),
        sa.UniqueConstraint(
            "paragraph_id", "revision", name=op.f("uq_adjudication_paragraph_id_revision")
        ),
        sa.UniqueConstraint("submission_key", name=op.f("uq_adjudication_submission_key")),
    )
    op.create_index(
        op.f("ix_adjudication_project_id_is_current"),
        "adjudication",
        ["project_id", "is_current"],
    )
    op.create_index(
        "uq_adjudication_current",
        "adjudication",
        ["paragraph_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "final_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adjudication_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["adjudication_id"],
            ["adjudication.id"],
            name=op.f("fk_final_label_adjudication_id_adjudication"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_label")),
        sa.UniqueConstraint(
            "adjudication_id", "question", name=op.f("uq_final_label_adjudication_id_question")
        ),
    )
    op.create_table(
        "final_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adjudication_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            'start >= 0 AND "end" > start', name=op.f("ck_final_span_offsets_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["adjudication_id"],
            ["adjudication.id"],
            name=op.f("fk_final_span_adjudication_id_adjudication"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_span")),
    )
    op.create_index(op.f("ix_final_span_adjudication_id"), "final_span", ["adjudication_id"])


def downgrade() -> None:
    op.drop_table("final_span")
    op.drop_table("final_label")
    op.drop_table("adjudication")
