"""The report on accuracy: as a page, as JSON and as CSV."""

import json
from collections.abc import Iterator

from flask import Response, render_template

from workbench.database import now
from workbench.gold_pages.accuracy import LEAST, AccuracyReport, CheckedAccuracy, accuracy_report
from workbench.projects.access import current_header, member
from workbench.projects.models import Role
from workbench.projects.queries import codebook_in_force, members
from workbench.reports.people import Person, people
from workbench.web.access import requires
from workbench.web.cells import Cell
from workbench.web.downloads import csv_chunks, csv_response, file_name, json_response

COLUMNS = (
    *("use", "question", "annotator", "n", "as_expected", "share"),
    *("low", "high", "shrunken_share", "p_adjusted"),
)


@requires(member(Role.LEAD))
def accuracy(project_id: int) -> str:
    """Show how often annotators answer gold paragraphs as expected."""
    found, report = _people(project_id), _report(project_id)
    return render_template(
        "gold/accuracy.html", project=current_header(), report=report, people=found, least=LEAST
    )


@requires(member(Role.LEAD))
def accuracy_json(project_id: int) -> Response:
    """Send the report as JSON, under pseudonyms; what is withheld or undefined is null."""
    report = _report(project_id)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(project_id, report)]
    content = {
        "project": current_header().name,
        "computed_at": report.computed_at.isoformat(),
        "withheld_below": LEAST,
        "gold_paragraphs": {"hidden": report.n_hidden, "training": report.n_training},
        "annotators": rows,
        "paragraphs": [
            {
                "paragraph_id": one.gold.row.paragraph_id,
                "use": one.gold.row.use,
                "n": one.n,
                "as_expected": one.n_expected,
            }
            for one in report.paragraphs
        ],
    }
    return json_response(_name("gold-accuracy.json"), json.dumps(content, ensure_ascii=False))


@requires(member(Role.LEAD))
def accuracy_csv(project_id: int) -> Response:
    """Send the rows of annotators as CSV, under pseudonyms; what is withheld stays empty."""
    rows = _rows(project_id, _report(project_id))
    return csv_response(_name("gold-accuracy.csv"), csv_chunks([[COLUMNS], rows]))


def _rows(project_id: int, report: AccuracyReport) -> Iterator[tuple[Cell, ...]]:
    found = _people(project_id)
    for use, checked in (("hidden", report.hidden), ("training", report.training)):
        for one in checked:
            yield from _annotator_rows(use, one, found)


def _annotator_rows(
    use: str, checked: CheckedAccuracy, found: dict[int, Person]
) -> Iterator[tuple[Cell, ...]]:
    for row in checked.rows:
        low, high = row.limits or (None, None)
        yield (
            *(use, checked.name, found[int(str(row.annotator))].pseudonym, row.n_items),
            None if row.share is None else row.n_agreeing,
            *(row.share, low, high, row.shrunken, row.p_value),
        )


def _report(project_id: int) -> AccuracyReport:
    pseudonyms = {each: person.pseudonym for each, person in _people(project_id).items()}
    codebook = codebook_in_force(project_id).codebook
    return accuracy_report(project_id, codebook, pseudonyms, at=now())


def _people(project_id: int) -> dict[int, Person]:
    return people(members(project_id, include_ended=True), Role.LEAD)


def _name(kind: str) -> str:
    project = current_header()
    return file_name(project.name, kind, is_demonstration=project.is_demonstration)
