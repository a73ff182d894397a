"""What people answered alone, before the suggestions of the same paragraph were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0017"
branch_labels = None
depends_on = None

WORDS = "shows_words IN ('first', 'after', 'never')"
WORDS_BEFORE = "shows_words IN ('first', 'never')"


def upgrade() -> None:
    _check_words(WORDS)
    op.create_table(
        "first_annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("prescore_id", sa.Integer(), nullable=False),
        sa.Column("codebook_version_id", sa.Integer(), nullable=False),
        sa.Column("was_silent", sa.Boolean(), nullable=False),
        sa.Column("is_flagged", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("submission_key", sa.String(length=36), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_ms", sa.Integer(), nullable=True),
        sa.Column("active_ms", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "active_ms BETWEEN 0 AND shown_ms", name=op.f("ck_first_annotation_times_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_first_annotation_assignment_id_assignment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["prescore_id"],
            ["prescore.id"],
            name=op.f("fk_first_annotation_prescore_id_prescore"),
        ),
        sa.ForeignKeyConstraint(
            ["codebook_version_id"],
            ["codebook_version.id"],
            name=op.f("fk_first_annotation_codebook_version_id_codebook_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_annotation")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_first_annotation_assignment_id")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_first_annotation_submission_key")),
    )
    op.create_table(
        "first_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_annotation_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("suggestion", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_annotation_id"],
            ["first_annotation.id"],
            name=op.f("fk_first_answer_first_annotation_id_first_annotation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_answer")),
        sa.UniqueConstraint(
            "first_annotation_id",
            "question",
            name=op.f("uq_first_answer_first_annotation_id_question"),
        ),
    )
    op.create_table(
        "first_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_annotation_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=13), nullable=False),
        sa.Column("suggested_category", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            'start >= 0 AND "end" > start', name=op.f("ck_first_span_offsets_in_order")
        ),
        sa.CheckConstraint(
            "decision IN ('kept', 'recategorised', 'rejected', 'added')",
            name=op.f("ck_first_span_decision_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["first_annotation_id"],
            ["first_annotation.id"],
            name=op.f("fk_first_span_first_annotation_id_first_annotation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_span")),
    )
    op.create_index(
        op.f("ix_first_span_first_annotation_id"), "first_span", ["first_annotation_id"]
    )


def downgrade() -> None:
    op.drop_table("first_span")
    op.drop_table("first_answer")
    op.drop_table("first_annotation")
    # The version before would fill in what must only be seen after a first answer.
    design = sa.table(
        "study_design",
        sa.column("id", sa.Integer),
        sa.column("shows", sa.JSON),
        sa.column("shows_words", sa.String),
    )
    link = op.get_bind()
    link.execute(
        sa.update(design).where(design.c.shows_words == "after").values(shows_words="never")
    )
    for row in link.execute(sa.select(design.c.id, design.c.shows)).all():
        if "after" in row.shows.values():
            shows = {name: "never" if when == "after" else when for name, when in row.shows.items()}
            link.execute(sa.update(design).where(design.c.id == row.id).values(shows=shows))
    _check_words(WORDS_BEFORE)


def _check_words(condition: str) -> None:
    name = op.f("ck_study_design_words_are_known")
    with op.batch_alter_table("study_design") as study_design:
        study_design.drop_constraint(name, type_="check")
        study_design.create_check_constraint(name, condition)
