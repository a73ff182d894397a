"""Hold how certain suggestions were against how many of them were right."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.evaluation.gold import GoldText, marked_places
from workbench.evaluation.guessing import Guess
from workbench.evaluation.metrics import Bin, calibration, calibration_error
from workbench.evaluation.words import word_spans, words_within


@dataclass(frozen=True)
class Certainty:
    """Hold, of the suggestions for one question, how certain they were and how many were right."""

    question: str
    suggestions: int
    steps: tuple[Bin, ...]
    error: float | None


def certainties(
    judged: Sequence[tuple[GoldText, Guess]],
    *,
    biased_from: float,
    side: Callable[[float], str],
) -> tuple[Certainty, ...]:
    """Measure each question whose guesses came with a certainty; `side` names people's sentiment.

    A suggested piece of text is right where people marked a word of it.
    """
    found: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for text, guess in judged:
        for question, label, guessed in (
            ("bias", text.is_biased, guess.bias >= biased_from),
            ("voice", text.voice, guess.voice),
            ("sentiment", text.sentiment, guess.sentiment_label),
        ):
            if label is not None and question in guess.certainties:
                answer = side(float(label)) if question == "sentiment" else label
                found[question].append((guess.certainties[question], answer == guessed))
        if text.words is not None and guess.word_certainties:
            found["words"] += _pieces(text, guess)
    return tuple(_measured(question, rows) for question, rows in found.items())


def _pieces(text: GoldText, guess: Guess) -> list[tuple[float, bool]]:
    words = word_spans(text.text)
    marked = marked_places(text, words)
    return [
        (certainty, not marked.isdisjoint(words_within(words, [span])))
        for span, certainty in zip(guess.words, guess.word_certainties, strict=True)
    ]


def _measured(question: str, rows: Sequence[tuple[float, bool]]) -> Certainty:
    steps = tuple(calibration([right for _, right in rows], [certainty for certainty, _ in rows]))
    return Certainty(question, len(rows), steps, calibration_error(steps))
