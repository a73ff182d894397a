"""The agreement report: as a page, as a document, as figures, as numbers, as a datasheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as WerkzeugResponse

from workbench.accounts.access import signed_in_visitor
from workbench.annotations.sizes import is_large
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.projects.access import READERS, current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import (
    MemberRow,
    guidelines_versions,
    members,
    project_header,
)
from workbench.reports import measures, numbers, repeat_wording, telling, wording
from workbench.reports.computing import agreement_report
from workbench.reports.contested import split_of
from workbench.reports.datasheet import TO_BE_WRITTEN, Heading, as_markdown, datasheet
from workbench.reports.datasheet_queries import study_facts
from workbench.reports.figures.canvas import CONTENT_TYPES, Drawing, Kind, file_of
from workbench.reports.figures.drawings import drawings_of, page_figures, span_drawing
from workbench.reports.jobs import report_under_way, start_report, stored_report
from workbench.reports.methods import methods_sentences, sources
from workbench.reports.people import Person, people
from workbench.reports.queries import paragraph_texts
from workbench.reports.records import AgreementReport
from workbench.reports.selection import Selection, SelectionError, selection_from
from workbench.reports.writing import report_json, report_rows
from workbench.web.access import requires
from workbench.web.downloads import attachment, csv_chunks, csv_response, file_name, json_response
from workbench.web.settings import settings
from workbench.web.sheets import joined_sheet
from workbench.words import gettext, in_english

# A page shows so many annotators, or pairs of them; a crowd has more, and they are in the files.
ROWS_SHOWN = 45
# On paper nothing can be opened: so many pairs of annotators are printed with their labels crossed.
FEW_PAIRS = 6
SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/tables.css",
    "css/reports.css",
)


@dataclass(frozen=True)
class Asked:
    """Hold what a request asks for: a selection of labels, and names where a lead wants them."""

    selection: Selection
    with_names: bool
    members: tuple[MemberRow, ...]
    versions: tuple[int, ...]

    @property
    def people(self) -> dict[int, Person]:
        """Name the annotators as asked for."""
        return people(self.members, Role.LEAD if self.with_names else Role.ADJUDICATOR)

    @property
    def pseudonyms(self) -> list[str]:
        """List the pseudonyms that a reader can choose from."""
        return sorted(row.pseudonym for row in self.members)

    @property
    def parameters(self) -> dict[str, Any]:
        """Give the part of an address that asks for the same."""
        names = {"names": 1} if self.with_names else {}
        return {**self.selection.parameters, **names}


@requires(member(*READERS))
def agreement(project_id: int) -> tuple[str, int]:
    """Show the agreement on each question and on spans."""
    asked, error = _asked(project_id)
    is_stored = is_large(project_id)
    report = None
    if not error:
        report = (
            stored_report(project_id, asked.selection)
            if is_stored
            else _computed(project_id, asked.selection)
        )
    page = render_template(
        "reports/agreement.html",
        **_context(project_id, asked, report),
        error=error,
        is_document=False,
        pairs_opened=0,
        is_stored=is_stored,
        report_job=report_under_way(project_id, asked.selection) if is_stored else None,
        report_annotations=settings().report_annotations,
    )
    return page, 422 if error else 200


@requires(member(*READERS))
def compute(project_id: int) -> WerkzeugResponse:
    """Have the agreement computed by a job."""
    asked = _understood(project_id)
    start_report(project_id, asked.selection, account_id=signed_in_visitor().id, at=ledger_time())
    db.session.commit()
    address = url_for("reports.agreement", project_id=project_id, **asked.parameters)
    return redirect(address, 303)


@requires(member(*READERS))
def agreement_json(project_id: int) -> Response:
    """Send the numbers of the agreement page in full precision."""
    asked = _understood(project_id)
    text = in_english(report_json, _report(project_id, asked), asked.people)
    return json_response(_file_name("agreement.json"), text)


@requires(member(*READERS))
def agreement_csv(project_id: int) -> Response:
    """Send the same as a table."""
    asked = _understood(project_id)
    rows = report_rows(_report(project_id, asked), asked.people)
    return csv_response(_file_name("agreement.csv"), csv_chunks([rows]))


@requires(member(*READERS))
def agreement_html(project_id: int) -> Response:
    """Send the report as one file that needs nothing beside it."""
    asked = _understood(project_id)
    folder = Path(current_app.static_folder or "")
    written = "".join(joined_sheet(folder / name) for name in SHEETS)
    styles = Markup("<style>{}</style>").format(Markup(written))  # noqa: S704  (our own sheets)
    text = _document(project_id, asked, styles=styles)
    return attachment(_file_name("agreement.html"), iter([text]), "text/html; charset=utf-8")


@requires(member(*READERS))
def agreement_print(project_id: int) -> str:
    """Show the report alone, as it is printed."""
    return _document(project_id, _understood(project_id), styles=Markup(), pairs_opened=FEW_PAIRS)


@requires(member(*READERS))
def figure(project_id: int, name: str, kind: str) -> Response:
    """Send one figure as SVG, PNG or PDF."""
    if kind not in CONTENT_TYPES:
        abort(404)
    asked = _understood(project_id)
    question = request.args.get("question", "")
    found = _drawing(_report(project_id, asked), name, question, asked.people)
    if found is None:
        abort(404, gettext("This report has no such figure."))
    wanted: Kind = "svg" if kind == "svg" else "png" if kind == "png" else "pdf"
    file = _file_name("-".join(filter(None, (question, f"{name}.{kind}"))))
    return attachment(file, iter([file_of(found, wanted)]), CONTENT_TYPES[kind])


@requires(member(*READERS))
def sheet(project_id: int) -> str:
    """Show the datasheet of the data set."""
    asked = _understood(project_id)
    report, headings = _datasheet(project_id, asked)
    return render_template(
        "reports/datasheet.html",
        project=project_header(current_membership()),
        headings=headings,
        to_be_written=TO_BE_WRITTEN,
        sources=in_english(sources, report),
        parameters=asked.parameters,
    )


@requires(member(*READERS))
def sheet_markdown(project_id: int) -> Response:
    """Send the datasheet as Markdown, to be finished by its authors."""
    text = in_english(as_markdown, *_datasheet(project_id, _understood(project_id)))
    return attachment(_file_name("datasheet.md"), iter([text]), "text/markdown; charset=utf-8")


def _document(project_id: int, asked: Asked, *, styles: Markup, pairs_opened: int = 0) -> str:
    """Draw the report alone; where there are no more pairs than `pairs_opened`, they are open."""
    return render_template(
        "reports/document.html",
        **_context(project_id, asked, _report(project_id, asked)),
        pairs_opened=pairs_opened,
        styles=styles,
        is_document=True,
    )


def _context(project_id: int, asked: Asked, report: AgreementReport | None) -> dict[str, object]:
    """Gather what the report's own part of a page shows."""
    has_numbers = report is not None and report.n_paragraphs > 0
    return {
        "project": project_header(current_membership()),
        "report": report,
        "asked": asked,
        "typed": request.args,
        "people": asked.people,
        "figures": page_figures(report, asked.people) if report and has_numbers else (),
        "texts": paragraph_texts(project_id, report.contested_ids() if report else ()),
        "methods": in_english(methods_sentences, report) if report else (),
        "sources": in_english(sources, report) if report else (),
        "rows_shown": ROWS_SHOWN,
        "telling": telling,
        "split_of": split_of,
        "measures": measures,
        "numbers": numbers,
        "wording": wording,
        "repeat_wording": repeat_wording,
    }


def _datasheet(project_id: int, asked: Asked) -> tuple[AgreementReport, tuple[Heading, ...]]:
    report = _report(project_id, asked)
    return report, in_english(datasheet, report, study_facts(current_project()))


def _drawing(
    report: AgreementReport, name: str, question: str, people: Mapping[int, Person]
) -> Drawing | None:
    if name == "spans":
        return span_drawing(report)
    drawings = (
        drawing
        for found in report.questions
        if found.question.name == question
        for drawing in drawings_of(found, people)
    )
    return next((drawing for drawing in drawings if drawing.name == name), None)


def _report(project_id: int, asked: Asked) -> AgreementReport:
    """Give the report that the page shows; where there is none yet, lead to the page."""
    if not is_large(project_id):
        return _computed(project_id, asked.selection)
    report = stored_report(project_id, asked.selection)
    if report is None:
        address = url_for("reports.agreement", project_id=project_id, **asked.parameters)
        abort(redirect(address, 303))
    return report


def _computed(project_id: int, selection: Selection) -> AgreementReport:
    return agreement_report(project_id, selection, at=now())


def _understood(project_id: int) -> Asked:
    """Read what is asked for; a file has no form that could show what is wrong."""
    asked, error = _asked(project_id)
    if error:
        abort(400, error)
    return asked


def _asked(project_id: int) -> tuple[Asked, str]:
    """Read what is asked for, or all labels and the reason why it cannot be used."""
    rows = members(project_id, include_ended=True)
    versions = tuple(one.number for one in guidelines_versions(project_id))
    with_names = current_membership().role == Role.LEAD and bool(request.args.get("names"))
    try:
        selection = selection_from(request.args)
        _check_known(selection, {row.pseudonym for row in rows}, versions)
    except SelectionError as error:
        return Asked(Selection(), with_names, rows, versions), str(error)
    return Asked(selection, with_names, rows, versions), ""


def _check_known(selection: Selection, pseudonyms: set[str], versions: tuple[int, ...]) -> None:
    strangers = set(selection.annotators) - pseudonyms
    if strangers:
        raise SelectionError(gettext("Nobody in this project has one of the pseudonyms asked for."))
    if selection.version and selection.version not in versions:
        raise SelectionError(
            gettext("There is no version %(number)s of the codebook.", number=selection.version)
        )


def _file_name(kind: str) -> str:
    project = current_project()
    return file_name(project.name, kind, is_demonstration=project.is_demonstration)
