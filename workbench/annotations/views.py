"""The queue, the annotate page and a person's own history."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from flask import abort, jsonify, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.annotations import operations
from workbench.annotations.forms import AnnotationForm, MalformedFormError, form_for, whole
from workbench.annotations.hiding import Screen, hide_in_history, screen_of
from workbench.annotations.page import Trouble, edit_page, initial_values
from workbench.annotations.queries import (
    AnnotationRow,
    OpenedAssignment,
    current_annotation,
    own_assignment,
    own_history,
    own_progress,
)
from workbench.annotations.showing import (
    NOTHING,
    Showing,
    is_silent,
    part,
    suggested_questions,
)
from workbench.annotations.submission import SubmissionError
from workbench.annotations.suggestions import suggestions_from
from workbench.articles.queries import (
    ParagraphView,
    PrescoreRow,
    current_prescores,
    paragraph_view,
    prescore_of,
)
from workbench.database import db, now
from workbench.projects.access import ANNOTATORS, current_header, member
from workbench.projects.queries import (
    CodebookInForce,
    codebook_in_force,
    codebook_version,
)
from workbench.web.access import requires, writes
from workbench.web.pagination import page_number
from workbench.web.settings import settings

FILTERS = ("skipped", "flagged")


@writes
@requires(member(*ANNOTATORS))
def draw(project_id: int) -> Response | str:
    """Give the next paragraph, or say that there is none."""
    account_id = signed_in_visitor().id
    address = _next_address(project_id, account_id)
    if address is None:
        return render_template(
            "annotations/done.html",
            project=current_header(),
            progress=own_progress(project_id, account_id, at=now()),
        )
    return redirect(address, 303)


@requires(member(*ANNOTATORS))
def ahead(project_id: int, assignment_id: int) -> Response | tuple[str, int]:
    """Reserve the paragraph after an own one, and give its address for the page to fetch."""
    account_id = signed_in_visitor().id
    if own_assignment(project_id, account_id, assignment_id) is None:
        abort(404)
    address = _next_address(project_id, account_id, beyond=assignment_id)
    return ("", 204) if address is None else jsonify(address=address)


@requires(member(*ANNOTATORS))
def edit(project_id: int, assignment_id: int) -> Response | str | tuple[str, int]:
    """Show an own paragraph with its form; store the form."""
    assignment = own_assignment(project_id, signed_in_visitor().id, assignment_id)
    if assignment is None:
        abort(404)
    in_force = codebook_in_force(project_id)
    screen = screen_of(assignment)
    if request.method == "POST":
        return _submit(assignment, in_force, screen)
    # Nothing is stored for a paragraph that is still being read.
    is_read = assignment.state == "leased"
    stored = None if is_read else screen.annotation(current_annotation(assignment_id))
    paragraph = _paragraph_of(assignment)
    if stored is None:
        parted = _parted(assignment, in_force, paragraph.prescore)
    else:
        # They may have answered without suggestions: then none may sway them now.
        parted = _showing(assignment, in_force, stored.prescore_id)
    suggestions = screen.suggestions(parted.shown)
    values = initial_values(stored, suggestions, key=str(uuid4()), codebook_number=in_force.number)
    form = form_for(in_force.codebook, suggestions)(data=values)
    return _draw_page(assignment, paragraph, form, stored, screen)


@requires(member(*ANNOTATORS))
def history(project_id: int) -> str:
    """List one's own annotations, newest first."""
    only = request.args.get("only", "")
    only = only if only in FILTERS else ""
    account_id = signed_in_visitor().id
    page = own_history(project_id, account_id, only=only, page=page_number())
    return render_template(
        "annotations/history.html",
        project=current_header(),
        page=replace(page, rows=hide_in_history(page.rows)),
        progress=own_progress(project_id, account_id, at=now()),
        codebook=codebook_in_force(project_id).codebook,
        only=only,
    )


def _submit(
    assignment: OpenedAssignment, in_force: CodebookInForce, screen: Screen
) -> Response | tuple[str, int]:
    """Store the form; a script that asks for JSON is told what a page would show."""
    try:
        number = whole(request.form.get("codebook_number"))
        served: CodebookInForce | None = in_force
        if number != in_force.number:
            served = codebook_version(assignment.project_id, number)
        if served is None:
            abort(400)
        # As the page was served, whatever a lead has chosen to suggest since.
        showing = _submitted_showing(assignment, served)
        shown = screen.suggestions(showing.shown)
        form = form_for(in_force.codebook, shown)()
        act = request.form.get("act", "confirm")
        submission = form.to_submission("skipped" if act == "skip" else "answered")
    except MalformedFormError:
        abort(400)
    if not served.codebook.asks_the_same(in_force.codebook):
        form.codebook_number.data = str(in_force.number)
        return _draw_trouble(assignment, form, screen, Trouble("codebook")), 409
    try:
        operations.submit_annotation(
            assignment,
            submission,
            suggestions=shown,
            withheld=showing.withheld,
            screen=screen,
            codebook=in_force.codebook,
            codebook_version_id=served.version_id,
            at=now(),
        )
    except operations.StaleFormError:
        return _draw_stale(assignment, form, screen), 409
    except operations.AssignmentGoneError:
        abort(404, "This paragraph was removed from the project while you read it.")
    except operations.KeyTakenError:
        abort(409, "This form was sent for another paragraph already.")
    except SubmissionError as error:
        form.show(error.problems)
        sentences = tuple(problem.sentence for problem in error.problems)
        return _draw_trouble(assignment, form, screen, Trouble("invalid", sentences)), 422
    project_id, account_id = assignment.project_id, assignment.account_id
    db.session.commit()
    try:
        # One request less for the browser than by way of the queue's own address.
        address = _next_address(project_id, account_id)
    except OperationalError:
        # The annotation is stored: that the queue is busy now must not look as if it were not.
        db.session.rollback()
        address = None
    address = address or url_for("annotations.next", project_id=project_id)
    if request.accept_mimetypes.best == "application/json":
        progress = own_progress(project_id, account_id, at=now())
        return jsonify(next=address, state="saved", progress=progress.sentence)
    return redirect(address, 303)


def _next_address(project_id: int, account_id: int, *, beyond: int | None = None) -> str | None:
    """Draw the next paragraph, commit and give the address of its page; None for no paragraph."""
    assignment = operations.draw_assignment(
        project_id,
        account_id,
        at=now(),
        lease=timedelta(minutes=settings().lease_minutes),
        beyond=beyond,
    )
    if assignment is None:
        return None
    assignment_id = assignment.id
    db.session.commit()
    return url_for("annotations.edit", project_id=project_id, assignment_id=assignment_id)


def _submitted_showing(assignment: OpenedAssignment, in_force: CodebookInForce) -> Showing:
    """Say what the page of a sent form showed.

    A page that showed nothing named no pre-score, and a form that does so all the same is no
    reason to show one: what was withheld is what the machine says now.
    """
    if is_silent(assignment, suggested_questions(in_force.codebook)):
        prescore = current_prescores([assignment.paragraph_id]).get(assignment.paragraph_id)
        return _parted(assignment, in_force, prescore)
    prescore_id = request.form.get("prescore_id")
    return _showing(assignment, in_force, whole(prescore_id) if prescore_id else None)


def _showing(
    assignment: OpenedAssignment, in_force: CodebookInForce, prescore_id: int | None
) -> Showing:
    """Say what this pre-score of the paragraph shows; without an id, nothing."""
    if prescore_id is None:
        return Showing(NOTHING, NOTHING)
    prescore = prescore_of(assignment.paragraph_id, prescore_id)
    if prescore is None:
        abort(400)
    return _parted(assignment, in_force, prescore)


def _parted(
    assignment: OpenedAssignment, in_force: CodebookInForce, prescore: PrescoreRow | None
) -> Showing:
    codebook = in_force.codebook
    return part(assignment, suggestions_from(prescore, codebook), suggested_questions(codebook))


def _paragraph_of(assignment: OpenedAssignment) -> ParagraphView:
    paragraph = paragraph_view(assignment.project_id, assignment.paragraph_id)
    if paragraph is None:
        abort(404)
    return paragraph


def _draw_stale(assignment: OpenedAssignment, form: AnnotationForm, screen: Screen) -> str:
    """Show what was stored meanwhile, above a form that would store what was typed after it."""
    stored = current_annotation(assignment.id)
    form.base_revision.data = "0" if stored is None else str(stored.revision)
    form.submission_key.data = str(uuid4())
    return _draw_trouble(assignment, form, screen, Trouble("stale"))


def _draw_trouble(
    assignment: OpenedAssignment, form: AnnotationForm, screen: Screen, trouble: Trouble
) -> str:
    stored = screen.annotation(current_annotation(assignment.id))
    return _draw_page(assignment, _paragraph_of(assignment), form, stored, screen, trouble)


def _draw_page(
    assignment: OpenedAssignment,
    paragraph: ParagraphView,
    form: AnnotationForm,
    stored: AnnotationRow | None,
    screen: Screen,
    trouble: Trouble | None = None,
) -> str:
    page = edit_page(
        project=current_header(),
        assignment=assignment,
        paragraph=paragraph,
        screen=screen,
        form=form,
        stored=stored,
        at=now(),
        trouble=trouble,
    )
    return render_template("annotations/edit.html", page=page, project=page.project)
