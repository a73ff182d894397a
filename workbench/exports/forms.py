"""The form that asks for a file."""

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.

from workbench.exports.file_types import FileType
from workbench.exports.layouts import Layout
from workbench.exports.selection import Selection
from workbench.web.forms import Form
from workbench.words import lazy, lazy_pgettext

LAYOUTS = {
    Layout.LABELS: lazy("Labels"),
    Layout.WIDE: lazy("Annotations"),
    Layout.SPANS: lazy("Spans"),
    Layout.PARAGRAPHS: lazy("Paragraphs"),
}
FILE_TYPES = {FileType.CSV: "CSV", FileType.JSONL: lazy("JSON lines"), FileType.PARQUET: "Parquet"}


class ExportForm(Form):
    """Choose what leaves, in which type of file."""

    layout = RadioField(
        lazy_pgettext("a form", "File"),
        choices=[SelectChoice(layout.value, title) for layout, title in LAYOUTS.items()],
        default=Layout.LABELS.value,
    )
    file_type = RadioField(
        lazy_pgettext("of a file", "Type"),
        choices=[SelectChoice(each.value, title) for each, title in FILE_TYPES.items()],
        default=FileType.CSV.value,
    )
    all_revisions = BooleanField(lazy("Earlier revisions too"))
    training = BooleanField(lazy("Training answers too"))
    identities = BooleanField(lazy("Annotators with names, email addresses and exact times"))

    def selection(self, project_id: int) -> Selection:
        """Give what was asked for; the form must have been found right."""
        layout = Layout(self.layout.data)
        # Paragraphs have neither revisions nor annotators.
        is_of_people = layout is not Layout.PARAGRAPHS
        return Selection(
            project_id=project_id,
            layout=layout,
            file_type=FileType(self.file_type.data),
            all_revisions=is_of_people and self.all_revisions.data,
            training=is_of_people and self.training.data,
            identities=is_of_people and self.identities.data,
        )
