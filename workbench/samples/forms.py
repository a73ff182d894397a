"""Forms that upload an archive and say what sample is wanted."""

from wtforms import FileField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from workbench.archive.recipes import Plan
from workbench.archive.strata import MOST_UNITS, Allocation, Dimension, DrawnUnit
from workbench.samples.archives import SUFFIX, ArchiveFile
from workbench.web.forms import Form

LARGEST_SEED = 2**31 - 1
DIMENSIONS = (
    SelectChoice(Dimension.OUTLET.value, "Outlet"),
    SelectChoice(Dimension.MONTH.value, "Month"),
    SelectChoice(Dimension.SCORE_BAND.value, "Score band"),
)
ALLOCATIONS = (
    SelectChoice(Allocation.PROPORTIONAL.value, "In proportion to their size"),
    SelectChoice(Allocation.EQUAL.value, "Equally"),
)
UNITS = (
    SelectChoice(DrawnUnit.ARTICLE.value, "Whole articles"),
    SelectChoice(DrawnUnit.PARAGRAPH.value, "Single paragraphs"),
)


class ArchiveForm(Form):
    """Upload an archive."""

    file = FileField(
        "Archive", [InputRequired("Choose a file first.")], render_kw={"accept": SUFFIX}
    )


class DrawForm(Form):
    """Say what sample is wanted."""

    archive = SelectField("Archive", [InputRequired("Choose an archive.")])
    unit = RadioField("What is drawn", choices=UNITS, default=DrawnUnit.ARTICLE.value)
    size = IntegerField(
        "How many",
        [
            InputRequired("Say how many to draw."),
            NumberRange(1, MOST_UNITS, f"Give a whole number from 1 to {MOST_UNITS:,}."),
        ],
    )
    strata = SelectMultipleField(
        "Strata",
        choices=DIMENSIONS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    allocation = RadioField(
        "Share among the strata", choices=ALLOCATIONS, default=Allocation.PROPORTIONAL.value
    )
    seed = IntegerField(
        "Seed",
        [
            InputRequired("Give a seed; any whole number does."),
            NumberRange(0, LARGEST_SEED, f"Give a whole number from 0 to {LARGEST_SEED}."),
        ],
    )

    def offer(self, files: tuple[ArchiveFile, ...]) -> None:
        """Offer the archives that there are."""
        self.archive.choices = [
            SelectChoice(file.choice, f"{file.name}{' (uploaded)' if file.is_upload else ''}")
            for file in files
        ]

    def plan(self) -> Plan:
        """Give what was asked for, once the form is valid."""
        chosen = self.strata.data or []
        return Plan(
            size=self.size.data or 0,
            seed=self.seed.data or 0,
            dimensions=tuple(dimension for dimension in Dimension if dimension in chosen),
            allocation=Allocation(self.allocation.data),
            unit=DrawnUnit(self.unit.data),
        )
