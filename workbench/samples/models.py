"""Tables of the samples that were drawn into projects."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workbench.database import Base, UtcDateTime


class Sample(Base):
    """Keep how a sample was drawn; `recipe` holds `workbench.archive.recipes.Recipe`."""

    __tablename__ = "sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), index=True
    )
    # None when the sample was drawn from the command line.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recipe: Mapped[dict[str, Any]] = mapped_column(JSON)


class SampleImport(Base):
    """Join a sample to one of the imports that store its articles."""

    __tablename__ = "sample_import"

    sample_id: Mapped[int] = mapped_column(
        ForeignKey("sample.id", ondelete="CASCADE"), primary_key=True
    )
    article_import_id: Mapped[int] = mapped_column(
        ForeignKey("article_import.id", ondelete="CASCADE"), primary_key=True
    )
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
