"""The guidelines: as they stand, as they stood, what changed, and who has read them."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.database import db
from workbench.projects.access import EVERYBODY, current_header, member
from workbench.projects.markdown import render_markdown
from workbench.projects.operations import read_guidelines
from workbench.projects.queries import (
    codebook_in_force,
    codebook_version,
    guidelines_versions,
)
from workbench.projects.reading import changes_between, guidelines_news
from workbench.projects.versions import asked_version
from workbench.projects.work import finished_training
from workbench.web.access import requires
from workbench.web.forms import sent_number
from workbench.words import gettext


@requires(member(*EVERYBODY))
def guidelines(project_id: int) -> Response:
    """Show the guidelines and the codebook as they stand, or as they stood."""
    newest = codebook_in_force(project_id)
    shown = asked_version(project_id, "version") or newest
    return _page(
        "projects/guidelines.html",
        project=current_header(),
        shown=shown,
        newest=newest,
        rendered=render_markdown(shown.guidelines),
        versions=guidelines_versions(project_id),
        news=guidelines_news(current_header(), newest),
        examples=finished_training(project_id, signed_in_visitor().id),
    )


@requires(member(*EVERYBODY))
def guidelines_changes(project_id: int) -> Response:
    """Show what changed from one version to a newer one; without a choice, to the newest."""
    newest = codebook_in_force(project_id)
    new = asked_version(project_id, "to") or newest
    old = asked_version(project_id, "since") or codebook_version(project_id, new.number - 1)
    if old is None or old.number >= new.number:
        abort(404)
    versions = guidelines_versions(project_id)
    made = {version.number: version.created_at for version in versions}
    return _page(
        "projects/guidelines_changes.html",
        project=current_header(),
        changes=changes_between(old, new, made_at=made[new.number]),
        newest=newest,
        news=guidelines_news(current_header(), newest),
    )


@requires(member(*EVERYBODY))
def confirm_guidelines(project_id: int) -> Response:
    """Keep that a member has read a version of the guidelines."""
    number = sent_number(request.form.get("number"))
    if not 1 <= number <= codebook_in_force(project_id).number:
        abort(400)
    read_guidelines(project_id, signed_in_visitor().id, number)
    db.session.commit()
    flash(
        gettext("Kept: you have read version %(number)s of the guidelines.", number=number),
        "success",
    )
    return redirect(url_for("projects.guidelines", project_id=project_id), 303)


def _page(template: str, **context: object) -> Response:
    return make_response(render_template(template, **context))
