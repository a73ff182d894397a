"""The documentation is held to the program."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.paths import ROOT
from workbench.cli import main

CONFIG = (ROOT / "workbench" / "config.py").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
# What is said there of options is of the workbench alone.
OF_USERS = ("README.md", "CHANGELOG.md", "guide.md", "export.md", "archives.md", "scoring.md")


def test_every_setting_is_documented_and_none_is_invented() -> None:
    read = set(re.findall(r'"(WORKBENCH_[A-Z_]+|DATABASE_URL|REDIS_URL)"', CONFIG))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", DEPLOYMENT, re.MULTILINE))
    assert read == documented
    _, _, listed = README.partition("## Settings")
    assert read == set(re.findall(r"`(WORKBENCH_[A-Z_]+|DATABASE_URL|REDIS_URL)`", listed))


def anchors_of(document: Path) -> set[str]:
    """Give the anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target, anchor in re.findall(
        r"\]\(([^)#:]*)(?:#([^)]*))?\)", document.read_text(encoding="utf-8")
    ):
        there = document.parent / target if target else document
        assert there.exists(), target
        assert not anchor or anchor in anchors_of(there), anchor


def commands(of: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """List the commands of a group and of the groups within it, by what is typed."""
    context = click.Context(of)
    for each in of.list_commands(context):
        command = of.get_command(context, each)
        assert command is not None
        yield f"{name} {each}".strip(), command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {each}".strip())


def options(command: click.Command) -> set[str]:
    return {option for asked in command.params for option in asked.opts if option[:2] == "--"}


def test_every_command_is_listed_and_none_is_invented() -> None:
    _, _, table = README.partition("## From the command line")
    listed = set(re.findall(r"`workbench ([a-z-]+)", table.partition("##")[0]))
    assert listed == {name for name, _ in commands(main) if " " not in name}


def test_every_option_is_documented_and_none_is_invented() -> None:
    there = {option for _, command in commands(main) for option in options(command)}
    told = {path.name: path.read_text(encoding="utf-8") for path in DOCUMENTS}
    for name in OF_USERS:
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", told[name])) <= there | {"--help"}, name
    documented = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "".join(told.values())))
    assert there - documented == set()


def test_a_word_is_found_by_its_letter() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for _, table in re.findall(r"^\| (word|English) \|.*\n\| ---.*\n((?:\|.*\n)+)", glossary, re.M):
        words = [row.split("|")[1].strip().lower() for row in table.splitlines()]
        assert words == sorted(words)
        assert len(words) > 30
