"""The queue, the annotate page and a person's own history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

from flask import abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.annotations import operations
from workbench.annotations.hiding import Screen, hide_in_history, screen_of
from workbench.annotations.history_queries import own_history
from workbench.annotations.leases import renew_lease
from workbench.annotations.page import Trouble
from workbench.annotations.page_drawing import (
    draw_afresh,
    draw_trouble,
    paragraph_of,
    progress_now,
    stored_of,
)
from workbench.annotations.parting import first_of
from workbench.annotations.queries import (
    OwnAssignment,
    OwnProgress,
    current_annotation,
    own_assignment,
)
from workbench.annotations.resuming import resume_edit
from workbench.annotations.revealing import submit_first_answers
from workbench.annotations.rows import MalformedFormError
from workbench.annotations.sending import Sent, moved_form, sent_form
from workbench.annotations.submission import SubmissionError
from workbench.annotations.training import feedback_page, score_of
from workbench.annotations.turning import Turn, commit_and_turn, draw_next
from workbench.articles.queries import paragraph_view
from workbench.database import db, now, write_from_here
from workbench.occasions import Occasion
from workbench.projects.access import ANNOTATORS, current_header, member
from workbench.projects.queries import (
    CodebookInForce,
    codebook_in_force,
)
from workbench.web.access import reads_first, requires, writes
from workbench.web.day import day_of
from workbench.web.languages import speaks_once
from workbench.web.pagination import page_number
from workbench.web.resuming import resumes
from workbench.web.settings import settings
from workbench.web.transactions import only_read_from_here
from workbench.words import gettext

FILTERS = ("skipped", "flagged", "training")


@writes
@requires(member(*ANNOTATORS))
def draw(project_id: int) -> Response | str:
    """Give the next paragraph, or say that there is none."""
    account_id = signed_in_visitor().id
    drawn = draw_next(project_id, account_id)
    db.session.commit()
    if drawn is None:
        waits = operations.waits_after_training(project_id, account_id, at=now())
        return render_template(
            "annotations/waiting.html" if waits else "annotations/done.html",
            project=current_header(),
            progress=progress_now(project_id, account_id),
            **({"score": score_of(project_id, account_id)} if waits else {}),
        )
    return redirect(_address_of(drawn, project_id), 303)


@requires(member(*ANNOTATORS))
@speaks_once
def ahead(project_id: int, assignment_id: int) -> Response | tuple[str, int]:
    """Reserve the paragraph after an own one, and give its leaf for a script to turn to."""
    account_id = signed_in_visitor().id
    assignment = own_assignment(project_id, account_id, assignment_id)
    if assignment is None:
        abort(404)
    if assignment.occasion == Occasion.TRAINING:
        # What comes after it, if anything, hangs on the answer; its feedback comes first.
        return "", 204
    drawn = draw_next(project_id, account_id, beyond=assignment_id)
    db.session.commit()
    if drawn is None:
        return "", 204
    only_read_from_here()
    progress = progress_now(project_id, account_id)
    return jsonify(_leaf(drawn, codebook_in_force(project_id), progress))


@requires(member(*ANNOTATORS))
def renew(project_id: int, assignment_id: int) -> Response | tuple[str, int]:
    """Keep an own paragraph reserved, as a script asks for who works on it."""
    assignment = own_assignment(project_id, signed_in_visitor().id, assignment_id)
    if assignment is None:
        abort(404)
    lease = timedelta(minutes=settings().lease_minutes)
    if not renew_lease(assignment, at=now(), lease=lease):
        return "", 204
    db.session.commit()
    return jsonify(seconds=int(lease.total_seconds()))


@resumes(resume_edit)
@reads_first
@requires(member(*ANNOTATORS))
@speaks_once
def edit(project_id: int, assignment_id: int) -> Response | str | tuple[str, int]:
    """Show an own paragraph with its form; store the form."""
    assignment = own_assignment(project_id, signed_in_visitor().id, assignment_id)
    if assignment is None:
        abort(404)
    if assignment.occasion == Occasion.TRAINING and assignment.state != "leased":
        # After the feedback an answer would no longer be one's own.
        return _to_feedback(assignment)
    in_force = codebook_in_force(project_id)
    screen = screen_of(assignment)
    if request.method == "POST":
        return _submit(assignment, in_force, screen)
    return draw_afresh(assignment, in_force, screen, stored_of(assignment), first_of(assignment))


@requires(member(*ANNOTATORS))
def feedback(project_id: int, assignment_id: int) -> str:
    """Show an own training answer beside what is expected."""
    account_id = signed_in_visitor().id
    assignment = own_assignment(project_id, account_id, assignment_id)
    if assignment is None or assignment.occasion != Occasion.TRAINING:
        abort(404)
    stored = current_annotation(assignment.id)
    if stored is None:
        abort(404)
    page = feedback_page(
        project=current_header(),
        paragraph=paragraph_of(assignment),
        codebook=codebook_in_force(project_id).codebook,
        stored=stored,
        screen=screen_of(assignment),
        progress=progress_now(project_id, account_id),
        score=score_of(project_id, account_id),
    )
    return render_template("annotations/feedback.html", page=page, project=page.project)


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
        progress=progress_now(project_id, account_id),
        codebook=codebook_in_force(project_id).codebook,
        only=only,
    )


def _submit(
    assignment: OwnAssignment, in_force: CodebookInForce, screen: Screen
) -> Response | tuple[str, int]:
    """Store the form; a script that asks for JSON is told what a page would show."""
    try:
        sent = sent_form(assignment, in_force, screen)
    except MalformedFormError:
        abort(400)
    if not sent.served.codebook.asks_the_same(in_force.codebook):
        form = moved_form(sent, assignment, in_force, screen)
        trouble = Trouble("codebook", since=sent.served.number)
        return draw_trouble(assignment, form, sent.first, screen, trouble), 409
    store = partial(_store, assignment, in_force, screen, sent)
    try:
        store()
    except operations.StaleFormError:
        return _draw_stale(assignment, in_force, screen, sent), 409
    except operations.AssignmentGoneError:
        abort(404, gettext("This paragraph was removed from the project while you read it."))
    except operations.KeyTakenError:
        abort(409, gettext("This form was sent for another paragraph already."))
    except SubmissionError as error:
        sent.form.show(error.problems)
        sentences = tuple(problem.sentence for problem in error.problems)
        return draw_trouble(
            assignment, sent.form, sent.first, screen, Trouble("invalid", sentences)
        ), 422
    if sent.is_first:
        # The same paragraph again, with what the machine says of it.
        db.session.commit()
        return _gone_on(Turn(assignment), in_force, assignment, gettext("first answer saved"))
    if assignment.occasion == Occasion.TRAINING:
        db.session.commit()
        return _to_feedback(assignment)
    held = request.form.get("held", "") if _is_turning() else ""
    turn = commit_and_turn(assignment, store, held=held)
    return _gone_on(turn, in_force, assignment, gettext("saved"))


def _store(
    assignment: OwnAssignment, in_force: CodebookInForce, screen: Screen, sent: Sent
) -> None:
    # Whoever comes before holds the paragraph no longer than storing takes.
    write_from_here()
    at = now()
    store: Callable[..., int]
    if sent.is_first:
        store = partial(submit_first_answers, prescore_id=sent.showing.later.prescore_id)
    else:
        store = partial(
            operations.submit_annotation, withheld=sent.showing.withheld, today_on=day_of(at)
        )
    store(
        assignment,
        sent.submission,
        suggestions=sent.form.suggestions,
        screen=screen,
        codebook=in_force.codebook,
        codebook_version_id=sent.served.version_id,
        at=at,
    )


def _is_turning() -> bool:
    """Tell whether a script asks, which turns to the next paragraph without loading a page."""
    # It names this first; to weigh all that a request accepts takes as long as a statement.
    return request.headers.get("Accept", "").partition(",")[0] == "application/json"


def _gone_on(
    turn: Turn, in_force: CodebookInForce, assignment: OwnAssignment, state: str
) -> Response:
    project_id = assignment.project_id
    address = _address_of(turn.next, project_id)
    if not _is_turning():
        # One request less for the browser than by way of the queue's own address.
        return redirect(address, 303)
    only_read_from_here()
    progress = progress_now(project_id, assignment.account_id)
    return jsonify(
        next=address,
        state=state,
        progress=progress.sentence,
        leaf=None if turn.leaf is None else _leaf(turn.leaf, in_force, progress),
        codebook=in_force.number,
    )


def _to_feedback(assignment: OwnAssignment) -> Response:
    address = url_for(
        "annotations.feedback", project_id=assignment.project_id, assignment_id=assignment.id
    )
    if not _is_turning():
        return redirect(address, 303)
    only_read_from_here()
    progress = progress_now(assignment.project_id, assignment.account_id)
    told = {"state": gettext("saved"), "progress": progress.sentence}
    return jsonify(next=address, leaf=None, **told)


def _leaf(
    drawn: OwnAssignment, in_force: CodebookInForce, progress: OwnProgress
) -> dict[str, str] | None:
    """Draw what a script needs to turn to a paragraph; None where that was removed just now."""
    paragraph = paragraph_view(drawn.project_id, drawn.paragraph_id)
    if paragraph is None:
        return None
    html = draw_afresh(
        *(drawn, in_force, screen_of(drawn), stored_of(drawn), first_of(drawn)),
        paragraph=paragraph,
        leaf_after=progress,
    )
    return {"address": _address_of(drawn, drawn.project_id), "html": html}


def _address_of(drawn: OwnAssignment | None, project_id: int) -> str:
    """Give the address of an assignment's page; of the queue where there is none."""
    if drawn is None:
        return url_for("annotations.next", project_id=project_id)
    return url_for("annotations.edit", project_id=project_id, assignment_id=drawn.id)


def _draw_stale(
    assignment: OwnAssignment, in_force: CodebookInForce, screen: Screen, sent: Sent
) -> str:
    """Show what was stored meanwhile, above a form that would store what was typed after it."""
    stored, form = current_annotation(assignment.id), sent.form
    if sent.is_first:
        # The page asked alone, and another answer alone stands already: what is shown after that
        # one is shown here, too.
        return draw_afresh(assignment, in_force, screen, stored, first_of(assignment), form)
    form.hidden["base_revision"].data = "0" if stored is None else str(stored.revision)
    form.hidden["submission_key"].data = str(uuid4())
    return draw_trouble(assignment, sent.form, sent.first, screen, Trouble("stale"))
