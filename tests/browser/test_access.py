"""What axe-core does not see: targets, focus, spacing and forced colours."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import KINDS_OF_PAGES, visit
from tests.browser.people import set_up_administrator
from tests.browser.served import Served

pytestmark = pytest.mark.browser


# WCAG 2.2, 2.5.8: 24 × 24 CSS pixels, unless the target stands in a sentence, or no other target
# comes within the circle of 24 pixels around its middle.
SMALL_TARGETS = """
() => {
  const all = [...document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden])")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    // A radio button or a box is pressed by its label as well.
    .map((one) => (["radio", "checkbox"].includes(one.type) && one.labels[0]) || one)
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width && box.height);
  const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  const isInSentence = (one) => {
    const block = one.closest("p, li, dd, dt, td, th, h1, h2, h3, legend, summary, nav");
    return getComputedStyle(one).display === "inline" && block
      && block.textContent.trim() !== one.textContent.trim();
  };
  const touches = ([x, y], box) =>
    Math.hypot(x - Math.max(box.left, Math.min(x, box.right)),
               y - Math.max(box.top, Math.min(y, box.bottom))) < 12;
  return all
    .filter(({ one, box }) => (box.width < 24 || box.height < 24) && !isInSentence(one))
    .filter(({ one, box }) => all.some((other) =>
      other.one !== one && !other.one.contains(one) && !one.contains(other.one)
      && touches(middle(box), other.box)))
    .map(({ one, box }) => `${one.outerHTML.slice(0, 90)} ${box.width}×${box.height}`);
}
"""

# WCAG 2.2, 1.4.12: nothing is lost when a reader spaces the text out.
SPACING = """
* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }
"""
CUT_OFF = """
() => [...document.querySelectorAll("main *, header *")]
  .filter((one) => one.checkVisibility() && one.clientWidth > 1 && one.clientHeight > 1)
  .filter((one) => {
    const style = getComputedStyle(one);
    const isClipped = ["hidden", "clip"].includes(style.overflowX);
    // A long title in a bar is shortened on purpose; it stands whole on the page it leads to.
    if (style.textOverflow === "ellipsis") return false;
    const isWider = one.scrollWidth > one.clientWidth + 1;
    return isClipped && (isWider || one.scrollHeight > one.clientHeight + 1);
  })
  .map((one) => one.outerHTML.slice(0, 90))
"""

FOCUSED = """
() => {
  const one = document.activeElement;
  if (one === document.body || one === null) return null;
  const look = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  };
  // A hidden radio button or box shows its focus on the label around it.
  const shown = [one, one.closest("label"), one.nextElementSibling, one.parentElement]
    .filter(Boolean).some(look);
  const target = one.checkVisibility({ opacityProperty: true }) ? one : one.closest("label") ?? one;
  const box = target.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.05, 0.5], [0.95, 0.5], [0.5, 0.1], [0.5, 0.9]];
  const isSeen = points.some(([x, y]) => {
    const top = document.elementFromPoint(box.x + x * box.width, box.y + y * box.height);
    return top && (target.contains(top) || top.contains(target));
  });
  return { name: one.outerHTML.slice(0, 90), shown, isSeen };
}
"""


@pytest.fixture
def ada(served: Served, browser: Browser) -> Page:
    """Sign the administrator in, who leads the demonstration."""
    context = set_up_administrator(browser, served, "Ada").context
    # Our policy allows no style of others; a reader's own browser stands above it, and so must
    # the page in which this test spaces the text out.
    return browser.new_context(
        bypass_csp=True, reduced_motion="reduce", storage_state=context.storage_state()
    ).new_page()


@pytest.mark.slow
def test_every_target_can_be_hit_and_spaced_text_stays_whole(served: Served, ada: Page) -> None:
    found: list[str] = []
    for address in KINDS_OF_PAGES:
        for width in (390, 1280):
            ada.set_viewport_size({"width": width, "height": 800})
            visit(ada, served, address)
            found += [f"{address} at {width}: {one}" for one in ada.evaluate(SMALL_TARGETS)]
            ada.add_style_tag(content=SPACING)
            found += [f"{address} at {width}, spaced: {one}" for one in ada.evaluate(CUT_OFF)]
            wide = ada.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{address} at {width}, spaced, is {wide} px wide")
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_the_focus_can_be_seen_and_is_never_covered(served: Served, ada: Page) -> None:
    found: list[str] = []
    for address in KINDS_OF_PAGES:
        visit(ada, served, address)
        ada.evaluate(
            "document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)"
        )
        for _ in range(60):
            ada.keyboard.press("Tab")
            focus = ada.evaluate(FOCUSED)
            if focus is None:
                break
            if not focus["shown"]:
                found.append(f"{address} shows no focus on {focus['name']}")
            if not focus["isSeen"]:
                found.append(f"{address} covers {focus['name']}")
    assert not found, "\n".join(sorted(set(found)))


def test_a_phone_has_the_rooms_of_a_project_in_one_line_with_the_open_one_in_sight(
    served: Served, ada: Page
) -> None:
    ada.set_viewport_size({"width": 360, "height": 740})
    for address, name in (("/projects/1", "Overview"), ("/projects/1/settings", "Settings")):
        visit(ada, served, address)
        rooms = ada.get_by_role("navigation", name="Rooms of this project")
        tops = rooms.get_by_role("link").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect().top)"
        )
        assert len(set(tops)) == 1
        expect(rooms.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)


def test_forced_colours_keep_every_mark(served: Served, ada: Page) -> None:
    """Where the system's colours replace ours, a mark still has its line."""
    ada.emulate_media(forced_colors="active")
    visit(ada, served, "/annotations/1/next")
    lines = ada.locator("#paragraph mark").evaluate_all(
        "marks => marks.map((mark) => {"
        " const style = getComputedStyle(mark);"
        " return style.textDecorationLine + style.borderBottomStyle; })"
    )
    assert lines
    assert all("underline" in line or not line.endswith("none") for line in lines), lines
    for scheme in ("light", "dark"):
        # Where the system is dark, the browser's own ink for marks is black on black.
        ada.emulate_media(forced_colors="active", color_scheme=scheme)
        inks = ada.locator("#paragraph, #paragraph mark, .words mark").evaluate_all(
            "all => all.map((one) => getComputedStyle(one).color)"
        )
        assert len(inks) > 8
        assert len(set(inks)) == 1, f"{scheme}: {set(inks)}"
