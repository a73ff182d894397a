"""Forms that upload a file of labels, say what its columns are, and which label each value is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from workbench.codebook.codebook import Codebook
from workbench.codebook.levels import Level
from workbench.codebook.names import plain_name
from workbench.label_imports.guessing import matched_labels, new_question
from workbench.label_imports.mapping import AskedAs, Columns, Found, Reading, Repeats
from workbench.label_imports.tables import EXTENSIONS
from workbench.web.forms import Form, UploadField
from workbench.words import gettext, lazy

MOST_VALUES = 60
"""A question with more values has no field for each: every value is the label that it names."""

NEW = ""
_ACCEPTED = ",".join(EXTENSIONS)
_PARTS = ("annotator", "item", "text", "article", "outlet", "time", "spans", "question", "label")


class FilesForm(Form):
    """Upload labels, and their texts where they stand in a second file."""

    labels = UploadField(
        lazy("File of labels"),
        [DataRequired(lazy("Choose a file first."))],
        render_kw={"accept": _ACCEPTED},
    )
    texts = UploadField(lazy("File of texts"), render_kw={"accept": _ACCEPTED})


class ColumnsForm(Form):
    """Say which column is what."""

    annotator = SelectField(
        lazy("Annotator"), [InputRequired(lazy("Choose the column of annotators."))]
    )
    item = SelectField(lazy("Name of the item"))
    text = SelectField(lazy("Text"))
    key = SelectField(lazy("Name of the item in the file of texts"))
    article = SelectField(lazy("Article"))
    outlet = SelectField(lazy("Outlet"))
    time = SelectField(lazy("Time of the label"))
    spans = SelectField(lazy("Marked words"))
    question = SelectField(lazy("Question"))
    label = SelectField(lazy("Label"))
    answers = SelectMultipleField(
        lazy("Columns with labels"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    holds_paragraphs = BooleanField(
        lazy("The items are paragraphs of this project, by their numbers")
    )

    def offer(self, here: Sequence[str], texts: Sequence[str]) -> None:
        """Offer the columns of both files."""
        added = [name for name in texts if name not in here]
        for part in _PARTS:
            choices = [SelectChoice("", "–"), *(SelectChoice(name, name) for name in here)]
            if part in ("text", "article", "outlet"):
                choices += [
                    SelectChoice(name, gettext("%(column)s (of the texts)", column=name))
                    for name in added
                ]
            self[part].choices = choices
        self.key.choices = [SelectChoice("", "–"), *(SelectChoice(name, name) for name in texts)]
        self.answers.choices = [SelectChoice(name, name) for name in here]

    def columns(self) -> Columns:
        """Give what was chosen, once the form is valid."""
        is_long = bool(self.question.data)
        return Columns(
            **{part: self[part].data or "" for part in (*_PARTS, "key")},
            answers=() if is_long else tuple(self.answers.data or ()),
            holds_paragraphs=bool(self.holds_paragraphs.data),
        )


@dataclass(frozen=True)
class QuestionFields:
    """Hold what the page shows of a question of the file; `place` names its fields.

    `values` are value, count and label; () where there are too many for a field each.
    """

    place: int
    asked: AskedAs
    values: tuple[tuple[str, int, str], ...]
    n_values: int
    names: tuple[tuple[str, str], ...]
    known_labels: tuple[str, ...]
    is_left_out: bool


def question_fields(
    found: Sequence[Found], reading: Reading, codebook: Codebook
) -> tuple[QuestionFields, ...]:
    """Give the fields of each question of a file as they stand in a reading."""
    asked = {one.source: one for one in reading.questions}
    names = tuple((question.name, question.title) for question in codebook.questions)
    fields = []
    for place, one in enumerate(found):
        read = asked.get(one.source) or new_question(one)
        values = tuple((value, n, read.labels_of.get(value, "")) for value, n in one.values.items())
        labels = read.labels
        if not read.is_new:
            labels = codebook.question(read.name).label_names
        fields.append(
            QuestionFields(
                place=place,
                asked=read,
                values=values if len(values) <= MOST_VALUES else (),
                n_values=len(values),
                names=names,
                known_labels=labels,
                is_left_out=one.source not in asked,
            )
        )
    return tuple(fields)


def reading_from(
    form: MultiDict[str, str],
    found: Sequence[Found],
    before: Reading,
    codebook: Codebook,
) -> Reading:
    """Read the page of labels as it was sent."""
    replaces = form.get("codebook", "keep") == "replace"
    taken = set() if replaces else {question.name for question in codebook.questions}
    asked_before = {one.source: one for one in before.questions}
    questions = []
    for place, one in enumerate(found):
        choice = form.get(f"q{place}-name", NEW)
        if choice == "-":
            continue
        known = asked_before.get(one.source)
        asked = _asked(form, place, one, choice, known, codebook)
        if asked.is_new:
            asked = replace(
                asked, name=plain_name(asked.title or one.source, taken, otherwise="question")
            )
        taken.add(asked.name)
        questions.append(asked)
    repeats = form.get("repeats", "")
    return replace(
        before,
        questions=tuple(questions),
        category=form.get("category", "").strip()[:40],
        replaces_codebook=replaces,
        keeps_names="keeps_names" in form,
        leaves_out_bad="leaves_out_bad" in form,
        repeats=Repeats(repeats) if repeats in set(Repeats) else Repeats.REFUSE,
    )


def _asked(
    form: MultiDict[str, str],
    place: int,
    found: Found,
    choice: str,
    before: AskedAs | None,
    codebook: Codebook,
) -> AskedAs:
    sent = _sent_labels(form, place, found)
    if choice != NEW and any(question.name == choice for question in codebook.questions):
        if before is not None and before.name == choice and not before.is_new and sent:
            return AskedAs(source=found.source, name=choice, labels_of=sent)
        # Another question than before: its labels are guessed anew.
        guessed = matched_labels(codebook.question(choice), found.values)
        kept = {
            value: label
            for value, label in sent.items()
            if label in codebook.question(choice).label_names
        }
        return AskedAs(source=found.source, name=choice, labels_of={**guessed, **kept})
    fresh = new_question(found)
    if before is None or not before.is_new:
        return fresh
    level = form.get(f"q{place}-level", "")
    listed = [line.strip() for line in form.get(f"q{place}-labels", "").splitlines()]
    labels = tuple(dict.fromkeys(filter(None, listed)))
    labels_of: Mapping[str, str] = sent or fresh.labels_of
    # A label that a value was given and the list lacks is added, so that nothing is lost.
    missing = [label for label in labels_of.values() if label and label not in labels]
    return replace(
        fresh,
        title=form.get(f"q{place}-title", "").strip()[:120] or fresh.title,
        level=Level(level) if level in set(Level) else fresh.level,
        labels=(*labels, *dict.fromkeys(missing)) if labels else fresh.labels,
        labels_of=labels_of,
    )


def _sent_labels(form: MultiDict[str, str], place: int, found: Found) -> dict[str, str]:
    """Give the labels that were typed beside the values; empty where the page had no fields."""
    if len(found.values) > MOST_VALUES or f"q{place}-value-0" not in form:
        return {}
    return {
        value: form.get(f"q{place}-value-{number}", "").strip()
        for number, value in enumerate(found.values)
    }
