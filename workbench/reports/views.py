"""The pages on how far a study is, and on what is contested."""

from flask import abort, render_template, request

from workbench.projects.access import READERS, current_membership, member
from workbench.projects.models import Role
from workbench.projects.queries import codebook_in_force, members, project_header
from workbench.reports import numbers
from workbench.reports.contested import contested_paragraphs, split_of
from workbench.reports.people import Person, people
from workbench.reports.progress_queries import (
    annotator_progress,
    annotators_per_paragraph,
    article_count,
    article_progress,
    paragraph_counts,
    remark_count,
    remarks,
)
from workbench.reports.queries import given_labels, paragraph_texts
from workbench.reports.repeat_wording import returned_sentences
from workbench.reports.returned_queries import Returned, returned_counts
from workbench.web.access import requires
from workbench.web.pagination import Page, page_number
from workbench.words import gettext

CONTESTED_PER_PAGE = 20


@requires(member(*READERS))
def progress(project_id: int) -> str:
    """Show how far the study is: by annotator, in all, by article."""
    wanted = annotators_per_paragraph(project_id)
    known = _people(project_id)
    by_annotator = annotator_progress(project_id)
    page: Page[object] = Page((), page_number(), article_count(project_id))
    articles = article_progress(
        project_id,
        wanted,
        offset=(page.number - 1) * page.rows_per_page,
        limit=page.rows_per_page,
    )
    return render_template(
        "reports/progress.html",
        project=project_header(current_membership()),
        wanted=wanted,
        counts=paragraph_counts(project_id, wanted),
        returned=returned_counts(project_id),
        nothing_returned=Returned(),
        returned_sentences=returned_sentences,
        annotators=sorted(
            ((known[account_id], row) for account_id, row in by_annotator.items()),
            key=lambda pair: pair[0].pseudonym,
        ),
        page=Page(articles, page.number, page.total),
        n_remarks=remark_count(project_id),
        numbers=numbers,
    )


@requires(member(Role.LEAD))
def progress_remarks(project_id: int) -> str:
    """List what annotators flagged and commented, the newest first."""
    number, total = page_number(), remark_count(project_id)
    empty: Page[object] = Page((), number, total)
    rows = remarks(project_id, offset=(number - 1) * empty.rows_per_page, limit=empty.rows_per_page)
    return render_template(
        "reports/progress_remarks.html",
        project=project_header(current_membership()),
        people=_people(project_id),
        page=Page(rows, number, total),
    )


@requires(member(*READERS))
def contested(project_id: int) -> str:
    """Show the paragraphs on which the labels of a question differ most."""
    questions = codebook_in_force(project_id).codebook.questions
    wanted = request.args.get("question", questions[0].name if questions else "")
    question = next((one for one in questions if one.name == wanted), None)
    if question is None:
        abort(404, gettext("The codebook of this project asks no such question."))
    given = given_labels(project_id, question)
    found = contested_paragraphs(question, given)
    number = page_number()
    start = (number - 1) * CONTESTED_PER_PAGE
    items = found[start : start + CONTESTED_PER_PAGE]
    texts = paragraph_texts(project_id, [int(str(item.item)) for item in items])
    rows = [(texts[int(str(item.item))], split_of(question, item), item.entropy) for item in items]
    return render_template(
        "reports/contested.html",
        project=project_header(current_membership()),
        questions=questions,
        question=question,
        has_labels=bool(given.labels),
        page=Page(rows, number, len(found), CONTESTED_PER_PAGE),
        numbers=numbers,
    )


def _people(project_id: int) -> dict[int, Person]:
    reader = Role(current_membership().role)
    return people(members(project_id, include_ended=True), reader)
