"""The form of a codebook: its questions with their labels, and the categories of loaded words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import DataRequired, Length, ValidationError

from workbench.codebook.keys import PAGE_KEYS
from workbench.codebook.levels import Level
from workbench.codebook.names import number_of
from workbench.codebook_pages.editing import Rows
from workbench.web.forms import Form, UploadField, sent_number
from workbench.words import gettext, lazy, lazy_number, number

LONGEST_TITLE = 80
LONGEST_SENTENCE = 300
MOST_QUESTIONS = 100
MOST_LABELS = 500
MOST_CATEGORIES = 100

LEVELS = [
    SelectChoice(Level.NOMINAL.value, lazy("nominal: the labels have no order")),
    SelectChoice(Level.ORDINAL.value, lazy("ordinal: the labels stand in order")),
    SelectChoice(Level.INTERVAL.value, lazy("interval: numbers with equal distances")),
    SelectChoice(Level.RATIO.value, lazy("ratio: numbers with a true zero")),
]


def _one_line(value: str | None) -> str:
    return " ".join((value or "").split())


def _as_key(value: str | None) -> str:
    return (value or "").strip().lower()


def _usable_key(_form: Form, field: Field) -> None:
    key = field.data
    if not key:
        return
    if len(key) != 1 or not key.isprintable():
        raise ValidationError(gettext("A key is one character."))
    if key in PAGE_KEYS:
        raise ValidationError(
            gettext("The key “%(key)s” belongs to the page itself. Choose another.", key=key)
        )


def _short(most: int) -> Length:
    return Length(
        max=most, message=lazy("At most %(most)s characters can be kept.", most=lazy_number(most))
    )


def _words(label: str) -> StringField:
    return StringField(
        label,
        [DataRequired(lazy("Write a few words.")), _short(LONGEST_TITLE)],
        filters=[_one_line],
    )


def _sentence(label: str) -> TextAreaField:
    # It is one line where it is stored; an area shows it whole where a line would cut it off.
    return TextAreaField(label, [_short(LONGEST_SENTENCE)], filters=[_one_line])


def _key() -> StringField:
    return StringField(lazy("Key"), [_usable_key], filters=[_as_key])


class LabelForm(Form):
    """Write a label; `name` is the one it is stored under, "" for a new one."""

    name = HiddenField(filters=[_one_line])
    title = _words(lazy("Label"))
    key = _key()


class QuestionForm(Form):
    """Write a question with its labels."""

    name = HiddenField(filters=[_one_line])
    title = _words(lazy("Title"))
    prompt = _sentence(lazy("What annotators are asked"))
    level = SelectField(lazy("Level of measurement"), choices=LEVELS)
    labels = FieldList(FormField(LabelForm))


class CategoryForm(Form):
    """Write a category of loaded words."""

    name = HiddenField(filters=[_one_line])
    title = _words(lazy("Category"))
    key = _key()
    description = _sentence(lazy("What it holds"))


@dataclass(frozen=True)
class Fault:
    """Say what is wrong at which place, and the id of the field there; "" for the whole form."""

    place: str
    sentence: str
    field_id: str = ""


class CodebookForm(Form):
    """Write a codebook.

    `seen` is the number of the version that the form was opened with, `checked` tells which
    changes the person has looked at.
    """

    seen = HiddenField()
    checked = HiddenField()
    questions = FieldList(FormField(QuestionForm))
    categories = FieldList(FormField(CategoryForm))

    @property
    def rows(self) -> Rows:
        """Give what the fields hold."""
        return {"questions": self.questions.data, "categories": self.categories.data}

    @property
    def seen_number(self) -> int:
        """Give the number of the version the form was opened with; 0 for what is no number."""
        return sent_number(self.seen.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and what only all of them together can get wrong."""
        is_valid = super().validate(extra_validators)
        return all([is_valid, *self._check_counts(), *self._check_twice(), self._check_ratios()])

    @property
    def faults(self) -> Iterator[Fault]:
        """Say everything that is wrong, in the order of the page."""
        for sentence in self.form_errors:
            yield Fault(gettext("Codebook"), sentence)
        for n, question in enumerate(self.questions, start=1):
            of = gettext("Question %(number)s", number=n)
            yield from _faults(of, question.form)
            for k, label in enumerate(question.form.labels, start=1):
                yield from _faults(f"{of}, {gettext('label %(number)s', number=k)}", label.form)
        for n, category in enumerate(self.categories, start=1):
            yield from _faults(gettext("Category %(number)s", number=n), category.form)

    def _check_counts(self) -> Iterator[bool]:
        if not 1 <= len(self.questions) <= MOST_QUESTIONS:
            self.form_errors.append(
                gettext("A codebook asks from 1 to %(most)s questions.", most=MOST_QUESTIONS)
            )
            yield False
        if len(self.categories) > MOST_CATEGORIES:
            self.form_errors.append(
                gettext("A codebook has at most %(most)s categories.", most=MOST_CATEGORIES)
            )
            yield False
        for question in self.questions:
            if not 2 <= len(question.form.labels) <= MOST_LABELS:
                question.form.title.errors = [
                    *question.form.title.errors,
                    gettext("A question has from 2 to %(most)s labels.", most=number(MOST_LABELS)),
                ]
                yield False

    def _check_twice(self) -> Iterator[bool]:
        keyed = [
            *(label.form.key for question in self.questions for label in question.form.labels),
            *(category.form.key for category in self.categories),
        ]
        yield _once(keyed, lazy("This key is used twice."))
        yield _once([one.form.title for one in self.questions], lazy("This title is used twice."))
        yield _once([one.form.title for one in self.categories], lazy("This title is used twice."))
        for question in self.questions:
            labels = [label.form.title for label in question.form.labels]
            yield _once(labels, lazy("This label is used twice."))

    def _check_ratios(self) -> bool:
        wrong = [
            label.form.title
            for question in self.questions
            if question.form.level.data == Level.RATIO
            for label in question.form.labels
            if not _is_amount(label.form.name.data or label.form.title.data or "")
        ]
        for title in wrong:
            title.errors = [
                gettext("On a ratio scale each label begins with its number, 0 or more.")
            ]
        return not wrong


def filled_form(rows: Rows, *, seen: int, checked: str = "") -> CodebookForm:
    """Make the form with these rows in it, whatever was sent."""
    return CodebookForm(formdata=None, data={**rows, "seen": str(seen), "checked": checked})


class FileForm(Form):
    """Take a codebook from a file."""

    file = UploadField(
        lazy("File"),
        [DataRequired(lazy("Choose a file first."))],
        render_kw={"accept": ".json,.toml"},
    )


def _faults(place: str, form: Form) -> Iterator[Fault]:
    for field in form:
        if isinstance(field, FieldList):
            continue
        for sentence in field.errors:
            yield Fault(f"{place}, {field.label.text}", sentence, field.id)


def _once(fields: Sequence[Field], sentence: str) -> bool:
    times = Counter(field.data.casefold() for field in fields if field.data)
    is_once = True
    for field in fields:
        if field.data and times[field.data.casefold()] > 1:
            field.errors = [*field.errors, str(sentence)]
            is_once = False
    return is_once


def _is_amount(text: str) -> bool:
    found = re.match(r"\d+(?:\.\d+)?", text)
    return found is not None and number_of(found.group()) is not None
