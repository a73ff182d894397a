"""What is handed out for deployment names what there is, and holds no secret."""

import re
import shlex

import pytest
from click.testing import CliRunner

from tests.paths import ROOT
from workbench.cli import main
from workbench.serving import GRACEFUL_SECONDS, LEAVING_SECONDS

DEPLOY = ROOT / "deploy"
CONFIG = (ROOT / "workbench" / "config.py").read_text(encoding="utf-8")
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")


def test_everything_the_image_copies_exists_and_is_let_into_the_build() -> None:
    let_in = set(
        re.findall(r"^!(\S+)", (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8"), re.M)
    )
    copied = {
        source
        for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.M)
        for source in shlex.split(line)[:-1]
    }
    assert copied == let_in
    for source in copied:
        assert (ROOT / source).exists(), source


def test_the_image_installs_by_hash_and_runs_as_nobody_special() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert DOCKERFILE.index("USER workbench") < DOCKERFILE.index('CMD ["workbench", "run"]')
    assert "HEALTHCHECK" in DOCKERFILE


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_settings_named_exist(path: object) -> None:
    text = (DEPLOY / str(path)).read_text(encoding="utf-8")
    for name in set(re.findall(r"WORKBENCH_[A-Z_]+", text)):
        assert f'"{name}"' in CONFIG, name


def test_no_password_and_no_key_has_a_default() -> None:
    for name in ("POSTGRES_PASSWORD", "WORKBENCH_SECRET_KEY"):
        uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", COMPOSE)
        assert uses
        assert all(use.startswith(":?") for use in uses), uses
    for path in FILES:
        assert not re.search(r"://\w+:[^@\s/$]+@", path.read_text(encoding="utf-8")), path.name


def test_commands_that_services_start_exist() -> None:
    for path in DEPLOY.glob("*.service"):
        (command,) = re.findall(r"^ExecStart=\S+/workbench (\w+)$", path.read_text("utf-8"), re.M)
        assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0
    assert 'command: ["workbench", "worker"]' in COMPOSE


def test_supervisors_wait_longer_than_the_workbench_takes_to_stop() -> None:
    longest = GRACEFUL_SECONDS + LEAVING_SECONDS
    for path in DEPLOY.glob("*.service"):
        (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", path.read_text("utf-8"), re.M)
        assert int(seconds) > longest
    (seconds,) = re.findall(r"stop_grace_period: (\d+)s", COMPOSE)
    assert int(seconds) > longest
