"""The seam between SQL and numbers: read columns, compute, show."""

from importlib.metadata import version

from flask import Response, abort, render_template, request

from workbench.agreement import span_agreement
from workbench.database import now
from workbench.projects.access import READERS, current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import codebook_in_force, members, project_header
from workbench.reports import wording
from workbench.reports.agreement import agreement_on, contested_paragraphs, split_of
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
from workbench.reports.queries import (
    annotations_by_version,
    given_labels,
    paragraph_texts,
    spans_by_paragraph,
)
from workbench.reports.records import (
    AgreementReport,
    Origin,
    report_json,
    report_rows,
    span_statistics,
)
from workbench.web.access import requires
from workbench.web.downloads import csv_chunks, csv_response, file_name, json_response
from workbench.web.pagination import Page, page_number

# A page shows so many pairs of annotators; a crowd has thousands, and they are in the CSV file.
PAIRS_SHOWN = 45
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
        annotators=sorted(
            ((known[account_id], row) for account_id, row in by_annotator.items()),
            key=lambda pair: pair[0].pseudonym,
        ),
        page=Page(articles, page.number, page.total),
        n_remarks=remark_count(project_id),
        wording=wording,
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
        wording=wording,
    )


@requires(member(*READERS))
def agreement(project_id: int) -> str:
    """Show the agreement on each question and on spans."""
    report = _report(project_id)
    return render_template(
        "reports/agreement.html",
        project=project_header(current_membership()),
        report=report,
        people=_people(project_id),
        span_statistics=span_statistics(report.spans),
        pairs_shown=PAIRS_SHOWN,
        wording=wording,
    )


@requires(member(*READERS))
def agreement_json(project_id: int) -> Response:
    """Send the numbers of the agreement page in full precision."""
    text = report_json(_report(project_id), _people(project_id))
    return json_response(_file_name("agreement.json"), text)


@requires(member(*READERS))
def agreement_csv(project_id: int) -> Response:
    """Send the same as a table."""
    rows = report_rows(_report(project_id), _people(project_id))
    return csv_response(_file_name("agreement.csv"), csv_chunks([rows]))


@requires(member(*READERS))
def contested(project_id: int) -> str:
    """Show the paragraphs on which the labels of a question differ most."""
    questions = codebook_in_force(project_id).codebook.questions
    wanted = request.args.get("question", questions[0].name if questions else "")
    question = next((one for one in questions if one.name == wanted), None)
    if question is None:
        abort(404, "The codebook of this project asks no such question.")
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
        wording=wording,
    )


def _report(project_id: int) -> AgreementReport:
    in_force = codebook_in_force(project_id)
    project = current_project()
    return AgreementReport(
        origin=Origin(
            project=project.name,
            is_demonstration=project.is_demonstration,
            software_version=version("media-bias-workbench"),
            codebook_version=in_force.number,
            annotations_by_version=annotations_by_version(project_id),
            computed_at=now(),
        ),
        questions=tuple(
            agreement_on(question, given_labels(project_id, question))
            for question in in_force.codebook.questions
        ),
        spans=span_agreement(spans_by_paragraph(project_id)),
    )


def _people(project_id: int) -> dict[int, Person]:
    reader = Role(current_membership().role)
    return people(members(project_id, include_ended=True), reader)


def _file_name(kind: str) -> str:
    project = current_project()
    return file_name(project.name, kind, is_demonstration=project.is_demonstration)
