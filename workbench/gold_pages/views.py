"""Gold paragraphs: the list, what is expected of one, their order, and who waits after training."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.adjudication.queries import (
    DecidedParagraph,
    DecisionRow,
    decisions_on,
    paragraph_to_decide,
)
from workbench.annotations.rows import MalformedFormError
from workbench.articles.operations import ParagraphGoneError
from workbench.database import db, now
from workbench.gold.operations import StaleGoldError, admit, move_item
from workbench.gold.queries import (
    HIDDEN,
    TRAINING,
    WITHDRAWN,
    gold_paragraphs,
    gold_revisions,
)
from workbench.gold_pages.forms import GoldForm, gold_form
from workbench.gold_pages.operations import mark_gold, withdraw_gold
from workbench.gold_pages.page import Trouble, expected_in_words, first_values, gold_page
from workbench.gold_pages.queries import trainees
from workbench.projects.access import current_header, member
from workbench.projects.designs import Design, design_versions
from workbench.projects.models import Role
from workbench.projects.queries import CodebookInForce, codebook_in_force, members, still_asks
from workbench.reports.people import people
from workbench.web.access import requires
from workbench.words import gettext


@requires(member(Role.LEAD))
def index(project_id: int) -> str:
    """List the gold paragraphs, and how far the annotators are in training."""
    versions = design_versions(project_id)
    training = gold_paragraphs(project_id, TRAINING)
    hidden = gold_paragraphs(project_id, HIDDEN)
    codebook = codebook_in_force(project_id).codebook
    return render_template(
        "gold/index.html",
        project=current_header(),
        training=training,
        hidden=hidden,
        said_expected={
            gold.row.paragraph_id: expected_in_words(codebook, gold.row.expected)
            for gold in (*training, *hidden)
        },
        trainees=trainees(project_id),
        people=people(members(project_id), Role.LEAD),
        design=versions[0].design if versions else Design(),
    )


@requires(member(Role.LEAD))
def edit(project_id: int, paragraph_id: int) -> Response | str | tuple[str, int]:
    """Say what is expected of a paragraph, and what it is used for."""
    paragraph = paragraph_to_decide(project_id, paragraph_id)
    if paragraph is None:
        abort(404)
    in_force = codebook_in_force(project_id)
    if request.method == "POST":
        return _store(paragraph, in_force)
    final = _final(project_id, paragraph_id)
    taken = final if request.args.get("take") == "final" else None
    values = first_values(in_force.codebook, gold_revisions(project_id, paragraph_id), taken)
    return _draw(paragraph, in_force, gold_form(in_force.codebook)(formdata=None, data=values))


@requires(member(Role.LEAD))
def withdraw(project_id: int, paragraph_id: int) -> Response:
    """Give a paragraph back to the ordinary queue."""
    stored = next(iter(gold_revisions(project_id, paragraph_id)), None)
    if stored is None:
        abort(404)
    if stored.use != WITHDRAWN:
        in_force = codebook_in_force(project_id)
        try:
            withdraw_gold(
                project_id,
                stored,
                signed_in_visitor().id,
                codebook_version_id=in_force.version_id,
                at=now(),
            )
        except (StaleGoldError, ParagraphGoneError):
            abort(409, gettext("Somebody changed this paragraph at the same moment. Look again."))
        db.session.commit()
    flash(
        gettext(
            "Withdrawn: the paragraph is in the ordinary queue again. What was expected of it is "
            "kept with its revisions."
        ),
        "success",
    )
    return redirect(url_for("gold.index", project_id=project_id), 303)


@requires(member(Role.LEAD))
def move_up(project_id: int, paragraph_id: int) -> Response:
    """Let a training item change places with the one before it."""
    return _move(project_id, paragraph_id, up=True)


@requires(member(Role.LEAD))
def move_down(project_id: int, paragraph_id: int) -> Response:
    """Let a training item change places with the one after it."""
    return _move(project_id, paragraph_id, up=False)


def _move(project_id: int, paragraph_id: int, *, up: bool) -> Response:
    move_item(project_id, paragraph_id, up=up)
    db.session.commit()
    return redirect(url_for("gold.index", project_id=project_id, _anchor="training"), 303)


@requires(member(Role.LEAD))
def let_go_on(project_id: int, account_id: int) -> Response:
    """Let an annotator go on to the study who did not reach the pass mark."""
    if account_id not in {each.account_id for each in trainees(project_id)}:
        abort(404)
    admit(project_id, account_id, by=signed_in_visitor().id, at=now())
    db.session.commit()
    name = people(members(project_id), Role.LEAD)[account_id].name
    flash(gettext("%(name)s can go on to the study.", name=name), "success")
    return redirect(url_for("gold.index", project_id=project_id, _anchor="trainees"), 303)


def _store(paragraph: DecidedParagraph, in_force: CodebookInForce) -> Response | tuple[str, int]:
    project_id = current_header().id
    try:
        form = gold_form(in_force.codebook)()
        if not still_asks(project_id, form.seen_codebook, in_force):
            return _draw(paragraph, in_force, form, "codebook"), 409
        marking = form.marking(paragraph.text)
        seen = form.seen_revision
    except MalformedFormError:
        abort(400)
    if marking is None:
        return _draw(paragraph, in_force, form), 422
    try:
        stored = mark_gold(
            project_id,
            paragraph.id,
            signed_in_visitor().id,
            marking,
            base_revision=seen,
            codebook_version_id=in_force.version_id,
            at=now(),
        )
    except ParagraphGoneError:
        abort(404, gettext("This paragraph was removed from the project while you read it."))
    except StaleGoldError:
        db.session.rollback()
        newest = gold_revisions(project_id, paragraph.id)[0]
        form.base_revision.data = str(newest.revision)
        return _draw(paragraph, in_force, form, "stale"), 409
    db.session.commit()
    flash(
        gettext("Nothing was changed.") if stored is None else gettext("Saved as gold."),
        "info" if stored is None else "success",
    )
    return redirect(url_for("gold.index", project_id=project_id), 303)


def _draw(
    paragraph: DecidedParagraph,
    in_force: CodebookInForce,
    form: GoldForm,
    trouble: Trouble = "",
) -> str:
    project = current_header()
    form.codebook_number.data = str(in_force.number)
    page = gold_page(
        project=project,
        codebook=in_force.codebook,
        paragraph=paragraph,
        revisions=gold_revisions(project.id, paragraph.id),
        final=_final(project.id, paragraph.id),
        form=form,
        trouble=trouble,
    )
    return render_template("gold/edit.html", page=page, project=project)


def _final(project_id: int, paragraph_id: int) -> DecisionRow | None:
    return next(iter(decisions_on(project_id, paragraph_id)), None)
