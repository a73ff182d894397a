"""Models learned for projects, which one is in use, and what it says in each pre-score."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0020"
branch_labels = None
depends_on = None

BY_VERSIONS = "uq_prescore_paragraph_id_versions"
IN_VERSIONS = "ix_prescore_versions"
OLDER = ["lexicon_version", "sentiment_version", "news_version", "bias_version"]
VERSIONS = [*OLDER, "model_version"]
SAID: dict[str, Any] = {
    "learned_bias_score": sa.Double(),
    "learned_bias": sa.String(12),
    "bias_certainty": sa.Double(),
    "learned_voice": sa.String(12),
    "voice_certainty": sa.Double(),
    "learned_sentiment_score": sa.Double(),
    "learned_sentiment": sa.String(8),
    "sentiment_certainty": sa.Double(),
    "certainty": sa.Double(),
}
RANGES = {
    "learned_bias_score": (0, 1),
    "learned_sentiment_score": (-1, 1),
    "certainty": (0, 1),
}


def upgrade() -> None:
    _add_models()
    _add_choices()
    op.drop_index(IN_VERSIONS, table_name="prescore")
    with op.batch_alter_table("prescore") as prescore:
        prescore.add_column(
            sa.Column("model_version", sa.String(64), nullable=False, server_default="")
        )
        prescore.add_column(sa.Column("learned_model_id", sa.Integer(), nullable=True))
        for name, kind in SAID.items():
            prescore.add_column(sa.Column(name, kind, nullable=True))
        for name, (least, most) in RANGES.items():
            prescore.create_check_constraint(
                op.f(f"ck_prescore_{name}_in_range"), f"{name} BETWEEN {least} AND {most}"
            )
        prescore.create_foreign_key(
            op.f("fk_prescore_learned_model_id_learned_model"),
            "learned_model",
            ["learned_model_id"],
            ["id"],
        )
        prescore.drop_constraint(BY_VERSIONS, type_="unique")
        prescore.create_unique_constraint(BY_VERSIONS, ["paragraph_id", *VERSIONS])
    op.create_index(IN_VERSIONS, "prescore", VERSIONS, **_where_current())
    op.add_column("loaded_word", sa.Column("certainty", sa.Double(), nullable=True))


def downgrade() -> None:
    _drop_what_models_made()
    op.drop_column("loaded_word", "certainty")
    op.drop_index(IN_VERSIONS, table_name="prescore")
    with op.batch_alter_table("prescore") as prescore:
        prescore.drop_constraint(BY_VERSIONS, type_="unique")
        prescore.create_unique_constraint(BY_VERSIONS, ["paragraph_id", *OLDER])
        prescore.drop_constraint(
            op.f("fk_prescore_learned_model_id_learned_model"), type_="foreignkey"
        )
        for name in RANGES:
            prescore.drop_constraint(op.f(f"ck_prescore_{name}_in_range"), type_="check")
        for name in (*SAID, "learned_model_id", "model_version"):
            prescore.drop_column(name)
    op.create_index(IN_VERSIONS, "prescore", OLDER, **_where_current())
    op.drop_table("model_choice")
    op.drop_table("learned_model")


def _add_models() -> None:
    op.create_table(
        "learned_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("software", sa.String(length=64), nullable=False),
        sa.Column("lexicon_version", sa.String(length=64), nullable=False),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_from", sa.JSON(), nullable=False),
        sa.Column("annotation_cut", sa.Integer(), nullable=False),
        sa.Column("word_categories", sa.JSON(), nullable=False),
        sa.Column("comparison", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("held_out", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "origin IN ('trained', 'uploaded')", name=op.f("ck_learned_model_origin_is_known")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_learned_model_number_counts_from_one")),
        *_owners("learned_model"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_model")),
        sa.UniqueConstraint(
            "project_id", "number", name=op.f("uq_learned_model_project_id_number")
        ),
        sa.UniqueConstraint(
            "project_id", "version", name=op.f("uq_learned_model_project_id_version")
        ),
    )


def _add_choices() -> None:
    op.create_table(
        "model_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("learned_model_id", sa.Integer(), nullable=True),
        sa.Column("despite", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_model_choice_number_counts_from_one")),
        *_owners("model_choice"),
        sa.ForeignKeyConstraint(
            ["learned_model_id"],
            ["learned_model.id"],
            name=op.f("fk_model_choice_learned_model_id_learned_model"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_choice")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_model_choice_project_id_number")),
    )


def _owners(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f(f"fk_{table}_project_id_project"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["account.id"],
            name=op.f(f"fk_{table}_created_by_id_account"),
            ondelete="SET NULL",
        ),
    )


def _where_current() -> dict[str, Any]:
    # SQLite uses a partial index only where a query says the same in the same words.
    return {"sqlite_where": sa.text("is_current = 1"), "postgresql_where": sa.text("is_current")}


def _drop_what_models_made() -> None:
    """Leave one pre-score of those that will look the same; annotations point to that one.

    Where a model made the current one, the one that was made without it is current again, and
    where there is none, the model's stays, without what it said.
    """
    link = op.get_bind()
    same = " AND ".join(f"other.{name} = one.{name}" for name in OLDER)
    kept = sa.text(
        "SELECT one.id, (SELECT other.id FROM prescore AS other"  # noqa: S608  (our own names)
        f" WHERE other.paragraph_id = one.paragraph_id AND {same}"
        " ORDER BY other.model_version, other.id LIMIT 1) AS kept, one.is_current"
        " FROM prescore AS one"
    )
    rows = [row for row in link.execute(kept) if row[0] != row[1]]
    gone = [{"gone": row[0], "kept": row[1]} for row in rows]
    current = [{"kept": row[1]} for row in rows if row[2]]
    for statement, values in (
        ("UPDATE annotation SET prescore_id = :kept WHERE prescore_id = :gone", gone),
        ("DELETE FROM loaded_word WHERE prescore_id = :gone", gone),
        ("DELETE FROM prescore WHERE id = :gone", gone),
        ("UPDATE prescore SET is_current = true WHERE id = :kept", current),
    ):
        used = [{name: row[name] for name in row if f":{name}" in statement} for row in values]
        if used:
            link.execute(sa.text(statement), used)
