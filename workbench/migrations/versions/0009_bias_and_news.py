"""Bias score, voice and news sentiment beside VADER's scores; one index for all versions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BY_TWO_VERSIONS = "uq_prescore_paragraph_id_sentiment_version_lexicon_version"
BY_EVERY_VERSION = "uq_prescore_paragraph_id_versions"
VERSIONS = ["lexicon_version", "sentiment_version", "news_version", "bias_version"]
SCORES: dict[str, Any] = {
    "news_score": sa.Double(),
    "news_sentiment": sa.String(8),
    "bias_score": sa.Double(),
    "bias": sa.String(12),
    "voice_score": sa.Double(),
    "voice": sa.String(12),
    "bias_reasons": sa.JSON(),
}
RANGES = {"news_score": (-1, 1), "bias_score": (0, 1), "voice_score": (0, 1)}
OLDER_INDEXES = {
    "ix_prescore_lexicon": "lexicon_version",
    "ix_prescore_sentiment": "sentiment_version",
}


def upgrade() -> None:
    with op.batch_alter_table("prescore") as prescore:
        for name in OLDER_INDEXES:
            prescore.drop_index(name)
        for name in ("news_version", "bias_version"):
            column = sa.Column(name, sa.String(64), nullable=False, server_default="")
            prescore.add_column(column)
        for name, kind in SCORES.items():
            prescore.add_column(sa.Column(name, kind, nullable=True))
        for name, (least, most) in RANGES.items():
            prescore.create_check_constraint(
                op.f(f"ck_prescore_{name}_in_range"), f"{name} BETWEEN {least} AND {most}"
            )
        prescore.drop_constraint(BY_TWO_VERSIONS, type_="unique")
        prescore.create_unique_constraint(BY_EVERY_VERSION, ["paragraph_id", *VERSIONS])
    op.create_index("ix_prescore_versions", "prescore", VERSIONS, **_where_current())
    for name in ("is_attributed", "is_negated"):
        op.add_column("loaded_word", sa.Column(name, sa.Boolean(), nullable=True))


def downgrade() -> None:
    _join_what_differs_in_later_versions_alone()
    for name in ("is_attributed", "is_negated"):
        op.drop_column("loaded_word", name)
    op.drop_index("ix_prescore_versions", table_name="prescore")
    with op.batch_alter_table("prescore") as prescore:
        prescore.drop_constraint(BY_EVERY_VERSION, type_="unique")
        prescore.create_unique_constraint(
            BY_TWO_VERSIONS, ["paragraph_id", "sentiment_version", "lexicon_version"]
        )
        for name in RANGES:
            prescore.drop_constraint(op.f(f"ck_prescore_{name}_in_range"), type_="check")
        for name in (*SCORES, "news_version", "bias_version"):
            prescore.drop_column(name)
    for name, column in OLDER_INDEXES.items():
        op.create_index(name, "prescore", [column], **_where_current())


def _where_current() -> dict[str, Any]:
    # SQLite uses a partial index only where a query says the same in the same words.
    return {"sqlite_where": sa.text("is_current = 1"), "postgresql_where": sa.text("is_current")}


def _join_what_differs_in_later_versions_alone() -> None:
    """Let annotations point to one pre-score of those that will look the same, and drop the others.

    They have the same sentiment and the same loaded words: the same two versions made them.
    """
    link = op.get_bind()
    kept = sa.text(
        "SELECT one.id, (SELECT other.id FROM prescore AS other"
        " WHERE other.paragraph_id = one.paragraph_id"
        " AND other.sentiment_version = one.sentiment_version"
        " AND other.lexicon_version = one.lexicon_version"
        " ORDER BY other.is_current DESC, other.id DESC LIMIT 1) AS kept FROM prescore AS one"
    )
    joined = [{"gone": row[0], "kept": row[1]} for row in link.execute(kept) if row[0] != row[1]]
    for statement in (
        "UPDATE annotation SET prescore_id = :kept WHERE prescore_id = :gone",
        "DELETE FROM loaded_word WHERE prescore_id = :gone",
        "DELETE FROM prescore WHERE id = :gone",
    ):
        if joined:
            link.execute(
                sa.text(statement),
                [{name: row[name] for name in row if f":{name}" in statement} for row in joined],
            )
