"""The page of a study's design."""

import secrets

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_account
from workbench.codebook.codebook import Codebook
from workbench.database import db, now
from workbench.jobs.queries import job_under_way
from workbench.projects.access import current_membership, member
from workbench.projects.design_forms import DesignForm, design_form
from workbench.projects.design_wording import sentences
from workbench.projects.designs import (
    Design,
    DesignChangedError,
    DesignVersion,
    design_versions,
    revise_design,
)
from workbench.projects.models import Role
from workbench.projects.ordering import (
    JOB_KIND,
    OrderFixedError,
    order_anew,
    order_in_force,
    orders_by_certainty,
)
from workbench.projects.queries import codebook_in_force, project_header
from workbench.web.access import requires
from workbench.words import gettext


@requires(member(Role.LEAD))
def design(project_id: int) -> Response:
    """Choose what annotators are shown from now on, and see what held before."""
    codebook = codebook_in_force(project_id).codebook
    versions = design_versions(project_id)
    design, number = (versions[0].design, versions[0].number) if versions else (Design(), 0)
    form = design_form(codebook, design, seen=number)
    if not form.is_submitted():
        return _design_page(form, codebook, versions, 200)
    if not form.validate():
        return _design_page(form, codebook, versions, 422)
    try:
        stored = revise_design(
            project_id,
            form.design,
            seen=form.seen_number,
            by=signed_in_account(),
            at=now(),
            draw_seed=secrets.randbelow,
        )
    except DesignChangedError as error:
        db.session.rollback()
        form.seen.data = str(number)
        form.form_errors.append(
            gettext("%(error)s Compare, then save again to replace it with yours.", error=error)
        )
        return _design_page(form, codebook, design_versions(project_id), 409)
    except OrderFixedError as error:
        db.session.rollback()
        form.queue_order.errors = [str(error)]
        return _design_page(form, codebook, versions, 422)
    if stored is not None and (form.design.queue_order, form.design.random_percent) != (
        design.queue_order,
        design.random_percent,
    ):
        order_anew(project_id, account_id=signed_in_account().id, at=now())
    db.session.commit()
    if stored is None:
        flash(gettext("Nothing was changed."), "info")
    else:
        flash(
            gettext(
                "Saved as version %(stored)s. It holds for paragraphs given out from now on.",
                stored=stored,
            ),
            "success",
        )
    return redirect(url_for("projects.design", project_id=project_id), 303)


@requires(member(Role.LEAD))
def order(project_id: int) -> Response:
    """Have the queue put in order anew, where a job did not finish or scores were changed."""
    if job_under_way(project_id, JOB_KIND) is None:
        order_anew(project_id, account_id=signed_in_account().id, at=now())
        db.session.commit()
    return redirect(url_for("projects.design", project_id=project_id, _anchor="order-title"), 303)


def _design_page(
    form: DesignForm, codebook: Codebook, versions: tuple[DesignVersion, ...], status: int
) -> Response:
    page = render_template(
        "projects/design.html",
        project=project_header(current_membership()),
        form=form,
        versions=[(version, sentences(version.design, codebook)) for version in versions],
        usual=sentences(Design(), codebook),
        orders_by_certainty=orders_by_certainty(current_membership().project_id),
        order=order_in_force(current_membership().project_id),
        order_job=job_under_way(current_membership().project_id, JOB_KIND),
    )
    return make_response(page, status)
