"""Pages of a project's lexicon: list, switch off and on, write a term, upload, download."""

from collections.abc import Sequence

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.database import db, now
from workbench.lexicon_pages.forms import WHOLE, TermForm, UploadForm, said
from workbench.lexicon_pages.listing import SHOWN, TermRow, Wanted, chosen_rows, term_rows
from workbench.lexicons.operations import Change, UnusableLexiconError, change_draft
from workbench.lexicons.queries import StandingLexicon, draft_of, standing_lexicon
from workbench.projects.access import current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.scoring.context import BARE_RULES
from workbench.scoring.lexicon_entries import CATEGORIES, COLUMNS, LexiconEntry
from workbench.scoring.lexicon_files import FileProblem, LexiconFile, read_lexicon_file, rows_of
from workbench.scoring.overlay import Overlay, key_of
from workbench.web.access import requires, takes_articles
from workbench.web.downloads import csv_chunks, csv_response, file_name
from workbench.web.pagination import page_number
from workbench.words import gettext, ngettext

View = Response | str | tuple[str, int]
PROBLEMS_SHOWN = 100


@requires(member(Role.LEAD))
def index(project_id: int) -> str:
    """List the terms of the project's lexicon, with what waits to be applied."""
    standing, draft = standing_lexicon(project_id), draft_of(project_id)
    rows, wanted = term_rows(standing, draft), _wanted()
    return render_template(
        "lexicons/index.html",
        project=project_header(current_membership()),
        standing=standing,
        n_in_force=len(standing.entries),
        n_off=sum(row.is_off for row in rows),
        n_own=sum(row.has("own") for row in rows),
        n_waiting=sum(row.is_waiting for row in rows),
        has_draft=draft is not None,
        page=chosen_rows(rows, wanted, page_number()),
        wanted=wanted,
        categories={name: said(name) for name in CATEGORIES},
        lists=SHOWN,
    )


@requires(member(Role.LEAD))
def download(project_id: int) -> FlaskResponse:
    """Send the lexicon in force as a file that can be uploaded again."""
    return lexicon_file(standing_lexicon(project_id))


def lexicon_file(standing: StandingLexicon) -> FlaskResponse:
    """Send a version of a lexicon as CSV."""
    project = current_project()
    name = file_name(
        project.name,
        f"lexicon-{standing.number}.csv",
        is_demonstration=project.is_demonstration,
    )
    return csv_response(name, csv_chunks([rows_of(standing.entries)]))


@requires(member(Role.LEAD))
def switch(project_id: int) -> Response:
    """Switch a term off, or on again, in the draft."""
    row = _row(project_id, request.form.get("term", ""))
    if row is None:
        abort(404)
    name = row.entry.term
    is_off = request.form.get("to") == "off"

    def change(overlay: Overlay, _base: Sequence[LexiconEntry]) -> Overlay:
        return overlay.switched_off([name]) if is_off else overlay.switched_on([name])

    try:
        _change(project_id, change, frozenset() if is_off else frozenset({name}))
    except UnusableLexiconError as error:
        db.session.rollback()
        flash(gettext("“%(term)s” was not switched on: %(error)s", term=name, error=error), "error")
    else:
        db.session.commit()
        flash(
            gettext("“%(term)s” is switched off in the draft.", term=name)
            if is_off
            else gettext("“%(term)s” is switched on in the draft.", term=name),
            "success",
        )
    sent = request.form
    return redirect(
        url_for(
            "lexicons.index",
            project_id=project_id,
            q=sent.get("q"),
            category=sent.get("category"),
            show=sent.get("show"),
            page=sent.get("page"),
        ),
        303,
    )


@requires(member(Role.LEAD))
def term(project_id: int) -> View:
    """Write a new term, or change one, in the draft."""
    name = request.args.get("term", "")
    row = _row(project_id, name) if name else None
    if name and row is None:
        abort(404)
    form = TermForm()
    if request.method == "GET":
        if row is not None:
            form.show(row.entry)
        return _term_page(form, row)
    if not form.validate():
        return _term_page(form, row), 422
    entry = form.to_entry()
    if row is None and (there := _row(project_id, entry.term)) is not None:
        form.term.errors = [
            gettext("“%(term)s” is in the lexicon already: change it there.", term=there.entry.term)
        ]
        return _term_page(form, row), 422

    def change(overlay: Overlay, _base: Sequence[LexiconEntry]) -> Overlay:
        # A changed name is another term: the one that bore the old name is found no more.
        if row is not None and key_of(row.entry.term) != key_of(entry.term):
            overlay = overlay.without(name).switched_off([name])
        return overlay.with_entries([entry])

    try:
        _change(project_id, change, frozenset({entry.term}))
    except UnusableLexiconError as error:
        db.session.rollback()
        form.form_errors = [
            f"{sentence[:1].upper()}{sentence[1:]}"
            for found in error.problems.values()
            for sentence in found
        ]
        return _term_page(form, row), 422
    db.session.commit()
    flash(gettext("“%(term)s” stands in the draft.", term=entry.term), "success")
    return redirect(url_for("lexicons.draft", project_id=project_id), 303)


@takes_articles
@requires(member(Role.LEAD))
def upload(project_id: int) -> View:
    """Take the terms of a file into the draft, or say by line why they cannot be taken."""
    form = UploadForm()
    if request.method == "GET":
        return _upload_page(form)
    sent = form.file.data
    if not form.validate() or sent is None:
        return _upload_page(form), 422
    read = read_lexicon_file(sent.read(), sent.filename or "")
    problems = list(read.problems)
    is_whole = form.what.data == WHOLE

    def change(overlay: Overlay, base: Sequence[LexiconEntry]) -> Overlay:
        others = overlay.every_term(base).keys() if is_whole else ()
        return overlay.switched_off(others).with_entries(read.entries)

    try:
        _change(project_id, change, frozenset(entry.term for entry in read.entries))
    except UnusableLexiconError as error:
        problems += _by_line(read, error)
    if problems:
        db.session.rollback()
        return _upload_page(form, sorted(problems, key=lambda one: one.line or 0)), 422
    db.session.commit()
    if read.guessed:
        flash(
            gettext(
                "The file is not UTF-8 and was read as %(encoding)s. If letters with accents look "
                "wrong, save it as CSV in UTF-8 and upload it again.",
                encoding=read.guessed,
            ),
            "info",
        )
    flash(
        ngettext(
            "%(num)s term read. Look at what would change.",
            "%(num)s terms read. Look at what would change.",
            len(read.entries),
        ),
        "success",
    )
    return redirect(url_for("lexicons.draft", project_id=project_id), 303)


def _change(project_id: int, change: Change, changed: frozenset[str]) -> None:
    change_draft(project_id, change, changed=changed, account_id=signed_in_visitor().id, at=now())


def _by_line(read: LexiconFile, error: UnusableLexiconError) -> list[FileProblem]:
    names = {key_of(entry.term): entry.term for entry in read.entries}
    return [
        FileProblem(read.lines.get(key), f"{_place(read, key, names)}{sentence}")
        for key, sentences in error.problems.items()
        for sentence in sentences
    ]


def _place(read: LexiconFile, key: str, names: dict[str, str]) -> str:
    if key not in names:
        return ""
    return gettext("line %(line)s (“%(term)s”): ", line=read.lines[key], term=names[key])


def _row(project_id: int, name: str) -> TermRow | None:
    rows = term_rows(standing_lexicon(project_id), draft_of(project_id))
    return next((row for row in rows if key_of(row.entry.term) == key_of(name)), None)


def _wanted() -> Wanted:
    category, shown = request.args.get("category", ""), request.args.get("show", "all")
    return Wanted(
        words=request.args.get("q", "").strip()[:100],
        category=category if category in CATEGORIES else "",
        shown=shown if shown in SHOWN else "all",
    )


def _term_page(form: TermForm, row: TermRow | None) -> str:
    return render_template(
        "lexicons/term.html",
        project=project_header(current_membership()),
        form=form,
        row=row,
        rules=BARE_RULES,
    )


def _upload_page(form: UploadForm, problems: Sequence[FileProblem] = ()) -> str:
    return render_template(
        "lexicons/upload.html",
        project=project_header(current_membership()),
        form=form,
        problems=problems[:PROBLEMS_SHOWN],
        n_problems=len(problems),
        columns=COLUMNS,
        categories=[(name, said(name)) for name in CATEGORIES],
    )
