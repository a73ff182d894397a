"""The statistics stand alone: no framework, no database."""

import subprocess
import sys

ALONE = """
import sys, workbench.agreement
print(sorted({"flask", "sqlalchemy", "wtforms", "werkzeug"} & set(sys.modules)))
"""


def test_importing_the_statistics_loads_no_framework_and_no_database() -> None:
    found = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, check=True, text=True
    )
    assert found.stdout.strip() == "[]"
