"""Forms that change a project's lexicon."""

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from workbench.scoring.context import ContextError, read_rules
from workbench.scoring.lexicon import CATEGORIES, PARTS_OF_SPEECH, WEAKER_WHERE, LexiconEntry
from workbench.scoring.lexicon_files import BETWEEN, LONGEST_CELL
from workbench.scoring.lint import LONGEST_REASON
from workbench.web.forms import Form, stripped

LONGEST_TERM = 100
LONGEST_NOTE = 500
POLARITIES = {"-1": "In a bad light", "0": "That depends", "1": "In a good light"}
STRENGTHS = {"1": "1 mild", "2": "2", "3": "3 strong"}
WEAKER = {"quoted": "Inside quotation marks", "attributed": "Where the sentence names its source"}
MERGED, WHOLE = "merged", "whole"
UPLOADS = {MERGED: "Add its terms to the lexicon", WHOLE: "Make it the whole lexicon"}


def said(name: str) -> str:
    """Write a name of a category or a column as words.

    >>> said("moral_judgement")
    'Moral judgement'
    """
    return name.replace("_", " ").capitalize()


def _choices(meanings: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in meanings.items()]


def _short(most: int) -> Length:
    return Length(max=most, message=f"At most {most:,} characters can be kept.")


def _one_line(value: str | None) -> str:
    return " ".join((value or "").split())


class TermForm(Form):
    """Say what a term is, and where it is loaded."""

    term = StringField(
        "Term",
        [DataRequired("Write the term."), _short(LONGEST_TERM)],
        filters=[_one_line],
    )
    category = SelectField(
        "Category",
        [InputRequired("Choose a category.")],
        choices=_choices({name: said(name) for name in CATEGORIES}),
    )
    polarity = RadioField(
        "Shows its subject", [InputRequired("Choose one.")], choices=_choices(POLARITIES)
    )
    strength = RadioField(
        "Strength", [InputRequired("Choose one.")], choices=_choices(STRENGTHS), default="2"
    )
    reason = StringField(
        "Reason",
        [DataRequired("Say in one sentence why it is loaded."), _short(LONGEST_REASON)],
        filters=[_one_line],
    )
    part_of_speech = SelectField(
        "Part of speech",
        choices=_choices({name: said(name) for name in PARTS_OF_SPEECH}),
        default="phrase",
    )
    forms = StringField("Other forms", [_short(LONGEST_CELL)], filters=[_one_line])
    unless = StringField("Neutral phrases", [_short(LONGEST_CELL)], filters=[_one_line])
    context = StringField("Context rules", [_short(LONGEST_CELL)], filters=[_one_line])
    weaker = SelectMultipleField(
        "Weaker where",
        choices=_choices(WEAKER),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    example = StringField("Example", [_short(LONGEST_CELL)], filters=[_one_line])

    def validate_context(self, field: Field) -> None:
        """Refuse a rule that cannot be read."""
        try:
            read_rules(_listed(field.data))
        except ContextError as error:
            sentence = str(error)
            raise ValidationError(f"{sentence[:1].upper()}{sentence[1:]}.") from error

    def to_entry(self) -> LexiconEntry:
        """Give what was typed, once the form is valid."""
        return LexiconEntry(
            term=self.term.data or "",
            category=self.category.data,
            polarity=int(self.polarity.data),
            strength=int(self.strength.data),
            reason=self.reason.data or "",
            part_of_speech=self.part_of_speech.data,
            forms=_listed(self.forms.data),
            unless=_listed(self.unless.data),
            context=_listed(self.context.data),
            weaker=tuple(where for where in WEAKER_WHERE if where in (self.weaker.data or ())),
            example=self.example.data or "",
        )

    def show(self, entry: LexiconEntry) -> None:
        """Fill the form with what stands."""
        for name in ("term", "category", "reason", "part_of_speech", "example"):
            self[name].data = getattr(entry, name)
        self.polarity.data, self.strength.data = str(entry.polarity), str(entry.strength)
        for name in ("forms", "unless", "context"):
            self[name].data = BETWEEN.join(getattr(entry, name))
        self.weaker.data = list(entry.weaker)


class UploadForm(Form):
    """Take a lexicon from a file."""

    file = FileField("File", [InputRequired("Choose a file first.")], render_kw={"accept": ".csv"})
    what = RadioField("What to do with it", choices=_choices(UPLOADS), default=MERGED)


class ApplyForm(Form):
    """Make the draft the lexicon in force."""

    seen = HiddenField()
    note = TextAreaField("Note", [_short(LONGEST_NOTE)], filters=[stripped])


class CandidateForm(Form):
    """Take one word that annotators marked by hand into the lexicon."""

    is_chosen = BooleanField("Add")
    term = HiddenField(validators=[_short(LONGEST_TERM)])
    category = SelectField("Category", choices=_choices({name: said(name) for name in CATEGORIES}))
    strength = SelectField("Strength", choices=_choices(STRENGTHS), default="2")
    reason = StringField("Reason", [_short(LONGEST_REASON)], filters=[_one_line])

    def to_entry(self) -> LexiconEntry:
        """Give the entry; a category that says so puts its subject in a good or a bad light."""
        return LexiconEntry(
            term=_one_line(self.term.data),
            category=self.category.data,
            polarity={"glorifying": 1, "demeaning": -1}.get(self.category.data, 0),
            strength=int(self.strength.data),
            reason=self.reason.data or "",
        )


class AcceptForm(Form):
    """Switch off and add what a lead takes from the report."""

    retire = SelectMultipleField("Switch off", validate_choice=False)
    add = FieldList(FormField(CandidateForm), "Add", max_entries=50)


def _listed(cell: str | None) -> tuple[str, ...]:
    return tuple(part for piece in (cell or "").split(";") if (part := piece.strip()))
