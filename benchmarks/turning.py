"""From Enter to the next text in a real browser: a wait that people meet a thousand times a day."""

from playwright.sync_api import Page, sync_playwright

from benchmarks.options import Options
from benchmarks.paging import FLAGS, chromium_path
from benchmarks.results import Aim, Result
from benchmarks.serving import served
from benchmarks.studies import add_study, import_paragraphs, workbench_in, write_articles
from benchmarks.submitting import cookie_of

NAME = "turn"
# Nobody reads a paragraph faster; the next one is fetched meanwhile.
READING_MS = 500
# From the key to the frame after the one in which the next text stands.
WATCH = """
globalThis.turns = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const pressed = performance.now();
  const paragraph = document.querySelector("#paragraph");
  const look = () => {
    if (document.querySelector("#paragraph") === paragraph) return requestAnimationFrame(look);
    requestAnimationFrame(() => turns.push(performance.now() - pressed));
  };
  look();
}, { capture: true });
"""


def run(options: Options) -> list[Result]:
    """Answer paragraph after paragraph by keyboard, and give the 95th percentile of the waits."""
    turns = 5 if options.is_tiny else 40 if options.is_quick else 120
    folder = options.folder / "instance"
    with workbench_in(folder) as app:
        study = add_study(annotators=1)
        import_paragraphs(study.project_id, write_articles(options.folder / "a.jsonl", turns + 20))
        cookie = cookie_of(app, study.annotator_ids[0])
    with served("workbench", folder) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        address = f"http://127.0.0.1:{server.port}/annotations/{study.project_id}/next"
        context = browser.new_context()
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": address}])
        waits = sorted(_turn(context.new_page(), address, turns))
        browser.close()
    return [
        Result(
            NAME,
            f"Enter to the next text, {turns} turns",
            "ms at the 95th percentile",
            (waits[round(0.95 * (len(waits) - 1))],),
            Aim("at most", 100),
            {"median, ms": waits[len(waits) // 2], "longest, ms": waits[-1]},
        )
    ]


def _turn(page: Page, address: str, turns: int) -> list[float]:
    page.goto(address)
    page.evaluate(WATCH)
    for turn in range(turns):
        page.wait_for_timeout(READING_MS)
        for key in "2n4":
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        # The page's policy forbids the evaluation that waiting for a condition needs.
        while page.evaluate("turns.length") <= turn:
            page.wait_for_timeout(20)
    return [float(wait) for wait in page.evaluate("turns")]
