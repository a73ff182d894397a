"""The rules of the house about which room does what, held to the code as it stands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

PACKAGE, TEMPLATES = ROOT / "workbench", ROOT / "templates"
# What a file may import of its own feature: only what stands further down.
ORDER = ("blueprint", "views", "forms", "jobs", "operations", "queries", "models")
STATEMENTS = {"select", "insert", "update", "delete", "text"}
ASKING = {"scalar", "scalars", "execute", "query"}
# A worker and whoever turns a page end transactions that no view has; signing in has to last
# though the request fails.
MAY_COMMIT = {
    *("accounts/language.py", "accounts/people.py", "accounts/sign_in.py", "accounts/throttle.py"),
    *("annotations/turning.py", "jobs/running.py", "import_following.py"),
    # It lends the others a commit.
    "database.py",
}
COMMITS = re.compile(r"session\.commit\(\)|commit_and_read_on\(\)")
VIEWS = sorted(PACKAGE.rglob("*views.py"))


def kind_of(name: str) -> str:
    """Give the part of a feature that a module is, "" for one of its own kind."""
    return next((kind for kind in ORDER if name == kind or name.endswith(f"_{kind}")), "")


def calls_in(path: Path) -> Iterator[str]:
    """List the names of what a module calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                yield called.id
            elif isinstance(called, ast.Attribute):
                yield called.attr


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_view_leaves_the_database_to_queries_and_operations(path: Path) -> None:
    assert not set(calls_in(path)) & (STATEMENTS | ASKING)


def test_within_a_feature_imports_go_down() -> None:
    upwards = []
    for path in PACKAGE.rglob("*.py"):
        kind, feature = kind_of(path.stem), path.parent.name
        named = re.findall(
            rf"^from workbench\.{feature}(?:\.(\w+) import|\simport (.+))",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        others = [name.strip() for one, several in named for name in (one or several).split(",")]
        upwards += [
            (path.name, other)
            for other in others
            if kind and kind_of(other) and ORDER.index(kind_of(other)) < ORDER.index(kind)
        ]
    assert upwards == []


def test_nobody_commits_but_views_and_commands() -> None:
    committing = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if COMMITS.search(path.read_text(encoding="utf-8"))
    }
    others = {
        name
        for name in committing
        if not name.endswith("views.py") and not re.search(r"_commands?\.py$|^cli\.py$", name)
    }
    assert others == MAY_COMMIT


def test_every_template_is_drawn_by_somebody() -> None:
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in (*PACKAGE.rglob("*.py"), *TEMPLATES.rglob("*.html"))
    )
    named = set(re.findall(r"""["']([\w/-]+\.html)["']""", written))
    there = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    assert there - named == set()


def test_every_room_stands_in_the_plan() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [path for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    modules = [path for path in PACKAGE.glob("*.py") if path.name != "__init__.py"]
    named = set(re.findall(r"`workbench/([\w*]+(?:/|\.py))`", plan))
    patterns = [re.compile(one.replace("*", r"\w*").replace(".", r"\.")) for one in named]
    missing = [
        path.name
        for path in (*rooms, *modules)
        if not any(one.fullmatch(path.name + "/" * path.is_dir()) for one in patterns)
    ]
    assert missing == []
    invented = [name for name in named if "*" not in name and not (PACKAGE / name).exists()]
    assert invented == []
