"""Forms that change a project's lexicon."""

from wtforms import (
    BooleanField,
    Field,
    FieldList,
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
from workbench.scoring.lexicon_entries import (
    CATEGORIES,
    PARTS_OF_SPEECH,
    WEAKER_WHERE,
    LexiconEntry,
)
from workbench.scoring.lexicon_files import BETWEEN, LONGEST_CELL, LONGEST_TERM
from workbench.scoring.lint import LONGEST_REASON
from workbench.web.forms import Form, UploadField, stripped
from workbench.words import lazy, lazy_number

LONGEST_NOTE = 500
POLARITIES = {
    "-1": lazy("In a bad light"),
    "0": lazy("That depends"),
    "1": lazy("In a good light"),
}
STRENGTHS = {"1": lazy("1 mild"), "2": "2", "3": lazy("3 strong")}
WEAKER = {
    "quoted": lazy("Inside quotation marks"),
    "attributed": lazy("Where the sentence names its source"),
}
MERGED, WHOLE = "merged", "whole"
UPLOADS = {
    MERGED: lazy("Add its terms to the lexicon"),
    WHOLE: lazy("Make it the whole lexicon"),
}


# Categories are called as the default codebook calls them, here as a line begins.
SAID = {
    "glorifying": lazy("Glorifying"),
    "demeaning": lazy("Demeaning"),
    "sensational": lazy("Sensational"),
    "militaristic": lazy("Militaristic"),
    "euphemism": lazy("Euphemism"),
    "hedging_insinuation": lazy("Hedging or insinuation"),
    "moral_judgement": lazy("Moral judgement"),
    "loaded_speech_verb": lazy("Loaded verb of speech"),
    "noun": lazy("Noun"),
    "verb": lazy("Verb"),
    "adjective": lazy("Adjective"),
    "adverb": lazy("Adverb"),
    "phrase": lazy("Phrase"),
    "term": lazy("Term"),
    "category": lazy("Category"),
    "polarity": lazy("Polarity"),
    "strength": lazy("Strength"),
    "part_of_speech": lazy("Part of speech"),
    "forms": lazy("Other forms"),
    "unless": lazy("Neutral phrases"),
    "context": lazy("Context rules"),
    "weaker": lazy("Weaker where"),
    "example": lazy("Example"),
    "reason": lazy("Reason"),
}


def said(name: str) -> str:
    """Write a name of a category or a column as words, in the reader's language.

    >>> said("moral_judgement")
    'Moral judgement'
    """
    return str(SAID[name]) if name in SAID else name.replace("_", " ").capitalize()


def _choices(meanings: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in meanings.items()]


def _short(most: int) -> Length:
    return Length(
        max=most, message=lazy("At most %(most)s characters can be kept.", most=lazy_number(most))
    )


def _one_line(value: str | None) -> str:
    return " ".join((value or "").split())


class TermForm(Form):
    """Say what a term is, and where it is loaded."""

    term = StringField(
        lazy("Term"),
        [DataRequired(lazy("Write the term.")), _short(LONGEST_TERM)],
        filters=[_one_line],
    )
    category = SelectField(
        lazy("Category"),
        [InputRequired(lazy("Choose a category."))],
        choices=_choices({name: SAID[name] for name in CATEGORIES}),
    )
    polarity = RadioField(
        lazy("Shows its subject"),
        [InputRequired(lazy("Choose one."))],
        choices=_choices(POLARITIES),
    )
    strength = RadioField(
        lazy("Strength"),
        [InputRequired(lazy("Choose one."))],
        choices=_choices(STRENGTHS),
        default="2",
    )
    reason = StringField(
        lazy("Reason"),
        [DataRequired(lazy("Say in one sentence why it is loaded.")), _short(LONGEST_REASON)],
        filters=[_one_line],
    )
    part_of_speech = SelectField(
        lazy("Part of speech"),
        choices=_choices({name: SAID[name] for name in PARTS_OF_SPEECH}),
        default="phrase",
    )
    forms = StringField(lazy("Other forms"), [_short(LONGEST_CELL)], filters=[_one_line])
    unless = StringField(lazy("Neutral phrases"), [_short(LONGEST_CELL)], filters=[_one_line])
    context = StringField(lazy("Context rules"), [_short(LONGEST_CELL)], filters=[_one_line])
    weaker = SelectMultipleField(
        lazy("Weaker where"),
        choices=_choices(WEAKER),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    example = StringField(lazy("Example"), [_short(LONGEST_CELL)], filters=[_one_line])

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

    file = UploadField(
        lazy("File"), [DataRequired(lazy("Choose a file first."))], render_kw={"accept": ".csv"}
    )
    what = RadioField(lazy("What to do with it"), choices=_choices(UPLOADS), default=MERGED)


class ApplyForm(Form):
    """Make the draft the lexicon in force."""

    seen = HiddenField()
    note = TextAreaField(lazy("Note"), [_short(LONGEST_NOTE)], filters=[stripped])


class CandidateForm(Form):
    """Take one word that annotators marked by hand into the lexicon."""

    is_chosen = BooleanField(lazy("Add"))
    term = HiddenField(validators=[_short(LONGEST_TERM)])
    category = SelectField(
        lazy("Category"), choices=_choices({name: SAID[name] for name in CATEGORIES})
    )
    strength = SelectField(lazy("Strength"), choices=_choices(STRENGTHS), default="2")
    reason = StringField(lazy("Reason"), [_short(LONGEST_REASON)], filters=[_one_line])

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

    retire = SelectMultipleField(lazy("Switch off"), validate_choice=False)
    add = FieldList(FormField(CandidateForm), lazy("Add"), max_entries=50)


def _listed(cell: str | None) -> tuple[str, ...]:
    return tuple(part for piece in (cell or "").split(";") if (part := piece.strip()))
