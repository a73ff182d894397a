"""What is typed in a terminal, run in the process of the test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbench.cli import main
from workbench.config import Settings

Workbench = Callable[..., Result]


@pytest.fixture
def workbench(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """Give a function that runs `workbench …` with this test's settings."""
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("WORKBENCH_PORT", "8123")

    def run(*arguments: str | Path | int) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return run
