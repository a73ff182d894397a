"""What to do next in a project, by role."""

from dataclasses import dataclass

from workbench.projects.models import Role
from workbench.projects.queries import MemberRow
from workbench.projects.work import Work
from workbench.words import gettext, ngettext, number


@dataclass(frozen=True)
class Step:
    """Hold one line of a lead's list; `state` is `done`, `next` or `later`.

    `endpoint` takes the project's id alone.
    """

    title: str
    numbers: str
    state: str
    endpoint: str
    button: str


def steps(work: Work, members: tuple[MemberRow, ...], overlap: int) -> tuple[Step, ...]:
    """List what a lead does, from import to export; the first that is not done is the next."""
    annotators = sum(
        m.role == Role.ANNOTATOR and m.is_active and not m.is_imported for m in members
    )
    leads = sum(m.role == Role.LEAD and m.is_active for m in members)
    drafts = (
        (
            gettext("Import articles"),
            "{}, {}".format(
                ngettext("%(num)s article", "%(num)s articles", work.articles),
                ngettext("%(num)s paragraph", "%(num)s paragraphs", work.paragraphs),
            ),
            work.articles > 0,
            "articles.new_import",
            gettext("Import articles"),
        ),
        (
            gettext("Invite annotators"),
            gettext(
                "%(annotators)s and %(leads)s can annotate; %(given)s",
                annotators=ngettext("%(num)s annotator", "%(num)s annotators", annotators),
                leads=ngettext("%(num)s lead", "%(num)s leads", leads),
                given=ngettext(
                    "each paragraph is given to %(num)s person",
                    "each paragraph is given to %(num)s people",
                    overlap,
                ),
            ),
            annotators > 0 and annotators + leads >= overlap,
            "projects.members",
            gettext("Invite people"),
        ),
        (
            gettext("Annotate"),
            ngettext(
                "%(done)s of %(num)s annotation submitted",
                "%(done)s of %(num)s annotations submitted",
                work.wanted,
                done=number(work.done),
            )
            if work.wanted
            else gettext("There is nothing to annotate yet"),
            0 < work.wanted <= work.done,
            "annotations.next",
            gettext("Annotate"),
        ),
        (
            gettext("Read the agreement"),
            ngettext(
                "%(num)s paragraph annotated by two people or more",
                "%(num)s paragraphs annotated by two people or more",
                work.compared,
            ),
            False,
            "reports.agreement",
            gettext("Read the agreement"),
        ),
    )
    missing = [index for index, draft in enumerate(drafts) if not draft[2]]
    return tuple(
        Step(
            title=title,
            numbers=numbers,
            state="done" if is_done else "next" if index == missing[0] else "later",
            endpoint=endpoint,
            button=button,
        )
        for index, (title, numbers, is_done, endpoint, button) in enumerate(drafts)
    )
