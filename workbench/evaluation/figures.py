"""Draw the figures of an evaluation as SVG; matplotlib is loaded when the first one is drawn."""

import io
from typing import TYPE_CHECKING, Any

from workbench.evaluation.evaluating import BiasResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Legible on white and on near-black alike, so that one drawing serves both.
INK = "#7a7f87"
BLUE = "#3b7dd8"
ORANGE = "#d9822b"


def calibration_figure(bias: BiasResult) -> str:
    """Draw the share of biased texts over the score they were given."""
    figure = _figure(4.2)
    axes = _axes(figure)
    steps = [step for step in bias.calibration if step.count]
    axes.plot([0, 1], [0, 1], color=INK, linestyle="--", linewidth=1)
    axes.plot(
        [step.mean_score for step in steps],
        [step.share_true for step in steps],
        color=BLUE,
        marker="o",
    )
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="bias score", ylabel="share biased")
    return _svg(figure)


def outlet_figure(bias: BiasResult) -> str:
    """Draw the AUC of each outlet that has one, beside the value of chance."""
    rows = [row for row in bias.outlets.rows if row.auc is not None]
    figure = _figure(0.8 + 0.38 * max(len(rows), 1))
    axes = _axes(figure)
    names = [f"{row.outlet} (n = {row.texts:,})" for row in rows]
    axes.barh(names, [row.auc for row in rows], color=BLUE, height=0.6)
    axes.axvline(0.5, color=ORANGE, linewidth=1)
    axes.set(xlim=(0, 1), xlabel="AUC within the outlet; the line is chance")
    axes.invert_yaxis()
    return _svg(figure)


def _figure(height: float) -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415  # Two seconds that few commands need.

    return Figure(figsize=(6.4, height), layout="constrained")


def _axes(figure: "Figure") -> Any:
    axes = figure.add_subplot()
    for spine in axes.spines.values():
        spine.set_color(INK)
    axes.tick_params(colors=INK)
    axes.xaxis.label.set_color(INK)
    axes.yaxis.label.set_color(INK)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _svg(figure: "Figure") -> str:
    written = io.StringIO()
    # Without a date and with a fixed salt, the same numbers make the same file.
    import matplotlib as mpl  # noqa: PLC0415  # As above.

    with mpl.rc_context({"svg.hashsalt": "evaluation", "svg.fonttype": "none"}):
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    text = written.getvalue()
    return text[text.index("<svg") :]
