"""What each column is read from."""

from typing import Any

from sqlalchemy import ColumnElement, Double, cast

from workbench.accounts.models import Account
from workbench.annotations.first_models import FirstAnnotation
from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.exports.columns import Column
from workbench.projects.models import CodebookVersion, Membership, Project, StudyDesign

Columns = tuple[Column, ...]

SOURCES: dict[str, Any] = {
    "project": Project.name,
    "demonstration": Project.is_demonstration,
    "article_id": Article.id,
    "headline": Article.headline,
    "outlet": Article.outlet,
    "byline": Article.byline,
    "published_on": Article.published_on,
    "url": Article.url,
    "language": Article.language,
    "paragraph_id": Paragraph.id,
    "paragraph_position": Paragraph.position,
    "paragraph_start": Paragraph.start,
    "paragraph_end": Paragraph.end,
    "paragraph_text": Paragraph.text,
    "annotator": Membership.pseudonym,
    "annotator_name": Account.display_name,
    "annotator_email": Account.email,
    "annotation_id": Annotation.id,
    "occasion": Assignment.occasion,
    "revision": Annotation.revision,
    "is_current": Annotation.is_current,
    "submitted_on": Annotation.submitted_at,
    "submitted_at": Annotation.submitted_at,
    "codebook_version": CodebookVersion.number,
    "outcome": Annotation.outcome,
    "is_flagged": Annotation.is_flagged,
    "comment": Annotation.comment,
    "arm": Assignment.arm,
    "outlet_arm": Assignment.outlet_arm,
    "context": Assignment.context,
    "drawn_as": Assignment.drawn_as,
    "design_version": StudyDesign.number,
    "blind_percent": StudyDesign.blind_percent,
    "stratum": Assignment.stratum,
    "drawn_before": Assignment.drawn_before,
    "shown_seconds": cast(Annotation.shown_ms, Double) / 1000,
    "active_seconds": cast(Annotation.active_ms, Double) / 1000,
    "first_active_seconds": cast(FirstAnnotation.active_ms, Double) / 1000,
    "label_import": Annotation.label_import_id,
    "prescore_compound": Prescore.compound,
    "prescore_positive": Prescore.positive,
    "prescore_neutral": Prescore.neutral,
    "prescore_negative": Prescore.negative,
    "prescore_sentiment": Prescore.sentiment,
    "sentiment_version": Prescore.sentiment_version,
    "lexicon_version": Prescore.lexicon_version,
    "prescore_news_score": Prescore.news_score,
    "prescore_news_score_alone": Prescore.news_score_alone,
    "prescore_news_sentiment": Prescore.news_sentiment,
    "news_version": Prescore.news_version,
    "prescore_bias_score": Prescore.bias_score,
    "prescore_bias": Prescore.bias,
    "prescore_voice_score": Prescore.voice_score,
    "prescore_voice": Prescore.voice,
    "bias_version": Prescore.bias_version,
    "model_version": Prescore.model_version,
    "learned_bias_score": Prescore.learned_bias_score,
    "learned_bias": Prescore.learned_bias,
    "bias_certainty": Prescore.bias_certainty,
    "learned_voice": Prescore.learned_voice,
    "voice_certainty": Prescore.voice_certainty,
    "learned_sentiment_score": Prescore.learned_sentiment_score,
    "learned_sentiment": Prescore.learned_sentiment,
    "sentiment_certainty": Prescore.sentiment_certainty,
    "prescore_bias_reasons": Prescore.bias_reasons,
}
"""By the name of the column. A day is made from the moment in its place."""


def read(columns: Columns, sources: dict[str, Any] = SOURCES) -> list[ColumnElement[Any]]:
    """Select the columns of a group, each under its name."""
    return [sources[column.name].label(column.name) for column in columns]
