"""The forest figure of effects, on the canvas of all reports."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

from workbench.agreement.effects import MARGIN
from workbench.influence.numbers import limits, points
from workbench.influence.rows import EffectRow
from workbench.reports.figures.canvas import (
    ACCENT,
    INK,
    PAPER,
    RULE,
    SOFT,
    Drawing,
    new_axes,
    shades,
    themed_svg,
    width_of,
)
from workbench.words import gettext, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NAME_LETTERS = 30
_LINE, _FOOT = 0.46, 0.55  # In inches.
_SMALL = 8.5  # In points.


@dataclass(frozen=True)
class ForestLine:
    """Hold one effect as it is drawn, in points; a filled dot says that it is believed."""

    name: str
    value: float
    low: float
    high: float
    is_believed: bool
    printed: str


@dataclass(frozen=True)
class PageFigure:
    """Hold a figure as a page shows it; `source` is a data address that needs no other file."""

    name: str
    title: str
    alt: str
    source: str


def drawing_of(name: str, title: str, rows: Sequence[EffectRow]) -> Drawing | None:
    """Give the figure of these effects; None where none of them has an interval."""
    lines = tuple(line for row in rows if (line := _line(row)) is not None)
    if not lines:
        return None
    words = "; ".join(f"{line.name}: {line.printed}" for line in lines)
    alt = gettext(
        "Differences in points with their 95%% intervals. %(differences)s.",
        differences=words.replace("\n", ", "),
    )
    return Drawing(name, title, alt, forest, (lines,))


def page_figure(drawing: Drawing | None) -> PageFigure | None:
    """Draw a figure for its page."""
    if drawing is None:
        return None
    encoded = b64encode(themed_svg(drawing).encode()).decode()
    source = f"data:image/svg+xml;base64,{encoded}"
    return PageFigure(drawing.name, drawing.title, drawing.alt, source)


def forest(lines: Sequence[ForestLine]) -> "Figure":
    """Draw effects as dots with their intervals; the band is five points to either side."""
    names = [fill(line.name, _NAME_LETTERS) for line in lines]
    axes = new_axes(
        0.15 + _FOOT + _LINE * len(lines),
        left=0.2 + max(map(width_of, names)),
        right=0.25 + max(width_of(line.printed, size=_SMALL) for line in lines),
        top=0.15,
        bottom=_FOOT,
    )
    axes.axvspan(-100 * MARGIN, 100 * MARGIN, color=shades(2)[0], zorder=0)
    axes.axvline(0, color=SOFT, linewidth=0.8)
    axes.grid(axis="x", color=RULE, linewidth=0.7)
    for place, line in enumerate(lines):
        _draw(axes, place, line)
    axes.set_yticks(range(len(lines)), names)
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.set_xlabel(gettext("points, shown − withheld"), color=SOFT)
    return axes.figure  # type: ignore[no-any-return]  # Axes are untyped here.


def _draw(axes: Any, place: int, line: ForestLine) -> None:
    axes.plot([line.low, line.high], [place, place], color=ACCENT, linewidth=1.8)
    face = ACCENT if line.is_believed else PAPER
    axes.plot([line.value], [place], "o", color=ACCENT, markerfacecolor=face, markersize=6)
    axes.annotate(
        line.printed,
        (1.03, place),
        xycoords=("axes fraction", "data"),
        va="center",
        color=INK,
        fontsize=_SMALL,
        annotation_clip=False,
    )


def _line(row: EffectRow) -> ForestLine | None:
    value, reach = row.effect.statistic.value, row.effect.limits
    if value is None or reach is None:
        return None
    # A pair has a label on either side, and is one case.
    n = number(row.n_shown if row.moved else row.n_shown + row.n_withheld)
    return ForestLine(
        name=row.title,
        value=100 * value,
        low=100 * reach[0],
        high=100 * reach[1],
        is_believed=row.effect.verdict == "effect",
        printed=f"{points(value)} ({limits(row.effect)})\nn = {n}",
    )
