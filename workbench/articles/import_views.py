"""Pages that bring articles in: paste or upload, look through, correct, store."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.articles import import_jobs, import_queries, importing
from workbench.articles.forms import CorrectForm, PasteForm, UploadForm
from workbench.articles.import_queries import source_of
from workbench.articles.limits import checked
from workbench.articles.models import ArticleImport, ImportRow
from workbench.articles.open_imports import find_import, good_row, hold_import
from workbench.articles.previews import DamagedRowError, from_values
from workbench.articles.suggestions import reason_without_suggestions
from workbench.articles.wording import IMPORT_STATES, summary_sentence
from workbench.config import MEBIBYTE
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.projects.access import current_membership, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.said_later import said
from workbench.text.articles import ArticleText, BadRow
from workbench.text.reading import read_pasted
from workbench.web.access import requires, takes_articles
from workbench.web.pagination import page_number
from workbench.web.settings import settings
from workbench.words import gettext, lazy, ngettext

View = Response | str | tuple[str, int]
# A page of a preview shows twenty rows; no database takes any number of values in a statement.
MOST_IDS = 1_000
ALREADY_STORED = lazy("This import was stored or discarded before; nothing was stored twice.")
UNDER_WAY = lazy("This import was started before; nothing is stored twice.")
NOTHING_TO_IMPORT = lazy("There is nothing to import: tick at least one article that is new here.")


@takes_articles
@requires(member(Role.LEAD))
def new_import(project_id: int) -> View:
    """Take a pasted text or files, and make a preview of what is in them."""
    paste, upload = PasteForm(), UploadForm()
    if request.method == "GET":
        return _import_page(paste, upload)
    account_id = signed_in_visitor().id
    # Reading takes a while for many files, and SQLite has one writer: nobody waits for it.
    db.session.rollback()
    if "paste" in request.form:
        upload = UploadForm(formdata=None)
        if not paste.validate():
            return _import_page(paste, upload), 422
        unchecked = [_with_typed_facts(paste, item) for item in read_pasted(paste.text.data or "")]
    else:
        paste = PasteForm(formdata=None)
        if not upload.validate():
            return _import_page(paste, upload), 422
        unchecked = importing.read_uploads(
            (file.filename, file.read()) for file in upload.files.data or []
        )
    read = [checked(item) for item in unchecked]
    if not any(isinstance(item, ArticleText) for item in read):
        return _import_page(paste, upload, unread=read), 422
    try:
        started = importing.start_import(project_id, read, account_id=account_id, at=now())
    except importing.TooManyRowsError as error:
        return _import_page(paste, upload, problem=str(error)), 422
    db.session.commit()
    return redirect(url_for("articles.preview", project_id=project_id, import_id=started.id), 303)


@requires(member(Role.LEAD))
def preview(project_id: int, import_id: int) -> View:
    """Show what was read, and store it when the lead says so."""
    article_import = _open_import(project_id, import_id)
    if article_import is None:
        return _gone(project_id, import_id)
    if request.method == "GET":
        return _preview_page(article_import, page_number())
    _take_choices(article_import)
    plan = import_queries.import_plan(article_import)
    is_long = import_jobs.is_long(plan)
    if not is_long:
        importing.set_aside_damaged(article_import)
    bad_rows = import_queries.bad_row_count(article_import)
    if bad_rows and "keep_good" not in request.form:
        return _preview_page(
            article_import,
            page_number(),
            problem=ngettext(
                "%(num)s row could not be read. Tick the box below to import the good ones without "
                "it, or mend the file and import it again.",
                "%(num)s rows could not be read. Tick the box below to import the good ones "
                "without them, or mend the file and import it again.",
                bad_rows,
            ),
        ), 422
    if not plan.rows:
        return _preview_page(article_import, page_number(), problem=NOTHING_TO_IMPORT), 422
    if is_long:
        return _start_job(article_import, plan)
    return _store_now(article_import)


@requires(member(Role.LEAD))
def choose(project_id: int, import_id: int) -> Response:
    """Keep which articles of a page are ticked, and go on to another page or an article."""
    article_import = _open_import(project_id, import_id)
    if article_import is None:
        return _gone(project_id, import_id)
    _take_choices(article_import)
    db.session.commit()
    if row_ids := _ids("correct"):
        row = _row(article_import, row_ids[0])
        return redirect(
            url_for("articles.correct", project_id=project_id, import_id=import_id, row_id=row.id),
            303,
        )
    pages = _ids("page") or [page_number()]
    return redirect(
        url_for("articles.preview", project_id=project_id, import_id=import_id, page=pages[0]),
        303,
    )


@takes_articles
@requires(member(Role.LEAD))
def correct(project_id: int, import_id: int, row_id: int) -> View:
    """Correct one article of a preview."""
    article_import = _open_import(project_id, import_id)
    if article_import is None:
        return _gone(project_id, import_id)
    row = _row(article_import, row_id)
    try:
        read = from_values(row.article, source_name=row.source_name, line=row.line).text
    except DamagedRowError as error:
        abort(404, said(error.args[0]))
    form = CorrectForm(obj=read)
    form.offer_languages(read.language)
    if request.method == "GET":
        return _correct_page(form, article_import, row, read)
    if not form.validate():
        return _correct_page(form, article_import, row, read), 422
    corrected = form.corrected(read)
    if isinstance(corrected, BadRow):
        form.body.errors = [said(corrected.reason)]
        return _correct_page(form, article_import, row, read), 422
    importing.correct_row(row, corrected)
    db.session.commit()
    flash(gettext("The article was corrected."), "success")
    return redirect(_address_of_row(article_import, row), 303)


@requires(member(Role.LEAD))
def discard(project_id: int, import_id: int) -> Response:
    """Remove a preview that was never stored."""
    article_import = _open_import(project_id, import_id)
    if article_import is None:
        return _gone(project_id, import_id)
    importing.discard_import(article_import)
    db.session.commit()
    flash(gettext("The preview was discarded; nothing of it was stored."), "success")
    return redirect(url_for("articles.new_import", project_id=project_id), 303)


@requires(member(Role.LEAD))
def reopen(project_id: int, import_id: int) -> Response:
    """Make a preview again of what a cancelled or failed job has left of an import."""
    article_import = hold_import(project_id, import_id)
    if article_import is None:
        abort(404)
    if article_import.stored_at is not None and not import_jobs.reopen_import(article_import):
        return _gone(project_id, import_id)
    db.session.commit()
    return redirect(url_for("articles.preview", project_id=project_id, import_id=import_id), 303)


def _open_import(project_id: int, import_id: int) -> ArticleImport | None:
    """Find a preview of this project; None when it was stored, 404 when there is none."""
    find = hold_import if request.method == "POST" else find_import
    found = find(project_id, import_id)
    if found is None:
        abort(404)
    return found if found.stored_at is None else None


def _row(article_import: ArticleImport, row_id: int) -> ImportRow:
    row = good_row(article_import, row_id)
    if row is None:
        abort(404)
    return row


def _gone(project_id: int, import_id: int) -> Response:
    """Lead to where an import is that is no preview any more."""
    for under_way in import_jobs.imports_under_way(project_id):
        if under_way.import_id == import_id:
            flash(str(UNDER_WAY), "info")
            return _to_job(project_id, under_way.job_id)
    flash(str(ALREADY_STORED), "info")
    return redirect(url_for("articles.index", project_id=project_id), 303)


def _store_now(article_import: ArticleImport) -> Response:
    project_id, import_id = article_import.project_id, article_import.id
    score = importing.score_ahead(article_import)
    # Meanwhile another tab may have stored or discarded it.
    found = hold_import(project_id, import_id)
    if found is None or found.stored_at is not None:
        return _gone(project_id, import_id)
    _take_choices(found)
    importing.set_aside_damaged(found)
    summary = importing.store_import(found, at=now(), score=score)
    if summary is None:
        db.session.rollback()
        return _gone(project_id, import_id)
    db.session.commit()
    flash(said(summary_sentence(summary)), "success")
    return redirect(url_for("articles.index", project_id=project_id), 303)


def _start_job(article_import: ArticleImport, plan: import_queries.ImportPlan) -> Response:
    project_id, import_id = article_import.project_id, article_import.id
    job = import_jobs.start_import_job(
        article_import, plan, account_id=signed_in_visitor().id, at=ledger_time()
    )
    if job is None:
        db.session.rollback()
        return _gone(project_id, import_id)
    db.session.commit()
    return _to_job(project_id, job.id)


def _to_job(project_id: int, job_id: int) -> Response:
    return redirect(url_for("jobs.show", project_id=project_id, job_id=job_id), 303)


def _take_choices(article_import: ArticleImport) -> None:
    importing.choose_rows(article_import, shown=_ids("shown"), chosen=_ids("chosen"))


def _ids(name: str) -> list[int]:
    """Read whole numbers that the database can hold; anything else is passed over."""
    values = request.form.getlist(name)
    if len(values) > MOST_IDS:
        abort(400)
    return [
        int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10
    ]


def _with_typed_facts(form: PasteForm, item: ArticleText | BadRow) -> ArticleText | BadRow:
    return item if isinstance(item, BadRow) else form.given(item)


def _address_of_row(article_import: ArticleImport, row: ImportRow) -> str:
    return url_for(
        "articles.preview",
        project_id=article_import.project_id,
        import_id=article_import.id,
        page=import_queries.page_of(row),
        _anchor=f"row-{row.position + 1}",
    )


def _import_page(
    paste: PasteForm,
    upload: UploadForm,
    *,
    unread: Sequence[ArticleText | BadRow] = (),
    problem: str = "",
) -> str:
    membership = current_membership()
    return render_template(
        "articles/new_import.html",
        project=project_header(membership),
        paste=paste,
        upload=upload,
        unread=unread[: import_queries.BAD_ROWS_SHOWN],
        unread_count=len(unread),
        problem=problem,
        open_imports=import_queries.open_imports(membership.project_id),
        under_way=import_jobs.imports_under_way(membership.project_id),
        states=IMPORT_STATES,
        max_upload_bytes=settings().max_upload_bytes,
        max_upload_megabytes=settings().max_upload_bytes // MEBIBYTE,
    )


def _preview_page(article_import: ArticleImport, page: int, *, problem: str = "") -> str:
    return render_template(
        "articles/preview.html",
        project=project_header(current_membership()),
        preview=import_queries.preview(article_import, page),
        keep_good="keep_good" in request.form,
        without_suggestions=reason_without_suggestions,
        problem=problem,
    )


def _correct_page(
    form: CorrectForm, article_import: ArticleImport, row: ImportRow, read: ArticleText
) -> str:
    return render_template(
        "articles/correct.html",
        project=project_header(current_membership()),
        form=form,
        read=read,
        source=source_of(read),
        number=row.position + 1,
        back=_address_of_row(article_import, row),
    )
