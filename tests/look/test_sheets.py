"""The style sheets and templates stay small, local and within the content security policy."""

import gzip
import re
from pathlib import Path

import pytest

from tests.paths import ROOT
from workbench.projects.marks import OTHERS
from workbench.scoring.lexicon_entries import CATEGORIES
from workbench.web.sheets import joined_sheet

# A page links those in the folder itself; what lies deeper is a part of one of them.
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
PARTS = sorted((ROOT / "static/css").glob("*/**/*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
HANDLERS = (
    r"\son(?:abort|animation\w*|before\w+|blur|change|click|close|copy|cut|dblclick|drag\w*|drop|"
    r"error|focus\w*|input|invalid|key\w+|load\w*|message|mouse\w+|paste|pointer\w+|reset|resize|"
    r"scroll\w*|select\w*|submit|toggle|touch\w+|transition\w*|unload|wheel)\s*="
)
INLINE = re.compile(
    rf"<style|\sstyle=|{HANDLERS}|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
# base.html links these, the last one only where a page leaves its block in place; a page links the
# rooms it needs.
SHARED = ("tokens.css", "base.css", "components.css")
TABLES = "tables.css"
WITHOUT_TABLES = {"annotations/edit.html"}
LINKED = {
    path.relative_to(ROOT / "templates").as_posix(): re.findall(
        r"filename='css/([\w-]+\.css)'", path.read_text()
    )
    for path in TEMPLATES
}


@pytest.mark.parametrize(
    "template", [name for name, linked in LINKED.items() if linked and name != "base.html"]
)
def test_the_sheets_of_one_page_travel_in_12_kilobytes(template: str) -> None:
    folder = ROOT / "static/css"
    assert ("{% block tables %}{% endblock %}" in (ROOT / "templates" / template).read_text()) == (
        template in WITHOUT_TABLES
    )
    tables = () if template in WITHOUT_TABLES else (TABLES,)
    sheets = (*SHARED, *tables, *LINKED[template])
    assert sum(len(gzip.compress(joined_sheet(folder / name).encode())) for name in sheets) < 12_000


def test_every_sheet_is_linked_by_a_page() -> None:
    linked = {name for names in LINKED.values() for name in names}
    assert tuple(LINKED["base.html"]) == (*SHARED, TABLES)
    # Its rules are sent under the names of a study: see workbench/projects/marks.py.
    assert {sheet.name for sheet in SHEETS} == linked | {"own-marks.css"}


def test_a_page_with_marks_links_how_they_are_drawn() -> None:
    """Partials are drawn within a page, and a macro only where it is used."""
    marking = re.compile(r'class="mark\b|\Wmark\(|annotations/_(?:spans|stored)|/_answers')
    for name, linked in LINKED.items():
        is_page = "/_" not in name and not name.startswith("macros/")
        if is_page and marking.search((ROOT / "templates" / name).read_text()):
            assert "marks.css" in linked, name


def test_every_part_belongs_to_one_sheet() -> None:
    imported = [
        (path.parent / name).resolve()
        for path in (*SHEETS, *PARTS)
        for name in re.findall(r'@import "([^"]+)"', path.read_text())
    ]
    assert sorted(imported) == PARTS


@pytest.mark.parametrize("sheet", SHEETS + PARTS, ids=lambda path: path.name)
def test_every_rule_ends_in_the_file_it_begins_in(sheet: Path) -> None:
    depths = [0]
    for brace in re.findall(r"[{}]", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)):
        depths.append(depths[-1] + (1 if brace == "{" else -1))
    assert min(depths) == depths[-1] == 0


@pytest.mark.parametrize("sheet", SHEETS + PARTS, ids=lambda path: path.name)
def test_a_sheet_holds_one_idea(sheet: Path) -> None:
    assert len(sheet.read_text().splitlines()) < 220


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_as_it_is_sent_fetches_nothing(sheet: Path) -> None:
    assert not re.search(r"url\(|@import|https?:", joined_sheet(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_says_nothing_in_one_language(sheet: Path) -> None:
    said = re.findall(r"content:\s*(\"[^;]*\")", joined_sheet(sheet))
    assert not [words for words in said if re.search(r"[A-Za-z]{2}", words)]


def test_a_colour_is_written_in_the_tokens_alone() -> None:
    coloured = {
        sheet.name for sheet in SHEETS if re.search(r":[^;{]*#[0-9a-f]{3}", joined_sheet(sheet))
    }
    assert coloured == {"tokens.css"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_custom_property_used_is_defined(sheet: Path) -> None:
    written = "".join(map(joined_sheet, SHEETS))
    defined = set(re.findall(r"(--[\w-]+):", written))
    assert set(re.findall(r"var\((--[\w-]+)", joined_sheet(sheet))) <= defined


def test_every_category_has_its_own_line() -> None:
    css = "".join(
        (ROOT / "static/css" / each).read_text() for each in ("marks.css", "own-marks.css")
    )
    lines = set()
    for category in (*CATEGORIES, *OTHERS):
        [rule] = re.findall(rf"^\.mark--{category} \{{(.*?)\}}", css, re.DOTALL | re.MULTILINE)
        lines.add(tuple(re.findall(r"text-decoration-(?:line|style|thickness): [^;]+", rule)))
    assert len(lines) == len(CATEGORIES) + len(OTHERS)


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix()
)
def test_a_template_has_no_inline_script_style_or_handler(template: Path) -> None:
    markup = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)
    assert not INLINE.search(markup)
