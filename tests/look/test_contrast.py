"""The colours of both themes keep the contrast that reading and colour vision need."""

from itertools import combinations

import pytest

from tests.look import colour
from tests.paths import ROOT
from workbench.scoring.lexicon_entries import CATEGORIES

THEMES = colour.tokens(ROOT / "static/css/tokens.css")
GROUNDS = ("paper", "paper-raised", "paper-sunk")
ANSWERS = ("negative", "neutral", "positive")

TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "ink-dim") for ground in GROUNDS),
    *((ink, ground) for ink in ("accent", "accent-strong", *ANSWERS) for ground in GROUNDS),
    *((answer, f"{answer}-tint") for answer in (*ANSWERS, "accent")),
    *(("ink", f"{answer}-tint") for answer in (*ANSWERS, "accent")),
    ("accent-strong", "accent-tint"),
    ("ink-soft", "neutral-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *(("ink", f"mark-{category}-tint") for category in CATEGORIES),
]
SHAPES = [
    *(("edge", ground) for ground in GROUNDS),
    *((f"mark-{category}-line", ground) for category in CATEGORIES for ground in GROUNDS),
    *((f"mark-{category}-line", f"mark-{category}-tint") for category in CATEGORIES),
]


def test_black_on_white_measures_21() -> None:
    black, white = colour.parse("#000000"), colour.parse("#ffffff")
    assert colour.contrast(black, white) == pytest.approx(21)
    assert colour.difference(black, white) == pytest.approx(1, abs=1e-3)


def test_red_and_green_come_close_without_the_middle_cones() -> None:
    red, green = colour.parse("#b04a3a"), colour.parse("#6b7a2a")
    seen = [colour.seen_with(c, "deuteranopia") for c in (red, green)]
    assert colour.difference(*seen) < colour.difference(red, green) / 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_4_5_to_1(theme: str, ink: str, ground: str) -> None:
    named = THEMES[theme]
    assert colour.contrast(named[ink], named[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_edges_and_mark_lines_stand_out_3_to_1(theme: str, shape: str, ground: str) -> None:
    named = THEMES[theme]
    assert colour.contrast(named[shape], named[ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", colour.VISION)
@pytest.mark.parametrize(("one", "other"), list(combinations(ANSWERS, 2)))
def test_answers_are_told_apart_by_any_colour_vision(
    theme: str, vision: str, one: str, other: str
) -> None:
    seen = [colour.seen_with(THEMES[theme][name], vision) for name in (one, other)]
    assert colour.difference(*seen) >= 0.06
