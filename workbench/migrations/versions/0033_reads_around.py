"""Which learned models read the paragraphs around one."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column(
        "reads_around", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    if op.get_bind().dialect.name != "sqlite":
        op.add_column("learned_model", column)
        return
    # SQLite reads a row from its start: behind the large columns, a page that says where a
    # suggestion comes from would read the whole file of the model.
    with op.batch_alter_table("learned_model", recreate="always") as model:
        model.add_column(column, insert_before="held_out")


def downgrade() -> None:
    with op.batch_alter_table("learned_model") as model:
        model.drop_column("reads_around")
