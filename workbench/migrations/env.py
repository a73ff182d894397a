"""Run the migrations on the application's own engine."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from workbench.accounts import models as _accounts  # noqa: F401  (each import declares tables)
from workbench.annotations import models as _annotations  # noqa: F401  (declares tables)
from workbench.articles import models as _articles  # noqa: F401  (declares tables)
from workbench.database import Base, UtcDateTime
from workbench.jobs import models as _jobs  # noqa: F401  (declares tables)
from workbench.projects import models as _projects  # noqa: F401  (declares tables)

config = context.config


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our column types as what they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Upgrade or downgrade within one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite changes a table by copying it, which Alembic calls a batch.
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
