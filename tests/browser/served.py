"""A workbench started as a person would, its visitor's browser, and barriers on its pages."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.databases import fold_log, settings_for
from tests.running import run_workbench
from workbench.cli import prepare
from workbench.database import db

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",  # Chromium refuses to sandbox for a root user, and CI often is one.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Left out unless asked for: whether who speaks to the page can say the words that they see.
RULES = {"rules": {"label-content-name-mismatch": {"enabled": True}}}


@dataclass(frozen=True)
class Served:
    """Hold a running workbench: its address, its first link and its folder."""

    address: str
    link: str
    instance: Path
    process: subprocess.Popen[str]


def start_workbench(instance: Path, *, database_url: str = "", port: int = 0) -> Served:
    """Start the workbench as a person would, and wait for what it prints."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    environ = dict(os.environ, WORKBENCH_INSTANCE=str(instance), WORKBENCH_PORT=str(port))
    environ.pop("DATABASE_URL", None)
    if database_url:
        environ["DATABASE_URL"] = database_url
    process, link = run_workbench(environ)
    return Served(f"http://127.0.0.1:{port}", link, instance, process)


def stop_workbench(served: Served) -> str:
    """Stop it as Ctrl-C does, and give what it printed after the start."""
    served.process.send_signal(signal.SIGINT)
    printed, _ = served.process.communicate(timeout=30)
    return printed


def barriers(page: Page) -> list[str]:
    """List what axe-core finds in light and in dark, and sideways scrolling on a narrow phone."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = Axe().run(page, options=RULES)
        if results.violations_count:
            found.append(f"{page.url} ({scheme})\n{results.generate_report()}")
    page.emulate_media(color_scheme="light")
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        found.append(f"{page.url} is {wide} px wide on a phone of 320 px")
    assert before is not None
    page.set_viewport_size(before)
    return found


@pytest.fixture(scope="session")
def prepared_instance(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare an instance once, as its first start does: the tables and the demonstration."""
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copyfile(sqlite_template, folder / "workbench.db")
    url = f"sqlite:///{folder / 'workbench.db'}"
    app = prepare(settings_for(folder, url))
    with app.app_context():
        db.engine.dispose()
    fold_log(url)
    return folder


@pytest.fixture
def served(prepared_instance: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve a workbench on SQLite in which nobody has done anything yet."""
    workbench = start_workbench(shutil.copytree(prepared_instance, tmp_path / "instance"))
    yield workbench
    stop_workbench(workbench)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start a real Chromium; without one, skip loudly or, where it is required, fail.

    One for all tests of a process: its driver cannot run twice there.
    """
    if CHROMIUM is None:
        reason = "No Chromium; install it with: sudo apt-get install chromium"
        if "browser" in os.environ.get("WORKBENCH_TEST_REQUIRES", "").split():
            pytest.fail(reason)
        pytest.skip(reason)
    # No test asserts a time: on a busy machine five seconds, the default, would be an assertion.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Give the browser, and close what the test leaves open: pages ask on while nobody looks."""
    yield chromium
    for context in list(chromium.contexts):
        context.close()
