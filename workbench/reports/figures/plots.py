"""Three ways to draw: values with their intervals, shares of a whole, values over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.reports.figures.canvas import (
    ACCENT,
    INK,
    PAPER,
    RULE,
    SOFT,
    ink_on,
    new_axes,
    shades,
    width_of,
)
from workbench.reports.numbers import UNDEFINED, coefficient
from workbench.words import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST_NAME = 34
_ROW = 0.3  # Inches.
_SMALL = 8.5  # Points.


@dataclass(frozen=True)
class ForestRow:
    """Hold one line of a forest plot; a row without `printed` is the heading of those below."""

    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    printed: str = ""


@dataclass(frozen=True)
class Bar:
    """Hold the parts of one whole, as shares that add up to 1."""

    name: str
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Point:
    """Hold one value over time with its limits, None where there is none."""

    name: str
    value: float | None
    under: str
    low: float | None = None
    high: float | None = None


def forest(rows: Sequence[ForestRow], limits: Sequence[float], axis: str) -> "Figure":
    """Draw values as dots with their intervals as lines; `limits` are marked across all rows."""
    axes = new_axes(
        1.0 + _ROW * len(rows),
        left=_margin([row.name for row in rows]),
        right=0.2 + max(width_of(row.printed) for row in rows),
        top=0.15,
        bottom=0.55,
    )
    known = [one for row in rows for one in (row.value, row.low) if one is not None]
    start = min([0.0, *known]) - 0.03
    axes.set(xlim=(start, 1.03), ylim=(len(rows) - 0.4, -1.0), xlabel=axis)
    axes.xaxis.label.set_color(SOFT)
    steps = [step / 4 for step in range(int(4 * start) - 1, 5) if step / 4 >= start]
    axes.set_xticks(steps, [coefficient(step) for step in steps])
    axes.grid(axis="x", color=RULE, linewidth=0.7)
    for limit in limits:
        # From below its number, which a line would strike through.
        axes.plot(
            [limit, limit],
            [len(rows) - 0.4, -0.6],
            color=SOFT,
            linewidth=1,
            linestyle=(0, (4, 3)),
        )
        axes.text(
            limit,
            -0.7,
            coefficient(limit, 3).rstrip("0"),
            ha="center",
            va="bottom",
            color=SOFT,
            fontsize=_SMALL,
        )
    axes.set_yticks(range(len(rows)), [_short(row.name) for row in rows])
    for place, (row, words) in enumerate(zip(rows, axes.get_yticklabels(), strict=True)):
        _row(axes, place, row)
        if not row.printed:
            words.set_color(SOFT)
            words.set_style("italic")
    return axes.figure  # type: ignore[no-any-return]  # Axes are untyped here.


def stacked(bars: Sequence[Bar], names: Sequence[str]) -> "Figure":
    """Draw shares side by side, the names of the parts above the first bar."""
    lines = -(-len(names) // 3)
    axes = new_axes(
        0.25 + 0.25 * lines + 0.34 * len(bars),
        left=_margin([bar.name for bar in bars]),
        right=0.1,
        top=0.1 + 0.25 * lines,
        bottom=0.1,
    )
    axes.set(xlim=(0, 1), ylim=(len(bars) - 0.4, -0.6))
    axes.set_xticks([])
    axes.set_yticks(range(len(bars)), [_short(bar.name) for bar in bars])
    handles: list[Any] = []
    for part, (name, shade) in enumerate(zip(names, shades(len(names)), strict=True)):
        widths = [bar.shares[part] for bar in bars]
        starts = [sum(bar.shares[:part]) for bar in bars]
        handles.append(
            axes.barh(
                range(len(bars)),
                widths,
                left=starts,
                height=0.72,
                color=shade,
                edgecolor=PAPER,
                linewidth=1,
                label=_short(name),
            )
        )
        for place, (width, begins) in enumerate(zip(widths, starts, strict=True)):
            if width >= 0.07:
                axes.text(
                    begins + width / 2,
                    place,
                    percent(width),
                    ha="center",
                    va="center",
                    color=ink_on(part, len(names)),
                    fontsize=_SMALL,
                )
    axes.figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=3,
        frameon=False,
        labelcolor=INK,
        handlelength=1.2,
        handleheight=1.0,
        columnspacing=1.4,
    )
    return axes.figure  # type: ignore[no-any-return]  # As above.


def over_time(points: Sequence[Point], limits: Sequence[float], axis: str) -> "Figure":
    """Draw values from left to right; where there is none, it says so."""
    is_long = len(points) > 9
    marked = [coefficient(limit, 3).rstrip("0") for limit in limits]
    axes = new_axes(
        2.7,
        left=0.75,
        right=0.15 + max(map(width_of, marked), default=0.0),
        top=0.1,
        bottom=0.85 if is_long else 0.65,
    )
    known = [one for point in points for one in (point.value, point.low) if one is not None]
    low = min([0.0, *known]) - 0.06
    axes.set(xlim=(-0.5, len(points) - 0.5), ylim=(low, 1.06), ylabel=axis)
    axes.yaxis.label.set_color(SOFT)
    axes.grid(axis="y", color=RULE, linewidth=0.7)
    axes.yaxis.set_major_formatter(lambda value, _: coefficient(value))
    for limit, words in zip(limits, marked, strict=True):
        axes.axhline(limit, color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        axes.annotate(
            words,
            (1.01, limit),
            xycoords=("axes fraction", "data"),
            va="center",
            color=SOFT,
            fontsize=_SMALL,
            annotation_clip=False,
        )
    values = [float("nan") if point.value is None else point.value for point in points]
    axes.plot(range(len(points)), values, color=ACCENT, linewidth=1.5)
    for place, point in enumerate(points):
        _over(axes, place, point)
        if point.value is None:
            axes.text(place, low + 0.02, str(UNDEFINED), ha="center", color=SOFT, fontsize=_SMALL)
    # Within the figure the limits, the dashed lines and the line between points would strike the
    # values through.
    names = [
        point.name if is_long else f"{point.name}\n{coefficient(point.value)}\n{point.under}"
        for point in points
    ]
    axes.set_xticks(range(len(points)), names, rotation=90 if is_long else 0)
    return axes.figure  # type: ignore[no-any-return]  # As above.


def _over(axes: Any, place: int, point: Point) -> None:
    """Draw a point with its limits; it is hollow where these are withheld, as in `forest`."""
    if point.value is None:
        return
    if point.low is not None and point.high is not None:
        axes.plot([place, place], [point.low, point.high], color=ACCENT, linewidth=1.2)
    axes.plot(
        [place],
        [point.value],
        marker="o",
        markersize=6,
        color=ACCENT,
        markerfacecolor=PAPER if point.low is None else ACCENT,
    )


def _row(axes: Any, place: int, row: ForestRow) -> None:
    if not row.printed:
        return
    axes.annotate(
        row.printed,
        (1.02, place),
        xycoords=("axes fraction", "data"),
        va="center",
        color=INK if row.value is not None else SOFT,
        annotation_clip=False,
    )
    if row.value is None:
        return
    if row.low is not None and row.high is not None:
        axes.plot(
            [row.low, row.high], [place, place], color=ACCENT, linewidth=2.2, solid_capstyle="butt"
        )
    has_interval = row.low is not None
    axes.plot(
        [row.value],
        [place],
        marker="o",
        markersize=7,
        color=ACCENT,
        markerfacecolor=ACCENT if has_interval else PAPER,
        markeredgewidth=1.5,
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _margin(names: Sequence[str]) -> float:
    return 0.2 + max(width_of(_short(name)) for name in names)
