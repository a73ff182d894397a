"""Bring the form of the annotate page back that came when a session had ended."""

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.annotations.hiding import screen_of
from workbench.annotations.page import Trouble
from workbench.annotations.page_drawing import draw_trouble
from workbench.annotations.queries import own_assignment
from workbench.annotations.rows import MalformedFormError
from workbench.annotations.sending import moved_form, sent_form
from workbench.occasions import Occasion
from workbench.projects.queries import codebook_in_force


def resume_edit(project_id: int, assignment_id: int) -> Response | str:
    """Show an own paragraph with its form as it was sent; nothing of it is stored yet."""
    assignment = own_assignment(project_id, signed_in_visitor().id, assignment_id)
    if assignment is None:
        abort(404)
    page = url_for("annotations.edit", project_id=project_id, assignment_id=assignment_id)
    if assignment.occasion == Occasion.TRAINING and assignment.state != "leased":
        return redirect(page, 303)
    in_force = codebook_in_force(project_id)
    screen = screen_of(assignment)
    try:
        sent = sent_form(assignment, in_force, screen)
    except MalformedFormError:
        return redirect(page, 303)
    form, trouble = sent.form, Trouble("session")
    if not sent.served.codebook.asks_the_same(in_force.codebook):
        form = moved_form(sent, assignment, in_force, screen)
        trouble = Trouble("codebook", since=sent.served.number)
    return draw_trouble(assignment, form, sent.first, screen, trouble)
