"""The paper, ink and type of all figures, and how a figure becomes a file."""

import io
import re
import threading
import warnings
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from workbench.words import language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal["svg", "png", "pdf"]
CONTENT_TYPES: dict[str, str] = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "pdf": "application/pdf",
}
WIDTH = 7.0
"""Inches; at 96 points to the inch a figure is as wide as a column of text."""

FIGURES_KEPT = 128

FONT, FONT_SIZE = "DejaVu Sans", 9.5
POINTS_TO_THE_INCH = 72

# Each colour of static/css/tokens.css that figures use, by day and by night.
INK = "#23201b"
SOFT = "#5a5349"
RULE = "#ddd5c5"
ACCENT = "#17594a"
PAPER = "#fffdf8"
NIGHT = {INK: "#e8e4da", SOFT: "#b8b2a6", RULE: "#38363a", ACCENT: "#86cbb4", PAPER: "#131314"}
_PALE, _DEEP = ("#e0ebe2", "#1d332c"), (ACCENT, NIGHT[ACCENT])

_FONTS = "'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
_SETTINGS: Any = {
    "font.family": FONT,
    "font.size": FONT_SIZE,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    # A label may hold a dollar sign, which is no formula.
    "text.parse_math": False,
}
# Settings are those of the process, and pages are made by several threads.
_drawing = threading.Lock()


@dataclass(frozen=True)
class Drawing:
    """Hold a figure that is still to be drawn: `plot` draws what `values` hold.

    `alt` says in words what it shows.
    """

    name: str
    title: str
    alt: str
    plot: Callable[..., "Figure"]
    values: tuple[Hashable, ...]


def file_of(drawing: Drawing, kind: Kind) -> bytes:
    """Draw a figure as a file for print: ink on white, nothing that tells when it was made."""
    dates: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Title": drawing.title},
        "pdf": {"CreationDate": None, "Title": drawing.title},
        "png": {"Title": drawing.title},
    }
    return _drawn(drawing.plot, drawing.values, kind, dates[kind])


def themed_svg(drawing: Drawing) -> str:
    """Draw a figure for a page: an image whose colours follow the theme around it."""
    return _themed(drawing.plot, drawing.values, drawing.title, language().code)


@lru_cache(maxsize=FIGURES_KEPT)
def _themed(
    plot: Callable[..., "Figure"], values: tuple[Hashable, ...], title: str, _language: str
) -> str:
    """Draw what nothing but these values and the language decides; that is why it may be kept."""
    text = _drawn(plot, values, "svg", {"Date": None, "Title": title}).decode()
    text = text[text.index("<svg") :]
    night = _nights(text)
    names = {colour: f"--c{place}" for place, colour in enumerate(night)}
    text = re.sub("#[0-9a-f]{6}", lambda found: _variable(found[0], names), text)
    return text.replace("<defs>", f"{_style(names, night)}<defs>", 1)


def shades(n: int) -> list[str]:
    """Give n shades of one hue from pale to deep, which are told apart in grey too."""
    return [day for day, _ in _ramp(n)]


def ink_on(place: int, n: int) -> str:
    """Give the colour of words on a shade."""
    return INK if n < 2 or place / (n - 1) < 0.55 else PAPER


def new_axes(height: float, *, left: float, right: float, top: float, bottom: float) -> Any:
    """Begin a figure of the usual width with axes without a frame; all lengths in inches."""
    from matplotlib.figure import Figure  # noqa: PLC0415  (a second that few pages need)

    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes(
        (left / WIDTH, bottom / height, 1 - (left + right) / WIDTH, 1 - (top + bottom) / height)
    )
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(colors=INK, length=0)
    axes.set_axisbelow(True)
    return axes


def width_of(words: str, *, size: float = FONT_SIZE) -> float:
    """Measure the widest line of words in inches, in the letters of PNG and PDF files.

    Those of other programs that may show an SVG file are narrower.
    """
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415  (as above)
    from matplotlib.textpath import TextPath  # noqa: PLC0415  (as above)

    letters = FontProperties(family=FONT)
    widths = (
        TextPath((0, 0), line, size=size, prop=letters).get_extents().width
        for line in words.splitlines()
        if line.strip()
    )
    return max(widths, default=0.0) / POINTS_TO_THE_INCH


def _drawn(
    plot: Callable[..., "Figure"],
    values: tuple[Hashable, ...],
    kind: Kind,
    metadata: dict[str, Any],
) -> bytes:
    import matplotlib as mpl  # noqa: PLC0415  (as above)

    written = io.BytesIO()
    with _drawing, mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # A label may hold letters that the font of the PDF lacks; the table beside it has them.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        is_see_through = kind == "svg"
        plot(*values).savefig(
            written, format=kind, dpi=300, transparent=is_see_through, metadata=metadata
        )
    found = written.getvalue()
    if kind == "svg":
        return found.replace(f"'{FONT}'".encode(), _FONTS.encode())
    return found


def _ramp(n: int) -> list[tuple[str, str]]:
    steps = [place / max(n - 1, 1) for place in range(n)]
    return [
        (_between(_PALE[0], _DEEP[0], step), _between(_PALE[1], _DEEP[1], step)) for step in steps
    ]


def _between(first: str, last: str, share: float) -> str:
    parts = [
        (int(first[start:end], 16), int(last[start:end], 16))
        for start, end in pairwise((1, 3, 5, 7))
    ]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _nights(text: str) -> dict[str, str]:
    """Find the colour by night of every colour in a figure."""
    known = dict(NIGHT)
    for n in range(1, 21):
        known |= {day: night for day, night in _ramp(n) if day not in NIGHT}
    used = set(re.findall("#[0-9a-f]{6}", text))
    return {day: night for day, night in known.items() if day in used}


def _variable(colour: str, names: dict[str, str]) -> str:
    return f"var({names[colour]})" if colour in names else colour


def _style(names: dict[str, str], night: dict[str, str]) -> str:
    def rule(colours: dict[str, str]) -> str:
        return ":root{" + "".join(f"{names[day]}:{now};" for day, now in colours.items()) + "}"

    days = {day: day for day in night}
    return f"<style>{rule(days)}@media(prefers-color-scheme:dark){{{rule(night)}}}</style>"
