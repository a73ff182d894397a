"""Take the pictures in the README from the seeded program: `make picture`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.people import set_up_administrator
from tests.browser.served import CHROMIUM, FLAGS, start_workbench, stop_workbench

PICTURES = Path(__file__).parent / "images"
SIZE = {"width": 1280, "height": 860}
FINDING = {"width": 1280, "height": 600}


def take() -> None:
    """Start the workbench afresh; take a finding, and a paragraph half answered, light and dark."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        served = start_workbench(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = set_up_administrator(browser, served, "Ada")
        # Before anybody real has answered, all annotators are the invented ones.
        page.set_viewport_size(FINDING)  # type: ignore[arg-type]  # A plain dict is what it takes.
        page.goto(f"{served.address}/reports/1/agreement")
        page.get_by_role("heading", name="Bias", exact=True).evaluate("it => it.scrollIntoView()")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / "agreement-light.png")
        page.set_viewport_size(SIZE)  # type: ignore[arg-type]  # A plain dict is what it takes.
        page.goto(f"{served.address}/annotations/1/next")
        page.keyboard.press("s")  # The second paragraph shows more of the categories.
        page.wait_for_url("**/assignment/*")
        page.locator("text=paragraph 2 of").wait_for()
        for key in ("1", "b", "5"):
            page.keyboard.press(key)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=PICTURES / f"annotate-{scheme}.png")
        browser.close()
        stop_workbench(served)


if __name__ == "__main__":
    take()
