"""The documentation is held to the program."""

import re

from tests.paths import ROOT

CONFIG = (ROOT / "workbench" / "config.py").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_and_none_is_invented() -> None:
    read = set(re.findall(r'"(WORKBENCH_[A-Z_]+|DATABASE_URL|REDIS_URL)"', CONFIG))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", DEPLOYMENT, re.MULTILINE))
    assert read == documented
    _, _, listed = README.partition("## Settings")
    assert read == set(re.findall(r"`(WORKBENCH_[A-Z_]+|DATABASE_URL|REDIS_URL)`", listed))


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
