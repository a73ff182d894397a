"""Labels that were given elsewhere: their imports, and annotators who never sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0019"
branch_labels = None
depends_on = None

IMPORTED = sa.text("label_import_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.add_column(
            sa.Column("is_imported", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        account.create_check_constraint(
            op.f("ck_account_imported_cannot_sign_in"),
            "NOT (is_imported AND (password_hash IS NOT NULL OR is_administrator))",
        )
    op.create_table(
        "label_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("article_import_id", sa.Integer(), nullable=True),
        sa.Column("source_name", sa.String(length=255), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("texts_name", sa.String(length=255), server_default="", nullable=False),
        sa.Column("texts_digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("texts", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("has_spans", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_label_import_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["article_import_id"],
            ["article_import.id"],
            name=op.f("fk_label_import_article_import_id_article_import"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_label_import_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_import")),
    )
    op.create_index(op.f("ix_label_import_project_id_id"), "label_import", ["project_id", "id"])
    op.create_table(
        "label_import_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label_import_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["label_import_id"],
            ["label_import.id"],
            name=op.f("fk_label_import_part_label_import_id_label_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_import_part")),
    )
    op.create_index(
        op.f("ix_label_import_part_label_import_id"), "label_import_part", ["label_import_id"]
    )
    op.create_table(
        "imported_annotator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_imported_annotator_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_imported_annotator_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_annotator")),
        sa.UniqueConstraint("account_id", name=op.f("uq_imported_annotator_account_id")),
        sa.UniqueConstraint(
            "project_id", "name_hash", name=op.f("uq_imported_annotator_project_id_name_hash")
        ),
    )
    with op.batch_alter_table("annotation") as annotation:
        annotation.add_column(sa.Column("label_import_id", sa.Integer(), nullable=True))
        annotation.create_foreign_key(
            op.f("fk_annotation_label_import_id_label_import"),
            "label_import",
            ["label_import_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_index(
        "ix_annotation_label_import",
        "annotation",
        ["label_import_id"],
        sqlite_where=IMPORTED,
        postgresql_where=IMPORTED,
    )


def downgrade() -> None:
    op.drop_index("ix_annotation_label_import", table_name="annotation")
    with op.batch_alter_table("annotation") as annotation:
        annotation.drop_constraint(
            op.f("fk_annotation_label_import_id_label_import"), type_="foreignkey"
        )
        annotation.drop_column("label_import_id")
    op.drop_table("imported_annotator")
    op.drop_table("label_import_part")
    op.drop_table("label_import")
    with op.batch_alter_table("account") as account:
        account.drop_constraint(op.f("ck_account_imported_cannot_sign_in"), type_="check")
        account.drop_column("is_imported")
