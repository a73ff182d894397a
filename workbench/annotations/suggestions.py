"""What the machine suggests on a page, as far as the codebook asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.articles.first_guesses import FirstGuess, first_guesses, learned_on
from workbench.articles.queries import PrescoreRow
from workbench.codebook.codebook import Codebook, Question, Source
from workbench.scoring.loaded_words import LoadedWord
from workbench.words import gettext, number


@dataclass(frozen=True)
class Suggestions:
    """Hold what a page suggests: a label by question, and loaded words sorted by place.

    `guesses` holds, by question, what the score says that the codebook names for it; it becomes
    a label only where it is clear, or certain, enough. Without a pre-score nothing is suggested and
    `prescore_id` is None. Whatever a page tells of the machine's opinion comes from here.
    """

    prescore_id: int | None = None
    compound: float = 0.0
    labels: Mapping[str, str] = field(default_factory=dict)
    words: tuple[LoadedWord, ...] = ()
    guesses: Mapping[str, FirstGuess] = field(default_factory=dict)
    learned_on: str = ""


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
            name: guess.label for name, guess in guesses.items() if is_sure_enough(guess, codebook)
        },
        words=tuple(
            word
            for word in prescore.loaded_words
            if word.category in codebook.category_names
            and (word.certainty is None or round(word.certainty, 2) >= codebook.words_certain_from)
        ),
        guesses=guesses,
        learned_on="" if prescore.model is None else learned_on(prescore.model),
    )


def is_sure_enough(guess: FirstGuess, codebook: Codebook) -> bool:
    """Tell whether a guess is suggested, by its certainty or clarity as the page writes it."""
    if guess.certainty is not None:
        return round(guess.certainty, 2) >= codebook.certain_from
    return round(guess.clarity, 2) >= codebook.suggested_from


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
            codebook,
            suggestions.labels,
            alone=alone.get(name, ""),
        )
        for name, guess in suggestions.guesses.items()
    }


def _note(
    question: Question,
    guess: FirstGuess,
    codebook: Codebook,
    labels: Mapping[str, str],
    *,
    alone: str,
) -> SuggestionNote:
    if guess.certainty is not None:
        sure = gettext("certainty %(certainty)s", certainty=number(guess.certainty, 2))
        how_sure = f", {sure}"
        certainty = gettext(
            "Certainty %(certainty)s: of 100 suggestions as certain as this one, about %(right)s "
            "were right in articles that the model had not seen. Suggestions are made from "
            "%(least)s on.",
            certainty=number(guess.certainty, 2),
            right=number(100 * guess.certainty, 0),
            least=number(codebook.certain_from, 2),
        )
        unsure = gettext("nothing suggested: the model is not certain enough.")
    else:
        how_sure = ""
        certainty = gettext(
            "Clarity %(clarity)s: how far the score is from tipping over to another answer, "
            "between %(least)s and %(most)s. It is no probability. Suggestions are made from "
            "%(suggested_from)s on.",
            clarity=number(guess.clarity, 2),
            least=number(0.5, 2),
            most=number(1.0, 2),
            suggested_from=number(codebook.suggested_from, 2),
        )
        unsure = gettext(
            "nothing suggested: the score lies too close to the cut between two answers."
        )
    if question.name not in labels:
        # Without the label: to name it would suggest it.
        return SuggestionNote(unsure, (), certainty)
    titles = {label.name: label.title for label in question.labels}
    title = titles[guess.label]
    if alone not in titles:
        line = gettext(
            "suggested: %(title)s — %(because)s", title=title + how_sure, because=guess.because
        )
        return SuggestionNote(line, guess.reasons, certainty)
    said = {"own": titles[alone], "sure": how_sure, "because": guess.because}
    if alone == guess.label:
        line = gettext(
            "you said %(own)s; the machine suggests the same%(sure)s — %(because)s", **said
        )
    else:
        line = gettext(
            "you said %(own)s; the machine suggests %(title)s%(sure)s — %(because)s",
            title=title,
            **said,
        )
    return SuggestionNote(line, guess.reasons, certainty, differs=alone != guess.label)
