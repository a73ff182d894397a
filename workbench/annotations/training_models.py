"""The table of what training answers were held to be."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workbench.database import Base


class TrainingResult(Base):
    """Keep whether everything that was checked in a first training answer is as expected.

    It follows from the first revision of the answer and from what is expected now: whoever
    changes what is expected changes this in the same transaction, so that the queue need not
    compare.
    """

    __tablename__ = "training_result"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    is_right: Mapped[bool]
