"""Gold paragraphs, training items and the occasion of their answers.

Going back, training answers go with what they were held against: the older program would take
them for ordinary ones. Paragraphs that were set aside come back to the queue.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0023"
branch_labels = None
depends_on = None

KNOWN = "occasion IN ('first', 'repeat', 'named', 'training')"
KNOWN_BEFORE = "occasion IN ('first', 'repeat', 'named')"
USE_IS_KNOWN = "\"use\" IN ('training', 'hidden', 'withdrawn')"
RANGES = {
    "gold_percent": ("gold_in_range", "gold_percent BETWEEN 0 AND 50"),
    "pass_percent": ("pass_in_range", "pass_percent BETWEEN 0 AND 100"),
}
WANTED = (
    "(SELECT project.annotators_per_paragraph FROM project JOIN article"
    " ON article.project_id = project.id WHERE article.id = paragraph.article_id)"
)
OF_TRAINING = "assignment_id IN (SELECT id FROM assignment WHERE occasion = 'training')"
OF_TRAINING_ANNOTATION = f"annotation_id IN (SELECT id FROM annotation WHERE {OF_TRAINING})"  # noqa: S608  (a condition of this file)
OF_FIRST_ANSWER = f"first_annotation_id IN (SELECT id FROM first_annotation WHERE {OF_TRAINING})"  # noqa: S608  (as above)
# What belongs to training answers, owned before owners.
TRAINED = {
    "span": OF_TRAINING_ANNOTATION,
    "answer": OF_TRAINING_ANNOTATION,
    "annotation": OF_TRAINING,
    "first_span": OF_FIRST_ANSWER,
    "first_answer": OF_FIRST_ANSWER,
    "first_annotation": OF_TRAINING,
    "assignment": "occasion = 'training'",
    "annotator_count": "occasion = 'training'",
}


def upgrade() -> None:
    op.add_column(
        "paragraph",
        sa.Column("is_set_aside", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    with op.batch_alter_table("study_design") as design:
        for name, (check, condition) in RANGES.items():
            design.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
            design.create_check_constraint(op.f(f"ck_study_design_{check}"), condition)
    _know_occasions(KNOWN, length=8, before=6)
    _add_gold()
    op.create_table(
        "training_admission",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_by_id", sa.Integer(), nullable=True),
        _owned_by("training_admission", "project_id", "project"),
        _owned_by("training_admission", "account_id", "account"),
        _owned_by("training_admission", "admitted_by_id", "account", gone="SET NULL"),
        sa.PrimaryKeyConstraint("project_id", "account_id", name=op.f("pk_training_admission")),
    )
    op.create_table(
        "training_result",
        sa.Column("assignment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        _owned_by("training_result", "assignment_id", "assignment"),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_training_result")),
    )


def downgrade() -> None:
    op.drop_table("training_result")
    op.drop_table("training_admission")
    op.drop_table("gold_span")
    op.drop_table("gold_answer")
    op.drop_index("uq_gold_revision_current", table_name="gold_revision")
    op.drop_table("gold_revision")
    op.drop_index(op.f("ix_gold_item_project_id_use_place"), table_name="gold_item")
    op.drop_table("gold_item")
    for table, condition in TRAINED.items():
        op.execute(f"DELETE FROM {table} WHERE {condition}")  # noqa: S608  (names and conditions of this file)
    _know_occasions(KNOWN_BEFORE, length=6, before=8)
    _open_what_was_set_aside()
    op.drop_column("paragraph", "is_set_aside")
    with op.batch_alter_table("study_design") as design:
        for name, (check, _) in RANGES.items():
            design.drop_constraint(op.f(f"ck_study_design_{check}"), type_="check")
            design.drop_column(name)


def _know_occasions(condition: str, *, length: int, before: int) -> None:
    for table in ("assignment", "annotator_count"):
        check = op.f(f"ck_{table}_occasion_is_known")
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(check, type_="check")
            changed.alter_column(
                "occasion",
                type_=sa.String(length=length),
                existing_type=sa.String(length=before),
                existing_server_default="first",
                existing_nullable=False,
            )
            changed.create_check_constraint(check, condition)
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


def _add_gold() -> None:
    op.create_table(
        "gold_item",
        sa.Column("paragraph_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=9), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint(USE_IS_KNOWN, name=op.f("ck_gold_item_use_is_known")),
        _owned_by("gold_item", "paragraph_id", "paragraph"),
        _owned_by("gold_item", "project_id", "project"),
        sa.PrimaryKeyConstraint("paragraph_id", name=op.f("pk_gold_item")),
    )
    op.create_index(
        op.f("ix_gold_item_project_id_use_place"), "gold_item", ["project_id", "use", "place"]
    )
    op.create_table(
        "gold_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("use", sa.String(length=9), nullable=False),
        sa.Column("checks_words", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("codebook_version_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(USE_IS_KNOWN, name=op.f("ck_gold_revision_use_is_known")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_gold_revision_revision_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["gold_item.paragraph_id"],
            name=op.f("fk_gold_revision_paragraph_id_gold_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["codebook_version_id"],
            ["codebook_version.id"],
            name=op.f("fk_gold_revision_codebook_version_id_codebook_version"),
        ),
        _owned_by("gold_revision", "account_id", "account", gone="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_revision")),
        sa.UniqueConstraint(
            "paragraph_id", "revision", name=op.f("uq_gold_revision_paragraph_id_revision")
        ),
    )
    op.create_index(
        "uq_gold_revision_current",
        "gold_revision",
        ["paragraph_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "gold_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gold_revision_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        _owned_by("gold_answer", "gold_revision_id", "gold_revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_answer")),
        sa.UniqueConstraint(
            "gold_revision_id", "question", name=op.f("uq_gold_answer_gold_revision_id_question")
        ),
    )
    op.create_table(
        "gold_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gold_revision_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            'start >= 0 AND "end" > start', name=op.f("ck_gold_span_offsets_in_order")
        ),
        _owned_by("gold_span", "gold_revision_id", "gold_revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_span")),
    )
    op.create_index(op.f("ix_gold_span_gold_revision_id"), "gold_span", ["gold_revision_id"])


def _owned_by(
    table: str, column: str, owner: str, *, gone: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}_{owner}"), ondelete=gone
    )


def _open_what_was_set_aside() -> None:
    """Let fullness follow from the answers alone again, with what is counted by it."""
    op.execute(f"UPDATE paragraph SET is_full = (answers >= {WANTED}) WHERE is_set_aside")  # noqa: S608  (a condition of this file)
    op.execute(
        "UPDATE assignment SET is_open = NOT (SELECT is_full FROM paragraph"
        " WHERE paragraph.id = assignment.paragraph_id)"
        " WHERE occasion = 'first' AND paragraph_id IN"
        " (SELECT id FROM paragraph WHERE is_set_aside)"
    )
    op.execute(
        "UPDATE queue_count SET full_paragraphs = (SELECT count(*) FROM paragraph JOIN article"
        " ON article.id = paragraph.article_id WHERE article.project_id = queue_count.project_id"
        " AND paragraph.is_full)"
    )
