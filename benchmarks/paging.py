"""The first load of the annotate page in a real browser: bytes on the wire, and requests."""

import shutil

from playwright.sync_api import Browser, sync_playwright

from benchmarks.options import Options
from benchmarks.results import Aim, Result
from benchmarks.serving import served
from benchmarks.studies import add_study, import_paragraphs, workbench_in, write_articles
from benchmarks.submitting import cookie_of

NAME = "page"
FLAGS = [
    "--no-sandbox",  # Chromium refuses to sandbox for a root user.
    *("--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


class NoBrowserError(RuntimeError):
    """Say that there is no Chromium to measure with."""


def chromium_path() -> str:
    """Find Chromium; raise `NoBrowserError` where there is none."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise NoBrowserError("This benchmark needs Chromium: apt-get install chromium")
    return chromium


def run(options: Options) -> list[Result]:
    """Load the page with an empty cache, then once more with what the browser kept."""
    chromium = chromium_path()
    folder = options.folder / "instance"
    with workbench_in(folder) as app:
        study = add_study(annotators=1)
        import_paragraphs(study.project_id, write_articles(options.folder / "a.jsonl", 20))
        cookie = cookie_of(app, study.annotator_ids[0])
    with served("workbench", folder) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        address = f"http://127.0.0.1:{server.port}/annotations/{study.project_id}/next"
        first, again = _load_twice(browser, address, cookie)
        browser.close()
    return [
        *_results("first load", first, Aim("at most", 200), Aim("at most", 15)),
        *_results("second load", again, None, None),
    ]


def _load_twice(browser: Browser, address: str, cookie: str) -> tuple[list[int], list[int]]:
    """Give the bytes of every answer that came over the wire, headers and redirects included."""
    context = browser.new_context()
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    sizes: list[int] = []
    session = context.new_cdp_session(page)
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on(
        "Network.requestWillBeSent",
        lambda event: (
            sizes.append(event["redirectResponse"]["encodedDataLength"])
            if "redirectResponse" in event
            else None
        ),
    )
    session.send("Network.enable")
    loads = []
    for _ in range(2):
        sizes.clear()
        page.goto(address, wait_until="networkidle")
        # What came out of the browser's own store was on no wire.
        loads.append([int(size) for size in sizes if size])
    context.close()
    return loads[0], loads[1]


def _results(
    case: str, sizes: list[int], weight: Aim | None, requests: Aim | None
) -> tuple[Result, Result]:
    return (
        Result(NAME, f"annotate page, {case}", "kB on the wire", (sum(sizes) / 1_000,), weight),
        Result(NAME, f"annotate page, {case}", "requests", (len(sizes),), requests),
    )
