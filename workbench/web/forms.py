"""The base of every form."""

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types.
    """Be the parent of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types.
        # The application checks the token of every write before any view runs.
        csrf = False


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
