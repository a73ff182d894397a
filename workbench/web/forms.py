"""The base of every form."""

from functools import cache
from gettext import NullTranslations, translation
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.i18n import messages_path

from workbench.words import language


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types.
    """Be the parent of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types.
        # The application checks the token of every write before any view runs.
        csrf = False

        def get_translations(self, form: Any) -> NullTranslations:
            """Give the form library's own sentences in the language of the reader."""
            return _own_sentences(language().code)


class UploadField(FileField):
    """Take one file; `data` is None where none was chosen, or where text came in its place."""

    data: FileStorage | None

    def process_formdata(self, valuelist: list[object]) -> None:
        """Keep a file that has a name: a browser sends one without where none was chosen."""
        sent = (each for each in valuelist if isinstance(each, FileStorage) and each.filename)
        self.data = next(sent, None)


def stripped(value: str | None) -> str:
    """Strip the white space around what was typed; put it among a text field's `filters`."""
    return (value or "").strip()


def sent_number(raw: str | None) -> int:
    """Read a number that a page put into its form; 0 for what is none that a page put there.

    >>> sent_number("12"), sent_number("-1"), sent_number(None)
    (12, 0, 0)
    """
    raw = raw or ""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 0


@cache
def _own_sentences(code: str) -> NullTranslations:
    # Flask-WTF reads the library's catalogue anew for each request.
    return translation("wtforms", messages_path(), (code,), fallback=True)
