"""Tables of the queue and of every answer ever submitted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.articles.models import Paragraph
from workbench.articles.queue_models import QueueRound
from workbench.database import Base, UtcDateTime

OCCASION_IS_KNOWN = "occasion IN ('first', 'repeat', 'named', 'training')"
FIRST_AND_DRAWN = "design_id IS NOT NULL AND occasion = 'first'"


class Assignment(Base):
    """Keep that a paragraph was given to a person; the constraint gives it once on an occasion.

    `occasion` is `first`, `repeat` (hidden), `named` (a second pass that shows the outlet) or
    `training`; see `workbench.occasions`. Only the first counts for the paragraph, and only it
    can be open.
    `lot` is what was drawn for whether the paragraph comes back, None without a design.

    `state` is `leased` (being read, until `lease_expires_at`), `submitted` or `skipped`.
    `is_open` says that the paragraph is not full: what `Paragraph.is_full` says, kept here too so
    that a person's own paragraphs that others can still be given are counted from an index.

    What the page shows was decided when the paragraph was given, and stays: `arm` is `assisted`
    or `blind` (no suggestion), `outlet_arm` is `unnamed`, `hidden` or `shown`, `context` is
    `paragraph`, `neighbours` or `article`. Where a design draws by lot, `stratum` is what the
    machine said of the paragraph for the first question with suggestions ("" for nothing), and
    `drawn_before`, of them `blind_before` and `hidden_before`, count the person's earlier
    assignments under this design in this stratum: with the design's seed and shares they are all
    that is needed to draw again.

    `drawn_as` says why the paragraph was given when it was: `in_order` of the articles, `random`
    (by lot) or `least_sure` in the order `queue_round_id`, None for none.
    """

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(9))
    leased_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_open: Mapped[bool] = mapped_column(default=True, server_default=true())
    occasion: Mapped[str] = mapped_column(String(8), default="first", server_default="first")
    lot: Mapped[float | None]
    design_id: Mapped[int | None] = mapped_column(ForeignKey("study_design.id"))
    arm: Mapped[str] = mapped_column(String(8), default="assisted", server_default="assisted")
    outlet_arm: Mapped[str] = mapped_column(String(7), default="unnamed", server_default="unnamed")
    context: Mapped[str] = mapped_column(
        String(10), default="neighbours", server_default="neighbours"
    )
    stratum: Mapped[str] = mapped_column(String(40), default="", server_default="")
    drawn_before: Mapped[int] = mapped_column(default=0, server_default="0")
    blind_before: Mapped[int] = mapped_column(default=0, server_default="0")
    hidden_before: Mapped[int] = mapped_column(default=0, server_default="0")
    drawn_as: Mapped[str] = mapped_column(String(10), default="in_order", server_default="in_order")
    queue_round_id: Mapped[int | None] = mapped_column(ForeignKey(QueueRound.id))

    paragraph: Mapped[Paragraph] = relationship()

    __table_args__ = (
        UniqueConstraint("paragraph_id", "account_id", "occasion"),
        CheckConstraint(OCCASION_IS_KNOWN, name="occasion_is_known"),
        CheckConstraint("occasion = 'first' OR NOT is_open", name="only_the_first_is_open"),
        CheckConstraint("occasion <> 'named' OR outlet_arm = 'shown'", name="named_is_shown"),
        CheckConstraint("lot >= 0 AND lot < 1", name="lot_in_range"),
        CheckConstraint("state IN ('leased', 'submitted', 'skipped')", name="state_is_known"),
        CheckConstraint("arm IN ('assisted', 'blind')", name="arm_is_known"),
        CheckConstraint("outlet_arm IN ('unnamed', 'hidden', 'shown')", name="outlet_arm_is_known"),
        CheckConstraint(
            "context IN ('paragraph', 'neighbours', 'article')", name="context_is_known"
        ),
        CheckConstraint(
            "drawn_as IN ('in_order', 'random', 'least_sure')", name="drawn_as_is_known"
        ),
        # The last draw of a person in a stratum holds the tally for the next.
        Index(
            "ix_assignment_drawn",
            "design_id",
            "account_id",
            "stratum",
            "id",
            sqlite_where=text(FIRST_AND_DRAWN),
            postgresql_where=text(FIRST_AND_DRAWN),
        ),
        Index(None, "project_id", "account_id", "state"),
        # Where a person goes on, and where they came from.
        Index(None, "project_id", "account_id", "occasion", "leased_at"),
        Index(None, "project_id", "account_id", "finished_at"),
        # Who is reading what; leases that ran out stay until the paragraph is given again.
        Index(
            "ix_assignment_leased",
            "project_id",
            "lease_expires_at",
            sqlite_where=text("state = 'leased'"),
            postgresql_where=text("state = 'leased'"),
        ),
        Index(
            "ix_assignment_finished_and_open",
            "project_id",
            "account_id",
            sqlite_where=text("is_open = 1 AND state <> 'leased'"),
            postgresql_where=text("is_open AND state <> 'leased'"),
        ),
    )


class AnnotatorCount(Base):
    """Keep how many paragraphs of a project a person has submitted, skipped and flagged.

    There is a row for each kind of occasion.
    `today` counts those they submitted first on the day `today_on`, by the clock where they are.
    """

    __tablename__ = "annotator_count"

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    occasion: Mapped[str] = mapped_column(
        String(8), primary_key=True, default="first", server_default="first"
    )
    submitted: Mapped[int]
    skipped: Mapped[int]
    flagged: Mapped[int]
    today: Mapped[int] = mapped_column(default=0, server_default="0")
    today_on: Mapped[date | None]

    __table_args__ = (CheckConstraint(OCCASION_IS_KNOWN, name="occasion_is_known"),)


class Annotation(Base):
    """Keep one submission; a later one for the same assignment is the next revision.

    Rows are only ever added: `is_current` alone moves on, to the newest revision.
    `outcome` is `answered` or `skipped`; a skipped one has no answers.
    """

    __tablename__ = "annotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    revision: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    outcome: Mapped[str] = mapped_column(String(8))
    is_flagged: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text, default="")
    codebook_version_id: Mapped[int] = mapped_column(ForeignKey("codebook_version.id"))
    # What the machine had said when the page was served, shown or not; None where it said nothing.
    prescore_id: Mapped[int | None] = mapped_column(ForeignKey("prescore.id"))
    # Made with the page: the same form sent twice is stored once.
    submission_key: Mapped[str] = mapped_column(String(36), unique=True)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Milliseconds for which the page was in sight, and for which somebody was at work on it;
    # None from a browser without the script.
    shown_ms: Mapped[int | None]
    active_ms: Mapped[int | None]
    # The import that brought it; None for what somebody submitted here.
    label_import_id: Mapped[int | None] = mapped_column(
        ForeignKey("label_import.id", ondelete="SET NULL")
    )

    assignment: Mapped[Assignment] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="annotation", order_by="Answer.id", passive_deletes=True
    )
    spans: Mapped[list["StoredSpan"]] = relationship(
        back_populates="annotation", order_by="StoredSpan.start", passive_deletes=True
    )

    __table_args__ = (
        UniqueConstraint("assignment_id", "revision"),
        CheckConstraint("outcome IN ('answered', 'skipped')", name="outcome_is_known"),
        CheckConstraint("revision >= 1", name="revision_counts_from_one"),
        CheckConstraint("active_ms BETWEEN 0 AND shown_ms", name="times_in_order"),
        Index(
            "uq_annotation_current",
            "assignment_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "ix_annotation_label_import",
            "label_import_id",
            sqlite_where=text("label_import_id IS NOT NULL"),
            postgresql_where=text("label_import_id IS NOT NULL"),
        ),
    )


class LabelImport(Base):
    """Keep an import of labels that were given elsewhere: from which file, by whom, and how.

    `content` and `texts` hold the files, packed, until the labels are stored; the digests stay.
    `mapping` says how the file was read, `summary` what came of it. Where `has_spans` is false the
    file told nothing of spans: its annotations are then no "submitted without spans".
    """

    __tablename__ = "label_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    # None when the import came from the command line.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    article_import_id: Mapped[int | None] = mapped_column(
        ForeignKey("article_import.id", ondelete="SET NULL")
    )
    source_name: Mapped[str] = mapped_column(String(255))
    source_digest: Mapped[str] = mapped_column(String(64))
    texts_name: Mapped[str] = mapped_column(String(255), default="", server_default="")
    texts_digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    texts: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    has_spans: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "project_id", "id"),)


class Answer(Base):
    """Keep the label given to one question, beside the label that was suggested ("" for none).

    `withheld` is the label that the machine had for it and that the page did not show.
    """

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    annotation_id: Mapped[int] = mapped_column(ForeignKey("annotation.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(40))
    suggestion: Mapped[str] = mapped_column(String(40), default="")
    withheld: Mapped[str] = mapped_column(String(40), default="", server_default="")

    annotation: Mapped[Annotation] = relationship(back_populates="answers")

    __table_args__ = (UniqueConstraint("annotation_id", "question"),)


class StoredSpan(Base):
    """Keep a marked span, or what was decided about a suggested one.

    Offsets are half-open code points in the paragraph. `decision` is `kept`, `recategorised`,
    `rejected` (of a suggestion) or `added` (by the person). `suggested_category` is "" when
    nothing was suggested; a rejected span repeats it in `category`.
    """

    __tablename__ = "span"

    id: Mapped[int] = mapped_column(primary_key=True)
    annotation_id: Mapped[int] = mapped_column(
        ForeignKey("annotation.id", ondelete="CASCADE"), index=True
    )
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(40))
    decision: Mapped[str] = mapped_column(String(13))
    suggested_category: Mapped[str] = mapped_column(String(40), default="")

    annotation: Mapped[Annotation] = relationship(back_populates="spans")

    __table_args__ = (
        CheckConstraint('start >= 0 AND "end" > start', name="offsets_in_order"),
        CheckConstraint(
            "decision IN ('kept', 'recategorised', 'rejected', 'added')", name="decision_is_known"
        ),
    )
