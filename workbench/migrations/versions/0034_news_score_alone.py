"""The news score of a paragraph without what stands around it."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

CONSTRAINT = "ck_prescore_news_score_alone_in_range"


def upgrade() -> None:
    with op.batch_alter_table("prescore") as prescore:
        prescore.add_column(sa.Column("news_score_alone", sa.Double(), nullable=True))
        prescore.create_check_constraint(op.f(CONSTRAINT), "news_score_alone BETWEEN -1 AND 1")


def downgrade() -> None:
    with op.batch_alter_table("prescore") as prescore:
        prescore.drop_constraint(op.f(CONSTRAINT), type_="check")
        prescore.drop_column("news_score_alone")
