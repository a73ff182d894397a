"""Write an evaluation as one HTML file that needs nothing beside it."""

from collections.abc import Iterator
from html import escape

from workbench.evaluation.evaluating import Evaluation
from workbench.evaluation.figures import calibration_figure, outlet_figure
from workbench.evaluation.tables import Table, heading, tables

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2129; --paper: #fff; --line: #d5d9e0; --soft: #5b6370 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ef; --paper: #14171c; --line: #333a45; --soft: #a0a8b5 }
}
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.5rem; line-height: 1.25 } h2 { font-size: 1.125rem; margin: 2.5rem 0 .25rem }
p { max-width: 42rem; margin: .25rem 0 .75rem; color: var(--soft) }
figure { margin: 1rem 0 } figure svg { max-width: 100%; height: auto }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .3rem 1rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top }
.number { text-align: right }
"""


def as_page(found: Evaluation) -> str:
    """Write the figures and the tables, the figures as SVG within the page."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Evaluation) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Evaluation of {escape(found.gold)}</title>\n<style>{_STYLE}</style>\n</head>"
    yield f"<body>\n<main>\n<h1>Guesses held against {escape(found.gold)}</h1>"
    yield f"<p>{escape(heading(found))}</p>"
    figures = _figures(found)
    for table in tables(found):
        yield from _section(table, figures.get(table.title))
    yield "</main>\n</body>\n</html>"


def _figures(found: Evaluation) -> dict[str, str]:
    if not found.bias:
        return {}
    drawn = {"Calibration of the bias score": calibration_figure(found.bias)}
    if any(row.auc is not None for row in found.bias.outlets.rows):
        drawn["Bias by outlet"] = outlet_figure(found.bias)
    return drawn


def _section(table: Table, figure: str | None) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(table.title)}</h2>\n<p>{escape(table.note)}</p>"
    if figure:
        # The table below says the same in words.
        yield f'<figure aria-hidden="true">{figure}</figure>'
    yield '<div class="wide" tabindex="0"><table>\n<thead><tr>'
    yield "".join(
        f'<th scope="col"{_class(table, place)}>{escape(cell)}</th>'
        for place, cell in enumerate(table.head)
    )
    yield "</tr></thead>\n<tbody>"
    for first, *rest in table.rows:
        cells = "".join(
            f"<td{_class(table, place)}>{escape(cell)}</td>"
            for place, cell in enumerate(rest, start=1)
        )
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody>\n</table></div>\n</section>"


def _class(table: Table, place: int) -> str:
    is_text = place == 0 or table.head[place] == "context"
    return "" if is_text else ' class="number"'
