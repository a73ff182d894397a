"""The forms of projects, members and invitations."""

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from workbench.accounts.forms import one_line
from workbench.projects.models import Role
from workbench.web.forms import Form

GUIDELINES_LENGTH = 50_000

ROLE_TITLES = {
    Role.ANNOTATOR: "annotator",
    Role.ADJUDICATOR: "adjudicator",
    Role.LEAD: "lead",
}


def role_choices() -> list[SelectChoice]:
    """Give the roles, the most usual first."""
    return [SelectChoice(role.value, title) for role, title in ROLE_TITLES.items()]


class ProjectForm(Form):
    """Name a project and say how many people annotate each paragraph."""

    name = StringField(
        "Name",
        [DataRequired("Give the project a name."), Length(max=120)],
        filters=[one_line],
        description="Members see it at the top of every page.",
    )
    annotators_per_paragraph = IntegerField(
        "Annotators for each paragraph",
        [
            InputRequired("Say how many, as a whole number."),
            NumberRange(1, 50, "Use a whole number from 1 to 50."),
        ],
        description="Two or more are needed to measure agreement. Three let a majority show.",
    )


class SettingsForm(ProjectForm):
    """Change a project and its guidelines; `seen` is the version the guidelines were read in."""

    guidelines = TextAreaField(
        "Guidelines",
        [
            DataRequired("Guidelines may be short, but not empty."),
            Length(max=GUIDELINES_LENGTH, message=f"Use at most {GUIDELINES_LENGTH:,} characters."),
        ],
        description="Markdown: # heading, **bold**, *italic*, - list, [words](https://address).",
    )
    seen = HiddenField(validators=[DataRequired()])

    @property
    def seen_number(self) -> int:
        """Give the number of the version the form was opened with; 0 for what is no number."""
        raw = self.seen.data or ""
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 0


class RoleForm(Form):
    """Choose a role."""

    role = SelectField("Role", [InputRequired("Choose a role.")], choices=role_choices)


class InvitationForm(RoleForm):
    """Invite somebody."""

    note = StringField(
        "For whom",
        [Length(max=120)],
        filters=[one_line],
        description="A reminder for the leads, such as a name. The invited person does not see it.",
    )
