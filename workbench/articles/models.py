"""Tables of what is annotated: articles, paragraphs, their pre-scores, and imports under way."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.database import Base, UtcDateTime
from workbench.learned.models import LearnedModel


class ArticleImport(Base):
    """Keep an import from its preview to the lead's word."""

    __tablename__ = "article_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    # None when the import came from the command line.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    rows: Mapped[list["ImportRow"]] = relationship(
        back_populates="article_import", order_by="ImportRow.position", passive_deletes=True
    )


class ImportRow(Base):
    """Keep one article of a preview, as read and as corrected, or the reason why it is bad.

    `article` holds the fields of `workbench.text.articles.ArticleText`; it is empty for a bad row.
    """

    __tablename__ = "import_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_import_id: Mapped[int] = mapped_column(
        ForeignKey("article_import.id", ondelete="CASCADE")
    )
    position: Mapped[int]
    source_name: Mapped[str] = mapped_column(String(255))
    line: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    article: Mapped[dict[str, Any]] = mapped_column(JSON)

    article_import: Mapped[ArticleImport] = relationship(back_populates="rows")

    __table_args__ = (UniqueConstraint("article_import_id", "position"),)


class Article(Base):
    """Keep an article of a project; the fingerprint of its body lets it in once."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    article_import_id: Mapped[int | None] = mapped_column(
        ForeignKey("article_import.id", ondelete="SET NULL")
    )
    headline: Mapped[str] = mapped_column(Text)
    outlet: Mapped[str] = mapped_column(Text)
    byline: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date | None] = mapped_column(Date)
    url: Mapped[str] = mapped_column(Text)
    source_line: Mapped[str] = mapped_column(Text)
    source_name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    paragraphs: Mapped[list["Paragraph"]] = relationship(
        back_populates="article", order_by="Paragraph.position", passive_deletes=True
    )

    __table_args__ = (
        UniqueConstraint("project_id", "fingerprint"),
        # The queue goes through the articles of a project in the order of their ids.
        Index(None, "project_id", "id"),
    )


class Paragraph(Base):
    """Keep a paragraph; `start` and `end` are half-open code-point offsets into the body.

    `answers` counts the people whose newest annotation of it is an answer, and `is_full` says
    that these are as many as the project asks for, or that the paragraph `is_set_aside`: gold
    ones are given out by rules of their own. All are changed by the transaction that stores an
    annotation, or makes the paragraph gold, so that nobody need count to find what is left.

    `queue_round` is the newest `QueueRound` that it was placed in, None before the first, and
    `queue_place` its place there, from 0.
    """

    __tablename__ = "paragraph"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    position: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    answers: Mapped[int] = mapped_column(default=0, server_default="0")
    is_full: Mapped[bool] = mapped_column(default=False, server_default=false())
    queue_round: Mapped[int | None]
    queue_place: Mapped[int | None]
    is_set_aside: Mapped[bool] = mapped_column(default=False, server_default=false())

    article: Mapped[Article] = relationship(back_populates="paragraphs")

    __table_args__ = (
        UniqueConstraint("article_id", "position"),
        CheckConstraint('start >= 0 AND "end" > start', name="offsets_in_order"),
        Index(
            "ix_paragraph_open",
            "article_id",
            "position",
            sqlite_where=sql("is_full = 0"),
            postgresql_where=sql("NOT is_full"),
        ),
        Index(
            "ix_paragraph_queue",
            "queue_round",
            "queue_place",
            sqlite_where=sql("is_full = 0 AND queue_round IS NOT NULL"),
            postgresql_where=sql("NOT is_full AND queue_round IS NOT NULL"),
        ),
    )


class QueueCount(Base):
    """Keep how many paragraphs a project has and how many of them are full.

    The row comes with the first paragraphs. Whoever changes it does so last in a transaction, so
    that others wait for it only as long as a commit takes.
    """

    __tablename__ = "queue_count"

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    paragraphs: Mapped[int]
    full_paragraphs: Mapped[int] = mapped_column(default=0, server_default="0")


PRESCORE_VERSIONS = (
    "lexicon_version",
    "sentiment_version",
    "news_version",
    "bias_version",
    "model_version",
)
"""What tells apart the pre-scores of one paragraph."""


class Prescore(Base):
    """Keep what the machine said of a paragraph, by version; one is current.

    `compound` to `sentiment` are VADER's own. What was not computed when the pre-score was made,
    because no version of the workbench did so then, is None, and its version is "".

    `model_version` names the learned model that was in use, "" for none; `learned_bias_score` to
    `certainty` are what it says, None where it has not learned the question. Each answer has its
    own certainty; `certainty` is their mean, each brought to 0 at chance among its labels and to
    1 where nothing is in doubt.
    """

    __tablename__ = "prescore"

    id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id", ondelete="CASCADE"))
    sentiment_version: Mapped[str] = mapped_column(String(64))
    lexicon_version: Mapped[str] = mapped_column(String(64))
    compound: Mapped[float]
    positive: Mapped[float]
    neutral: Mapped[float]
    negative: Mapped[float]
    sentiment: Mapped[str] = mapped_column(String(8))
    news_version: Mapped[str] = mapped_column(String(64), default="", server_default="")
    news_score: Mapped[float | None]
    # The news score without what stands around the paragraph.
    news_score_alone: Mapped[float | None]
    news_sentiment: Mapped[str | None] = mapped_column(String(8))
    bias_version: Mapped[str] = mapped_column(String(64), default="", server_default="")
    bias_score: Mapped[float | None]
    bias: Mapped[str | None] = mapped_column(String(12))
    voice_score: Mapped[float | None]
    voice: Mapped[str | None] = mapped_column(String(12))
    # The evidence, the strongest first: `name`, and what it adds to `bias` and to `voice`.
    bias_reasons: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    model_version: Mapped[str] = mapped_column(String(64), default="", server_default="")
    learned_model_id: Mapped[int | None] = mapped_column(ForeignKey(LearnedModel.id))
    learned_bias_score: Mapped[float | None]
    learned_bias: Mapped[str | None] = mapped_column(String(12))
    bias_certainty: Mapped[float | None]
    learned_voice: Mapped[str | None] = mapped_column(String(12))
    voice_certainty: Mapped[float | None]
    learned_sentiment_score: Mapped[float | None]
    learned_sentiment: Mapped[str | None] = mapped_column(String(8))
    sentiment_certainty: Mapped[float | None]
    certainty: Mapped[float | None]
    is_current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    loaded_words: Mapped[list["StoredLoadedWord"]] = relationship(
        back_populates="prescore", order_by="StoredLoadedWord.start", passive_deletes=True
    )

    __table_args__ = (
        # Named by hand: the names of all columns are longer than PostgreSQL allows.
        UniqueConstraint(
            "paragraph_id", *PRESCORE_VERSIONS, name="uq_prescore_paragraph_id_versions"
        ),
        Index(
            "uq_prescore_current",
            "paragraph_id",
            unique=True,
            sqlite_where=sql("is_current"),
            postgresql_where=sql("is_current"),
        ),
        # Whether anything current was made by an older version. One index for all versions
        # together, because each of its own would be written for each paragraph of an import.
        Index(
            "ix_prescore_versions",
            *PRESCORE_VERSIONS,
            sqlite_where=sql("is_current = 1"),
            postgresql_where=sql("is_current"),
        ),
        CheckConstraint("compound BETWEEN -1 AND 1", name="compound_in_range"),
        CheckConstraint("news_score BETWEEN -1 AND 1", name="news_score_in_range"),
        CheckConstraint("news_score_alone BETWEEN -1 AND 1", name="news_score_alone_in_range"),
        CheckConstraint("bias_score BETWEEN 0 AND 1", name="bias_score_in_range"),
        CheckConstraint("voice_score BETWEEN 0 AND 1", name="voice_score_in_range"),
        CheckConstraint("learned_bias_score BETWEEN 0 AND 1", name="learned_bias_score_in_range"),
        CheckConstraint(
            "learned_sentiment_score BETWEEN -1 AND 1", name="learned_sentiment_score_in_range"
        ),
        CheckConstraint("certainty BETWEEN 0 AND 1", name="certainty_in_range"),
    )


class StoredLoadedWord(Base):
    """Keep a loaded word of a pre-score; offsets are half-open code points in the paragraph.

    A word that a model learned has a `certainty`. One that is in no lexicon has no `term`, and a
    `strength` of 0.
    """

    __tablename__ = "loaded_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    prescore_id: Mapped[int] = mapped_column(
        ForeignKey("prescore.id", ondelete="CASCADE"), index=True
    )
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    term: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(40))
    polarity: Mapped[int]
    strength: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    in_quotation: Mapped[bool]
    # None for a word that was found before anybody looked for this.
    is_attributed: Mapped[bool | None]
    is_negated: Mapped[bool | None]
    certainty: Mapped[float | None]

    prescore: Mapped[Prescore] = relationship(back_populates="loaded_words")

    __table_args__ = (CheckConstraint('start >= 0 AND "end" > start', name="offsets_in_order"),)
