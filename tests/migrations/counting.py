"""How many rows there are, whatever the tables."""

from sqlalchemy import inspect, text

from workbench.database import db


def row_counts() -> dict[str, int]:
    """Count the rows of every table there is."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table: connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()  # noqa: S608  (the name is the database's own)
            for table in inspect(connection).get_table_names()
            if table != "alembic_version"
        }
