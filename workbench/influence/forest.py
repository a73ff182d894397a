"""The forest figure of effects; matplotlib is loaded when the first one is drawn."""

import io
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from textwrap import fill
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from workbench.agreement.anchoring import MARGIN
from workbench.influence.records import EffectRow
from workbench.influence.wording import limits, points

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

Format = Literal["svg", "png", "pdf"]
CONTENT_TYPES: dict[Format, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class Theme:
    """Hold the colours of a figure; they are those of the style sheet's tokens."""

    paper: str
    ink: str
    soft: str
    rule: str
    accent: str
    band: str


LIGHT = Theme("#fffdf8", "#23201b", "#5a5349", "#ddd5c5", "#17594a", "#f1ece1")
DARK = Theme("#1c1c1d", "#e8e4da", "#b8b2a6", "#38363a", "#86cbb4", "#222223")

_DARK_FOR = dict(zip(astuple(LIGHT), astuple(DARK), strict=True))
_COLOURS = re.compile("|".join(_DARK_FOR))

_NAME_LETTERS = 30
_WIDTH, _LINE, _FOOT = 8.2, 0.5, 0.6  # In inches.
_SETTINGS: "dict[RcKeyType, Any]" = {
    # Text stays text, so that the figure is set in the reader's fonts and can be searched.
    "svg.fonttype": "none",
    "svg.hashsalt": "workbench",
    "pdf.fonttype": 42,
    "font.family": "sans-serif",
    "font.size": 9.5,
}
# The settings of matplotlib are those of the whole process, and a server answers in threads.
_ONE_AT_A_TIME = Lock()


def drawn_rows(rows: Sequence[EffectRow]) -> tuple[EffectRow, ...]:
    """Keep the rows that have something to draw."""
    return tuple(row for row in rows if row.effect.limits is not None)


def forest(rows: Sequence[EffectRow], theme: Theme, kind: Format) -> bytes:
    """Draw the effects with their intervals, in points; the band is five points to either side."""
    # Loaded here: the server starts, and mostly runs, without it.
    from matplotlib import rc_context  # noqa: PLC0415

    written = io.BytesIO()
    # Without a date the same numbers give the same file.
    moment = {"pdf": "CreationDate", "svg": "Date"}.get(kind)
    metadata = {moment: None} if moment else {}
    with _ONE_AT_A_TIME, rc_context(_SETTINGS):
        figure = _figure(drawn_rows(rows), theme)
        figure.savefig(written, format=kind, dpi=200, metadata=metadata)
    return written.getvalue()


def forest_addresses(rows: Sequence[EffectRow]) -> tuple[str, str]:
    """Give a figure, light and dark, as addresses that hold the whole picture, for a page."""
    light = forest(rows, LIGHT, "svg").decode()
    # Drawing takes long, and the two differ in nothing but their colours.
    dark = _COLOURS.sub(lambda found: _DARK_FOR[found.group()], light)
    return _address(light), _address(dark)


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _figure(rows: Sequence[EffectRow], theme: Theme) -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415

    height = _FOOT + _LINE * len(rows)
    figure = Figure(figsize=(_WIDTH, height), facecolor=theme.paper)
    # Places are given: to find them, matplotlib would draw everything twice.
    axes = figure.add_axes((0.29, _FOOT / height, 0.45, _LINE * len(rows) / height))
    axes.set_facecolor(theme.paper)
    _frame(axes, theme)
    places = range(len(rows), 0, -1)
    for place, row in zip(places, rows, strict=True):
        _draw(axes, row, place, theme)
    names = [fill(row.title, _NAME_LETTERS) for row in rows]
    axes.set_yticks(list(places), names, color=theme.ink)
    axes.set_ylim(0.4, len(rows) + 0.6)
    axes.set_xlabel("points, shown − withheld", color=theme.soft)
    return figure


def _draw(axes: "Axes", row: EffectRow, place: int, theme: Theme) -> None:
    value, reach = row.effect.statistic.value, row.effect.limits
    if value is None or reach is None:
        return
    axes.plot([100 * one for one in reach], [place, place], color=theme.accent, linewidth=1.6)
    # Filled where the draw run again finds it, open where it does not.
    face = theme.accent if row.effect.verdict == "effect" else theme.paper
    axes.plot([100 * value], [place], "o", color=theme.accent, markerfacecolor=face, markersize=6)
    axes.annotate(
        f"{points(value)}  ({limits(row.effect)})\nn = {row.n_shown + row.n_withheld:,}",
        (1.02, place),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=8.5,
        color=theme.soft,
    )


def _frame(axes: "Axes", theme: Theme) -> None:
    axes.axvspan(-100 * MARGIN, 100 * MARGIN, color=theme.band, zorder=0)
    axes.axvline(0, color=theme.soft, linewidth=0.8)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(theme.rule)
    axes.tick_params(length=0, colors=theme.soft)
