"""The clock of the ledger."""

from datetime import datetime

from sqlalchemy import func, select

from workbench.database import db, now


def ledger_time() -> datetime:
    """Give the time by which leases are granted and expire.

    Workers on several hosts share PostgreSQL, so its clock counts and theirs may differ.
    An SQLite file has one host, and that host's clock.
    """
    if db.engine.dialect.name == "sqlite":
        return now()
    present: datetime = db.session.execute(select(func.clock_timestamp())).scalar_one()
    return present
