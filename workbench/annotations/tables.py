"""The tables of the queue as rows: what runs for each submission makes no objects of them.

A statement over tables, built once, takes a seventh of the time that a new one over objects takes.
"""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import (
    Annotation,
    AnnotatorCount,
    Answer,
    Assignment,
    StoredSpan,
)
from workbench.annotations.training_models import TrainingResult
from workbench.articles.models import Article, Paragraph, Prescore, QueueCount
from workbench.articles.queue_models import QueueRound
from workbench.database import Base, db
from workbench.gold.models import GoldItem, TrainingAdmission
from workbench.projects.models import Membership, Project, StudyDesign


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


PROJECT, MEMBERSHIP, DESIGN = _table(Project), _table(Membership), _table(StudyDesign)
ARTICLE, PARAGRAPH, QUEUE_COUNT = _table(Article), _table(Paragraph), _table(QueueCount)
PRESCORE, QUEUE_ROUND = _table(Prescore), _table(QueueRound)
ASSIGNMENT, ANNOTATOR_COUNT = _table(Assignment), _table(AnnotatorCount)
ANNOTATION, ANSWER, SPAN = _table(Annotation), _table(Answer), _table(StoredSpan)
FIRST_ANNOTATION, FIRST_ANSWER = _table(FirstAnnotation), _table(FirstAnswer)
FIRST_SPAN = _table(FirstSpan)
GOLD_ITEM, TRAINING_ADMISSION = _table(GoldItem), _table(TrainingAdmission)
TRAINING_RESULT = _table(TrainingResult)


def locks_rows() -> bool:
    """Tell whether writers hold rows (PostgreSQL), or one writer the whole database (SQLite)."""
    return db.engine.dialect.name == "postgresql"


def insert_into(table: Table) -> Any:
    """Make an insertion that may say what to do where the row is there already."""
    return postgresql.insert(table) if locks_rows() else sqlite.insert(table)
