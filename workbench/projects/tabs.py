"""The rooms of a project, as the tabs that a member sees."""

from dataclasses import dataclass

from flask import request, url_for

from workbench.projects.access import ANNOTATORS, EVERYBODY, READERS
from workbench.projects.models import Role
from workbench.projects.queries import ProjectHeader
from workbench.words import lazy


@dataclass(frozen=True)
class Inside:
    """Name a page inside a room and the roles it is for."""

    label: str
    endpoint: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Room:
    """Name a room, the roles it is for, and the endpoints that belong to it by their beginning.

    `inside` holds the pages that its tab does not lead to at once.
    """

    label: str
    endpoint: str
    roles: tuple[Role, ...]
    covers: tuple[str, ...]
    inside: tuple[Inside, ...] = ()


@dataclass(frozen=True)
class Tab:
    """Hold one tab as drawn."""

    label: str
    href: str
    is_current: bool


LEADS = (Role.LEAD,)
ROOMS = (
    Room(lazy("Overview"), "projects.show", EVERYBODY, ("projects.show",)),
    Room(
        lazy("Annotate"),
        "annotations.next",
        ANNOTATORS,
        ("annotations.",),
        (
            Inside(lazy("Your annotations"), "annotations.history", ANNOTATORS),
            Inside(lazy("About you"), "profiles.edit", ANNOTATORS),
        ),
    ),
    Room(
        lazy("Articles"),
        "articles.index",
        EVERYBODY,
        ("articles.", "samples.", "label_imports."),
        (
            Inside(lazy("Import articles"), "articles.new_import", LEADS),
            Inside(lazy("Samples from an archive"), "samples.index", LEADS),
            Inside(lazy("Import labels"), "label_imports.index", LEADS),
        ),
    ),
    Room(lazy("Progress"), "reports.progress", READERS, ("reports.progress",)),
    Room(
        lazy("Agreement"),
        "reports.agreement",
        READERS,
        ("reports.agreement", "reports.contested", "reports.datasheet"),
        (
            Inside(lazy("Contested paragraphs"), "reports.contested", READERS),
            Inside(lazy("Datasheet"), "reports.datasheet", READERS),
        ),
    ),
    Room(
        lazy("Influence"),
        "influence.anchoring",
        READERS,
        ("influence.",),
        (Inside(lazy("Groups of annotators"), "influence.groups", READERS),),
    ),
    Room(
        lazy("Adjudicate"),
        "adjudication.index",
        READERS,
        ("adjudication.", "gold."),
        (Inside(lazy("Gold paragraphs"), "gold.index", LEADS),),
    ),
    Room(
        lazy("Lexicon"),
        "lexicons.index",
        LEADS,
        ("lexicons.",),
        (
            Inside(lazy("Add a term"), "lexicons.term", LEADS),
            Inside(lazy("Upload a lexicon"), "lexicons.upload", LEADS),
            Inside(lazy("Lexicon report"), "lexicons.report", LEADS),
        ),
    ),
    Room(
        lazy("Model"),
        "models.index",
        LEADS,
        ("models.",),
        (Inside(lazy("How often suggestions are right"), "models.kept", LEADS),),
    ),
    Room(lazy("Export"), "exports.index", LEADS, ("exports.",)),
    Room(lazy("Jobs"), "jobs.index", LEADS, ("jobs.",)),
    Room(lazy("Guidelines"), "projects.guidelines", EVERYBODY, ("projects.guidelines",)),
    Room(
        lazy("Members"),
        "projects.members",
        LEADS,
        ("projects.members", "projects.invite", "profiles.questions"),
        (Inside(lazy("What the study asks about annotators"), "profiles.questions", LEADS),),
    ),
    Room(
        lazy("Settings"),
        "projects.edit",
        LEADS,
        ("projects.edit", "projects.design", "codebooks."),
        (
            Inside(lazy("Codebook"), "codebooks.edit", LEADS),
            Inside(lazy("Study design"), "projects.design", LEADS),
        ),
    ),
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


@dataclass(frozen=True)
class Contents:
    """Hold a room and the pages inside it, as a list of all pages shows them."""

    room: Tab
    inside: tuple[Tab, ...]


def project_contents(project: ProjectHeader) -> tuple[Contents, ...]:
    """List every page that the member's role opens, by rooms, but the overview that lists them."""
    return tuple(
        Contents(
            room=_listed(room, project),
            inside=tuple(
                _listed(page, project) for page in room.inside if project.role in page.roles
            ),
        )
        for room in ROOMS[1:]
        if project.role in room.roles
    )


def _listed(page: Room | Inside, project: ProjectHeader) -> Tab:
    return Tab(page.label, url_for(page.endpoint, project_id=project.id), is_current=False)
