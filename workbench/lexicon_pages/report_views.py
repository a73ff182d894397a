"""Pages of the lexicon report."""

from datetime import datetime
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.annotations.sizes import is_large
from workbench.articles.lexicon import lexicon_in_force
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.lexicon_pages.forms import AcceptForm, said
from workbench.lexicon_pages.jobs import LEXICON_COUNTS, about
from workbench.lexicon_pages.report import (
    FEW_PLACES,
    SORTS,
    Candidate,
    LexiconReport,
    TermFigures,
    lexicon_counts,
    lexicon_report,
    report_rows,
)
from workbench.lexicons.operations import Base, UnusableLexiconError, change_draft
from workbench.lexicons.queries import draft_of, standing_lexicon
from workbench.projects.access import current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.scoring.overlay import Overlay, key_of
from workbench.web.access import requires
from workbench.web.downloads import csv_chunks, csv_response, file_name
from workbench.web.drawn import drawn_asked
from workbench.web.pagination import Page, page_number
from workbench.web.settings import settings
from workbench.words import gettext, in_english, ngettext, number

View = Response | str | tuple[str, int]
DEFAULT_SORT = "decided"


@requires(member(Role.LEAD))
def report(project_id: int) -> str:
    """Show what annotators did with each term."""
    found = _found(project_id)
    if found is None:
        return render_template(
            "lexicons/report.html",
            project=project_header(current_membership()),
            report=None,
            drawn=drawn_asked(),
            waiting=_waiting(project_id, None),
        )
    return _report_page(found, None)


@requires(member(Role.LEAD))
def compute_report(project_id: int) -> Response:
    """Have the counts of a large study computed by a job."""
    asked = about(drawn_asked())
    LEXICON_COUNTS.start(project_id, asked, account_id=signed_in_visitor().id, at=ledger_time())
    db.session.commit()
    return redirect(_address("report", project_id), 303)


@requires(member(Role.LEAD))
def report_csv(project_id: int) -> FlaskResponse:
    """Send the same as a table."""
    project = current_project()
    name = file_name(project.name, "lexicon-report.csv", is_demonstration=project.is_demonstration)
    return csv_response(name, csv_chunks([report_rows(_report(project_id))]))


@requires(member(Role.LEAD))
def accept(project_id: int) -> View:
    """Put into the draft what the lead takes from the report."""
    form = AcceptForm()
    entries = [each.form.to_entry() for each in form.add if each.form.is_chosen.data]
    retired = [name for name in form.retire.data or () if name]
    if not form.validate():
        return _report_page(_report(project_id), form), 422
    if not entries and not retired:
        return _refused(
            project_id, form, [gettext("Tick at least one term to switch off or to add.")]
        )
    known = {
        key_of(entry.term)
        for entry in (draft_of(project_id) or standing_lexicon(project_id)).entries
    }
    retired = [name for name in retired if key_of(name) in known]

    def change(overlay: Overlay, _base: Base) -> Overlay:
        return overlay.switched_off(retired).with_entries(entries)

    try:
        change_draft(
            project_id,
            change,
            changed=frozenset(entry.term for entry in entries),
            account_id=signed_in_visitor().id,
            at=now(),
        )
    except UnusableLexiconError as error:
        db.session.rollback()
        told = [
            gettext("“%(term)s”: %(problem)s", term=key, problem=one)
            for key, found in error.problems.items()
            for one in found
        ]
        return _refused(project_id, form, told)
    db.session.commit()
    flash(
        ngettext(
            "%(num)s term to switch off and %(added)s to add stand in the draft. Look at their "
            "effect before you apply them.",
            "%(num)s terms to switch off and %(added)s to add stand in the draft. Look at their "
            "effect before you apply them.",
            len(retired),
            added=number(len(entries)),
        ),
        "success",
    )
    return redirect(url_for("lexicons.draft", project_id=project_id), 303)


def _refused(project_id: int, form: AcceptForm, sentences: list[str]) -> View:
    form.form_errors = sentences
    return _report_page(_report(project_id), form), 422


def _found(project_id: int) -> LexiconReport | None:
    """Judge what was counted, by a job in a large study; None where it was not counted yet."""
    in_force, drawn = lexicon_in_force(project_id), drawn_asked()
    counts = (
        LEXICON_COUNTS.stored(project_id, about(drawn))
        if is_large(project_id)
        else lexicon_counts(project_id, in_force, at=now(), drawn=drawn)
    )
    if counts is None:
        return None
    return lexicon_report(counts, standing_lexicon(project_id), draft_of(project_id), in_force)


def _report(project_id: int) -> LexiconReport:
    """Give the report that the page shows; where there is none yet, lead to the page."""
    found = _found(project_id)
    if found is None:
        abort(redirect(_address("report", project_id), 303))
    return found


def _address(view: str, project_id: int) -> str:
    """Give the address of a page of this report, with the paragraphs that are counted."""
    return url_for(f"lexicons.{view}", project_id=project_id, drawn=drawn_asked() or None)


def _waiting(project_id: int, counted_at: datetime | None) -> dict[str, Any] | None:
    """Give what the page says of the job that counts; None where the page counts itself."""
    if not is_large(project_id):
        return None
    return {
        "job_id": LEXICON_COUNTS.under_way(project_id, about(drawn_asked())),
        "computed_at": counted_at,
        "address": _address("compute_report", project_id),
        "limit": settings().report_annotations,
    }


def _report_page(found: LexiconReport, sent: AcceptForm | None) -> str:
    sort = request.args.get("sort", DEFAULT_SORT)
    sort = sort if sort in SORTS else DEFAULT_SORT
    is_rising = request.args.get("order", "rising" if sort == "term" else "falling") == "rising"
    return render_template(
        "lexicons/report.html",
        project=project_header(current_membership()),
        report=found,
        drawn=drawn_asked(),
        waiting=_waiting(current_membership().project_id, found.counted_at),
        page=_sorted_page(found, sort, is_rising=is_rising),
        sort=sort,
        is_rising=is_rising,
        form=sent or _accept_form(found),
        candidates={candidate.words: candidate for candidate in found.candidates},
        few_places=FEW_PLACES,
        said=said,
    )


def _sorted_page(found: LexiconReport, sort: str, *, is_rising: bool) -> Page[TermFigures]:
    terms = sorted(found.terms, key=SORTS[sort], reverse=not is_rising)
    page: Page[TermFigures] = Page((), page_number(), len(terms))
    start = (page.number - 1) * page.rows_per_page
    return Page(terms[start : start + page.rows_per_page], page.number, page.total)


def _accept_form(found: LexiconReport) -> AcceptForm:
    form = AcceptForm(formdata=None)
    for candidate in found.candidates:
        form.add.append_entry(
            {
                "term": candidate.words,
                "category": candidate.category,
                "strength": "2",
                "reason": _reason(candidate),
            }
        )
    return form


def _reason(candidate: Candidate) -> str:
    """Say where the entry comes from; a lead can say it better."""
    # It stands beside the English lexicon's own reasons, and is written into the file.
    annotators = f"{candidate.annotators:,} annotators"
    category = in_english(said, candidate.category)
    return f"Marked as {category[:1].lower()}{category[1:]} by {annotators} of this study."
