"""Hold how certain suggestions were against how many of them were right."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workbench.evaluation.gold import BIAS_NAMES, GoldText, marked_places
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
        for question, label, guessed in answers(text, guess, biased_from=biased_from, side=side):
            if question in guess.certainties:
                found[question].append((guess.certainties[question], label == guessed))
        if text.words is not None and guess.word_certainties:
            found["words"] += _pieces(text, guess)
    return tuple(_measured(question, rows) for question, rows in found.items())


def answers(
    text: GoldText, guess: Guess, *, biased_from: float, side: Callable[[float], str]
) -> Iterator[tuple[str, str, str]]:
    """Give each question that people answered, with their label and the one guessed."""
    if text.is_biased is not None:
        yield "bias", BIAS_NAMES[text.is_biased], BIAS_NAMES[guess.bias >= biased_from]
    if text.voice is not None:
        yield "voice", text.voice, guess.voice
    if text.sentiment is not None:
        yield "sentiment", side(text.sentiment), guess.sentiment_label


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
