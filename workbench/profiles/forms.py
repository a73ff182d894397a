"""The forms of profiles: what a lead asks, and what an annotator answers."""

from functools import lru_cache
from typing import Any

from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import DataRequired, Length, ValidationError

from workbench.accounts.forms import one_line
from workbench.profiles.queries import AskedQuestion
from workbench.profiles.wording import EXPORT_CONSENT
from workbench.web.forms import Form
from workbench.words import lazy

FEWEST_OPTIONS, MOST_OPTIONS, OPTION_LENGTH = 2, 12, 80


class QuestionForm(Form):
    """Ask something of the annotators."""

    title = StringField(
        lazy("Question"),
        [DataRequired(lazy("Write the question.")), Length(max=120)],
        filters=[one_line],
        description=lazy("As the annotators read it."),
    )
    options = TextAreaField(
        lazy("Answers to choose from"),
        [DataRequired(lazy("Write the answers."))],
        description=lazy(
            "One a line, %(fewest_options)s to %(most_options)s of them. “No answer” is "
            "always offered beside them.",
            fewest_options=FEWEST_OPTIONS,
            most_options=MOST_OPTIONS,
        ),
    )

    @property
    def listed(self) -> list[str]:
        """Give the answers as they were typed, one a line."""
        lines = (one_line(line) for line in (self.options.data or "").splitlines())
        return [line for line in lines if line]

    def validate_options(self, _field: Field) -> None:
        """Refuse too few, too many, too long or repeated answers."""
        listed = self.listed
        if not FEWEST_OPTIONS <= len(listed) <= MOST_OPTIONS:
            raise ValidationError(
                lazy(
                    "Use %(fewest_options)s to %(most_options)s answers, one a line.",
                    fewest_options=FEWEST_OPTIONS,
                    most_options=MOST_OPTIONS,
                )
            )
        if len({line.casefold() for line in listed}) < len(listed):
            raise ValidationError(lazy("An answer stands there twice."))
        if max(map(len, listed)) > OPTION_LENGTH:
            raise ValidationError(
                lazy(
                    "Use at most %(option_length)s characters for an answer.",
                    option_length=OPTION_LENGTH,
                )
            )


class ProfileForm(Form):
    """Be the part of the form that every profile has; `profile_form` adds the questions."""

    questions: tuple[AskedQuestion, ...]

    agrees = BooleanField(lazy("I have read this and agree."))
    may_export = BooleanField(EXPORT_CONSENT)

    def question_field(self, question: AskedQuestion) -> Field:
        """Give the radio buttons of a question."""
        field: Field = self[f"question_{question.id}"]
        return field

    def chosen(self) -> dict[int, str]:
        """Give the options chosen, by question id; questions left open are not in it."""
        places = {one.id: self.question_field(one).data for one in self.questions}
        return {
            one.id: one.options[int(places[one.id])] for one in self.questions if places[one.id]
        }

    def validate_agrees(self, field: Field) -> None:
        """Ask for consent where there is an answer to keep."""
        answered = any(self.question_field(one).data for one in self.questions)
        if answered and not field.data:
            raise ValidationError(
                lazy("Answers are kept only if you agree. Tick it, or answer nothing.")
            )


@lru_cache(maxsize=64)
def profile_form(questions: tuple[AskedQuestion, ...]) -> type[ProfileForm]:
    """Build the form class; an answer's value is its place among the options, "" for none."""
    fields: dict[str, Any] = {"questions": questions}
    for question in questions:
        options = [SelectChoice(str(place), title) for place, title in enumerate(question.options)]
        fields[f"question_{question.id}"] = RadioField(
            question.title, choices=[*options, SelectChoice("", lazy("No answer"))], default=""
        )
    return type("StudyProfileForm", (ProfileForm,), fields)
