"""What of the machine's suggestions a page shows, what it reveals later, and what it withholds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from workbench.annotations.suggestions import Suggestions
from workbench.codebook.codebook import Codebook

NOTHING = Suggestions()


class Shows(Protocol):
    """Be an assignment, as far as it says what its page shows; see `OwnAssignment`."""

    @property
    def arm(self) -> str: ...
    @property
    def shows(self) -> Mapping[str, str] | None: ...
    @property
    def shows_words(self) -> str | None: ...


@dataclass(frozen=True)
class Showing:
    """Part what a page shows from what comes after a first answer and from what it withholds.

    What is shown of nothing is `NOTHING`: then no page, form or draft tells that there was more.
    """

    shown: Suggestions
    withheld: Suggestions
    later: Suggestions = NOTHING

    @property
    def reveals(self) -> bool:
        """Tell whether there is something to show after a first answer."""
        return bool(self.later.labels or self.later.words)


def suggested_questions(codebook: Codebook) -> tuple[str, ...]:
    """List the questions for which a suggestion can be made."""
    return tuple(question.name for question in codebook.questions if question.suggested_by)


def asks_first(assignment: Shows) -> bool:
    """Tell whether the design shows anything of this assignment only after a first answer."""
    return assignment.arm != "blind" and (
        assignment.shows_words == "after" or "after" in (assignment.shows or {}).values()
    )


def answered_alone(assignment: Shows, first: Mapping[str, str]) -> dict[str, str]:
    """Choose the first answers that were given before the suggestion for them was shown."""
    when = _when(assignment)
    return {question: label for question, label in first.items() if when(question) == "after"}


def is_silent(assignment: Shows, questions: tuple[str, ...], *, is_revealed: bool = False) -> bool:
    """Tell whether the page suggests nothing whatever the machine said."""
    shown = _shown_when(is_revealed=is_revealed)
    when = _when(assignment)
    return assignment.arm == "blind" or not (
        shown(assignment.shows_words or "first") or any(shown(when(name)) for name in questions)
    )


def part(
    assignment: Shows,
    suggestions: Suggestions,
    questions: tuple[str, ...],
    *,
    is_revealed: bool = False,
) -> Showing:
    """Part the suggestions for a paragraph as its assignment was drawn and designed.

    With `is_revealed` the person has given a first answer: what was kept for later is shown.
    """
    if assignment.arm == "blind":
        return Showing(NOTHING, suggestions)
    if _shows_all(assignment):
        return Showing(suggestions, NOTHING)
    shown = _shown_when(is_revealed=is_revealed)

    def some(is_chosen: Callable[[str], bool]) -> Suggestions:
        return _only(suggestions, is_chosen, when=_when(assignment), words=assignment.shows_words)

    silent = is_silent(assignment, questions, is_revealed=is_revealed)
    return Showing(
        shown=NOTHING if silent else some(shown),
        withheld=some(lambda when: when == "never"),
        later=some(lambda when: when == "after" and not shown(when)),
    )


def _shows_all(assignment: Shows) -> bool:
    """Tell whether everything is shown from the beginning on, as without a design."""
    whens = {assignment.shows_words or "first", *(assignment.shows or {}).values()}
    return whens == {"first"}


def _only(
    suggestions: Suggestions,
    is_chosen: Callable[[str], bool],
    *,
    when: Callable[[str], str],
    words: str | None,
) -> Suggestions:
    return replace(
        suggestions,
        labels={name: one for name, one in suggestions.labels.items() if is_chosen(when(name))},
        guesses={name: one for name, one in suggestions.guesses.items() if is_chosen(when(name))},
        words=suggestions.words if is_chosen(words or "first") else (),
    )


def _shown_when(*, is_revealed: bool) -> Callable[[str], bool]:
    return lambda when: when == "first" or (is_revealed and when == "after")


def _when(assignment: Shows) -> Callable[[str], str]:
    shows = assignment.shows or {}
    return lambda question: shows.get(question, "first")
