"""Draw the figures of an evaluation as SVG that takes its colours from the page around it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 400
"""Units; on a phone they are somewhat smaller than a pixel, and letters of 13 stay legible."""
_ROW = 38
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 10, 44
_HEIGHT = 300
_LEAST, _MOST = 3.0, 9.0


@dataclass(frozen=True)
class Figure:
    """Hold a figure: what stands below it, what it shows in words, and the drawing."""

    caption: str
    alt: str
    svg: str


@dataclass(frozen=True)
class Bar:
    """Hold one bar from 0 to 1; `label` stands above it, `said` is the value as it is written.

    `limits` are drawn as a line across its end, where they are known.
    """

    label: str
    value: float
    said: str
    limits: tuple[float, float] | None = None


@dataclass(frozen=True)
class Point:
    """Hold one point of a curve, and how many texts it stands for."""

    x: float
    y: float
    count: int


@dataclass(frozen=True)
class Axis:
    """Hold what an axis shows, and from where to where."""

    title: str
    low: float
    high: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """List five places for numbers."""
        return tuple(self.low + (self.high - self.low) * step / 4 for step in range(5))


def bars(rows: Sequence[Bar], *, line: float | None = None, said: str = "") -> str:
    """Draw bars below one another, with a line at a value that `said` names."""
    height = _ROW * len(rows) + (26 if line is not None else 6)
    parts = []
    for place, row in enumerate(rows):
        top = place * _ROW
        parts.append(_text(0, top + 14, row.label))
        parts.append(_text(WIDTH, top + 14, row.said, anchor="end"))
        parts.append(f'<rect class="ground" x="0" y="{top + 20}" width="{WIDTH}" height="10"/>')
        width = _number(row.value * WIDTH)
        parts.append(f'<rect class="bar" x="0" y="{top + 20}" width="{width}" height="10"/>')
        if row.limits is not None:
            parts.append(_limits(row.limits, top + 25))
    if line is not None:
        x, end = line * WIDTH, _ROW * len(rows)
        parts += [
            f'<path class="line" d="M{_number(x)} {place * _ROW + 17}v16"/>'
            for place in range(len(rows))
        ]
        parts.append(_text(x, end + 12, said, anchor="middle", kind="soft"))
    return _svg(height, parts)


def curve(
    points: Sequence[Point], across: Axis, up: Axis, *, dashed: tuple[float, float] | None = None
) -> str:
    """Draw points as a curve; larger ones hold more texts.

    `dashed` gives both heights of a line from the left to the right: where the points belong.
    """
    inner = WIDTH - _LEFT - _RIGHT
    tall = _HEIGHT - _TOP - _BOTTOM

    def x_of(value: float) -> float:
        return _LEFT + inner * _within(value, across)

    def y_of(value: float) -> float:
        return _TOP + tall * (1 - _within(value, up))

    parts = []
    for tick in up.ticks:
        y = _number(y_of(tick))
        parts.append(f'<path class="grid" d="M{_LEFT} {y}h{inner}"/>')
        parts.append(_text(_LEFT - 6, y_of(tick) + 4, _tick(tick), anchor="end", kind="soft"))
    for tick in across.ticks:
        place = _text(x_of(tick), _HEIGHT - 26, _tick(tick), anchor="middle", kind="soft")
        parts.append(place)
    parts.append(_text(_LEFT + inner / 2, _HEIGHT - 6, across.title, anchor="middle"))
    middle = _TOP + tall / 2
    turned = f'transform="rotate(-90 12 {_number(middle)})"'
    parts.append(_text(12, middle, up.title, anchor="middle", more=turned))
    if dashed is not None:
        left, right = (_number(y_of(height)) for height in dashed)
        parts.append(f'<path class="dashed" d="M{_LEFT} {left}L{_LEFT + inner} {right}"/>')
    path = "L".join(f"{_number(x_of(p.x))} {_number(y_of(p.y))}" for p in points)
    parts.append(f'<path class="curve" d="M{path}"/>')
    most = max((point.count for point in points), default=1)
    for point in points:
        # The area tells how many texts there are, so that the radius goes by the root.
        radius = max(_LEAST, _MOST * (point.count / most) ** 0.5)
        parts.append(
            f'<circle class="point" cx="{_number(x_of(point.x))}" cy="{_number(y_of(point.y))}" '
            f'r="{_number(radius)}"/>'
        )
    return _svg(_HEIGHT, parts)


def _limits(limits: tuple[float, float], y: float) -> str:
    low, high = (_number(limit * WIDTH) for limit in limits)
    drawn = f'd="M{low} {y - 4}v8m0 -4H{high}m0 -4v8"'
    # The rim tells the line from the bar that it crosses, in light and in dark.
    return f'<path class="rim" {drawn}/><path class="limits" {drawn}/>'


def _within(value: float, axis: Axis) -> float:
    return min(1.0, max(0.0, (value - axis.low) / (axis.high - axis.low)))


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", kind: str = "ink", more: str = ""
) -> str:
    return (
        f'<text class="{kind}" x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}" {more}>'
        f"{escape(words)}</text>"
    )


def _tick(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _svg(height: float, parts: Iterable[str]) -> str:
    inside = "".join(parts)
    return f'<svg viewBox="0 0 {WIDTH} {_number(height)}" aria-hidden="true">{inside}</svg>'
