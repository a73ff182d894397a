"""The page on which a lead writes the codebook: questions, labels, categories of loaded words."""

from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_account
from workbench.codebook.changes import codebook_changes
from workbench.codebook.codebook import Codebook, CodebookError
from workbench.codebook_pages.consequences import consequences
from workbench.codebook_pages.drafting import drafted, names_in
from workbench.codebook_pages.editing import edited, rows_of
from workbench.codebook_pages.files import codebook_text, digest, read_codebook_file
from workbench.codebook_pages.forms import CodebookForm, FileForm, filled_form
from workbench.codebook_pages.queries import all_codebooks, given
from workbench.database import db, now
from workbench.projects.access import current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.operations import GuidelinesChangedError, revise_guidelines
from workbench.projects.queries import (
    CodebookInForce,
    codebook_in_force,
    guidelines_versions,
    project_header,
)
from workbench.projects.versions import asked_version
from workbench.web.access import requires
from workbench.web.downloads import file_name, json_response
from workbench.words import gettext

MOST_FIELDS = 10_000
"""More than the largest codebook has by far; to build as many takes a second or two."""


@dataclass(frozen=True)
class Check:
    """Hold what a codebook would change, and what that means for what was answered already."""

    changes: tuple[str, ...]
    consequences: tuple[str, ...]


@requires(member(Role.LEAD))
def edit(project_id: int) -> Response:
    """Write the codebook, look at what that changes, then store it as a new version."""
    newest = codebook_in_force(project_id)
    if request.method == "GET":
        shown = asked_version(project_id, "version") or newest
        return _page(filled_form(rows_of(shown.codebook), seen=newest.number), newest, shown=shown)
    if len(request.form) > MOST_FIELDS:
        abort(413)
    form, action = CodebookForm(), request.form.get("action", "check")
    if change := edited(form.rows, action):
        again = filled_form(change.rows, seen=form.seen_number)
        return _page(again, newest, place=change.place)
    if not form.validate():
        return _page(form, newest, 422)
    try:
        codebook = drafted(
            form.rows, in_force=newest.codebook, earlier=names_in(all_codebooks(project_id))
        )
    except CodebookError as error:
        form.form_errors.append(str(error))
        return _page(form, newest, 422)
    if action == "save" and form.checked.data == digest(codebook):
        return _store(form, codebook, newest)
    # What was changed after it was looked at is shown again, and not stored unseen.
    form.checked.data = digest(codebook)
    return _page(form, newest, check=_check(newest.codebook, codebook, project_id))


@requires(member(Role.LEAD))
def fill(project_id: int) -> Response:
    """Fill the form with the codebook of a file; nothing is stored yet."""
    newest, file_form = codebook_in_force(project_id), FileForm()
    standing = filled_form(rows_of(newest.codebook), seen=newest.number)
    if not file_form.validate() or file_form.file.data is None:
        return _page(standing, newest, 422, file_form=file_form)
    try:
        read = read_codebook_file(file_form.file.data.read())
    except CodebookError as error:
        file_form.file.errors = [str(error)]
        return _page(standing, newest, 422, file_form=file_form)
    return _page(filled_form(rows_of(read), seen=newest.number), newest, is_from_file=True)


@requires(member(Role.LEAD))
def download(project_id: int) -> FlaskResponse:
    """Send the codebook in force, or the version asked for, as a file."""
    version = asked_version(project_id, "version") or codebook_in_force(project_id)
    project = current_project()
    name = file_name(
        project.name,
        f"codebook-{version.number}.json",
        is_demonstration=project.is_demonstration,
    )
    return json_response(name, codebook_text(version.codebook))


def _store(form: CodebookForm, codebook: Codebook, newest: CodebookInForce) -> Response:
    project_id = current_membership().project_id
    try:
        version = revise_guidelines(
            project_id,
            newest.guidelines,
            seen=form.seen_number,
            by=signed_in_account(),
            at=now(),
            codebook=codebook,
        )
    except GuidelinesChangedError as error:
        db.session.rollback()
        newest = codebook_in_force(project_id)
        form.seen.data = str(newest.number)
        form.form_errors.append(
            gettext("%(error)s Compare, then save again to replace it with yours.", error=error)
        )
        return _page(form, newest, 409, check=_check(newest.codebook, codebook, project_id))
    number = version.number if version else None
    db.session.commit()
    if number is None:
        flash(gettext("Nothing was changed."), "info")
    else:
        flash(
            gettext(
                "Saved. Codebook and guidelines are now version %(number)s. Annotators are told "
                "with their next paragraph.",
                number=number,
            ),
            "success",
        )
    return redirect(url_for("codebooks.edit", project_id=project_id), 303)


def _check(old: Codebook, new: Codebook, project_id: int) -> Check:
    return Check(codebook_changes(old, new), consequences(old, new, given(project_id)))


def _page(
    form: CodebookForm,
    newest: CodebookInForce,
    status: int = 200,
    *,
    shown: CodebookInForce | None = None,
    place: str = "",
    check: Check | None = None,
    file_form: FileForm | None = None,
    is_from_file: bool = False,
) -> Response:
    page = render_template(
        "codebooks/edit.html",
        project=project_header(current_membership()),
        form=form,
        file_form=file_form or FileForm(formdata=None),
        newest=newest,
        shown=shown or newest,
        place=place,
        check=check,
        is_from_file=is_from_file,
        versions=guidelines_versions(current_membership().project_id),
    )
    return make_response(page, status)
