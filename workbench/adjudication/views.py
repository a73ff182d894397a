"""The queue of contested paragraphs, the page of a decision, and the final labels as files."""

from uuid import uuid4

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from workbench.accounts.access import signed_in_visitor
from workbench.adjudication import operations
from workbench.adjudication.decision import DecisionError, GivenAnswer
from workbench.adjudication.finals import (
    LABEL_COLUMNS,
    SPAN_COLUMNS,
    final_rows,
    final_span_rows,
)
from workbench.adjudication.forms import DecisionForm, decision_form
from workbench.adjudication.page import (
    DecisionPage,
    Trouble,
    first_values,
    overlaid,
    progress_of,
    span_choices,
)
from workbench.adjudication.proposals import Proposal, proposals
from workbench.adjudication.queries import (
    DecidedParagraph,
    contested_queue,
    decisions_on,
    given_answers,
    paragraph_to_decide,
)
from workbench.annotations.rows import MalformedFormError
from workbench.articles.operations import ParagraphGoneError
from workbench.database import db, now
from workbench.projects.access import READERS, current_membership, current_project, member
from workbench.projects.queries import (
    CodebookInForce,
    codebook_in_force,
    project_header,
    still_asks,
)
from workbench.web.access import requires
from workbench.web.downloads import csv_chunks, csv_response, file_name
from workbench.web.pagination import Page, page_number
from workbench.words import gettext


@requires(member(*READERS))
def index(project_id: int) -> str:
    """List the contested paragraphs, those that wait first."""
    queue = contested_queue(project_id, codebook_in_force(project_id).codebook)
    rows = sorted(queue, key=lambda row: row.revision > 0)
    number = page_number()
    empty: Page[object] = Page((), number, len(rows))
    start = (number - 1) * empty.rows_per_page
    return render_template(
        "adjudication/index.html",
        project=project_header(current_membership()),
        progress=progress_of(queue),
        page=Page(rows[start : start + empty.rows_per_page], number, len(rows)),
    )


@requires(member(*READERS))
def following(project_id: int) -> Answer:
    """Lead to the most contested paragraph that waits, after the one named by `?after=`."""
    return redirect(_next_address(project_id, after=request.args.get("after", type=int)), 303)


@requires(member(*READERS))
def edit(project_id: int, paragraph_id: int) -> Answer | str | tuple[str, int]:
    """Show the answers on a paragraph, and store what is decided."""
    paragraph = paragraph_to_decide(project_id, paragraph_id)
    if paragraph is None:
        abort(404)
    in_force = codebook_in_force(project_id)
    answers = given_answers(project_id, paragraph_id)
    if not answers:
        abort(404, gettext("Nobody has answered this paragraph yet."))
    if request.method == "POST":
        return _decide(paragraph, in_force)
    stored = next(iter(decisions_on(project_id, paragraph_id)), None)
    proposed = proposals(project_id, paragraph_id, in_force.codebook, answers)
    taken = _taken(request.args.get("take", ""), answers, proposed)
    values = first_values(in_force.codebook, answers, stored, taken)
    form = decision_form(in_force.codebook)(formdata=None, data=values)
    return _draw(paragraph, in_force, form)


@requires(member(*READERS))
def labels_csv(project_id: int) -> Response:
    """Send the final labels, one question of one paragraph a row."""
    rows = final_rows(project_id)
    return csv_response(_name("final-labels.csv"), csv_chunks([[LABEL_COLUMNS], rows]))


@requires(member(*READERS))
def spans_csv(project_id: int) -> Response:
    """Send the final spans; offsets are half-open code points in the paragraph."""
    rows = final_span_rows(project_id)
    return csv_response(_name("final-spans.csv"), csv_chunks([[SPAN_COLUMNS], rows]))


def _decide(paragraph: DecidedParagraph, in_force: CodebookInForce) -> Answer | tuple[str, int]:
    project_id = current_project().id
    try:
        form = decision_form(in_force.codebook)()
        if not still_asks(project_id, form.seen_codebook, in_force):
            return _draw(paragraph, in_force, form, "codebook"), 409
        decision = form.to_decision()
        operations.decide(
            project_id,
            paragraph.id,
            signed_in_visitor().id,
            decision,
            codebook=in_force.codebook,
            codebook_version_id=in_force.version_id,
            at=now(),
        )
    except MalformedFormError:
        abort(400)
    except ParagraphGoneError:
        abort(404, gettext("This paragraph was removed from the project while you read it."))
    except operations.DecisionKeyTakenError:
        abort(409, gettext("This form was sent for another paragraph already."))
    except operations.StaleDecisionError:
        return _draw_stale(paragraph, in_force, form), 409
    except DecisionError as error:
        form.show(dict(error.problems))
        return _draw(paragraph, in_force, form, "invalid"), 422
    db.session.commit()
    return redirect(_next_address(project_id, after=paragraph.id), 303)


def _draw_stale(paragraph: DecidedParagraph, in_force: CodebookInForce, form: DecisionForm) -> str:
    """Show what changed meanwhile, above a form that would store what was entered after it."""
    project_id = current_project().id
    stored = next(iter(decisions_on(project_id, paragraph.id)), None)
    answers = given_answers(project_id, paragraph.id)
    form.submission_key.data = str(uuid4())
    form.base_revision.data = str(0 if stored is None else stored.revision)
    form.seen.data = ",".join(str(one.annotation_id) for one in answers)
    return _draw(paragraph, in_force, form, "stale")


def _draw(
    paragraph: DecidedParagraph,
    in_force: CodebookInForce,
    form: DecisionForm,
    trouble: Trouble = "",
) -> str:
    project_id = current_project().id
    codebook = in_force.codebook
    form.codebook_number.data = str(in_force.number)
    answers = given_answers(project_id, paragraph.id)
    decisions = decisions_on(project_id, paragraph.id)
    page = DecisionPage(
        project=project_header(current_membership()),
        codebook=codebook,
        paragraph=paragraph,
        answers=answers,
        pieces=overlaid(paragraph.text, answers),
        choices=span_choices(
            paragraph.text, codebook, answers, decisions[0] if decisions else None
        ),
        proposals=proposals(project_id, paragraph.id, codebook, answers),
        decisions=decisions,
        progress=progress_of(contested_queue(project_id, codebook)),
        form=form,
        trouble=trouble,
    )
    return render_template("adjudication/edit.html", page=page, project=page.project)


def _taken(
    name: str, answers: tuple[GivenAnswer, ...], proposed: tuple[Proposal, ...]
) -> GivenAnswer | Proposal | None:
    by_name: dict[str, GivenAnswer | Proposal] = {str(one.number): one for one in answers}
    by_name |= {one.name: one for one in proposed}
    return by_name.get(name)


def _next_address(project_id: int, *, after: int | None) -> str:
    queue = contested_queue(project_id, codebook_in_force(project_id).codebook)
    places = {row.paragraph_id: place for place, row in enumerate(queue)}
    start = places.get(after, -1) + 1 if after is not None else 0
    for row in (*queue[start:], *queue[:start]):
        if not row.revision and row.paragraph_id != after:
            return url_for(
                "adjudication.edit", project_id=project_id, paragraph_id=row.paragraph_id
            )
    return url_for("adjudication.index", project_id=project_id)


def _name(kind: str) -> str:
    project = current_project()
    return file_name(project.name, kind, is_demonstration=project.is_demonstration)
