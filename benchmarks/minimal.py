"""The least that a labelling server can do: insert one row, select one row, nothing else."""

from pathlib import Path
from typing import Any

from flask import Flask, request
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """Be the parent of the two tables."""


class Text(Base):
    """Keep a text to label."""

    __tablename__ = "text"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str]


class Label(Base):
    """Keep a label."""

    __tablename__ = "label"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int]
    content: Mapped[str]


def create_minimal(path: Path) -> Flask:
    """Build the application on an SQLite file, set up as the workbench sets its own up."""
    app = Flask("minimal")
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 15})

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    @app.post("/labels")
    def insert() -> dict[str, int]:
        with Session(engine) as session:
            label = Label(text_id=int(request.form["text_id"]), content=request.form["content"])
            session.add(label)
            session.commit()
            return {"id": label.id}

    @app.get("/texts/<int:text_id>")
    def read(text_id: int) -> dict[str, str]:
        with Session(engine) as session:
            return {
                "content": session.scalars(select(Text).where(Text.id == text_id)).one().content
            }

    return app


def fill_minimal(path: Path, texts: tuple[str, ...]) -> None:
    """Make the tables and store the texts, numbered from 1."""
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(Text(content=content) for content in texts)
        session.commit()
    engine.dispose()
