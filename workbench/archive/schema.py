"""What a scored archive holds: one row a paragraph, and what its footer says."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

FORMAT = 2
# The names in the footer under which an archive says what it is, and why words are loaded.
ORIGIN_KEY = b"workbench.archive"
REASONS_KEY = b"workbench.reasons"

SPAN = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("category", pa.string()),
        ("reason_id", pa.string()),
        ("polarity", pa.int8()),
        ("strength", pa.int8()),
        ("in_quotation", pa.bool_()),
        ("is_attributed", pa.bool_()),
        ("is_negated", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Column:
    """Describe a column; where `is_scored`, it is empty for a paragraph without a pre-score."""

    name: str
    type: Any
    description: str
    is_scored: bool = False


COLUMNS = (
    Column("article", pa.string(), "key of the article: a hash of its text (SHA-256)"),
    Column("paragraph", pa.int32(), "place in the article, counted from 0"),
    Column("paragraph_key", pa.string(), "key of the paragraph: a hash of its text (SHA-256)"),
    Column("start", pa.int32(), "where the paragraph begins in the article, in code points"),
    Column("end", pa.int32(), "where it ends, the place after its last code point"),
    Column("text", pa.string(), "the paragraph; the column is missing with `--without-text`"),
    Column("outlet", pa.string(), "outlet, empty where unknown"),
    Column("published_on", pa.date32(), "day of publication"),
    Column("headline", pa.string(), "headline, or the first words where there was none"),
    Column("byline", pa.string(), "byline, empty where unknown"),
    Column("url", pa.string(), "address, empty where unknown"),
    Column("source_line", pa.string(), "line that names the source, empty where unknown"),
    Column("language", pa.string(), "language (ISO 639-1), empty where it was not recognised"),
    Column("source_name", pa.string(), "name of the file that the article was read from"),
    Column("line", pa.int64(), "line or row of that file, counted from 1"),
    Column("compound", pa.float64(), "VADER's compound score in [−1, 1]", is_scored=True),
    Column("negative", pa.float64(), "VADER's share of negative words", is_scored=True),
    Column("neutral", pa.float64(), "VADER's share of neutral words", is_scored=True),
    Column("positive", pa.float64(), "VADER's share of positive words", is_scored=True),
    Column("sentiment", pa.string(), "sentiment by VADER's thresholds", is_scored=True),
    Column("news_score", pa.float64(), "VADER corrected for news, in [−1, 1]", is_scored=True),
    Column("news_sentiment", pa.string(), "sentiment by the news score", is_scored=True),
    Column("bias_score", pa.float64(), "bias score in [0, 1]", is_scored=True),
    Column("bias", pa.string(), "`biased` or `not_biased` by that score", is_scored=True),
    Column("voice_score", pa.float64(), "voice score in [0, 1], 1 is opinion", is_scored=True),
    Column("voice", pa.string(), "`factual`, `mixed` or `opinion` by that score", is_scored=True),
    Column("loaded_words", pa.int32(), "how many loaded words were found", is_scored=True),
    Column("density", pa.float64(), "loaded words for each 100 words", is_scored=True),
    Column(
        "spans",
        pa.list_(SPAN),
        "the loaded words: `start` and `end` in code points of the paragraph, half-open; "
        "`category`; `reason_id`, the term of the lexicon that gives the reason; `polarity`; "
        "`strength`; `in_quotation`; `is_attributed`; `is_negated`",
        is_scored=True,
    ),
    Column("sentiment_version", pa.string(), "what scored the sentiment", is_scored=True),
    Column("lexicon_version", pa.string(), "what found the loaded words", is_scored=True),
    Column("news_version", pa.string(), "what corrected the sentiment for news", is_scored=True),
    Column("bias_version", pa.string(), "what scored bias and voice", is_scored=True),
)


def schema(*, with_text: bool) -> Any:
    """Give the schema of an archive."""
    return pa.schema(
        [(column.name, column.type) for column in COLUMNS if with_text or column.name != "text"]
    )
