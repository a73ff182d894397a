"""The seam between what is stored, the statistics of influence, and their pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from workbench.accounts.access import signed_in_visitor
from workbench.annotations.sizes import is_large
from workbench.database import db, now
from workbench.influence import (
    group_wording,
    numbers,
    reveal_wording,
    second_wording,
    source_wording,
    wording,
)
from workbench.influence.computing import influence_report
from workbench.influence.forest import PageFigure, drawing_of, page_figure
from workbench.influence.group_records import groups_json, groups_table
from workbench.influence.groups import LEAST_PEOPLE, GroupReport, group_report
from workbench.influence.jobs import ANCHORING, about
from workbench.influence.records import (
    influence_json,
    influence_table,
    outlet_rows,
    suggestion_rows,
)
from workbench.influence.report import InfluenceReport
from workbench.influence.rows import EffectRow
from workbench.influence.second_records import drawn_rows, second_rows
from workbench.jobs.clock import ledger_time
from workbench.projects.access import READERS, current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import ProjectHeader, members, project_header
from workbench.reports.figures.canvas import CONTENT_TYPES, Drawing, Kind, file_of
from workbench.reports.numbers import coefficient
from workbench.reports.people import Person, people
from workbench.web.access import requires
from workbench.web.downloads import attachment, csv_chunks, csv_response, file_name, json_response
from workbench.web.drawn import drawn_asked
from workbench.web.settings import settings
from workbench.words import gettext, lazy

FIGURES = {
    "suggestions": lazy("Effects of seeing suggestions"),
    "outlets": lazy("Effects of naming outlets"),
    "second-pass": lazy("Changes on the second look"),
}
_ROWS = {"suggestions": suggestion_rows, "outlets": outlet_rows, "second-pass": drawn_rows}


@dataclass(frozen=True)
class AnchoringPage:
    """Hold all that the page of anchoring shows."""

    project: ProjectHeader
    report: InfluenceReport
    people: dict[int, Person]
    suggestions: tuple[EffectRow, ...]
    outlets: tuple[EffectRow, ...]
    second_looks: tuple[EffectRow, ...]
    suggestion_figure: PageFigure | None
    outlet_figure: PageFigure | None
    second_figure: PageFigure | None
    may_design: bool
    drawn: str


@dataclass(frozen=True)
class GroupsPage:
    """Hold all that the page of groups shows."""

    project: ProjectHeader
    report: GroupReport
    least_people: int
    may_ask: bool


@requires(member(*READERS))
def anchoring(project_id: int) -> str:
    """Show whether suggestions and outlets' names move the labels."""
    is_stored = is_large(project_id)
    drawn = drawn_asked()
    report = ANCHORING.stored(project_id, about(drawn)) if is_stored else _computed(project_id)
    if report is None:
        return render_template(
            "influence/anchoring.html",
            page=None,
            project=project_header(current_membership()),
            waiting=_waiting(project_id, None),
        )
    suggestions, outlets = suggestion_rows(report), outlet_rows(report)
    page = AnchoringPage(
        project=project_header(current_membership()),
        report=report,
        people=_people(project_id),
        suggestions=suggestions,
        outlets=outlets,
        second_looks=second_rows(report),
        suggestion_figure=page_figure(_drawing("suggestions", suggestions)),
        outlet_figure=page_figure(_drawing("outlets", outlets)),
        second_figure=page_figure(_drawing("second-pass", drawn_rows(report))),
        may_design=current_membership().role == Role.LEAD,
        drawn=drawn,
    )
    return render_template(
        "influence/anchoring.html",
        page=page,
        project=page.project,
        wording=wording,
        numbers=numbers,
        reveal_wording=reveal_wording,
        second_wording=second_wording,
        source_wording=source_wording,
        waiting=_waiting(project_id, report.origin.computed_at) if is_stored else None,
    )


@requires(member(*READERS))
def compute(project_id: int) -> WerkzeugResponse:
    """Have the page of a large study computed by a job."""
    drawn = drawn_asked()
    ANCHORING.start(project_id, about(drawn), account_id=signed_in_visitor().id, at=ledger_time())
    db.session.commit()
    return redirect(_address("anchoring", project_id), 303)


@requires(member(*READERS))
def anchoring_json(project_id: int) -> Response:
    """Send the numbers of the page in full precision."""
    pseudonyms = {account: one.pseudonym for account, one in _people(project_id).items()}
    text = influence_json(_report(project_id), pseudonyms)
    return json_response(_name("anchoring.json"), text)


@requires(member(*READERS))
def anchoring_csv(project_id: int) -> Response:
    """Send the same as a table."""
    rows = influence_table(_report(project_id))
    return csv_response(_name("anchoring.csv"), csv_chunks([rows]))


@requires(member(*READERS))
def anchoring_figure(project_id: int, what: str, kind: str) -> Response:
    """Send a figure as SVG, PNG or PDF."""
    if what not in FIGURES or kind not in CONTENT_TYPES:
        abort(404, gettext("This report has no such figure."))
    report = _report(project_id)
    drawing = _drawing(what, _ROWS[what](report))
    if drawing is None:
        abort(404, gettext("There is nothing to draw yet."))
    name = _name(f"anchoring-{what}.{kind}")
    return attachment(name, iter([file_of(drawing, cast("Kind", kind))]), CONTENT_TYPES[kind])


@requires(member(*READERS))
def groups(project_id: int) -> str:
    """Show how groups of annotators agree within and with each other."""
    membership = current_membership()
    page = GroupsPage(
        project=project_header(membership),
        report=_group_report(project_id),
        least_people=LEAST_PEOPLE,
        may_ask=membership.role == Role.LEAD,
    )
    return render_template(
        "influence/groups.html",
        page=page,
        project=page.project,
        wording=group_wording,
        coefficient=coefficient,
    )


@requires(member(*READERS))
def groups_json_file(project_id: int) -> Response:
    """Send the numbers of the page of groups, rounded as there."""
    return json_response(_name("groups.json"), groups_json(_group_report(project_id)))


@requires(member(*READERS))
def groups_csv_file(project_id: int) -> Response:
    """Send the same as a table."""
    rows = groups_table(_group_report(project_id))
    return csv_response(_name("groups.csv"), csv_chunks([rows]))


def _group_report(project_id: int) -> GroupReport:
    return group_report(project_id, at=now(), drawn=drawn_asked())


def _computed(project_id: int) -> InfluenceReport:
    return influence_report(project_id, at=now(), drawn=drawn_asked())


def _address(view: str, project_id: int) -> str:
    return url_for(f"influence.{view}", project_id=project_id, drawn=drawn_asked() or None)


def _report(project_id: int) -> InfluenceReport:
    """Give the report that the page shows; where there is none yet, lead to the page."""
    if not is_large(project_id):
        return _computed(project_id)
    report = ANCHORING.stored(project_id, about(drawn_asked()))
    if report is None:
        abort(redirect(_address("anchoring", project_id), 303))
    return report


def _waiting(project_id: int, computed_at: datetime | None) -> dict[str, Any]:
    """Give what the page says of the job that computes it."""
    return {
        "job_id": ANCHORING.under_way(project_id, about(drawn_asked())),
        "computed_at": computed_at,
        "address": _address("compute", project_id),
        "limit": settings().report_annotations,
    }


def _drawing(what: str, rows: tuple[EffectRow, ...]) -> Drawing | None:
    return drawing_of(what, str(FIGURES[what]), rows)


def _people(project_id: int) -> dict[int, Person]:
    reader = Role(current_membership().role)
    return people(members(project_id, include_ended=True), reader)


def _name(kind: str) -> str:
    project = current_project()
    return file_name(project.name, kind, is_demonstration=project.is_demonstration)
