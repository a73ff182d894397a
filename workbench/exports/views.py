"""Take labels away: the page that explains the files, and the files."""

from flask import Response, abort, render_template, request

from workbench.exports.columns import Layout, columns_of
from workbench.exports.queries import annotation_counts, question_levels
from workbench.exports.writing import export_chunks
from workbench.projects.access import current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.web.access import requires
from workbench.web.downloads import csv_response, file_name


@requires(member(Role.LEAD))
def index(project_id: int) -> str:
    """Explain the files and offer them."""
    questions = tuple(dict.fromkeys(name for _, name in question_levels(project_id)))
    current, in_all = annotation_counts(project_id)
    return render_template(
        "exports/index.html",
        project=project_header(current_membership()),
        n_current=current,
        n_in_all=in_all,
        columns={layout: columns_of(layout, questions, identities=True) for layout in Layout},
        layouts=Layout,
    )


@requires(member(Role.LEAD))
def labels(project_id: int) -> Response:
    """Send one row for each annotation and question."""
    return _file(project_id, Layout.LABELS)


@requires(member(Role.LEAD))
def labels_wide(project_id: int) -> Response:
    """Send one row for each annotation."""
    return _file(project_id, Layout.WIDE)


@requires(member(Role.LEAD))
def spans(project_id: int) -> Response:
    """Send one row for each span."""
    return _file(project_id, Layout.SPANS)


@requires(member(Role.LEAD))
def paragraphs(project_id: int) -> Response:
    """Send one row for each paragraph, annotated or not."""
    return _file(project_id, Layout.PARAGRAPHS)


def _file(project_id: int, layout: Layout) -> Response:
    project = current_project()
    identities = _is_asked("identities", "names")
    all_revisions = _is_asked("revisions", "all")
    chunks = export_chunks(project_id, layout, identities=identities, all_revisions=all_revisions)
    kind = layout.file_with(identities=identities, all_revisions=all_revisions)
    name = file_name(project.name, kind, is_demonstration=project.is_demonstration)
    return csv_response(name, chunks)


def _is_asked(parameter: str, value: str) -> bool:
    given = request.args.get(parameter)
    if given not in (None, value):
        abort(400, f"The address says {parameter}={given}; only {parameter}={value} is known.")
    return given == value
