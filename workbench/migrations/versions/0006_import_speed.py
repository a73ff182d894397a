"""Indexes that tell at once whether a pre-score is of an older version."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_prescore_lexicon": "lexicon_version",
    "ix_prescore_sentiment": "sentiment_version",
}


def upgrade() -> None:
    for name, column in INDEXES.items():
        op.create_index(
            name,
            "prescore",
            [column],
            # SQLite uses a partial index only where a query says the same in the same words.
            sqlite_where=sa.text("is_current = 1"),
            postgresql_where=sa.text("is_current"),
        )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="prescore")
