"""Tables of an import under way, and of the annotators that imports brought along."""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.database import Base


class LabelImportPart(Base):
    """Keep a part of an import that is not stored yet: whole articles, with their labels, packed.

    It goes in the transaction that stores it.
    """

    __tablename__ = "label_import_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    label_import_id: Mapped[int] = mapped_column(
        ForeignKey("label_import.id", ondelete="CASCADE"), index=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportedAnnotator(Base):
    """Join an account that nobody signs in with to the name that files call the annotator by.

    Only a keyed hash of the name is kept: it tells that a second file means the same annotator,
    and not who that is.
    """

    __tablename__ = "imported_annotator"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name_hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("account_id"), UniqueConstraint("project_id", "name_hash"))
