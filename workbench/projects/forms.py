"""The forms of projects, members and invitations."""

from typing import Any

from wtforms import (
    Field,
    FloatField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from workbench.accounts.forms import one_line
from workbench.codebook.codebook import LEAST_CLARITY, MOST_CLARITY, Codebook, Question, Source
from workbench.projects.models import Role
from workbench.web.forms import Form, sent_number
from workbench.web.language_names import names_in_order
from workbench.web.languages import LANGUAGES
from workbench.words import lazy, lazy_number

GUIDELINES_LENGTH = 50_000

ROLE_TITLES = {
    Role.ANNOTATOR: lazy("annotator"),
    Role.ADJUDICATOR: lazy("adjudicator"),
    Role.LEAD: lazy("lead"),
}

NOTHING = "nothing"
SOURCE_TITLES = {
    Source.SENTIMENT: lazy("VADER’s own score"),
    Source.NEWS: lazy("VADER’s score, corrected for news"),
    Source.BIAS: lazy("the bias score"),
    Source.VOICE: lazy("the voice score"),
}


def role_choices() -> list[SelectChoice]:
    """Give the roles, the most usual first."""
    return [SelectChoice(role.value, title) for role, title in ROLE_TITLES.items()]


class ProjectForm(Form):
    """Name a project and say how many people annotate each paragraph."""

    name = StringField(
        lazy("Name"),
        [DataRequired(lazy("Give the project a name.")), Length(max=120)],
        filters=[one_line],
        description=lazy("Members see it at the top of every page."),
    )
    annotators_per_paragraph = IntegerField(
        lazy("Annotators for each paragraph"),
        [
            InputRequired(lazy("Say how many, as a whole number.")),
            NumberRange(1, 50, lazy("Use a whole number from 1 to 50.")),
        ],
        description=lazy("Two or more are needed to measure agreement. Three let a majority show."),
    )


class NewProjectForm(ProjectForm):
    """Choose also in which language a project begins."""

    language = SelectField(
        lazy("Language of the codebook"),
        [DataRequired(lazy("Choose one."))],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
        description=lazy(
            "What annotators are asked, and the guidelines. The names of questions and labels in "
            "exported files are the same in every language."
        ),
    )


class SettingsForm(ProjectForm):
    """Change a project and its guidelines; `seen` is the version the guidelines were read in."""

    guidelines = TextAreaField(
        lazy("Guidelines"),
        [
            DataRequired(lazy("Guidelines may be short, but not empty.")),
            Length(
                max=GUIDELINES_LENGTH,
                message=lazy(
                    "Use at most %(guidelines_length)s characters.",
                    guidelines_length=lazy_number(GUIDELINES_LENGTH),
                ),
            ),
        ],
        description=lazy(
            "Markdown: # heading, **bold**, *italic*, - list, [words](https://address)."
        ),
    )
    seen = HiddenField(validators=[DataRequired()])
    codebook_language = SelectField(
        lazy("Language of the codebook and the guidelines"),
        [DataRequired(lazy("Choose one."))],
        choices=lambda: [SelectChoice(*named) for named in names_in_order()],
        description=lazy(
            "In which language the questions, the labels and the guidelines are written. Screen "
            "readers pronounce them by it; it changes no word and makes no new version."
        ),
    )

    suggested_from = FloatField(
        lazy("Suggest an answer from this clarity on"),
        [
            InputRequired(lazy("Give a number from 0.5 to 1.")),
            NumberRange(LEAST_CLARITY, MOST_CLARITY, lazy("Use a number from 0.5 to 1.")),
        ],
        description=(
            lazy(
                "Clarity tells how far a score is from the cut between two answers: 0.5 at the "
                "cut, 1 as far as can be. It is no probability. With 0.5 every score suggests "
                "something."
            )
        ),
    )

    certain_from = FloatField(
        lazy("Suggest an answer of a learned model from this certainty on"),
        [
            InputRequired(lazy("Give a number from 0 to 1.")),
            NumberRange(0, 1, lazy("Use a number from 0 to 1.")),
        ],
        description=(
            lazy(
                "Certainty is a probability: how often such a suggestion was right in articles "
                "that the model had not seen. It counts while a learned model is in use."
            )
        ),
    )
    words_certain_from = FloatField(
        lazy("Suggest a loaded word of a learned model from this certainty on"),
        [
            InputRequired(lazy("Give a number from 0 to 1.")),
            NumberRange(0, 1, lazy("Use a number from 0 to 1.")),
        ],
        description=(
            lazy(
                "With 0 every word is suggested that the model would mark. Words that people mark "
                "are rare, so that few are very certain."
            )
        ),
    )

    codebook: Codebook

    @property
    def source_fields(self) -> tuple[Field, ...]:
        """Give the choices of what suggests an answer, in the order of the questions."""
        return tuple(
            self[f"suggested_by_{question.name}"] for question in _choosable(self.codebook)
        )

    @property
    def chosen_codebook(self) -> Codebook:
        """Give the codebook with the suggestions that were chosen."""
        return self.codebook.with_suggestions(
            {
                question.name: chosen if chosen in set(Source) else ""
                for question in _choosable(self.codebook)
                if (chosen := self[f"suggested_by_{question.name}"].data)
            },
            suggested_from=self.suggested_from.data or LEAST_CLARITY,
            certain_from=self.certain_from.data or 0.0,
            words_certain_from=self.words_certain_from.data or 0.0,
        )

    @property
    def seen_number(self) -> int:
        """Give the number of the version the form was opened with; 0 for what is no number."""
        return sent_number(self.seen.data)


def settings_form(codebook: Codebook) -> type[SettingsForm]:
    """Make the form of a project, with a choice of what suggests an answer to each question."""
    fields: dict[str, Any] = {"codebook": codebook}
    for question in _choosable(codebook):
        fields[f"suggested_by_{question.name}"] = SelectField(
            lazy("%(title)s: what suggests an answer", title=question.title),
            validators=[InputRequired(lazy("Choose one."))],
            choices=[
                *(SelectChoice(source.value, SOURCE_TITLES[source]) for source in question.sources),
                SelectChoice(NOTHING, lazy("nothing")),
            ],
        )
    return type("ProjectSettingsForm", (SettingsForm,), fields)


def _choosable(codebook: Codebook) -> list[Question]:
    return [question for question in codebook.questions if question.sources]


class RoleForm(Form):
    """Choose a role."""

    role = SelectField(lazy("Role"), [InputRequired(lazy("Choose a role."))], choices=role_choices)


class InvitationForm(RoleForm):
    """Invite somebody."""

    note = StringField(
        lazy("For whom"),
        [Length(max=120)],
        filters=[one_line],
        description=lazy(
            "A reminder for the leads, such as a name. The invited person does not see it."
        ),
    )
