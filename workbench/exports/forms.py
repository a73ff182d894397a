"""The form that asks for a file."""

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.

from workbench.exports.columns import FileType, Layout
from workbench.exports.selection import Selection
from workbench.web.forms import Form

LAYOUTS = {
    Layout.LABELS: "Labels",
    Layout.WIDE: "Annotations",
    Layout.SPANS: "Spans",
    Layout.PARAGRAPHS: "Paragraphs",
}
FILE_TYPES = {FileType.CSV: "CSV", FileType.JSONL: "JSON lines", FileType.PARQUET: "Parquet"}


class ExportForm(Form):
    """Choose what leaves, in which type of file."""

    layout = RadioField(
        "File",
        choices=[SelectChoice(layout.value, title) for layout, title in LAYOUTS.items()],
        default=Layout.LABELS.value,
    )
    file_type = RadioField(
        "Type",
        choices=[SelectChoice(each.value, title) for each, title in FILE_TYPES.items()],
        default=FileType.CSV.value,
    )
    all_revisions = BooleanField("Earlier revisions too")
    identities = BooleanField("Annotators with names, email addresses and exact times")

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
            identities=is_of_people and self.identities.data,
        )
