"""Projects: the list, a new one, the overview, the settings."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench import words
from workbench.accounts.access import (
    administrator,
    signed_in,
    signed_in_account,
    signed_in_visitor,
)
from workbench.database import db, now
from workbench.projects.access import (
    EVERYBODY,
    current_header,
    current_membership,
    current_project,
    member,
)
from workbench.projects.defaults import beginning
from workbench.projects.forms import NOTHING, NewProjectForm, SettingsForm, settings_form
from workbench.projects.markdown import render_markdown
from workbench.projects.membership import join_as_lead as join
from workbench.projects.models import Project, Role
from workbench.projects.operations import (
    GuidelinesChangedError,
    NameTakenError,
    create_project,
    rename_project,
    revise_guidelines,
)
from workbench.projects.overview import steps
from workbench.projects.queries import (
    codebook_in_force,
    members,
    project_header,
    projects,
)
from workbench.projects.reading import guidelines_news
from workbench.projects.work import own_work, remove_demonstration_work, work_of
from workbench.web.access import requires
from workbench.words import gettext

DEFAULT_OVERLAP = 3


@requires(signed_in)
def index() -> Response:
    """List one's projects; administrators also see the others."""
    visitor = signed_in_visitor()
    rows = projects(visitor.id, include_others=visitor.is_administrator)
    return _page(
        "projects/index.html",
        own=[row for row in rows if row.role],
        others=[row for row in rows if not row.role],
        work=work_of([row.id for row in rows]),
    )


@requires(administrator)
def create() -> Response:
    """Create a project from the default codebook."""
    form = NewProjectForm(
        data={"annotators_per_paragraph": DEFAULT_OVERLAP, "language": words.language().code}
    )
    if form.validate_on_submit():
        begins_with = beginning(form.language.data)
        try:
            project = create_project(
                name=form.name.data or "",
                codebook=begins_with.codebook,
                guidelines=begins_with.guidelines,
                codebook_language=begins_with.language,
                annotators_per_paragraph=form.annotators_per_paragraph.data or 1,
                lead=signed_in_account(),
                at=now(),
            )
        except NameTakenError as error:
            form.name.errors = [str(error)]
        else:
            db.session.commit()
            return redirect(url_for("projects.show", project_id=project.id), 303)
    return _page("projects/create.html", 422 if form.is_submitted() else 200, form=form)


@requires(member(*EVERYBODY))
def show(project_id: int) -> Response:
    """Say what to do next."""
    membership, project = current_membership(), current_project()
    people = members(project_id)
    work = work_of([project_id])[project_id]
    return _page(
        "projects/show.html",
        project=project_header(membership),
        work=work,
        own=own_work(project_id, membership.account_id),
        overlap=project.annotators_per_paragraph,
        leads=[row for row in people if row.role == Role.LEAD],
        news=guidelines_news(current_header(), codebook_in_force(project_id)),
        steps=steps(work, people, project.annotators_per_paragraph),
    )


@requires(member(Role.LEAD))
def edit(project_id: int) -> Response:
    """Change the name, the overlap and the guidelines; look at the guidelines first if wanted."""
    project = current_project()
    newest = codebook_in_force(project_id)
    form = settings_form(newest.codebook)(
        data={
            "name": project.name,
            "annotators_per_paragraph": project.annotators_per_paragraph,
            "codebook_language": project.codebook_language,
            "guidelines": newest.guidelines,
            "seen": str(newest.number),
            "suggested_from": newest.codebook.suggested_from,
            "certain_from": newest.codebook.certain_from,
            "words_certain_from": newest.codebook.words_certain_from,
            **{
                f"suggested_by_{question.name}": question.suggested_by or NOTHING
                for question in newest.codebook.questions
            },
        }
    )
    wants_preview = request.form.get("action") == "preview"
    if not form.is_submitted():
        return _settings_page(form, 200)
    if not form.validate():
        return _settings_page(form, 422)
    if wants_preview:
        return _settings_page(form, 200, preview=form.guidelines.data or "")
    return _store_settings(project, form)


@requires(member(Role.LEAD))
def remove_demonstration(project_id: int) -> Response:
    """Delete the demonstration project and the people made up for it."""
    project = current_project()
    if not project.is_demonstration:
        abort(409, gettext("This project is not the demonstration. Nothing was removed."))
    remove_demonstration_work(project)
    db.session.commit()
    flash(gettext("The demonstration is removed."), "success")
    return redirect(url_for("projects.index"), 303)


@requires(administrator)
def join_as_lead(project_id: int) -> Response:
    """Make an administrator a lead of any project; its members see that."""
    project = db.session.get(Project, project_id)
    if project is None:
        abort(404)
    join(project, signed_in_account(), at=now())
    db.session.commit()
    flash(
        gettext("You are now a lead of this project. Its members see that you joined."), "success"
    )
    return redirect(url_for("projects.show", project_id=project_id), 303)


def _store_settings(project: Project, form: SettingsForm) -> Response:
    try:
        rename_project(
            project,
            name=form.name.data or "",
            annotators_per_paragraph=form.annotators_per_paragraph.data or 1,
        )
        project.codebook_language = form.codebook_language.data
        version = revise_guidelines(
            project.id,
            form.guidelines.data or "",
            seen=form.seen_number,
            by=signed_in_account(),
            at=now(),
            codebook=form.chosen_codebook,
        )
    except NameTakenError as error:
        db.session.rollback()
        form.name.errors = [str(error)]
        return _settings_page(form, 422)
    except GuidelinesChangedError as error:
        db.session.rollback()
        form.guidelines.errors = [
            gettext("%(error)s Compare, then save again to replace it with yours.", error=error)
        ]
        form.seen.data = str(codebook_in_force(project.id).number)
        return _settings_page(form, 409)
    number = version.number if version else None
    db.session.commit()
    done = (
        gettext("Saved. Codebook and guidelines are now version %(number)s.", number=number)
        if number
        else gettext("Saved.")
    )
    flash(done, "success")
    return redirect(url_for("projects.edit", project_id=project.id), 303)


def _settings_page(form: SettingsForm, status: int, *, preview: str = "") -> Response:
    membership = current_membership()
    return _page(
        "projects/edit.html",
        status,
        project=project_header(membership),
        form=form,
        newest=codebook_in_force(membership.project_id),
        preview=render_markdown(preview),
    )


def _page(template: str, status: int = 200, **context: object) -> Response:
    return make_response(render_template(template, **context), status)
