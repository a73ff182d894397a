"""Forms that upload an archive and say what sample is wanted."""

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from workbench.archive.recipes import Plan
from workbench.archive.strata import MOST_UNITS, Allocation, Dimension, DrawnUnit
from workbench.samples.archives import SUFFIX, ArchiveFile
from workbench.web.forms import Form, UploadField
from workbench.words import gettext, lazy, lazy_number

LARGEST_SEED = 2**31 - 1
DIMENSIONS = (
    SelectChoice(Dimension.OUTLET.value, lazy("Outlet")),
    SelectChoice(Dimension.MONTH.value, lazy("Month")),
    SelectChoice(Dimension.SCORE_BAND.value, lazy("Score band")),
)
ALLOCATIONS = (
    SelectChoice(Allocation.PROPORTIONAL.value, lazy("In proportion to their size")),
    SelectChoice(Allocation.EQUAL.value, lazy("Equally")),
)
UNITS = (
    SelectChoice(DrawnUnit.ARTICLE.value, lazy("Whole articles")),
    SelectChoice(DrawnUnit.PARAGRAPH.value, lazy("Single paragraphs")),
)


def _whole_number(least: int, most: int) -> NumberRange:
    wanted = lazy(
        "Give a whole number from %(least)s to %(most)s.", least=least, most=lazy_number(most)
    )
    return NumberRange(least, most, wanted)


class ArchiveForm(Form):
    """Upload an archive."""

    file = UploadField(
        lazy("Archive"),
        [DataRequired(lazy("Choose a file first."))],
        render_kw={"accept": SUFFIX},
    )


class DrawForm(Form):
    """Say what sample is wanted."""

    archive = SelectField(lazy("Archive"), [InputRequired(lazy("Choose an archive."))])
    unit = RadioField(lazy("What is drawn"), choices=UNITS, default=DrawnUnit.ARTICLE.value)
    size = IntegerField(
        lazy("How many"),
        [
            InputRequired(lazy("Say how many to draw.")),
            _whole_number(1, MOST_UNITS),
        ],
    )
    strata = SelectMultipleField(
        lazy("Strata"),
        choices=DIMENSIONS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    allocation = RadioField(
        lazy("Share among the strata"),
        choices=ALLOCATIONS,
        default=Allocation.PROPORTIONAL.value,
    )
    seed = IntegerField(
        lazy("Seed"),
        [
            InputRequired(lazy("Give a seed; any whole number does.")),
            _whole_number(0, LARGEST_SEED),
        ],
    )

    def offer(self, files: tuple[ArchiveFile, ...]) -> None:
        """Offer the archives that there are."""
        self.archive.choices = [
            SelectChoice(
                file.choice,
                gettext("%(name)s (uploaded)", name=file.name) if file.is_upload else file.name,
            )
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
