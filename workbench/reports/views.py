"""The seam between SQL and numbers: read columns, compute, show."""

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from workbench.accounts.access import signed_in_account
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.projects.access import READERS, current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import codebook_in_force, members, project_header
from workbench.reports import wording
from workbench.reports.agreement import contested_paragraphs, split_of
from workbench.reports.computing import agreement_report
from workbench.reports.jobs import (
    annotations_up_to,
    report_under_way,
    start_report,
    stored_report,
)
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
from workbench.reports.records import (
    AgreementReport,
    report_json,
    report_rows,
    span_statistics,
)
from workbench.web.access import requires
from workbench.web.downloads import csv_chunks, csv_response, file_name, json_response
from workbench.web.pagination import Page, page_number
from workbench.web.settings import settings

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
    is_stored = _is_computed_by_jobs(project_id)
    report = stored_report(project_id) if is_stored else _computed(project_id)
    return render_template(
        "reports/agreement.html",
        project=project_header(current_membership()),
        report=report,
        is_stored=is_stored,
        report_job=report_under_way(project_id) if is_stored else None,
        report_annotations=settings().report_annotations,
        people=_people(project_id),
        span_statistics=span_statistics(report.spans) if report else (),
        pairs_shown=PAIRS_SHOWN,
        wording=wording,
    )


@requires(member(*READERS))
def compute(project_id: int) -> WerkzeugResponse:
    """Have the agreement computed by a job."""
    start_report(project_id, account_id=signed_in_account().id, at=ledger_time())
    db.session.commit()
    return redirect(url_for("reports.agreement", project_id=project_id), 303)


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
    """Give the report that the page shows; where there is none yet, lead to the page."""
    if not _is_computed_by_jobs(project_id):
        return _computed(project_id)
    report = stored_report(project_id)
    if report is None:
        abort(redirect(url_for("reports.agreement", project_id=project_id), 303))
    return report


def _computed(project_id: int) -> AgreementReport:
    return agreement_report(project_id, at=now())


def _is_computed_by_jobs(project_id: int) -> bool:
    most = settings().report_annotations
    return annotations_up_to(project_id, most + 1) > most


def _people(project_id: int) -> dict[int, Person]:
    reader = Role(current_membership().role)
    return people(members(project_id, include_ended=True), reader)


def _file_name(kind: str) -> str:
    project = current_project()
    return file_name(project.name, kind, is_demonstration=project.is_demonstration)
