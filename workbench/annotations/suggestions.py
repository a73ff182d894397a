"""What the machine suggests on a page, as far as the codebook asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.articles.first_guesses import FirstGuess, first_guesses
from workbench.articles.queries import PrescoreRow
from workbench.codebook.codebook import Codebook, Question, Source
from workbench.scoring.loaded_words import LoadedWord


@dataclass(frozen=True)
class Suggestions:
    """Hold what a page suggests: a label by question, and loaded words sorted by place.

    `guesses` holds, by question, what the score says that the codebook names for it; it becomes
    a label only where it is clear enough. Without a pre-score nothing is suggested and
    `prescore_id` is None. Whatever a page tells of the machine's opinion comes from here.
    """

    prescore_id: int | None = None
    compound: float = 0.0
    labels: Mapping[str, str] = field(default_factory=dict)
    words: tuple[LoadedWord, ...] = ()
    guesses: Mapping[str, FirstGuess] = field(default_factory=dict)


@dataclass(frozen=True)
class SuggestionNote:
    """Hold the line under a question, and what it shows when it is opened."""

    line: str
    reasons: tuple[str, ...]
    certainty: str
    differs: bool = False


def suggestions_from(prescore: PrescoreRow | None, codebook: Codebook) -> Suggestions:
    """Take from a pre-score what the codebook has a question or a category for."""
    if prescore is None:
        return Suggestions()
    by_source = first_guesses(prescore)
    guesses = {
        question.name: guess
        for question in codebook.questions
        if question.suggested_by
        and (guess := by_source.get(Source(question.suggested_by)))
        and guess.label in question.label_names
    }
    return Suggestions(
        prescore_id=prescore.id,
        compound=prescore.compound,
        labels={
            name: guess.label
            for name, guess in guesses.items()
            if is_clear_enough(guess, codebook.suggested_from)
        },
        words=tuple(
            word for word in prescore.loaded_words if word.category in codebook.category_names
        ),
        guesses=guesses,
    )


def is_clear_enough(guess: FirstGuess, suggested_from: float) -> bool:
    """Tell whether a guess is suggested, by its clarity as it is written on the page."""
    return round(guess.clarity, 2) >= suggested_from


def suggestion_notes(
    suggestions: Suggestions, codebook: Codebook, *, alone: Mapping[str, str] | None = None
) -> dict[str, SuggestionNote]:
    """Give the note under each question that a score was asked about.

    `alone` holds, by question, what the person answered before they saw the suggestion for it.
    """
    alone = alone or {}
    return {
        name: _note(
            codebook.question(name),
            guess,
            codebook.suggested_from,
            suggestions.labels,
            alone=alone.get(name, ""),
        )
        for name, guess in suggestions.guesses.items()
    }


def _note(
    question: Question,
    guess: FirstGuess,
    suggested_from: float,
    labels: Mapping[str, str],
    *,
    alone: str,
) -> SuggestionNote:
    certainty = (
        f"Clarity {guess.clarity:.2f}, from 0.50 at the cut between two answers to 1.00; "
        f"suggestions are made from {suggested_from:.2f} on. It is no probability."
    )
    if question.name not in labels:
        # Without the label: to name it would suggest it.
        line = "nothing suggested: the score lies too close to the cut between two answers."
        return SuggestionNote(line, (), certainty)
    titles = {label.name: label.title for label in question.labels}
    title = titles[guess.label]
    if alone not in titles:
        return SuggestionNote(f"suggested: {title} — {guess.because}", guess.reasons, certainty)
    suggests = "the machine suggests " + ("the same" if alone == guess.label else title)
    line = f"you said {titles[alone]}; {suggests} — {guess.because}"
    return SuggestionNote(line, guess.reasons, certainty, differs=alone != guess.label)
