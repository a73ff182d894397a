"""Write an evaluation as one HTML file that needs nothing beside it."""

from collections.abc import Iterator
from html import escape

from workbench.evaluation.drawn import figures
from workbench.evaluation.evaluating import Evaluation
from workbench.evaluation.figures import Figure
from workbench.evaluation.tables import Table, tables
from workbench.evaluation.telling import (
    findings,
    heading,
    said_of_intervals,
    said_of_undefined,
)

# Browsers load nothing for this page, and run nothing in it, whatever the texts hold.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --ink: #23201b; --soft: #5a5349; --rule: #ddd5c5;
  --paper: #fffdf8; --ground: #f1ece1; --accent: #17594a; --tint: 23 89 74; --warm: #a63d0a }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e4da; --soft: #b8b2a6; --rule: #38363a; --paper: #131314; --ground: #222223;
    --accent: #86cbb4; --tint: 134 203 180; --warm: #f0a072 }
}
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, "Liberation Sans", sans-serif }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere }
h2 { font-size: 1.125rem; margin: 2.5rem 0 .25rem } footer { margin-top: 2.5rem }
p, li { max-width: 42rem; overflow-wrap: anywhere }
p { margin: .25rem 0 .75rem } .soft, figcaption { color: var(--soft) }
ul { padding-left: 1.25rem; margin: .5rem 0 1rem } li { margin: .25rem 0 }
.figures { display: flex; flex-wrap: wrap; gap: 0 2.5rem }
figure { margin: 1rem 0; width: 100%; max-width: 28rem }
figure svg { display: block; width: 100%; height: auto; font-size: 13px;
  font-variant-numeric: tabular-nums }
figcaption { margin-top: .5rem; font-size: .875rem; line-height: 1.4 }
svg .ink { fill: var(--ink) } svg .soft { fill: var(--soft); font-size: 12px }
svg .ground { fill: var(--ground) } svg .bar, svg .point { fill: var(--accent) }
svg .point { stroke: var(--paper); stroke-width: 1.5 } svg path { fill: none }
svg .line { stroke: var(--warm); stroke-width: 2 } svg .grid { stroke: var(--rule) }
svg .rim { stroke: var(--paper); stroke-width: 3.5 }
svg .limits { stroke: var(--ink); stroke-width: 1.5 }
svg .curve { stroke: var(--accent); stroke-width: 1.5 }
svg .dashed { stroke: var(--soft); stroke-dasharray: 5 4 }
.wide { overflow-x: auto; max-width: 100%; background:
  linear-gradient(var(--paper) 0 0) right / 4px 100% no-repeat local,
  linear-gradient(var(--soft) 0 0) right / 2px 100% no-repeat }
.wide:focus-visible { outline: 2px solid var(--accent) }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--rule); text-align: left;
  vertical-align: top }
th { font-weight: 600 } th, .number { white-space: nowrap } thead th { color: var(--soft) }
.context { min-width: 22rem } .number { text-align: right }
.share { min-width: 5rem; padding-left: .75rem; padding-right: .75rem;
  border: 1px solid var(--paper) }
.shares tbody th { border-color: transparent }
.share small { display: block }
.share-1 { background: rgb(var(--tint) / 8%) } .share-2 { background: rgb(var(--tint) / 16%) }
.share-3 { background: rgb(var(--tint) / 24%) } .share-4 { background: rgb(var(--tint) / 32%) }
@media (width < 40rem) { tbody th, thead th { white-space: normal } .context { min-width: 9rem }
  th, td { padding-right: .75rem } }
@media print { .wide { overflow: visible; background: none } section { break-inside: avoid-page } }
"""
_STEPS = 5


def as_page(found: Evaluation, *, software: str) -> str:
    """Write the figures and the tables, the figures as SVG within the page."""
    return "\n".join(_lines(found, software)) + "\n"


def _lines(found: Evaluation, software: str) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<title>Evaluation of {escape(found.gold)}</title>\n<style>{_STYLE}</style>\n</head>"
    yield f"<body>\n<main>\n<h1>Guesses held against {escape(found.gold)}</h1>"
    yield f'<p class="soft">{escape(heading(found))}</p>\n<ul>'
    yield from (f"<li>{escape(each)}</li>" for each in findings(found))
    yield "</ul>"
    told = (*said_of_intervals(found), *said_of_undefined(found))
    yield from (f'<p class="soft">{escape(each)}</p>' for each in told)
    drawn = figures(found)
    for place, table in enumerate(tables(found)):
        yield from _section(table, drawn.get(table.title, ()), f"part-{place}")
    yield "</main>"
    yield f'<footer class="soft">Media-bias workbench {escape(software)}</footer>'
    yield "\n</body>\n</html>"


def _section(table: Table, drawn: tuple[Figure, ...], name: str) -> Iterator[str]:
    yield f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escape(table.title)}</h2>'
    yield f'<p class="soft">{escape(table.note)}</p>'
    if drawn:
        yield '<div class="figures">'
        yield from map(_figure, drawn)
        yield "</div>"
    # A wide table is scrolled by itself, with the keyboard too.
    yield f'<div class="wide" tabindex="0" role="group" aria-label="{escape(table.title)}">'
    shares = ' class="shares"' if table.shares else ""
    yield f"<table{shares}>\n<thead><tr>"
    yield "".join(
        f'<th scope="col"{_class(table, place)}>{escape(cell)}</th>'
        for place, cell in enumerate(table.head)
    )
    yield "</tr></thead>\n<tbody>"
    for number, (first, *rest) in enumerate(table.rows):
        cells = "".join(
            _shared(cell, table.shares[number][place])
            if table.shares
            else f"<td{_class(table, place + 1)}>{escape(cell)}</td>"
            for place, cell in enumerate(rest)
        )
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody>\n</table></div>\n</section>"


def _figure(figure: Figure) -> str:
    drawing = f'<div role="img" aria-label="{escape(figure.alt)}">{figure.svg}</div>'
    return f"<figure>{drawing}<figcaption>{escape(figure.caption)}</figcaption></figure>"


def _shared(cell: str, share: float) -> str:
    shade = min(_STEPS - 1, int(share * _STEPS))
    return f'<td class="number share share-{shade}">{escape(cell)} <small>{share:.0%}</small></td>'


def _class(table: Table, place: int) -> str:
    if table.head[place] == "context":
        return ' class="context"'
    return "" if place == 0 else ' class="number"'
