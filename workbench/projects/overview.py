"""What to do next in a project, by role."""

from dataclasses import dataclass

from workbench.projects.models import Role
from workbench.projects.queries import MemberRow
from workbench.projects.work import Work
from workbench.web.wording import counted


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
    annotators = sum(m.role == Role.ANNOTATOR and m.is_active for m in members)
    leads = sum(m.role == Role.LEAD and m.is_active for m in members)
    drafts = (
        (
            "Import articles",
            f"{counted(work.articles, 'article')}, {counted(work.paragraphs, 'paragraph')}",
            work.articles > 0,
            "articles.new_import",
            "Import articles",
        ),
        (
            "Invite annotators",
            f"{counted(annotators, 'annotator')} and {counted(leads, 'lead')} can annotate; "
            f"each paragraph is given to {counted(overlap, 'person', 'people')}",
            annotators > 0 and annotators + leads >= overlap,
            "projects.members",
            "Invite people",
        ),
        (
            "Annotate",
            f"{work.done:,} of {counted(work.wanted, 'annotation')} submitted"
            if work.wanted
            else "There is nothing to annotate yet",
            0 < work.wanted <= work.done,
            "annotations.next",
            "Annotate",
        ),
        (
            "Read the agreement",
            f"{counted(work.compared, 'paragraph')} annotated by two people or more",
            False,
            "reports.agreement",
            "Read the agreement",
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
