"""The rooms of a project, as the tabs that a member sees."""

from dataclasses import dataclass

from flask import request, url_for

from workbench.projects.access import ANNOTATORS, EVERYBODY, READERS
from workbench.projects.models import Role
from workbench.projects.queries import ProjectHeader
from workbench.words import lazy


@dataclass(frozen=True)
class Room:
    """Name a room, the roles it is for, and the endpoints that belong to it by their beginning."""

    label: str
    endpoint: str
    roles: tuple[Role, ...]
    covers: tuple[str, ...]


@dataclass(frozen=True)
class Tab:
    """Hold one tab as drawn."""

    label: str
    href: str
    is_current: bool


LEADS = (Role.LEAD,)
ROOMS = (
    Room(lazy("Overview"), "projects.show", EVERYBODY, ("projects.show",)),
    Room(lazy("Annotate"), "annotations.next", ANNOTATORS, ("annotations.",)),
    Room(
        lazy("Articles"), "articles.index", EVERYBODY, ("articles.", "samples.", "label_imports.")
    ),
    Room(lazy("Progress"), "reports.progress", READERS, ("reports.progress",)),
    Room(
        lazy("Agreement"),
        "reports.agreement",
        READERS,
        ("reports.agreement", "reports.contested", "reports.datasheet"),
    ),
    Room(lazy("Influence"), "influence.anchoring", READERS, ("influence.",)),
    Room(lazy("Adjudicate"), "adjudication.index", READERS, ("adjudication.", "gold.")),
    Room(lazy("Lexicon"), "lexicons.index", LEADS, ("lexicons.",)),
    Room(lazy("Model"), "models.index", LEADS, ("models.",)),
    Room(lazy("Export"), "exports.index", LEADS, ("exports.",)),
    Room(lazy("Jobs"), "jobs.index", LEADS, ("jobs.",)),
    Room(lazy("Guidelines"), "projects.guidelines", EVERYBODY, ("projects.guidelines",)),
    Room(
        lazy("Members"),
        "projects.members",
        LEADS,
        ("projects.members", "projects.invite", "profiles.questions"),
    ),
    Room(lazy("Settings"), "projects.edit", LEADS, ("projects.edit", "projects.design")),
)


def project_tabs(project: ProjectHeader) -> tuple[Tab, ...]:
    """List the tabs that the member's role opens."""
    return tuple(
        Tab(
            label=room.label,
            href=url_for(room.endpoint, project_id=project.id),
            is_current=(request.endpoint or "").startswith(room.covers),
        )
        for room in ROOMS
        if project.role in room.roles
    )
