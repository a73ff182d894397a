"""Guesses at texts, kept and brought back, so that models can be compared on what none has seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from workbench.articles.models import Paragraph
from workbench.database import db
from workbench.evaluation.guessing import Guess
from workbench.learned.queries import ModelInUse, held_out_guesses
from workbench.learning.labelled import Labelled, seen_as
from workbench.learning.model import Placed
from workbench.scoring.prescore import Prescore


def fair_guesses(
    in_use: ModelInUse,
    texts: Sequence[Labelled],
    paragraph_ids: Sequence[int],
    scored: Sequence[Prescore],
) -> list[Guess | None]:
    """Guess by a stored model as if it had never seen a text's article; None where it cannot.

    At a paragraph that it learned from, it is the guess that was made without its article. An
    article that it never saw is guessed at now. Of an article of which it learned other
    paragraphs there is no fair guess. A model from a file is told by the texts that it names.
    """
    held = held_out_guesses(in_use.id)
    seen = _articles_of(held) if held else _articles_seen(in_use, texts)
    new = {
        paragraph_id: Placed(text.text, each, text.place)
        for text, paragraph_id, each in zip(texts, paragraph_ids, scored, strict=True)
        if paragraph_id not in held and int(text.article) not in seen
    }
    fresh = dict(zip(new, in_use.model.guess_together(list(new.values())), strict=True))
    return [
        from_values(held[paragraph_id]) if paragraph_id in held else fresh.get(paragraph_id)
        for paragraph_id in paragraph_ids
    ]


def to_values(guess: Guess) -> dict[str, Any]:
    """Give a guess as plain values."""
    return {
        "words": [list(span) for span in guess.words],
        "word_certainties": [round(sure, 4) for sure in guess.word_certainties],
        "bias": round(guess.bias, 6),
        "voice": guess.voice,
        "sentiment": round(guess.sentiment, 6),
        "sentiment_label": guess.sentiment_label,
        "certainties": {name: round(sure, 4) for name, sure in guess.certainties.items()},
    }


def from_values(values: Mapping[str, Any]) -> Guess:
    """Read a guess back."""
    return Guess(
        words=tuple((start, end) for start, end in values["words"]),
        bias=values["bias"],
        voice=values["voice"],
        sentiment=values["sentiment"],
        sentiment_label=values["sentiment_label"],
        certainties=values["certainties"],
        word_certainties=tuple(values["word_certainties"]),
    )


def _articles_seen(in_use: ModelInUse, texts: Sequence[Labelled]) -> set[int]:
    return {int(text.article) for text in texts if seen_as(text.text) in in_use.model.seen}


def _articles_of(held: Mapping[int, Any]) -> set[int]:
    ids, found = sorted(held), set()
    for start in range(0, len(ids), 500):
        found |= set(
            db.session.scalars(
                select(Paragraph.article_id).where(Paragraph.id.in_(ids[start : start + 500]))
            )
        )
    return found
