"""Hold how clear suggestions of the shipped scores were against how many of them were right."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.evaluation.certainties import answers
from workbench.evaluation.gold import GoldText
from workbench.evaluation.guessing import Guess

THRESHOLDS = (0.5, 0.6, 0.7, 0.8)
ANY = "any"


@dataclass(frozen=True)
class FromClarity:
    """Count what is suggested from a clarity on, and how much of it is right."""

    threshold: float
    suggestions: int
    right: int


@dataclass(frozen=True)
class Clarity:
    """Hold the suggestions of one label, or of `any`, for one question by their clarity."""

    question: str
    label: str
    steps: tuple[FromClarity, ...]


def clarities(
    judged: Sequence[tuple[GoldText, Guess]],
    *,
    biased_from: float,
    side: Callable[[float], str],
) -> tuple[Clarity, ...]:
    """Measure each question whose guesses came with a clarity; `side` names people's sentiment."""
    found: defaultdict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for text, guess in judged:
        for question, label, guessed in answers(text, guess, biased_from=biased_from, side=side):
            if question in guess.clarities:
                for key in ((question, ANY), (question, guessed)):
                    found[key].append((guess.clarities[question], label == guessed))
    ordered = sorted(found, key=lambda key: (key[0], key[1] != ANY, key[1]))
    return tuple(Clarity(*key, _steps(found[key])) for key in ordered)


def _steps(rows: Sequence[tuple[float, bool]]) -> tuple[FromClarity, ...]:
    steps = []
    for threshold in THRESHOLDS:
        suggested = [is_right for clear, is_right in rows if clear >= threshold]
        steps.append(FromClarity(threshold, len(suggested), sum(suggested)))
    return tuple(steps)
