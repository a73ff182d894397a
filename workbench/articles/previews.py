"""The articles of a preview as plain values, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.said_later import later, read, written
from workbench.text.articles import ArticleText, fingerprint


class DamagedRowError(ValueError):
    """Say that what a row of an import keeps cannot be read back."""


@dataclass(frozen=True)
class PreviewedArticle:
    """Hold an article of a preview and what the lead did with it."""

    text: ArticleText
    is_left_out: bool = False
    is_corrected: bool = False


def to_values(article: PreviewedArticle) -> dict[str, Any]:
    """Give what a row of an import keeps; the fingerprint is there for the database to compare."""
    text = article.text
    return {
        "headline": text.headline,
        "body": text.body,
        "outlet": text.outlet,
        "byline": text.byline,
        "published_on": text.published_on.isoformat() if text.published_on else None,
        "url": text.url,
        "source_line": text.source_line,
        "language": text.language,
        "guesses": [written(guess) for guess in text.guesses],
        "fingerprint": fingerprint(text.body),
        # Counted here, so that nobody has to cut the texts again to tell how long an import is.
        "paragraphs": len(text.paragraphs),
        "is_left_out": article.is_left_out,
        "is_corrected": article.is_corrected,
    }


def from_values(
    values: Mapping[str, Any], *, source_name: str, line: int | None
) -> PreviewedArticle:
    """Read back what `to_values` gave; raise `DamagedRowError` on anything else."""
    try:
        return _read(values, source_name, line)
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedRowError(
            later(
                "What was kept of this article is damaged (%(error)s): import its file again.",
                error=str(error),
            )
        ) from error


def _read(values: Mapping[str, Any], source_name: str, line: int | None) -> PreviewedArticle:
    published_on = values["published_on"]
    return PreviewedArticle(
        text=ArticleText(
            headline=values["headline"],
            body=values["body"],
            outlet=values["outlet"],
            byline=values["byline"],
            published_on=date.fromisoformat(published_on) if published_on else None,
            url=values["url"],
            source_line=values["source_line"],
            language=values["language"],
            guesses=tuple(read(guess) for guess in values["guesses"]),
            source_name=source_name,
            line=line,
        ),
        is_left_out=values["is_left_out"],
        is_corrected=values["is_corrected"],
    )
