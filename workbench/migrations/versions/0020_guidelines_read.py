"""Which version of the guidelines each member has read, and what they did today."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "membership",
        sa.Column("guidelines_read", sa.Integer(), server_default="0", nullable=False),
    )
    # Nobody asked them so far: whoever is a member already is told of what changes from now on.
    op.execute(
        "UPDATE membership SET guidelines_read = COALESCE((SELECT MAX(number) FROM "
        "codebook_version WHERE codebook_version.project_id = membership.project_id), 0)"
    )
    op.add_column(
        "annotator_count", sa.Column("today", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("annotator_count", sa.Column("today_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("annotator_count") as table:
        table.drop_column("today_on")
        table.drop_column("today")
    with op.batch_alter_table("membership") as table:
        table.drop_column("guidelines_read")
