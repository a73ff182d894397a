"""Pages of samples: choose an archive, look at the strata, store, and read the recipe."""

import secrets

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.archive.errors import ArchiveError
from workbench.archive.recipes import counted_units, recipe_lines, strata_sentence
from workbench.archive.strata import BANDS, NOT_KNOWN, Dimension
from workbench.config import MEBIBYTE
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.projects.access import current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.samples import archives, queries
from workbench.samples.drawing import Draw, draw_from
from workbench.samples.forms import DIMENSIONS, LARGEST_SEED, ArchiveForm, DrawForm
from workbench.samples.operations import NothingDrawnError, store_sample
from workbench.web.access import requires, takes_articles
from workbench.web.downloads import file_name, json_response
from workbench.web.settings import settings
from workbench.words import gettext, lazy

View = Response | str | tuple[str, int]
STRATA_SHOWN = 200
CHANGED = lazy(
    "The project or the archive changed since the table was made. Nothing was stored: look at the "
    "new table."
)


@requires(member(Role.LEAD))
def index(project_id: int) -> str:
    """List the samples of a project, and the archives that it can draw from."""
    return _index_page(ArchiveForm(formdata=None))


@takes_articles
@requires(member(Role.LEAD))
def upload(project_id: int) -> View:
    """Take an archive that somebody scored elsewhere."""
    folder = archives.own_folder(current_project())
    form = ArchiveForm()
    # Writing megabytes takes a while, and SQLite has one writer: nobody waits for it.
    db.session.rollback()
    try:
        choice = archives.keep_upload(folder, form.file.data)
    except ArchiveError as error:
        form.file.errors = [str(error)]
        return _index_page(form), 422
    flash(gettext("The archive was uploaded."), "success")
    return redirect(url_for("samples.draw", project_id=project_id, archive=choice), 303)


@requires(member(Role.LEAD))
def remove(project_id: int) -> Response:
    """Remove an archive that was uploaded into this project; samples and articles stay."""
    try:
        name = archives.remove_upload(current_project(), request.form.get("archive", ""))
    except ArchiveError as error:
        flash(str(error), "error")
    else:
        flash(gettext("%(name)s was removed. What was drawn from it stays.", name=name), "success")
    return redirect(url_for("samples.index", project_id=project_id), 303)


@requires(member(Role.LEAD))
def draw(project_id: int) -> View:
    """Ask what sample is wanted, and show the strata that it would have."""
    form = _draw_form(request.args if "size" in request.args else None)
    if "size" not in request.args:
        form.archive.data = request.args.get("archive")
        form.seed.data = secrets.randbelow(LARGEST_SEED)
        return _draw_page(form)
    if not form.validate():
        return _draw_page(form), 422
    try:
        return _draw_page(form, _drawn(form))
    except ArchiveError as error:
        return _draw_page(form, problem=str(error)), 422


@requires(member(Role.LEAD))
def store(project_id: int) -> View:
    """Store what the table showed."""
    membership = current_membership()
    account_id, pseudonym = signed_in_visitor().id, membership.pseudonym
    form = _draw_form(request.form)
    if not form.validate():
        return _draw_page(form), 422
    try:
        drawn = _drawn(form)
        if request.form.get("checksum") != drawn.drawn.checksum:
            return _draw_page(form, drawn, problem=CHANGED), 422
        articles = drawn.articles()
        sample = store_sample(
            project_id,
            drawn.recipe(at=now(), by=pseudonym),
            articles,
            account_id=account_id,
            at=now(),
            job_at=ledger_time(),
        )
    except (ArchiveError, NothingDrawnError) as error:
        db.session.rollback()
        return _draw_page(form, problem=str(error)), 422
    db.session.commit()
    return redirect(url_for("samples.show", project_id=project_id, sample_id=sample.id), 303)


@requires(member(Role.LEAD))
def show(project_id: int, sample_id: int) -> str:
    """Show how a sample was drawn, and how much of it is stored."""
    found = _sample(project_id, sample_id)
    return render_template(
        "samples/show.html",
        project=project_header(current_membership()),
        sample=found,
        stored=queries.stored(sample_id),
        lines=recipe_lines(found.recipe),
        strata=found.recipe.strata[:STRATA_SHOWN],
        **_wording(),
    )


@requires(member(Role.LEAD))
def recipe(project_id: int, sample_id: int) -> FlaskResponse:
    """Send the recipe of a sample as JSON."""
    found = _sample(project_id, sample_id)
    project = current_project()
    name = file_name(
        project.name, f"sample-{sample_id}.json", is_demonstration=project.is_demonstration
    )
    return json_response(name, found.recipe.to_json())


def _sample(project_id: int, sample_id: int) -> queries.SampleRow:
    found = queries.sample(project_id, sample_id)
    if found is None:
        abort(404)
    return found


def _draw_form(values: MultiDict[str, str] | None) -> DrawForm:
    form = DrawForm(formdata=values)
    form.offer(archives.archive_files(current_project()))
    return form


def _drawn(form: DrawForm) -> Draw:
    project = current_project()
    path = archives.archive_path(project, form.archive.data)
    excluded = queries.article_keys(project.id)
    # Drawing takes seconds for a large archive, and SQLite has one writer: nobody waits for it.
    db.session.rollback()
    archives.check_size(path)
    drawn = draw_from(path, form.plan(), excluded=excluded)
    if not drawn.drawn.keys:
        raise ArchiveError(
            gettext("There is nothing to draw: this project has all of the archive.")
        )
    return drawn


def _index_page(form: ArchiveForm) -> str:
    membership = current_membership()
    return render_template(
        "samples/index.html",
        project=project_header(membership),
        samples=queries.samples(membership.project_id),
        files=archives.archive_files(membership.project),
        form=form,
        max_upload_megabytes=settings().max_upload_bytes // MEBIBYTE,
        mebibyte=MEBIBYTE,
        counted_units=counted_units,
    )


def _draw_page(form: DrawForm, drawn: Draw | None = None, *, problem: str = "") -> str:
    recipe = None if drawn is None else drawn.recipe(at=now(), by="")
    return render_template(
        "samples/draw.html",
        project=project_header(current_membership()),
        form=form,
        recipe=recipe,
        strata=recipe.strata[:STRATA_SHOWN] if recipe else (),
        problem=problem,
        strata_sentence=strata_sentence,
        **_wording(),
    )


def _wording() -> dict[str, object]:
    """Give the words for what a recipe holds."""
    return {
        "bands": {gettext(name): gettext(scores) for name, scores in BANDS.items()},
        "dimension_titles": {choice.value: choice.label for choice in DIMENSIONS},
        "stratum_value": _stratum_value,
        "counted_units": counted_units,
    }


def _stratum_value(dimension: Dimension, value: str) -> str:
    """Say a value of a stratum; outlets and months stand as they are."""
    is_ours = dimension is Dimension.SCORE_BAND or value == NOT_KNOWN
    return gettext(value) if is_ours else value
