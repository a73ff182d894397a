"""Read the form of the annotate page as it was sent, beside what its page had shown."""

from dataclasses import dataclass, replace

from flask import request

from workbench.annotations.first_answers import FirstAnswers
from workbench.annotations.forms import AnnotationForm, whole
from workbench.annotations.hiding import Screen
from workbench.annotations.parting import first_of, submitted_showing
from workbench.annotations.queries import OwnAssignment
from workbench.annotations.rows import MalformedFormError
from workbench.annotations.showing import Showing
from workbench.annotations.submission import Outcome, Submission
from workbench.projects.queries import CodebookInForce, codebook_version

_OUTCOMES: dict[str, Outcome] = {"confirm": "answered", "skip": "skipped"}


@dataclass(frozen=True)
class Sent:
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


def sent_form(assignment: OwnAssignment, in_force: CodebookInForce, screen: Screen) -> Sent:
    """Read the form of this request; raise `MalformedFormError`."""
    number = whole(request.form.get("codebook_number"))
    served: CodebookInForce | None = in_force
    if number != in_force.number:
        served = codebook_version(assignment.project_id, number)
    if served is None:
        raise MalformedFormError
    standing = first_of(assignment)
    first = _first_behind(standing)
    showing = submitted_showing(assignment, served, request.form, first=first)
    shown = screen.suggestions(showing.shown)
    form = AnnotationForm.sent(in_force.codebook, shown, request.form)
    submission = form.to_submission(_outcome())
    asks_alone = standing is not None or (showing.reveals and assignment.state != "submitted")
    is_first = first is None and asks_alone and submission.outcome == "answered"
    if first is not None and submission.base_revision == 0:
        submission = replace(submission, times=first.with_times(submission.times))
    return Sent(form, submission, served, showing, first, is_first)


def moved_form(
    sent: Sent, assignment: OwnAssignment, in_force: CodebookInForce, screen: Screen
) -> AnnotationForm:
    """Fill the form of the codebook in force with what was sent by the page of an earlier one."""
    showing = submitted_showing(assignment, in_force, request.form, first=sent.first)
    shown = screen.suggestions(showing.shown)
    return sent.form.moved_to(in_force.codebook, shown, in_force.number)


def _outcome() -> Outcome:
    """Tell what the button that was pressed asks for; a form sent without one confirms."""
    outcome = _OUTCOMES.get(request.form.get("act", "confirm"))
    if outcome is None:
        raise MalformedFormError
    return outcome


def _first_behind(standing: FirstAnswers | None) -> FirstAnswers | None:
    """Find the first answer that a sent form's page was drawn after, None where it asked alone."""
    sent = request.form.get("first_id", "")
    if not sent:
        return None
    if standing is None or sent != str(standing.id):
        raise MalformedFormError
    return standing
