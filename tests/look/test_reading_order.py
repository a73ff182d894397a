"""What WCAG asks of style sheets, templates and scripts and can be read off their text."""

import re
from pathlib import Path

import pytest

from tests.paths import ROOT

STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_what_is_seen_first_stands_first(path: Path) -> None:
    """1.3.2 and 2.4.3: nothing is drawn in another order than it is read in."""
    text = path.read_text(encoding="utf-8")
    assert (
        re.findall(r"(?<![\w-])order\s*:|-reverse\b|grid-auto-flow\s*:\s*\w*\s*dense", text) == []
    )


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_page_asks_for_an_orientation(path: Path) -> None:
    """1.3.4: a page that is held upright or across shows the same."""
    assert "orientation" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_nothing_moves_without_end(path: Path) -> None:
    """2.2.2 and 2.3.1: no animation runs by itself, no change takes longer than 150 ms."""
    text = path.read_text(encoding="utf-8")
    assert "@keyframes" not in text
    times = [float(ms) for ms in re.findall(r"--quick:\s*(\d+)ms", text)]
    assert all(ms <= 150 for ms in times)
    for rule in re.findall(r"transition\s*:\s*([^;]+);", text):
        assert rule.startswith("none") or set(re.findall(r"var\(([\w-]+)\)", rule)) == {"--quick"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_keyboard_goes_through_a_page_as_it_stands(path: Path) -> None:
    """2.4.3: no element is pulled to the front of the order; 3.2.1, 3.2.2: none acts by itself."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r'tabindex="[1-9]', text) == []
    assert (
        re.findall(r'\son(?:change|focus|blur|input)=|http-equiv="refresh"|\bautoplay\b', text)
        == []
    )


def test_scripts_leave_pasting_and_orientation_alone() -> None:
    """3.3.8: a manager of passwords, and whoever copies, may fill a field in."""
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'["\'](?:paste|copy|contextmenu)["\']', text), path
        assert "orientation" not in text, path


def test_no_act_begins_when_a_pointer_goes_down() -> None:
    """2.5.2: what a press does is done when it ends, and on going down only keeps or closes."""
    allowed = {
        # A sign that somebody is there; the menu closes; the selection is kept.
        "annotations/clock.js",
        "shell/shell.js",
        "annotations/floating.js",
        "annotations/marking.js",
    }
    found = {
        f"{path.parent.name}/{path.name}"
        for path in SCRIPTS
        if re.search(r"pointerdown|mousedown|touchstart", path.read_text(encoding="utf-8"))
    }
    assert found <= allowed
    # A press on a row's button keeps the focus; the button itself acts on the click.
    marking = (ROOT / "static/js/annotations/marking.js").read_text(encoding="utf-8")
    begun = re.search(r'addEventListener\("mousedown", \(event\) => \{(.*?)\n  \}\)', marking, re.S)
    assert begun is not None
    assert re.fullmatch(r"\s*if \(.*\) event\.preventDefault\(\);", begun[1])
