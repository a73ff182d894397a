"""The form of the annotate page, built from the project's codebook and the page's suggestions."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.utils import unset_value

from workbench.annotations.submission import (
    REJECTED,
    MarkedSpan,
    Outcome,
    Problem,
    Submission,
    Times,
    TypedWords,
)
from workbench.annotations.suggestions import Suggestions
from workbench.codebook.codebook import Codebook
from workbench.web.forms import Form, stripped
from workbench.words import lazy

TYPED_ROWS = 3
# A page offers three rows to type in, and a paragraph has room for so many marks; more rows than
# these come from no browser and would only keep the server busy, which looks for each word.
MOST_TYPED = 20
MOST_ADDED = 2_000
# Forms of so many codebooks and numbers of suggested words a process keeps at hand.
FORMS_KEPT = 256
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class MalformedFormError(ValueError):
    """Say that a form holds what no page of ours sends."""


def newlines(value: str | None) -> str:
    """Give line ends back as they were before the browser sent them."""
    return (value or "").replace("\r\n", "\n")


class RowsField(Field):
    """Hold rows of which each sends one value for every column: `<field>_<column>` repeated."""

    columns: tuple[str, ...] = ()
    most = MOST_ADDED

    def process(
        self, formdata: Any, data: Any = unset_value, extra_filters: Sequence[Any] | None = None
    ) -> None:
        """Read the rows from a sent form, or take them from the page's data."""
        self.row_errors: dict[int, str] = {}
        self.errors = []
        self.rows: list[dict[str, str]] = []
        if formdata:
            values = [formdata.getlist(f"{self.name}_{column}") for column in self.columns]
            if len({len(column) for column in values}) > 1 or len(values[0]) > self.most:
                raise MalformedFormError
            self.rows = [
                dict(zip(self.columns, map(newlines, row), strict=True))
                for row in zip(*values, strict=True)
            ]
        elif data is not unset_value:
            self.rows = list(data or ())
        self.data = self.rows


class AddedField(RowsField):
    """Hold spans that the person marked."""

    columns = ("start", "end", "text", "category")


class TypedField(RowsField):
    """Hold words that the person typed instead of marking them."""

    columns = ("words", "category")
    most = MOST_TYPED


class AnnotationForm(Form):
    """Be the part of the form that every codebook has; `form_for` adds the rest."""

    codebook: Codebook

    submission_key = HiddenField()
    base_revision = HiddenField()
    prescore_id = HiddenField()
    codebook_number = HiddenField()
    # The first answer after which the page was drawn; empty on a page that asks alone.
    first_id = HiddenField()
    shown_ms = HiddenField()
    active_ms = HiddenField()
    added = AddedField(lazy("Marked words"))
    typed = TypedField(lazy("Typed words"))
    is_flagged = BooleanField(lazy("Flag for the lead"))
    comment = TextAreaField(lazy("Comment"), filters=[newlines, stripped])

    def __init__(self, *, suggestions: Suggestions, **values: Any) -> None:
        self.suggestions = suggestions
        super().__init__(**values)

    def answer_field(self, question: str) -> Field:
        """Give the radio buttons of a question."""
        field: Field = self[f"answer_{question}"]
        return field

    def decision_field(self, number: int) -> Field:
        """Give the select of a suggested word, by its place in the list."""
        field: Field = self[f"word_{number}"]
        return field

    def to_submission(self, outcome: Outcome) -> Submission:
        """Read what was sent; raise `MalformedFormError` for what no page of ours sends."""
        return Submission(
            key=_key(self.submission_key.data),
            outcome=outcome,
            base_revision=whole(self.base_revision.data),
            answers={
                question.name: self.answer_field(question.name).data or ""
                for question in self.codebook.questions
            },
            decisions={
                number: field.data
                for number in range(len(self.suggestions.words))
                if (field := self.decision_field(number)).data is not None
            },
            added=tuple(_marked(row) for row in self.added.rows if row["category"] != REJECTED),
            typed=tuple(TypedWords(row["words"], row["category"]) for row in self.typed.rows),
            is_flagged=self.is_flagged.data,
            comment=self.comment.data or "",
            times=_times(self.shown_ms.data, self.active_ms.data),
        )

    def typed_values(self) -> dict[str, Any]:
        """Give what a person entered, to fill another page's form with it."""
        answers = {
            f"answer_{question.name}": self.answer_field(question.name).data
            for question in self.codebook.questions
        }
        return {
            **{name: label for name, label in answers.items() if label},
            "added": self.added.rows,
            "typed": self.typed.rows,
            "is_flagged": self.is_flagged.data,
            "comment": self.comment.data or "",
        }

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each sentence beside the field that it is about."""
        for problem in problems:
            if problem.part == "answers":
                self.answer_field(str(problem.place)).errors = [problem.sentence]
            elif problem.part == "decisions":
                self.decision_field(int(problem.place)).errors = [problem.sentence]
            elif problem.part == "added":
                self.added.row_errors[self._row_of_added(int(problem.place))] = problem.sentence
            elif problem.part == "typed":
                self.typed.row_errors[int(problem.place)] = problem.sentence
            else:
                self.comment.errors = [problem.sentence]

    def _row_of_added(self, place: int) -> int:
        """Turn a place among the spans that were kept into one among the rows that were sent."""
        kept = [i for i, row in enumerate(self.added.rows) if row["category"] != REJECTED]
        return kept[place]


def form_for(codebook: Codebook, suggestions: Suggestions) -> Callable[..., AnnotationForm]:
    """Give what makes the form of a codebook, with a decision for each suggested word."""
    return partial(_form_class(codebook, len(suggestions.words)), suggestions=suggestions)


@lru_cache(maxsize=FORMS_KEPT)
def _form_class(codebook: Codebook, words: int) -> type[AnnotationForm]:
    """Build the form class; kept, because that takes longer than to fill the form.

    The fields know their choices but do not check them: `check_submission` does, for the page
    and for every other caller alike.
    """
    fields: dict[str, Any] = {"codebook": codebook}
    for question in codebook.questions:
        fields[f"answer_{question.name}"] = RadioField(
            question.title,
            description=question.prompt,
            choices=[SelectChoice(label.name, label.title) for label in question.labels],
            validate_choice=False,
        )
    for number in range(words):
        fields[f"word_{number}"] = SelectField(
            lazy("Category"),
            choices=[
                *category_choices(codebook),
                SelectChoice(REJECTED, lazy("not loaded: reject")),
            ],
            validate_choice=False,
            coerce=_as_sent,
        )
    return type("ProjectAnnotationForm", (AnnotationForm,), fields)


def category_choices(codebook: Codebook) -> list[SelectChoice]:
    """List the categories of a codebook as choices."""
    return [SelectChoice(category.name, category.title) for category in codebook.span_categories]


def whole(value: str | None) -> int:
    """Read a number that the page itself put into the form."""
    if not value or not value.isascii() or not value.isdigit() or len(value) > 9:
        raise MalformedFormError
    return int(value)


def _as_sent(value: Any) -> Any:
    return value


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


def _marked(row: dict[str, str]) -> MarkedSpan:
    return MarkedSpan(whole(row["start"]), whole(row["end"]), row["text"], row["category"])
