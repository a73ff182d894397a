"""The base of every form."""

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types.
    """Be the parent of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types.
        # The application checks the token of every write before any view runs.
        csrf = False


def stripped(value: str | None) -> str:
    """Strip the white space around what was typed; put it among a text field's `filters`."""
    return (value or "").strip()
