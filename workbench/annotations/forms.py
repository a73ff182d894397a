"""The form of the annotate page, built from the project's codebook and the page's suggestions.

It reads and keeps what a page sends, without the form library: to build a library's field for each
question and word took longer than to check and store them. `check_submission` does the checking,
for the page and for every other caller alike.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.annotations.rows import (
    ADDED,
    MOST_ADDED,
    MOST_TYPED,
    TYPED,
    MalformedFormError,
    Row,
    Sent,
    newlines,
    rows_in,
)
from workbench.annotations.submission import (
    REJECTED,
    UNDECIDED,
    MarkedSpan,
    Outcome,
    Problem,
    Submission,
    Times,
    TypedWords,
)
from workbench.annotations.suggestions import Suggestions
from workbench.codebook.codebook import Codebook
from workbench.scoring.loaded_words import LoadedWord
from workbench.web.forms import stripped

TYPED_ROWS = 3
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What the page itself puts into the form. `first_id` is the first answer after which it was drawn;
# empty on a page that asks alone.
HIDDEN = (
    *("submission_key", "base_revision", "prescore_id", "codebook_number"),
    *("first_id", "shown_ms", "active_ms"),
)


@dataclass
class Entry:
    """Hold what one field of the page holds, None where nothing was sent, and what is wrong."""

    name: str
    data: Any = None
    errors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Give the id of the field in the page."""
        return self.name


@dataclass
class Rows:
    """Hold rows, and what is wrong with them by their place."""

    rows: list[Row]
    row_errors: dict[int, str] = field(default_factory=dict)

    @property
    def are_empty(self) -> bool:
        """Tell whether nothing stands in them."""
        return not any(value for row in self.rows for value in row.values())


class AnnotationForm:
    """Hold the form of a page: an entry for each of its fields, and the rows of words."""

    def __init__(self, codebook: Codebook, suggestions: Suggestions) -> None:
        self.codebook = codebook
        self.suggestions = suggestions
        self.hidden = {name: Entry(name) for name in HIDDEN}
        self.answers = {each.name: Entry(f"answer_{each.name}") for each in codebook.questions}
        self.decisions = [Entry(decision_name(word)) for word in suggestions.words]
        self.added = Rows([])
        self.typed = Rows([])
        self.is_flagged = Entry("is_flagged", data=False)
        self.comment = Entry("comment", data="")

    @classmethod
    def sent(cls, codebook: Codebook, suggestions: Suggestions, sent: Sent) -> "AnnotationForm":
        """Read a form that was sent; raise `MalformedFormError`."""
        form = cls(codebook, suggestions)
        for entry in form._entries():
            entry.data = sent.get(entry.name)
        for entry in form.decisions:
            entry.data = None if entry.data == UNDECIDED else entry.data
        form.added.rows = rows_in(sent, "added", ADDED, most=MOST_ADDED)
        form.typed.rows = rows_in(sent, "typed", TYPED, most=MOST_TYPED)
        form.is_flagged.data = sent.get("is_flagged") not in (None, "", "false")
        form.comment.data = stripped(newlines(sent.get("comment")))
        return form

    @classmethod
    def filled(
        cls, codebook: Codebook, suggestions: Suggestions, values: Mapping[str, Any]
    ) -> "AnnotationForm":
        """Fill a form with the values of a page, by the names of its fields."""
        form = cls(codebook, suggestions)
        for entry in form._entries():
            entry.data = values.get(entry.name)
        form.added.rows = list(values.get("added", ()))
        form.typed.rows = list(values.get("typed", ()))
        form.is_flagged.data = bool(values.get("is_flagged"))
        form.comment.data = stripped(values.get("comment"))
        return form

    def to_submission(self, outcome: Outcome) -> Submission:
        """Read what was sent; raise `MalformedFormError` for what no page of ours sends."""
        return Submission(
            key=_key(self.hidden["submission_key"].data),
            outcome=outcome,
            base_revision=whole(self.hidden["base_revision"].data),
            answers={name: entry.data or "" for name, entry in self.answers.items()},
            decisions={
                number: entry.data
                for number, entry in enumerate(self.decisions)
                if entry.data is not None
            },
            added=tuple(_marked(row) for row in self.added.rows if row["category"] != REJECTED),
            typed=tuple(TypedWords(row["words"], row["category"]) for row in self.typed.rows),
            is_flagged=self.is_flagged.data,
            comment=self.comment.data,
            times=_times(self.hidden["shown_ms"].data, self.hidden["active_ms"].data),
        )

    def typed_values(self) -> dict[str, Any]:
        """Give what a person entered, to fill another page's form with it."""
        return {
            **{entry.name: entry.data for entry in self.answers.values() if entry.data},
            **{entry.name: entry.data for entry in self.decisions if entry.data is not None},
            "added": self.added.rows,
            "typed": self.typed.rows,
            "is_flagged": self.is_flagged.data,
            "comment": self.comment.data,
        }

    def moved_to(
        self, codebook: Codebook, suggestions: Suggestions, codebook_number: int
    ) -> "AnnotationForm":
        """Fill the form of another codebook with what this one holds.

        What was said of a word goes with its place in the text. A word that is suggested no more
        becomes one that the person marked, unless they rejected it; one that was not suggested
        before stands as on a page that is opened now.
        """
        usual = {decision_name(word): word.category for word in suggestions.words}
        values = {entry.name: entry.data for entry in self.hidden.values()}
        values |= usual | self.typed_values() | {"codebook_number": str(codebook_number)}
        values["added"] = [
            *self.added.rows,
            *(
                marked_row(word.start, word.end, word.text, entry.data)
                for word, entry in zip(self.suggestions.words, self.decisions, strict=True)
                if entry.name not in usual and entry.data not in (None, REJECTED)
            ),
        ]
        return AnnotationForm.filled(codebook, suggestions, values)

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each sentence beside the field that it is about."""
        for problem in problems:
            if problem.part == "answers":
                self.answers[str(problem.place)].errors = [problem.sentence]
            elif problem.part == "decisions":
                self.decisions[int(problem.place)].errors = [problem.sentence]
            elif problem.part == "added":
                self.added.row_errors[self._row_of_added(int(problem.place))] = problem.sentence
            elif problem.part == "typed":
                self.typed.row_errors[int(problem.place)] = problem.sentence
            else:
                self.comment.errors = [problem.sentence]

    def _entries(self) -> tuple[Entry, ...]:
        return (*self.hidden.values(), *self.answers.values(), *self.decisions)

    def _row_of_added(self, place: int) -> int:
        """Turn a place among the spans that were kept into one among the rows that were sent."""
        kept = [i for i, row in enumerate(self.added.rows) if row["category"] != REJECTED]
        return kept[place]


def decision_name(word: LoadedWord) -> str:
    """Name the field of a suggested word by its place, which no other suggestion can take."""
    return f"word_{word.start}_{word.end}"


def marked_row(start: int, end: int, text: str, category: str) -> Row:
    """Give the row of a span that the person marked."""
    return {"start": str(start), "end": str(end), "text": text, "category": category}


def whole(value: str | None) -> int:
    """Read a number that the page itself put into the form."""
    if not value or not value.isascii() or not value.isdigit() or len(value) > 9:
        raise MalformedFormError
    return int(value)


def _key(value: str | None) -> str:
    if not value or not KEY.fullmatch(value):
        raise MalformedFormError
    return value


def _times(shown: str | None, active: str | None) -> Times | None:
    """Read what the page's clock measured, None where it measured nothing.

    No answer is refused for the time it took: a number that cannot be is left out.
    """
    values = [value or "" for value in (shown, active)]
    if not all(value.isascii() and value.isdigit() and len(value) <= 9 for value in values):
        return None
    shown_ms, active_ms = map(int, values)
    # Two roundings may put the part a millisecond above the whole.
    return Times(shown_ms, min(active_ms, shown_ms))


def _marked(row: Row) -> MarkedSpan:
    return MarkedSpan(whole(row["start"]), whole(row["end"]), row["text"], row["category"])
