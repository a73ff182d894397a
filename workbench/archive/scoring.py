"""Score one partition into a piece of Parquet; nothing here knows where it runs."""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.archive.partitions import Partition
from workbench.archive.reading import read_partition
from workbench.archive.schema import schema
from workbench.articles.suggestions import texts_to_score
from workbench.scoring.bias import BIAS_VERSION
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry
from workbench.scoring.news import NEWS_VERSION
from workbench.scoring.prescore import Prescore
from workbench.scoring.sentiment import SENTIMENT_VERSION
from workbench.scoring.surroundings import prescore_article
from workbench.text.articles import ArticleText, BadRow, ParagraphText, fingerprint

COMPRESSION = "zstd"


@dataclass(frozen=True)
class Scorer:
    """Carry a lexicon to another process, and say whether texts go into the archive."""

    entries: bytes
    with_text: bool

    @classmethod
    def of(cls, lexicon: Lexicon, *, with_text: bool) -> "Scorer":
        """Pack a lexicon."""
        return cls(pickle.dumps(lexicon.entries), with_text)

    @property
    def lexicon(self) -> Lexicon:
        """Unpack the lexicon, once in each process."""
        return _unpacked(self.entries)

    @property
    def versions(self) -> dict[str, str]:
        """Give the versions of everything that scores, as this process has them."""
        return {
            "sentiment": SENTIMENT_VERSION,
            "lexicon": self.lexicon.version,
            "news": NEWS_VERSION,
            "bias": BIAS_VERSION,
        }


@dataclass(frozen=True)
class ScoredPartition:
    """Hold what became of a partition: Parquet, and the rows that could not be read."""

    number: int
    parquet: bytes
    articles: int
    paragraphs: int
    bad_rows: tuple[BadRow, ...]
    versions: Mapping[str, str] = field(default_factory=dict)


def score_partition(scorer: Scorer, partition: Partition) -> ScoredPartition:
    """Score the paragraphs of a partition as the application scores them when it stores them."""
    lexicon = scorer.lexicon
    bad_rows = list(partition.bad_rows)
    rows: list[dict[str, Any]] = []
    articles = 0
    for item in read_partition(partition):
        if isinstance(item, BadRow):
            bad_rows.append(item)
        else:
            articles += 1
            rows += _rows(item, lexicon)
    return ScoredPartition(
        number=partition.number,
        parquet=_written(rows, with_text=scorer.with_text),
        articles=articles,
        paragraphs=len(rows),
        bad_rows=tuple(sorted(bad_rows, key=lambda row: row.line or 0)),
        versions=scorer.versions,
    )


def failed_partition(scorer: Scorer, partition: Partition, why: str) -> ScoredPartition:
    """Give what is left of a partition that could not be scored: nothing, and the reason."""
    reason = (
        f"The {partition.rows:,} rows from here on were not scored: {why} "
        "Give them in a file of their own."
    )
    bad_row = BadRow(partition.source, partition.first_row, reason)
    return ScoredPartition(
        number=partition.number,
        parquet=_written([], with_text=scorer.with_text),
        articles=0,
        paragraphs=0,
        bad_rows=(*partition.bad_rows, bad_row),
        versions=scorer.versions,
    )


@lru_cache(maxsize=2)
def _unpacked(entries: bytes) -> Lexicon:
    # The bytes were packed by this program's own parent or client, never read from a file.
    unpacked: tuple[LexiconEntry, ...] = pickle.loads(entries)  # noqa: S301  (see above)
    return Lexicon(unpacked)


def _rows(article: ArticleText, lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    common = {
        "article": fingerprint(article.body),
        "outlet": article.outlet,
        "published_on": article.published_on,
        "headline": article.headline,
        "byline": article.byline,
        "url": article.url,
        "source_line": article.source_line,
        "language": article.language,
        "source_name": article.source_name,
        "line": article.line,
    }
    scored = prescore_article(texts_to_score(article), lexicon)
    for paragraph in article.paragraphs:
        score = scored.get(paragraph.position)
        scores = {} if score is None else _scores(paragraph, score)
        yield {
            **common,
            "paragraph": paragraph.position,
            "paragraph_key": fingerprint(paragraph.text),
            "start": paragraph.start,
            "end": paragraph.end,
            "text": paragraph.text,
            **scores,
        }


def _scores(paragraph: ParagraphText, score: Prescore) -> dict[str, Any]:
    found = len(score.loaded_words)
    return {
        "compound": score.sentiment.compound,
        "negative": score.sentiment.negative,
        "neutral": score.sentiment.neutral,
        "positive": score.sentiment.positive,
        "sentiment": score.sentiment.label,
        "news_score": score.news.score,
        "news_sentiment": score.news.label,
        "bias_score": score.bias.score,
        "bias": score.bias.label,
        "voice_score": score.bias.voice_score,
        "voice": score.bias.voice,
        "loaded_words": found,
        "density": 100 * found / len(paragraph.text.split()),
        "spans": [
            {
                "start": word.start,
                "end": word.end,
                "category": word.category,
                "reason_id": word.term,
                "polarity": word.polarity,
                "strength": word.strength,
                "in_quotation": word.in_quotation,
                "is_attributed": word.is_attributed,
                "is_negated": word.is_negated,
            }
            for word in score.loaded_words
        ],
        "sentiment_version": score.sentiment_version,
        "lexicon_version": score.lexicon_version,
        "news_version": score.news_version,
        "bias_version": score.bias_version,
    }


def _written(rows: list[dict[str, Any]], *, with_text: bool) -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pylist(rows, schema=schema(with_text=with_text))
    pq.write_table(table, sink, compression=COMPRESSION)
    written: bytes = sink.getvalue().to_pybytes()
    return written
