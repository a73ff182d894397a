"""Figures hold their words: nothing is cut off at an edge, whatever a label is called."""

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from workbench.influence.forest import ForestLine
from workbench.influence.forest import forest as effects
from workbench.reports.figures import canvas
from workbench.reports.figures.plots import Bar, ForestRow, Point, forest, over_time, stacked

LIMITS = (0.667, 0.8)
ROWS = (
    ForestRow("Krippendorff’s α", 0.49, 0.44, 0.54, ".49 [.44 to .54]"),
    ForestRow("Percent agreement", 0.577, 0.55, 0.61, "57.7% [54.8% to 61.2%]"),
    ForestRow("“WWWWWW, a label with a very long name”", -0.2, -0.3, 0.1, "−.20 [−.30 to .10]"),
)
WEEKS = tuple(
    Point(f"2026-W{10 + place}", value, "n = 1,300")
    for place, value in enumerate((0.33, 0.667, None, -0.46))
)
BARS = (Bar("All (n = 1,520)", (0.2, 0.5, 0.3)), Bar("A-WWWM (n = 1,180)", (0.0, 0.02, 0.98)))
EFFECTS = (
    ForestLine(
        "Meinung, from “MWMWMWMW” (0) to “WWWWWWWWW” (100)",
        *(-0.6, -6.3, 5.1),
        is_believed=False,
        printed="−0.6 (−6.3 to +5.1)\nn = 1,520",
    ),
)


@pytest.mark.parametrize(
    ("plot", "values"),
    [
        (forest, (ROWS, LIMITS, "values with 95% intervals over 60 articles")),
        (over_time, (WEEKS, LIMITS, "Krippendorff’s α")),
        (stacked, (BARS, ("negative", "neutral", "positive"))),
        (effects, (EFFECTS,)),
    ],
)
def test_no_word_is_cut_off_at_an_edge(plot: Callable[..., Any], values: tuple[Any, ...]) -> None:
    with mpl.rc_context(canvas._SETTINGS):
        figure = plot(*values)
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]  # Untyped there.
        drawn = figure.get_tightbbox(renderer)
        width, height = figure.get_size_inches()
        assert drawn.x0 >= 0
        assert drawn.y0 >= 0
        assert drawn.x1 <= width
        assert drawn.y1 <= height
