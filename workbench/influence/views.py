"""The seam between what is stored, the statistics of influence, and their pages."""

from dataclasses import dataclass
from typing import cast

from flask import Response, abort, render_template, request

from workbench.database import now
from workbench.influence import wording
from workbench.influence.computing import influence_report
from workbench.influence.forest import (
    CONTENT_TYPES,
    DARK,
    LIGHT,
    Format,
    drawn_rows,
    forest,
    forest_addresses,
)
from workbench.influence.groups import LEAST_PEOPLE, GroupReport, group_report
from workbench.influence.records import (
    EffectRow,
    groups_json,
    groups_table,
    influence_json,
    influence_table,
    outlet_rows,
    suggestion_rows,
)
from workbench.influence.report import InfluenceReport
from workbench.projects.access import READERS, current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import ProjectHeader, members, project_header
from workbench.reports.people import Person, people
from workbench.web.access import requires
from workbench.web.downloads import attachment, csv_chunks, csv_response, file_name, json_response


@dataclass(frozen=True)
class Picture:
    """Hold a figure in both themes, and the name under which it is taken away."""

    what: str
    light: str
    dark: str
    words: str


@dataclass(frozen=True)
class AnchoringPage:
    """Hold all that the page of anchoring shows."""

    project: ProjectHeader
    report: InfluenceReport
    people: dict[int, Person]
    suggestions: tuple[EffectRow, ...]
    outlets: tuple[EffectRow, ...]
    suggestion_picture: Picture | None
    outlet_picture: Picture | None
    may_design: bool


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
    report = influence_report(project_id, at=now())
    suggestions, outlets = suggestion_rows(report), outlet_rows(report)
    page = AnchoringPage(
        project=project_header(current_membership()),
        report=report,
        people=_people(project_id),
        suggestions=suggestions,
        outlets=outlets,
        suggestion_picture=_picture("suggestions", suggestions),
        outlet_picture=_picture("outlets", outlets),
        may_design=current_membership().role == Role.LEAD,
    )
    return render_template(
        "influence/anchoring.html", page=page, project=page.project, wording=wording
    )


@requires(member(*READERS))
def anchoring_json(project_id: int) -> Response:
    """Send the numbers of the page in full precision."""
    pseudonyms = {account: one.pseudonym for account, one in _people(project_id).items()}
    text = influence_json(influence_report(project_id, at=now()), pseudonyms)
    return json_response(_name("anchoring.json"), text)


@requires(member(*READERS))
def anchoring_csv(project_id: int) -> Response:
    """Send the same as a table."""
    rows = influence_table(influence_report(project_id, at=now()))
    return csv_response(_name("anchoring.csv"), csv_chunks([rows]))


@requires(member(*READERS))
def anchoring_figure(project_id: int, what: str, kind: str) -> Response:
    """Send a figure; `?theme=dark` draws it for a dark page."""
    report = influence_report(project_id, at=now())
    rows = suggestion_rows(report) if what == "suggestions" else outlet_rows(report)
    if not drawn_rows(rows):
        abort(404, "There is nothing to draw yet.")
    theme = DARK if request.args.get("theme") == "dark" else LIGHT
    file_format = cast("Format", kind)
    picture = forest(rows, theme, file_format)
    name = _name(f"anchoring-{what}.{kind}")
    return attachment(name, iter([picture]), CONTENT_TYPES[file_format])


@requires(member(*READERS))
def groups(project_id: int) -> str:
    """Show how groups of annotators agree within and with each other."""
    membership = current_membership()
    page = GroupsPage(
        project=project_header(membership),
        report=group_report(project_id, at=now()),
        least_people=LEAST_PEOPLE,
        may_ask=membership.role == Role.LEAD,
    )
    return render_template(
        "influence/groups.html", page=page, project=page.project, wording=wording
    )


@requires(member(*READERS))
def groups_json_file(project_id: int) -> Response:
    """Send the numbers of the page of groups, rounded as there."""
    return json_response(_name("groups.json"), groups_json(group_report(project_id, at=now())))


@requires(member(*READERS))
def groups_csv_file(project_id: int) -> Response:
    """Send the same as a table."""
    rows = groups_table(group_report(project_id, at=now()))
    return csv_response(_name("groups.csv"), csv_chunks([rows]))


def _picture(what: str, rows: tuple[EffectRow, ...]) -> Picture | None:
    drawn = drawn_rows(rows)
    if not drawn:
        return None
    words = "; ".join(
        f"{row.title}: {wording.points(row.effect.statistic.value)} points, "
        f"{wording.limits(row.effect)}"
        for row in drawn
    )
    return Picture(what, *forest_addresses(rows), words)


def _people(project_id: int) -> dict[int, Person]:
    reader = Role(current_membership().role)
    return people(members(project_id, include_ended=True), reader)


def _name(kind: str) -> str:
    project = current_project()
    return file_name(project.name, kind, is_demonstration=project.is_demonstration)
