"""What of the machine's suggestions a page shows, and what it withholds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from workbench.annotations.suggestions import Suggestions
from workbench.codebook.codebook import Codebook

NOTHING = Suggestions()


class Shows(Protocol):
    """Be an assignment, as far as it says what its page shows; see `OpenedAssignment`."""

    @property
    def arm(self) -> str: ...
    @property
    def shows(self) -> Mapping[str, str] | None: ...
    @property
    def shows_words(self) -> str | None: ...


@dataclass(frozen=True)
class Showing:
    """Part what a page shows from what it withholds.

    What is shown of nothing is `NOTHING`: then no page, form or draft tells that there was more.
    """

    shown: Suggestions
    withheld: Suggestions


def suggested_questions(codebook: Codebook) -> tuple[str, ...]:
    """List the questions for which a suggestion can be made."""
    return tuple(question.name for question in codebook.questions if question.suggested_by)


def is_silent(assignment: Shows, questions: tuple[str, ...]) -> bool:
    """Tell whether the page suggests nothing whatever the machine said."""
    return assignment.arm == "blind" or (
        assignment.shows_words == "never" and not any(map(_shown(assignment), questions))
    )


def part(assignment: Shows, suggestions: Suggestions, questions: tuple[str, ...]) -> Showing:
    """Part the suggestions for a paragraph as its assignment was drawn and designed."""
    if is_silent(assignment, questions):
        return Showing(NOTHING, suggestions)
    is_shown = _shown(assignment)
    shows_words = assignment.shows_words != "never"
    return Showing(
        _only(suggestions, is_shown, has_words=shows_words),
        _only(suggestions, lambda name: not is_shown(name), has_words=not shows_words),
    )


def _only(
    suggestions: Suggestions, is_chosen: Callable[[str], bool], *, has_words: bool
) -> Suggestions:
    return replace(
        suggestions,
        labels={name: label for name, label in suggestions.labels.items() if is_chosen(name)},
        guesses={name: guess for name, guess in suggestions.guesses.items() if is_chosen(name)},
        words=suggestions.words if has_words else (),
    )


def _shown(assignment: Shows) -> Callable[[str], bool]:
    shows = assignment.shows or {}
    return lambda question: shows.get(question) != "never"
