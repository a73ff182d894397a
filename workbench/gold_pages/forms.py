"""The form by which a lead says what is expected of a paragraph."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import AnyOf, Length

from workbench.adjudication.forms import MOST_SPANS, read_span
from workbench.annotations.forms import whole
from workbench.annotations.locating import Offsets, locate, overlaps
from workbench.annotations.rows import MalformedFormError, TypedField, newlines
from workbench.codebook.codebook import Codebook
from workbench.gold.grading import ExpectedSpan
from workbench.gold.operations import Marking
from workbench.gold.queries import HIDDEN, TRAINING, USES
from workbench.web.forms import Form, stripped
from workbench.words import gettext, lazy

NOTE_LIMIT = 2_000
NOT_CHECKED = ""


class GoldForm(Form):
    """Be the part of the form that every codebook has; `gold_form` adds the questions."""

    codebook: Codebook

    base_revision = HiddenField()
    codebook_number = HiddenField()
    use = RadioField(
        lazy("Used for"),
        [AnyOf(USES, lazy("Choose one."))],
        choices=[
            SelectChoice(TRAINING, lazy("training, with feedback")),
            SelectChoice(HIDDEN, lazy("hidden gold, without a trace")),
        ],
        validate_choice=False,
        description=lazy(
            "Training items come before anything else, in your order. Hidden gold paragraphs are "
            "mixed among the others by lot. Either way the paragraph is given to every annotator "
            "and to no lead, and leaves the ordinary queue."
        ),
    )
    checks_words = BooleanField(
        lazy("Check the loaded words, too"),
        description=lazy(
            "Then exactly those below are expected; with none below, none should be marked. Words "
            "count as found where they overlap and have the same category."
        ),
    )
    spans = SelectMultipleField(lazy("Expected words"), validate_choice=False)
    typed = TypedField(lazy("Typed words"))
    note = TextAreaField(
        lazy("Why"),
        [Length(max=NOTE_LIMIT, message=lazy("Use at most 2,000 characters."))],
        filters=[newlines, stripped],
        description=lazy(
            "A sentence or two. The feedback on a training item shows it; where the outlet is "
            "hidden, do not name it."
        ),
    )

    def expected_field(self, question: str) -> Field:
        """Give the radio buttons of a question."""
        field: Field = self[f"expected_{question}"]
        return field

    def marking(self, text: str) -> Marking | None:
        """Read what is expected of a paragraph with this text; None where something is wrong.

        What is wrong then stands beside its field. Raises `MalformedFormError` for what no page
        of ours sends.
        """
        is_valid = self.validate()
        answers = {}
        for question in self.codebook.questions:
            label = self.expected_field(question.name).data or NOT_CHECKED
            if label not in (NOT_CHECKED, *question.label_names):
                raise MalformedFormError
            if label != NOT_CHECKED:
                answers[question.name] = label
        spans = self._spans(text)
        if not answers and not self.checks_words.data:
            self.form_errors.append(
                gettext("Say what is expected of one question, or check the words.")
            )
            return None
        if not is_valid or spans is None:
            return None
        checked = spans if self.checks_words.data else None
        return Marking(self.use.data, answers, checked, self.note.data or "")

    @property
    def seen_revision(self) -> int:
        """Give the revision that the page was filled from; raise `MalformedFormError`."""
        return whole(self.base_revision.data)

    @property
    def seen_codebook(self) -> int:
        """Give the version of the codebook that was asked; raise `MalformedFormError`."""
        return whole(self.codebook_number.data)

    def _spans(self, text: str) -> frozenset[ExpectedSpan] | None:
        values = self.spans.data or ()
        if len(values) > MOST_SPANS:
            raise MalformedFormError
        found = sorted({ExpectedSpan(*vars(read_span(value)).values()) for value in values})
        for span in found:
            is_here = 0 <= span.start < span.end <= len(text)
            if not is_here or span.category not in self.codebook.category_names:
                raise MalformedFormError
        for number, row in enumerate(self.typed.rows):
            if not row["words"].strip():
                continue
            placed = self._place(text, row, [(span.start, span.end) for span in found])
            if isinstance(placed, str):
                self.typed.row_errors[number] = placed
                self.typed.errors = [*self.typed.errors, placed]
                return None
            found.append(placed)
        for number, span in enumerate(found):
            before = [(other.start, other.end) for other in found[:number]]
            if overlaps((span.start, span.end), before):
                words = text[span.start : span.end]
                self.spans.errors = [
                    gettext("“%(words)s” overlaps other chosen words. Choose one.", words=words)
                ]
                return None
        if found and not self.checks_words.data:
            self.checks_words.errors = [gettext("You chose words: check this, or take them out.")]
            return None
        return frozenset(found)

    def _place(self, text: str, row: Mapping[str, str], taken: list[Offsets]) -> ExpectedSpan | str:
        words = row["words"].strip()
        if row["category"] not in self.codebook.category_names:
            return gettext("Choose a category for “%(words)s”.", words=words)
        place = locate(text, row["words"], taken)
        if place is None:
            return gettext(
                "“%(words)s” does not stand in this paragraph, or only where words are chosen "
                "already. Type it as it stands there.",
                words=words,
            )
        return ExpectedSpan(*place, row["category"])


@lru_cache(maxsize=64)
def gold_form(codebook: Codebook) -> type[GoldForm]:
    """Build the form class of a codebook."""
    fields: dict[str, Any] = {"codebook": codebook}
    for question in codebook.questions:
        fields[f"expected_{question.name}"] = RadioField(
            question.title,
            choices=[
                *(SelectChoice(label.name, label.title) for label in question.labels),
                SelectChoice(NOT_CHECKED, lazy("not checked")),
            ],
            validate_choice=False,
        )
    return type("ProjectGoldForm", (GoldForm,), fields)
