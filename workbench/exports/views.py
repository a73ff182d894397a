"""Take labels away: the page that explains the files, the files, and those that jobs prepare."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from workbench.accounts.access import signed_in_visitor
from workbench.database import db
from workbench.exports.columns import KINDS
from workbench.exports.counts import annotation_counts
from workbench.exports.file_types import FileType
from workbench.exports.forms import FILE_TYPES, LAYOUTS, ExportForm
from workbench.exports.jobs import start_export
from workbench.exports.layouts import Layout, columns_of
from workbench.exports.prepared import PreparedFile, prepared_file, prepared_files
from workbench.exports.queries import question_names
from workbench.exports.selection import Selection
from workbench.exports.sending import packed_file, whole_file
from workbench.exports.writing import export_pieces
from workbench.jobs.clock import ledger_time
from workbench.jobs.outputs import StoredOutput, delete_outputs
from workbench.label_imports.queries import stored_label_imports
from workbench.projects.access import current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.web.access import requires
from workbench.web.downloads import attachment
from workbench.web.settings import settings
from workbench.web.wording import file_size
from workbench.words import gettext

# From so many labels on a file is better prepared by a job than written while one waits.
LABELS_AT_ONCE = 100_000


@requires(member(Role.LEAD))
def index(project_id: int) -> str:
    """Explain the files and offer them."""
    return _page(project_id, None)


@requires(member(Role.LEAD))
def choose(project_id: int) -> tuple[str, int] | AnyResponse:
    """Send what was chosen at once, or have it prepared."""
    form = ExportForm()
    if not form.validate():
        return _page(project_id, form), 422
    selection = form.selection(project_id)
    if "prepare" not in request.form:
        return redirect(_address(selection), 303)
    job_id = start_export(selection, account_id=signed_in_visitor().id, at=ledger_time())
    db.session.commit()
    return redirect(url_for("jobs.show", project_id=project_id, job_id=job_id), 303)


@requires(member(Role.LEAD))
def file(project_id: int, stem: str, suffix: str) -> Response:
    """Send a file while it is written."""
    project = current_project()
    selection = Selection(
        project_id=project_id,
        layout=next(layout for layout in Layout if layout.stem == stem),
        file_type=FileType(suffix),
        identities=_is_asked("identities", "names"),
        all_revisions=_is_asked("revisions", "all"),
        training=_is_asked("training", "with"),
    )
    name = selection.file_name(project.name, is_demonstration=project.is_demonstration)
    return attachment(name, export_pieces(selection), selection.file_type.content_type)


@requires(member(Role.LEAD))
def prepared(project_id: int, job_id: int) -> Response:
    """Send a file that a job wrote."""
    found, stored = _ready_file(project_id, job_id)
    response = attachment(found.name, whole_file(found, stored), found.file_type.content_type)
    if found.is_packed:
        # Where it ends early, browsers notice; Parquet is put together on the way.
        response.content_length = stored.raw_bytes
    return response


@requires(member(Role.LEAD))
def packed(project_id: int, job_id: int) -> Response:
    """Send a file that a job wrote, packed as it is stored."""
    found, stored = _ready_file(project_id, job_id)
    if not found.is_packed:
        abort(404, gettext("Parquet is packed in itself: fetch the file without .gz."))
    response = attachment(f"{found.name}.gz", packed_file(found, stored), "application/gzip")
    response.content_length = stored.stored_bytes
    return response


@requires(member(Role.LEAD))
def delete_prepared(project_id: int, job_id: int) -> AnyResponse:
    """Delete a file that a job wrote; the job stays in the list of jobs."""
    found = _known_file(project_id, job_id)
    if found.is_open:
        flash(gettext("This file is still being written. Cancel its job first."), "warning")
    else:
        delete_outputs(job_id)
        db.session.commit()
        done = gettext(
            "%(file)s was deleted. The labels themselves are where they were.", file=found.name
        )
        flash(done, "success")
    return redirect(url_for("exports.index", project_id=project_id), 303)


def _page(project_id: int, form: ExportForm | None) -> str:
    questions = question_names(project_id)
    counts = annotation_counts(project_id)
    days = settings().output_days
    return render_template(
        "exports/index.html",
        project=project_header(current_membership()),
        form=form or _new_form(has_labels=counts.with_revisions + counts.skipped > 0),
        counts=counts,
        is_large=counts.current * max(1, len(questions)) > LABELS_AT_ONCE,
        labels_at_once=LABELS_AT_ONCE,
        has_imported=bool(stored_label_imports(project_id)),
        prepared=prepared_files(project_id, days=days, at=ledger_time()),
        days=days,
        columns={layout: columns_of(layout, questions, identities=True) for layout in Layout},
        kinds=KINDS,
        layouts=LAYOUTS,
        file_types=FILE_TYPES,
        file_size=file_size,
    )


def _new_form(*, has_labels: bool) -> ExportForm:
    # Before anybody has annotated, paragraphs are all that there is to take.
    return ExportForm(None, layout=(Layout.LABELS if has_labels else Layout.PARAGRAPHS).value)


def _address(selection: Selection) -> str:
    asked: dict[str, Any] = {}
    if selection.identities:
        asked["identities"] = "names"
    if selection.all_revisions:
        asked["revisions"] = "all"
    if selection.training:
        asked["training"] = "with"
    return url_for(
        "exports.file",
        project_id=selection.project_id,
        stem=selection.layout.stem,
        suffix=selection.file_type.value,
        **asked,
    )


def _known_file(project_id: int, job_id: int) -> PreparedFile:
    found = prepared_file(project_id, job_id, days=settings().output_days, at=ledger_time())
    if found is None:
        abort(404)
    return found


def _ready_file(project_id: int, job_id: int) -> tuple[PreparedFile, StoredOutput]:
    found = _known_file(project_id, job_id)
    if found.is_open:
        abort(redirect(url_for("jobs.show", project_id=project_id, job_id=job_id), 303))
    if not found.is_ready or found.stored is None:
        abort(410, gettext("This file has expired, was deleted, or was never finished."))
    return found, found.stored


def _is_asked(parameter: str, value: str) -> bool:
    given = request.args.get(parameter)
    if given not in (None, value):
        abort(
            400,
            gettext(
                "The address says %(given)s; only %(known)s is known.",
                given=f"{parameter}={given}",
                known=f"{parameter}={value}",
            ),
        )
    return given == value
