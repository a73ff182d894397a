"""Arms, and the time that an annotation took."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("annotation") as annotation:
        annotation.add_column(sa.Column("shown_ms", sa.Integer(), nullable=True))
        annotation.add_column(sa.Column("active_ms", sa.Integer(), nullable=True))
        annotation.create_check_constraint(
            op.f("ck_annotation_times_in_order"), "active_ms BETWEEN 0 AND shown_ms"
        )


def downgrade() -> None:
    with op.batch_alter_table("annotation") as annotation:
        annotation.drop_constraint(op.f("ck_annotation_times_in_order"), type_="check")
        annotation.drop_column("active_ms")
        annotation.drop_column("shown_ms")
