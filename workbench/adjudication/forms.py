"""The form of a decision, built from the project's codebook."""

import re
from functools import lru_cache
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.

from workbench.adjudication.decision import Decision, SpanKey
from workbench.annotations.forms import KEY, whole
from workbench.annotations.rows import MalformedFormError, TypedField, newlines
from workbench.codebook.codebook import Codebook
from workbench.web.forms import Form, stripped
from workbench.words import lazy

TYPED_ROWS = 2
MOST_SPANS = 2_000
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})-(\w{1,40})", re.ASCII)


class DecisionForm(Form):
    """Be the part of the form that every codebook has; `decision_form` adds the questions."""

    codebook: Codebook

    submission_key = HiddenField()
    base_revision = HiddenField()
    codebook_number = HiddenField()
    seen = HiddenField()
    spans = SelectMultipleField(lazy("Loaded words"), validate_choice=False)
    typed = TypedField(lazy("Typed words"))
    note = TextAreaField(lazy("Note"), filters=[newlines, stripped])

    def label_field(self, question: str) -> Field:
        """Give the radio buttons of a question."""
        field: Field = self[f"label_{question}"]
        return field

    @property
    def seen_codebook(self) -> int:
        """Give the version of the codebook that was asked; raise `MalformedFormError`."""
        return whole(self.codebook_number.data)

    def to_decision(self) -> Decision:
        """Read what was sent; raise `MalformedFormError` for what no page of ours sends."""
        key = self.submission_key.data or ""
        if not KEY.fullmatch(key) or len(self.spans.data or ()) > MOST_SPANS:
            raise MalformedFormError
        return Decision(
            key=key,
            base_revision=whole(self.base_revision.data),
            seen=tuple(whole(one) for one in (self.seen.data or "").split(",") if one),
            labels={
                question.name: self.label_field(question.name).data or ""
                for question in self.codebook.questions
            },
            spans=tuple(read_span(value) for value in self.spans.data or ()),
            typed=tuple((row["words"], row["category"]) for row in self.typed.rows),
            note=self.note.data or "",
        )

    def show(self, problems: dict[str, str]) -> None:
        """Put each sentence beside the field that it is about."""
        for name, sentence in problems.items():
            self[name].errors = [sentence]


def write_span(span: SpanKey) -> str:
    """Write a span as a value of the form.

    >>> write_span(SpanKey(4, 10, "glorifying"))
    '4-10-glorifying'
    """
    return f"{span.start}-{span.end}-{span.category}"


def read_span(value: str) -> SpanKey:
    """Read a value of the form; raise `MalformedFormError`."""
    found = _SPAN.fullmatch(value)
    if found is None:
        raise MalformedFormError
    return SpanKey(int(found[1]), int(found[2]), found[3])


@lru_cache(maxsize=64)
def decision_form(codebook: Codebook) -> type[DecisionForm]:
    """Build the form class; the fields know their choices, `check_decision` checks them."""
    fields: dict[str, Any] = {"codebook": codebook}
    for question in codebook.questions:
        fields[f"label_{question.name}"] = RadioField(
            question.title,
            choices=[SelectChoice(label.name, label.title) for label in question.labels],
            validate_choice=False,
        )
    return type("ProjectDecisionForm", (DecisionForm,), fields)
