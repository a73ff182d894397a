"""Compute and keep the numbers of the invented texts: `python -m tests.scoring.frozen.rows`.

Write them anew only when a score is meant to change, together with its version.
"""

import json
from pathlib import Path

from tests.scoring.frozen.texts import invented
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import Prescore, prescore

HERE = Path(__file__).parent
TEXTS = 300

Row = dict[str, object]


def frozen_lexicon() -> Lexicon:
    """Read the lexicon that the rows were computed with, whatever the shipped one says now."""
    return Lexicon.load(HERE / "lexicon.csv")


def frozen_rows() -> list[Row]:
    """Read the rows, each a text with its numbers."""
    lines = (HERE / "rows.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def computed(text: str, lexicon: Lexicon) -> Row:
    """Give the numbers of one text as they are kept."""
    found: Prescore = prescore(text, lexicon)
    return {
        "text": text,
        "sentiment": [
            found.sentiment.compound,
            found.sentiment.positive,
            found.sentiment.neutral,
            found.sentiment.negative,
            found.sentiment.label,
        ],
        "news": [found.news.score, found.news.label],
        "bias": [found.bias.score, found.bias.label, found.bias.voice_score, found.bias.voice],
        "features": list(found.features.as_row().values()),
        "loaded": [
            [
                *(word.start, word.end, word.text, word.term, word.polarity, word.strength),
                *(word.in_quotation, word.is_attributed, word.is_negated),
            ]
            for word in found.loaded_words
        ],
        "reasons": [[reason.name, reason.weight] for reason in found.bias.reasons],
    }


def write() -> None:
    """Compute all rows and keep them."""
    lexicon = frozen_lexicon()
    rows = [computed(text, lexicon) for text in invented(TEXTS, lexicon, seed=7)]
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows]
    (HERE / "rows.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write()
