"""Forms of learned models."""

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from workbench.web.forms import Form, UploadField, stripped
from workbench.words import lazy, lazy_number

LONGEST_NOTE = 500


class UploadForm(Form):
    """Take a model from a file."""

    file = UploadField(
        lazy("File"),
        [DataRequired(lazy("Choose a file first."))],
        render_kw={"accept": ".npz"},
    )


class UseForm(Form):
    """Put a model to use; `seen` is the number of the one that was in use on the page."""

    seen = HiddenField()
    despite = BooleanField(lazy("Use it although it was not shown to beat what suggests now"))
    note = TextAreaField(
        lazy("Note"),
        [
            Length(
                max=LONGEST_NOTE,
                message=lazy(
                    "At most %(most)s characters can be kept.", most=lazy_number(LONGEST_NOTE)
                ),
            )
        ],
        filters=[stripped],
        description=lazy("Why, for whoever reads the history."),
    )

    @property
    def seen_number(self) -> int:
        """Give the number that the page was opened with; −1 for what is no number."""
        raw = self.seen.data or ""
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1
