"""Draw the annotate page of an assignment: whole, or as the leaf that a script turns to."""

from uuid import uuid4

from flask import abort, render_template

from workbench.annotations.first_answers import FirstAnswers
from workbench.annotations.forms import AnnotationForm
from workbench.annotations.hiding import Screen
from workbench.annotations.page import Trouble, edit_page, initial_values
from workbench.annotations.parting import page_showing
from workbench.annotations.queries import (
    AnnotationRow,
    OwnAssignment,
    OwnProgress,
    current_annotation,
    own_progress,
)
from workbench.articles.queries import ParagraphView, paragraph_view
from workbench.database import now
from workbench.projects.access import current_header
from workbench.projects.queries import CodebookInForce
from workbench.projects.reading import GuidelinesNews, guidelines_news
from workbench.web.day import day_of


def stored_of(assignment: OwnAssignment) -> AnnotationRow | None:
    """Give what is stored for an assignment."""
    # Nothing is stored for a paragraph that is still being read.
    return None if assignment.state == "leased" else current_annotation(assignment.id)


def progress_now(project_id: int, account_id: int) -> OwnProgress:
    """Say how far a person is at this moment."""
    at = now()
    return own_progress(project_id, account_id, at=at, today_on=day_of(at))


def paragraph_of(assignment: OwnAssignment) -> ParagraphView:
    """Give the paragraph of an assignment; abort where it was removed just now."""
    paragraph = paragraph_view(assignment.project_id, assignment.paragraph_id)
    if paragraph is None:
        abort(404)
    return paragraph


def draw_afresh(
    assignment: OwnAssignment,
    in_force: CodebookInForce,
    screen: Screen,
    stored: AnnotationRow | None,
    first: FirstAnswers | None,
    typed: AnnotationForm | None = None,
    *,
    paragraph: ParagraphView | None = None,
    leaf_after: OwnProgress | None = None,
) -> str:
    """Draw the page as it stands; what was `typed` on a page drawn before stays in its place.

    With `leaf_after` it is drawn as a leaf, for a person who has come that far.
    """
    paragraph = paragraph or paragraph_of(assignment)
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
    form = AnnotationForm.filled(in_force.codebook, suggestions, values)
    news = guidelines_news(current_header(), in_force)
    return _draw_page(
        assignment, paragraph, form, stored, first, screen, trouble, news, leaf_after=leaf_after
    )


def draw_trouble(
    assignment: OwnAssignment,
    form: AnnotationForm,
    first: FirstAnswers | None,
    screen: Screen,
    trouble: Trouble,
) -> str:
    """Draw the page with a form that was not stored, as it was sent, and say why."""
    stored = screen.annotation(current_annotation(assignment.id))
    first, paragraph = screen.first(first), paragraph_of(assignment)
    return _draw_page(assignment, paragraph, form, stored, first, screen, trouble)


def _draw_page(
    assignment: OwnAssignment,
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
    progress = leaf_after or progress_now(assignment.project_id, assignment.account_id)
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
