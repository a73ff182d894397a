"""Forms that bring articles in and correct them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wtforms import (
    DateField,
    Field,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import DataRequired, Optional, ValidationError

from workbench.articles import limits
from workbench.said_later import said
from workbench.text.articles import ArticleText, BadRow, split_paragraphs
from workbench.text.composing import Fields, compose
from workbench.text.reading import EXTENSIONS
from workbench.web.forms import Form, stripped
from workbench.web.language_names import LANGUAGES, language_name
from workbench.words import gettext, lazy

Validator = Callable[[Form, Field], None]


def at_most(most: int, what: str) -> Validator:
    """Make a validator that names the length and the limit."""

    def check(_form: Form, field: Field) -> None:
        if len(field.data or "") > most:
            raise ValidationError(said(limits.too_long(what, field.data, most)))

    return check


def web_address(_form: Form, field: Field) -> None:
    """Refuse an address that a browser would not open as a page, unless a file brought it along.

    What was read is kept as it is: it may be a number in an archive, and nobody has to invent
    another one to correct a headline. No page makes a link of it.
    """
    if not field.data or field.data == field.object_data:
        return
    if not field.data.lower().startswith(("http://", "https://")):
        raise ValidationError(
            gettext("Write the whole address, beginning with https:// or http://.")
        )


def has_words(_form: Form, field: Field) -> None:
    """Refuse a text without a letter or digit."""
    if not any(character.isalnum() for character in field.data or ""):
        raise ValidationError(
            gettext("Put the text of the article here: it needs at least one word.")
        )


def not_too_many_paragraphs(_form: Form, field: Field) -> None:
    """Refuse a text in too many pieces."""
    count = len(split_paragraphs(field.data or ""))
    if count > limits.PARAGRAPHS:
        raise ValidationError(said(limits.too_many_paragraphs(count)))


class DayField(DateField):
    """Be a date whose error says how to write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date that was typed."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(
                gettext("This is not a date of the calendar: write it as 2024-03-01.")
            ) from None


class FactsForm(Form):
    """Hold the facts of an article that a person may give or correct."""

    outlet = StringField(lazy("Outlet"), [at_most(limits.OUTLET, "outlet")], filters=[stripped])
    byline = StringField(lazy("Byline"), [at_most(limits.BYLINE, "byline")], filters=[stripped])
    published_on = DayField(lazy("Date"), [Optional()])
    url = StringField(
        lazy("Web address"), [at_most(limits.URL, "url"), web_address], filters=[stripped]
    )


class PasteForm(FactsForm):
    """Take one pasted article; what is left empty is read from the text."""

    text = TextAreaField(
        lazy("Text of the article"),
        [
            DataRequired(lazy("Paste the text of an article first.")),
            at_most(limits.BODY, "body"),
            has_words,
        ],
    )
    headline = StringField(
        lazy("Headline"), [at_most(limits.HEADLINE, "headline")], filters=[stripped]
    )

    def given(self, read: ArticleText) -> ArticleText:
        """Put the facts that were typed over those that were read from the text."""
        typed: dict[str, Any] = {name: self[name].data for name in GUESSED_AS if self[name].data}
        untrue = tuple(GUESSED_AS[name] for name in typed)
        guesses = tuple(
            note for note in read.guesses if not any(word in note.lower() for word in untrue)
        )
        composed = compose(
            Fields(
                body=self._body(read),
                headline=typed.get("headline", read.headline),
                outlet=typed.get("outlet", read.outlet),
                byline=typed.get("byline", read.byline),
                published_on=typed.get("published_on", read.published_on),
                url=typed.get("url", read.url),
                source_line=read.source_line,
                language=read.language,
                guesses=guesses,
            ),
            source_name=read.source_name,
        )
        return read if isinstance(composed, BadRow) else composed

    def _body(self, read: ArticleText) -> str:
        """Give the text; a line that was read as the headline and is none goes back to it."""
        typed = self.headline.data
        stands_in_for_one = read.body.startswith(read.headline.rstrip("…"))
        if not typed or typed == read.headline or stands_in_for_one:
            return read.body
        return f"{read.headline}\n\n{read.body}"


# How the notes of a reader name what it guessed.
GUESSED_AS = {
    "headline": "headline",
    "outlet": "outlet",
    "byline": "byline",
    "published_on": "date",
    "url": "address",
}


class UploadForm(Form):
    """Take files with articles."""

    files = MultipleFileField(
        lazy("Files"),
        [DataRequired(lazy("Choose at least one file first."))],
        render_kw={"accept": ",".join(EXTENSIONS)},
    )

    def validate_files(self, field: Field) -> None:
        """Refuse an upload without files: a browser then sends one without a name."""
        field.data = [file for file in field.data or [] if getattr(file, "filename", "")]
        if not field.data:
            raise ValidationError(gettext("Choose at least one file first."))


class CorrectForm(FactsForm):
    """Correct one article of a preview."""

    headline = StringField(
        lazy("Headline"),
        [DataRequired(lazy("Give the article a headline.")), at_most(limits.HEADLINE, "headline")],
        filters=[stripped],
    )
    source_line = StringField(
        lazy("Source line"), [at_most(limits.SOURCE_LINE, "source_line")], filters=[stripped]
    )
    language = SelectField(lazy("Language"))
    body = TextAreaField(
        lazy("Text"),
        [
            DataRequired(lazy("Put the text of the article here.")),
            at_most(limits.BODY, "body"),
            has_words,
            not_too_many_paragraphs,
        ],
    )

    def offer_languages(self, present: str) -> None:
        """Offer the languages that have names, and the one that the article has now."""
        codes = {*LANGUAGES, *([present] if present else [])}
        choices = sorted(
            ((code, language_name(code)) for code in codes), key=lambda choice: choice[1]
        )
        self.language.choices = [
            SelectChoice("", gettext("not recognised (no suggestions)")),
            *(SelectChoice(code, name) for code, name in choices),
        ]

    def corrected(self, read: ArticleText) -> ArticleText | BadRow:
        """Give the article as corrected, its paragraphs split anew."""
        composed = compose(
            Fields(
                body=self.body.data or "",
                headline=self.headline.data or "",
                outlet=self.outlet.data or "",
                byline=self.byline.data or "",
                published_on=self.published_on.data,
                url=self.url.data or "",
                source_line=self.source_line.data or "",
                language=self.language.data or "",
                guesses=read.guesses,
            ),
            source_name=read.source_name,
            line=read.line,
        )
        if isinstance(composed, BadRow):
            return composed
        return replace(composed, language=self.language.data or "")
