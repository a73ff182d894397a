"""What the page of an assignment shows, and what the page of a sent form had shown."""

from collections.abc import Mapping

from workbench.annotations.first_answers import FirstAnswers, first_answers_of
from workbench.annotations.forms import whole
from workbench.annotations.queries import AnnotationRow, OwnAssignment
from workbench.annotations.rows import MalformedFormError
from workbench.annotations.showing import (
    NOTHING,
    Showing,
    asks_first,
    is_silent,
    part,
    suggested_questions,
)
from workbench.annotations.suggestions import suggestions_from
from workbench.articles.queries import PrescoreRow, current_prescore, prescore_of
from workbench.projects.queries import CodebookInForce


def first_of(assignment: OwnAssignment) -> FirstAnswers | None:
    """Find what was answered alone; nobody looks for it where the design asks for nothing alone."""
    return first_answers_of(assignment.id) if asks_first(assignment) else None


def page_showing(
    assignment: OwnAssignment,
    in_force: CodebookInForce,
    prescore: PrescoreRow | None,
    *,
    stored: AnnotationRow | None,
    first: FirstAnswers | None,
) -> Showing:
    """Say what the page shows now; `prescore` is what the machine says of the paragraph now."""
    if first is not None:
        return _showing(assignment, in_force, first.prescore_id, is_revealed=True)
    if stored is None:
        return _parted(assignment, in_force, prescore)
    # They may have answered without suggestions: then none may sway them now.
    return _showing(assignment, in_force, stored.prescore_id)


def submitted_showing(
    assignment: OwnAssignment,
    in_force: CodebookInForce,
    sent: Mapping[str, str],
    *,
    first: FirstAnswers | None,
) -> Showing:
    """Say what the page of a sent form showed, whatever a lead has chosen to suggest since.

    `first` is the first answer that the page was drawn after, None for a page that asked alone.
    A page that showed nothing named no pre-score, and a form that does so all the same is no
    reason to show one: what was withheld is what the machine says now. Raises
    `MalformedFormError` for a pre-score of another paragraph.
    """
    if first is not None:
        return _showing(assignment, in_force, first.prescore_id, is_revealed=True)
    if is_silent(assignment, suggested_questions(in_force.codebook)):
        prescore = current_prescore(assignment.paragraph_id)
        return _parted(assignment, in_force, prescore)
    prescore_id = sent.get("prescore_id")
    return _showing(assignment, in_force, whole(prescore_id) if prescore_id else None)


def _showing(
    assignment: OwnAssignment,
    in_force: CodebookInForce,
    prescore_id: int | None,
    *,
    is_revealed: bool = False,
) -> Showing:
    """Say what this pre-score of the paragraph shows; without an id, nothing."""
    if prescore_id is None:
        return Showing(NOTHING, NOTHING)
    prescore = prescore_of(assignment.paragraph_id, prescore_id)
    if prescore is None:
        raise MalformedFormError
    return _parted(assignment, in_force, prescore, is_revealed=is_revealed)


def _parted(
    assignment: OwnAssignment,
    in_force: CodebookInForce,
    prescore: PrescoreRow | None,
    *,
    is_revealed: bool = False,
) -> Showing:
    codebook = in_force.codebook
    return part(
        assignment,
        suggestions_from(prescore, codebook),
        suggested_questions(codebook),
        is_revealed=is_revealed,
    )
