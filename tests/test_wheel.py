"""The wheel works outside a checkout: templates, static files and seeds travel with it."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.paths import ROOT

START = """
import sys
from pathlib import Path
import workbench
from workbench.cli import prepare
from workbench.config import read_settings
assert Path(workbench.__file__).is_relative_to(sys.prefix), workbench.__file__
app = prepare(read_settings())
answer = app.test_client().get("/accounts/sign-in")
assert answer.status_code == 200, answer.text
assert app.test_client().get("/static/css/base.css").status_code == 200
print("started with", Path.cwd().name)
"""


@pytest.mark.slow
def test_wheel_starts_from_another_directory(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")

    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([python, *install], check=True, capture_output=True)
    # The requirements are those already installed here; a path file shows them, while the
    # workbench itself is found in the wheel's own environment first.
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (environment / "lib" / version / "site-packages" / "requirements.pth").write_text(here + "\n")

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    clean["WORKBENCH_INSTANCE"] = str(elsewhere / "instance")
    clean.pop("DATABASE_URL", None)
    result = subprocess.run(
        [python, "-c", START], cwd=elsewhere, env=clean, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "started with elsewhere"
    assert (elsewhere / "instance" / "workbench.db").is_file()
