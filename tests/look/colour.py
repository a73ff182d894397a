"""Read the colour tokens and measure them: contrast, and difference as people see it."""

import math
import re
from pathlib import Path
from typing import NamedTuple

TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")

# What a full lack of one kind of cone makes of linear RGB: Machado, Oliveira and Fernandes,
# "A physiologically-based model for simulation of color vision deficiency" (2009), severity 1.
VISION = {
    "any": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


class Colour(NamedTuple):
    """Linear RGB, each in [0, 1]."""

    red: float
    green: float
    blue: float


def parse(code: str) -> Colour:
    """Return the linear RGB of an sRGB code such as `#faf7f0`."""
    parts = [int(code[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return Colour(*(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts))


def tokens(sheet: Path) -> dict[str, dict[str, Colour]]:
    """Return theme → name → colour for each `light-dark(#…, #…)` of a style sheet."""
    found = TOKEN.findall(sheet.read_text())
    return {
        "light": {name: parse(light) for name, light, _ in found},
        "dark": {name: parse(dark) for name, _, dark in found},
    }


def luminance(colour: Colour) -> float:
    """Return the relative luminance in [0, 1] of WCAG 2.2."""
    return 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio in [1, 21] of WCAG 2.2; the order does not matter."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def seen_with(colour: Colour, vision: str) -> Colour:
    """Return the colour as a person with this kind of colour vision sees it."""
    rows = VISION[vision]
    mixed = (sum(w * part for w, part in zip(row, colour, strict=True)) for row in rows)
    return Colour(*(min(max(part, 0.0), 1.0) for part in mixed))


def lab(colour: Colour) -> tuple[float, float, float]:
    """Return Oklab coordinates (Ottosson 2020): lightness in [0, 1], and two opponent axes."""
    r, g, b = colour
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def difference(one: Colour, other: Colour) -> float:
    """Return the Oklab distance: 0.02 is just noticeable side by side, black to white is 1."""
    return math.dist(lab(one), lab(other))
