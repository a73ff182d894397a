"""Pages that bring labels in: upload, say what the columns are and the values mean, store."""

from dataclasses import dataclass
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_account
from workbench.annotations.models import LabelImport
from workbench.codebook.levels import Level
from workbench.config import MEBIBYTE
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.label_imports import jobs, operations, queries
from workbench.label_imports.forms import (
    ColumnsForm,
    FilesForm,
    QuestionFields,
    question_fields,
    reading_from,
)
from workbench.label_imports.guessing import found_questions
from workbench.label_imports.mapping import Reading, ReadingError, Repeats
from workbench.label_imports.operations import SourceFile
from workbench.label_imports.plan import Problem
from workbench.label_imports.previewing import Opened, Preview, is_fresh, preview_of
from workbench.label_imports.records import imports_json
from workbench.label_imports.removing import remove_label_import
from workbench.label_imports.tables import TableError
from workbench.label_imports.wording import REPEATS, obstacle_sentence, preview_lines
from workbench.projects.access import current_header, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import ProjectHeader, codebook_in_force
from workbench.web.access import requires, takes_articles
from workbench.web.downloads import file_name, json_response
from workbench.web.settings import settings
from workbench.web.wording import term
from workbench.words import gettext, lazy, ngettext

View = Response | str | tuple[str, int]
GONE = lazy("This import was stored or discarded before; nothing was stored twice.")
PROBLEMS_SHOWN = 20
ROWS_SHOWN = 8


@dataclass(frozen=True)
class LabelsPage:
    """Hold what the page of labels shows; `obstacles` say why nothing can be stored yet."""

    project: ProjectHeader
    label_import: LabelImport
    reading: Reading
    questions: tuple[QuestionFields, ...]
    is_fresh: bool
    preview: Preview | None
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    obstacles: tuple[str, ...]


@takes_articles
@requires(member(Role.LEAD))
def index(project_id: int) -> View:
    """List the imports of labels, and take a file."""
    form = FilesForm()
    if request.method == "GET":
        return _index_page(form)
    if not form.validate():
        return _index_page(form), 422
    account_id = signed_in_account().id
    labels, texts = _sent(form.labels.data), _sent(form.texts.data)
    # Reading takes a while for a large file, and SQLite has one writer: nobody waits for it.
    db.session.rollback()
    try:
        started = operations.start_label_import(
            project_id, labels or SourceFile("", b""), texts, account_id=account_id, at=now()
        )
    except TableError as error:
        db.session.rollback()
        form.labels.errors = [str(error)]
        return _index_page(form), 422
    db.session.commit()
    return _to("columns", project_id, started.id)


@requires(member(Role.LEAD))
def columns(project_id: int, label_import_id: int) -> View:
    """Ask which column is what."""
    label_import = _open_import(project_id, label_import_id)
    if label_import is None:
        return _gone(project_id)
    files = operations.opened(label_import)
    here = files.table.columns
    form = ColumnsForm(obj=operations.reading_of(label_import).columns)
    form.offer(here, files.texts.columns if files.texts else ())
    if request.method == "GET":
        return _columns_page(form, label_import, files)
    if not form.validate():
        return _columns_page(form, label_import, files), 422
    try:
        operations.choose_columns(label_import, files, form.columns())
    except ReadingError as error:
        return _columns_page(form, label_import, files, problem=str(error)), 422
    db.session.commit()
    return _to("labels", project_id, label_import_id)


@takes_articles
@requires(member(Role.LEAD))
def labels(project_id: int, label_import_id: int) -> View:
    """Ask which label each value is, show what would be stored, and store it."""
    label_import = _open_import(project_id, label_import_id)
    if label_import is None:
        return _gone(project_id)
    files = operations.opened(label_import)
    reading = operations.reading_of(label_import)
    if not reading.questions and not reading.columns.spans:
        return _to("columns", project_id, label_import_id)
    if request.method == "GET":
        return render_template("label_imports/labels.html", **_labels_page(label_import, files))
    codebook = codebook_in_force(project_id).codebook
    found = found_questions(files.table, reading.columns)
    reading = reading_from(request.form, found, reading, codebook)
    operations.keep_reading(label_import, reading)
    if "store" not in request.form:
        db.session.commit()
        return redirect(
            url_for(
                "label_imports.labels",
                project_id=project_id,
                label_import_id=label_import_id,
                _anchor="preview",
            ),
            303,
        )
    context = _labels_page(label_import, files)
    page: LabelsPage = context["page"]
    if page.preview is None or page.obstacles:
        db.session.commit()
        return render_template("label_imports/labels.html", **context), 422
    return _store(label_import, reading, page.preview)


@requires(member(Role.LEAD))
def discard(project_id: int, label_import_id: int) -> Response:
    """Remove an import that was never stored."""
    label_import = _open_import(project_id, label_import_id)
    if label_import is None:
        return _gone(project_id)
    operations.discard_label_import(label_import)
    db.session.commit()
    flash(gettext("The file was discarded; nothing of it was stored."), "success")
    return redirect(url_for("label_imports.index", project_id=project_id), 303)


@requires(member(Role.LEAD))
def store_rest(project_id: int, label_import_id: int) -> Response:
    """Store what a cancelled or failed job, or a stopped command, has left."""
    label_import = _find(project_id, label_import_id)
    parts = queries.parts_left(label_import.id)
    if label_import.stored_at is None or not parts:
        return _gone(project_id)
    job = jobs.start_storing(
        label_import,
        [(part_id, 1) for part_id in parts],
        account_id=signed_in_account().id,
        at=ledger_time(),
    )
    db.session.commit()
    return redirect(url_for("jobs.show", project_id=project_id, job_id=job.id), 303)


@requires(member(Role.LEAD))
def remove(project_id: int, label_import_id: int) -> Response:
    """Take an import back."""
    label_import = _find(project_id, label_import_id)
    if label_import.stored_at is None:
        return _gone(project_id)
    if "sure" not in request.form:
        flash(gettext("Nothing was removed: tick the box first."), "warning")
        return redirect(url_for("label_imports.index", project_id=project_id), 303)
    name, removed = label_import.source_name, remove_label_import(label_import)
    db.session.commit()
    flash(
        ngettext(
            "%(num)s annotation of %(name)s was removed.",
            "%(num)s annotations of %(name)s were removed.",
            removed,
            name=name,
        ),
        "success",
    )
    return redirect(url_for("label_imports.index", project_id=project_id), 303)


@requires(member(Role.LEAD))
def provenance(project_id: int) -> FlaskResponse:
    """Send where the imported labels come from as JSON."""
    project = current_project()
    name = file_name(project.name, "label-imports.json", is_demonstration=project.is_demonstration)
    return json_response(name, imports_json(project.name, queries.stored_label_imports(project_id)))


def _store(label_import: LabelImport, reading: Reading, preview: Preview) -> Response:
    project_id = label_import.project_id
    account = signed_in_account()
    try:
        parts = operations.store_labels(
            label_import, reading, preview, by=account, key=settings().secret_key, at=now()
        )
    except operations.StoredBeforeError:
        db.session.rollback()
        return _gone(project_id)
    if jobs.is_long(parts):
        job = jobs.start_storing(label_import, parts, account_id=account.id, at=ledger_time())
        db.session.commit()
        return redirect(url_for("jobs.show", project_id=project_id, job_id=job.id), 303)
    operations.store_parts(label_import, [part_id for part_id, _ in parts], at=now())
    db.session.commit()
    flash(
        ngettext(
            "%(num)s annotation was imported.",
            "%(num)s annotations were imported.",
            len(preview.plan.given),
        ),
        "success",
    )
    return redirect(url_for("label_imports.index", project_id=project_id), 303)


def _labels_page(label_import: LabelImport, files: Opened) -> dict[str, Any]:
    reading = operations.reading_of(label_import)
    codebook = codebook_in_force(label_import.project_id).codebook
    preview, obstacles = None, list[str]()
    shown: list[Problem] = []
    try:
        preview = preview_of(label_import.project_id, files, reading)
    except ReadingError as problem:
        obstacles.append(str(problem))
    else:
        obstacles += [obstacle_sentence(each) for each in preview.obstacles]
        shown += [*preview.plan.notes.bad, *preview.plan.notes.conflicts]
    project = current_header()
    page = LabelsPage(
        project=project,
        label_import=label_import,
        reading=reading,
        questions=question_fields(found_questions(files.table, reading.columns), reading, codebook),
        is_fresh=is_fresh(label_import.project_id),
        preview=preview,
        lines=tuple(preview_lines(preview, reading)) if preview else (),
        problems=tuple(shown[:PROBLEMS_SHOWN]),
        obstacles=tuple(obstacles),
    )
    return {
        "page": page,
        "project": project,
        "levels": [(level.value, term(level)) for level in Level],
        "repeats": [(one.value, REPEATS[one]) for one in Repeats],
        "rows_shown": ROWS_SHOWN,
    }


def _sent(file: FileStorage | None) -> SourceFile | None:
    if file is None:
        return None
    with file.stream:
        return SourceFile(file.filename or "", file.read())


def _find(project_id: int, label_import_id: int) -> LabelImport:
    find = (
        operations.hold_label_import if request.method == "POST" else operations.find_label_import
    )
    found = find(project_id, label_import_id)
    if found is None:
        abort(404)
    return found


def _open_import(project_id: int, label_import_id: int) -> LabelImport | None:
    """Find an import that is not stored; None when it was."""
    found = _find(project_id, label_import_id)
    return found if found.stored_at is None else None


def _gone(project_id: int) -> Response:
    flash(str(GONE), "info")
    return redirect(url_for("label_imports.index", project_id=project_id), 303)


def _to(view: str, project_id: int, label_import_id: int) -> Response:
    return redirect(
        url_for(f"label_imports.{view}", project_id=project_id, label_import_id=label_import_id),
        303,
    )


def _index_page(form: FilesForm) -> str:
    header = current_header()
    rows = queries.label_imports(header.id)
    return render_template(
        "label_imports/index.html",
        project=header,
        form=form,
        begun=[row for row in rows if row.stored_at is None],
        stored=[row for row in reversed(rows) if row.stored_at is not None],
        max_upload_megabytes=settings().max_upload_bytes // MEBIBYTE,
    )


def _columns_page(
    form: ColumnsForm, label_import: LabelImport, files: Opened, *, problem: str = ""
) -> str:
    return render_template(
        "label_imports/columns.html",
        project=current_header(),
        label_import=label_import,
        form=form,
        table=files.table,
        has_texts=files.texts is not None,
        rows=files.table.rows[:ROWS_SHOWN],
        problem=problem,
    )
