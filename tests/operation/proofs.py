"""What two databases are held against each other by."""

from workbench.operation.copying import TableProof, prove
from workbench.operation.databases import opened, reading, tables

ENGINES = ["sqlite", "postgresql"]


def proofs_of(url: str) -> tuple[TableProof, ...]:
    with opened(url) as engine, reading(engine) as connection:
        return tuple(prove(connection, table) for table in tables())
