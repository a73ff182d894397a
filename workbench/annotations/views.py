"""The queue, the annotate page and a person's own history."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import uuid4

from flask import abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.annotations import operations
from workbench.annotations.first_answers import FirstAnswers
from workbench.annotations.forms import AnnotationForm, MalformedFormError, form_for, whole
from workbench.annotations.hiding import Screen, hide_in_history, screen_of
from workbench.annotations.page import Trouble, edit_page, initial_values
from workbench.annotations.parting import first_of, page_showing, submitted_showing
from workbench.annotations.queries import (
    AnnotationRow,
    OpenedAssignment,
    OwnAssignment,
    OwnProgress,
    current_annotation,
    own_assignment,
    own_history,
    own_progress,
)
from workbench.annotations.revealing import submit_first_answers
from workbench.annotations.showing import Showing
from workbench.annotations.submission import Submission, SubmissionError
from workbench.annotations.training import feedback_page, score_of
from workbench.annotations.turning import Turn, commit_and_turn, draw_next
from workbench.articles.queries import ParagraphView, paragraph_view
from workbench.database import db, now
from workbench.occasions import Occasion
from workbench.projects.access import ANNOTATORS, current_header, member
from workbench.projects.queries import (
    CodebookInForce,
    codebook_in_force,
    codebook_version,
)
from workbench.projects.reading import GuidelinesNews, guidelines_news
from workbench.web.access import requires, writes
from workbench.web.day import day_of
from workbench.web.pagination import page_number
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
            progress=_progress(project_id, account_id),
            **({"score": score_of(project_id, account_id)} if waits else {}),
        )
    return redirect(_address_of(drawn, project_id), 303)


@requires(member(*ANNOTATORS))
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
    progress = _progress(project_id, account_id)
    return jsonify(_leaf(drawn, codebook_in_force(project_id), progress))


@requires(member(*ANNOTATORS))
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
    return _draw_afresh(assignment, in_force, screen, _stored(assignment), first_of(assignment))


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
        paragraph=_paragraph_of(assignment),
        codebook=codebook_in_force(project_id).codebook,
        stored=stored,
        screen=screen_of(assignment),
        progress=_progress(project_id, account_id),
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
        progress=_progress(project_id, account_id),
        codebook=codebook_in_force(project_id).codebook,
        only=only,
    )


@dataclass(frozen=True)
class _Sent:
    """Hold a form as it was sent; `served` is the codebook of its page.

    `first` is the first answer that its page was drawn after, None for a page that asked alone;
    `is_first` says that it holds a first answer itself.
    """

    form: AnnotationForm
    submission: Submission
    served: CodebookInForce
    showing: Showing
    first: FirstAnswers | None
    is_first: bool


def _sent(assignment: OpenedAssignment, in_force: CodebookInForce, screen: Screen) -> _Sent:
    """Read the form; raise `MalformedFormError`."""
    number = whole(request.form.get("codebook_number"))
    served: CodebookInForce | None = in_force
    if number != in_force.number:
        served = codebook_version(assignment.project_id, number)
    if served is None:
        raise MalformedFormError
    standing = first_of(assignment)
    first = _first_behind(standing)
    showing = submitted_showing(assignment, served, request.form, first=first)
    form = form_for(in_force.codebook, screen.suggestions(showing.shown))()
    act = request.form.get("act", "confirm")
    submission = form.to_submission("skipped" if act == "skip" else "answered")
    asks_alone = standing is not None or (showing.reveals and assignment.state != "submitted")
    is_first = first is None and asks_alone and submission.outcome == "answered"
    if first is not None and submission.base_revision == 0:
        submission = replace(submission, times=first.with_times(submission.times))
    return _Sent(form, submission, served, showing, first, is_first)


def _submit(
    assignment: OpenedAssignment, in_force: CodebookInForce, screen: Screen
) -> Response | tuple[str, int]:
    """Store the form; a script that asks for JSON is told what a page would show."""
    try:
        sent = _sent(assignment, in_force, screen)
    except MalformedFormError:
        abort(400)
    if not sent.served.codebook.asks_the_same(in_force.codebook):
        sent.form.codebook_number.data = str(in_force.number)
        return _draw_trouble(assignment, sent, screen, Trouble("codebook")), 409
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
        return _draw_trouble(assignment, sent, screen, Trouble("invalid", sentences)), 422
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
    assignment: OpenedAssignment, in_force: CodebookInForce, screen: Screen, sent: _Sent
) -> None:
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


def _first_behind(standing: FirstAnswers | None) -> FirstAnswers | None:
    """Find the first answer that a sent form's page was drawn after, None where it asked alone."""
    sent = request.form.get("first_id", "")
    if not sent:
        return None
    if standing is None or sent != str(standing.id):
        raise MalformedFormError
    return standing


def _is_turning() -> bool:
    """Tell whether a script asks, which turns to the next paragraph without loading a page."""
    return request.accept_mimetypes.best == "application/json"


def _gone_on(
    turn: Turn, in_force: CodebookInForce, assignment: OpenedAssignment, state: str
) -> Response:
    project_id = assignment.project_id
    address = _address_of(turn.next, project_id)
    if not _is_turning():
        # One request less for the browser than by way of the queue's own address.
        return redirect(address, 303)
    only_read_from_here()
    progress = _progress(project_id, assignment.account_id)
    return jsonify(
        next=address,
        state=state,
        progress=progress.sentence,
        leaf=None if turn.leaf is None else _leaf(turn.leaf, in_force, progress),
    )


def _to_feedback(assignment: OpenedAssignment) -> Response:
    address = url_for(
        "annotations.feedback", project_id=assignment.project_id, assignment_id=assignment.id
    )
    if not _is_turning():
        return redirect(address, 303)
    only_read_from_here()
    progress = _progress(assignment.project_id, assignment.account_id)
    told = {"state": gettext("saved"), "progress": progress.sentence}
    return jsonify(next=address, leaf=None, **told)


def _leaf(
    drawn: OwnAssignment, in_force: CodebookInForce, progress: OwnProgress
) -> dict[str, str] | None:
    """Draw what a script needs to turn to a paragraph; None where that was removed just now."""
    assignment = own_assignment(drawn.project_id, drawn.account_id, drawn.id)
    if assignment is None:
        return None
    stored, first = _stored(assignment), first_of(assignment)
    html = _draw_afresh(
        assignment, in_force, screen_of(assignment), stored, first, leaf_after=progress
    )
    return {"address": _address_of(drawn, drawn.project_id), "html": html}


def _address_of(drawn: OwnAssignment | None, project_id: int) -> str:
    """Give the address of an assignment's page; of the queue where there is none."""
    if drawn is None:
        return url_for("annotations.next", project_id=project_id)
    return url_for("annotations.edit", project_id=project_id, assignment_id=drawn.id)


def _stored(assignment: OpenedAssignment) -> AnnotationRow | None:
    # Nothing is stored for a paragraph that is still being read.
    return None if assignment.state == "leased" else current_annotation(assignment.id)


def _progress(project_id: int, account_id: int) -> OwnProgress:
    at = now()
    return own_progress(project_id, account_id, at=at, today_on=day_of(at))


def _paragraph_of(assignment: OpenedAssignment) -> ParagraphView:
    paragraph = paragraph_view(assignment.project_id, assignment.paragraph_id)
    if paragraph is None:
        abort(404)
    return paragraph


def _draw_afresh(
    assignment: OpenedAssignment,
    in_force: CodebookInForce,
    screen: Screen,
    stored: AnnotationRow | None,
    first: FirstAnswers | None,
    typed: AnnotationForm | None = None,
    *,
    leaf_after: OwnProgress | None = None,
) -> str:
    """Draw the page as it stands; what was `typed` on a page drawn before stays in its place.

    With `leaf_after` it is drawn as a leaf, for a person who has come that far.
    """
    paragraph = _paragraph_of(assignment)
    parted = page_showing(assignment, in_force, paragraph.prescore, stored=stored, first=first)
    suggestions = screen.suggestions(parted.shown)
    stored, first = screen.annotation(stored), screen.first(first)
    number = in_force.number
    values = initial_values(
        stored, suggestions, key=str(uuid4()), codebook_number=number, first=first
    )
    trouble = None
    if typed is not None:
        values, trouble = values | typed.typed_values(), Trouble("stale")
    # Not from what was sent: that may be the form of another paragraph.
    form = form_for(in_force.codebook, suggestions)(formdata=None, data=values)
    news = guidelines_news(current_header(), in_force)
    return _draw_page(
        assignment, paragraph, form, stored, first, screen, trouble, news, leaf_after=leaf_after
    )


def _draw_stale(
    assignment: OpenedAssignment, in_force: CodebookInForce, screen: Screen, sent: _Sent
) -> str:
    """Show what was stored meanwhile, above a form that would store what was typed after it."""
    stored, form = current_annotation(assignment.id), sent.form
    if sent.is_first:
        # The page asked alone, and another answer alone stands already: what is shown after that
        # one is shown here, too.
        return _draw_afresh(assignment, in_force, screen, stored, first_of(assignment), form)
    form.base_revision.data = "0" if stored is None else str(stored.revision)
    form.submission_key.data = str(uuid4())
    return _draw_trouble(assignment, sent, screen, Trouble("stale"))


def _draw_trouble(
    assignment: OpenedAssignment, sent: _Sent, screen: Screen, trouble: Trouble
) -> str:
    stored = screen.annotation(current_annotation(assignment.id))
    first, paragraph = screen.first(sent.first), _paragraph_of(assignment)
    return _draw_page(assignment, paragraph, sent.form, stored, first, screen, trouble)


def _draw_page(
    assignment: OpenedAssignment,
    paragraph: ParagraphView,
    form: AnnotationForm,
    stored: AnnotationRow | None,
    first: FirstAnswers | None,
    screen: Screen,
    trouble: Trouble | None = None,
    news: GuidelinesNews | None = None,
    *,
    leaf_after: OwnProgress | None = None,
) -> str:
    progress = leaf_after or _progress(assignment.project_id, assignment.account_id)
    page = edit_page(
        project=current_header(),
        assignment=assignment,
        paragraph=paragraph,
        screen=screen,
        form=form,
        stored=stored,
        first=first,
        progress=progress,
        at=now(),
        trouble=trouble,
        news=news,
    )
    is_leaf = leaf_after is not None
    return render_template(
        "annotations/edit.html", page=page, project=page.project, is_leaf=is_leaf
    )
