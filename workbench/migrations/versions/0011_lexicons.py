"""Lexicons of projects: what they are built on, their versions, and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lexicon_base",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_base")),
        sa.UniqueConstraint("version", name=op.f("uq_lexicon_base_version")),
    )
    op.create_table(
        "lexicon_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("lexicon_base_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("overlay", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_lexicon_version_number_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_lexicon_version_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lexicon_base_id"],
            ["lexicon_base.id"],
            name=op.f("fk_lexicon_version_lexicon_base_id_lexicon_base"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["account.id"],
            name=op.f("fk_lexicon_version_created_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_version")),
        sa.UniqueConstraint(
            "project_id", "number", name=op.f("uq_lexicon_version_project_id_number")
        ),
    )
    op.create_table(
        "lexicon_draft",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lexicon_base_id", sa.Integer(), nullable=False),
        sa.Column("overlay", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_lexicon_draft_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lexicon_base_id"],
            ["lexicon_base.id"],
            name=op.f("fk_lexicon_draft_lexicon_base_id_lexicon_base"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["account.id"],
            name=op.f("fk_lexicon_draft_changed_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_lexicon_draft")),
    )


def downgrade() -> None:
    op.drop_table("lexicon_draft")
    op.drop_table("lexicon_version")
    op.drop_table("lexicon_base")
