"""Pages of learned models: train, compare, put to use, upload, download, and what was kept."""

from datetime import datetime

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_account
from workbench.annotations.least_sure import has_least_sure
from workbench.articles import rescoring
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.ordering import follow_scores
from workbench.database import db, now
from workbench.jobs.queries import job_under_way
from workbench.learned.operations import (
    ChoiceChangedError,
    NewModel,
    UnfitModelError,
    keep_model,
    put_to_use,
)
from workbench.learned.queries import (
    SHIPPED,
    ModelRow,
    choices,
    model_content,
    number_in_use,
    stored_model,
    stored_models,
)
from workbench.learning import model_file
from workbench.learning.labelled import WEIGHTS
from workbench.model_pages import wording
from workbench.model_pages.forms import UploadForm, UseForm
from workbench.model_pages.gathering import gather
from workbench.model_pages.keeping import kept_report
from workbench.model_pages.readiness import readiness
from workbench.model_pages.training_jobs import (
    COMPARE_NAME,
    TRAIN_NAME,
    start_comparison,
    start_training,
    uploaded_version,
)
from workbench.projects.access import current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import codebook_in_force, project_header
from workbench.web.access import requires, takes_articles
from workbench.web.downloads import attachment, file_name
from workbench.web.drawn import drawn_asked
from workbench.web.pagination import page_number
from workbench.words import gettext

View = Response | str | tuple[str, int]
# A model of a large study unpacks to a few megabytes; what unpacks to more is no model.
MOST_UNPACKED = 40_000_000


@requires(member(Role.LEAD))
def index(project_id: int) -> str:
    """Say what suggests now, what could be learned, and list the models."""
    return _index_page(project_id, UploadForm(formdata=None))


@requires(member(Role.LEAD))
def train(project_id: int) -> View:
    """Start the job that trains a model."""
    found = readiness(project_id, codebook_in_force(project_id).codebook)
    if not found.is_ready:
        flash(
            gettext(
                "There is too little to learn from yet. %(missing)s",
                missing=" ".join(found.missing),
            ),
            "error",
        )
        return redirect(url_for("models.index", project_id=project_id), 303)
    job_id = start_training(project_id, account_id=signed_in_account().id, at=now())
    db.session.commit()
    return redirect(url_for("jobs.show", project_id=project_id, job_id=job_id), 303)


@takes_articles
@requires(member(Role.LEAD))
def upload(project_id: int) -> View:
    """Keep a model from a file, and compare it."""
    form = UploadForm()
    sent = form.file.data
    if not form.validate() or sent is None:
        return _index_page(project_id, form), 422
    content, lexicon = sent.read(), lexicon_in_force(project_id)
    try:
        model = model_file.from_bytes(content, name=sent.filename or "", most_bytes=MOST_UNPACKED)
        gathered = gather(project_id, codebook_in_force(project_id).codebook, lexicon)
        number = keep_model(
            project_id,
            model,
            NewModel(
                version=uploaded_version(content),
                origin="uploaded",
                content=content,
                word_categories=gathered.word_categories,
            ),
            account_id=signed_in_account().id,
            at=now(),
        )
    except (model_file.ModelFileError, UnfitModelError) as error:
        db.session.rollback()
        form.file.errors = [str(error)]
        return _index_page(project_id, form), 422
    if gathered.texts:
        start_comparison(project_id, number, account_id=signed_in_account().id, at=now())
    db.session.commit()
    flash(gettext("The file is kept as model %(number)s.", number=number), "success")
    return redirect(url_for("models.show", project_id=project_id, number=number), 303)


@requires(member(Role.LEAD))
def show(project_id: int, number: int) -> str:
    """Show a model beside what suggests now."""
    return _model_page(project_id, _found(project_id, number), UseForm(formdata=None))


@requires(member(Role.LEAD))
def compare(project_id: int, number: int) -> View:
    """Start the job that compares a model anew."""
    _found(project_id, number)
    job_id = start_comparison(project_id, number, account_id=signed_in_account().id, at=now())
    db.session.commit()
    return redirect(url_for("jobs.show", project_id=project_id, job_id=job_id), 303)


@requires(member(Role.LEAD))
def use(project_id: int, number: int) -> View:
    """Let a model make the suggestions from now on; number 0 is the shipped scores."""
    row = None if number == SHIPPED else _found(project_id, number)
    form = UseForm()
    seen = form.seen_number
    beats = row is None or _beats(row, seen)
    problem = ""
    if not form.validate():
        problem = " ".join(each for errors in form.errors.values() for each in errors)
    elif not beats and not form.despite.data:
        problem = gettext(
            "It was not shown to beat %(other)s on articles that it had not seen, so it is not put "
            "to use unless you say so.",
            other=wording.name_of(seen),
        )
        form.despite.errors = [problem]
    if problem:
        return _refused(project_id, row, form, problem, 422)
    try:
        put_to_use(
            project_id,
            number,
            seen=seen,
            despite=not beats,
            note=form.note.data or "",
            account_id=signed_in_account().id,
            at=now(),
        )
    except (ChoiceChangedError, UnfitModelError) as error:
        db.session.rollback()
        return _refused(project_id, row, form, str(error), 409)
    account_id = signed_in_account().id
    # What is pre-scored again is put in order when that is done.
    if rescoring.start_job(project_id, account_id=account_id, at=now()) is None:
        follow_scores(project_id, account_id=account_id, at=now())
    db.session.commit()
    flash(
        gettext(
            "The shipped scores suggest from now on. Paragraphs are being pre-scored again; "
            "annotations keep the suggestions that they were made with."
        )
        if row is None
        else gettext(
            "Model %(number)s suggests from now on. Paragraphs are being pre-scored again; "
            "annotations keep the suggestions that they were made with.",
            number=number,
        ),
        "success",
    )
    return redirect(url_for("models.index", project_id=project_id), 303)


@requires(member(Role.LEAD))
def download(project_id: int, number: int) -> FlaskResponse:
    """Send a model as the file that `workbench evaluate --model` and another project read."""
    row = _found(project_id, number)
    project = current_project()
    name = file_name(
        project.name,
        f"model-{number}{model_file.SUFFIX}",
        is_demonstration=project.is_demonstration,
    )
    return attachment(name, iter([model_content(row.id)]), "application/octet-stream")


@requires(member(Role.LEAD))
def kept(project_id: int) -> str:
    """Say how often suggestions of each certainty were what people answered blind."""
    drawn = drawn_asked()
    codebook = codebook_in_force(project_id).codebook
    return render_template(
        "models/kept.html",
        project=project_header(current_membership()),
        report=kept_report(project_id, codebook, by_lot=bool(drawn)),
        by_lot=bool(drawn),
        in_use=wording.name_of(number_in_use(project_id)),
    )


def _found(project_id: int, number: int) -> ModelRow:
    row = stored_model(project_id, number)
    if row is None:
        abort(404)
    return row


def _beats(row: ModelRow, other: int) -> bool:
    found = wording.comparison_with(row, other)
    return found is not None and found.beats


def _refused(
    project_id: int, row: ModelRow | None, form: UseForm, problem: str, status: int
) -> View:
    if row is None:
        flash(gettext("Nothing was changed. %(reason)s", reason=problem), "error")
        return redirect(url_for("models.index", project_id=project_id), 303)
    return _model_page(project_id, row, form, problem=problem), status


def _index_page(project_id: int, form: UploadForm) -> str:
    codebook = codebook_in_force(project_id).codebook
    in_use = number_in_use(project_id)
    return render_template(
        "models/index.html",
        project=project_header(current_membership()),
        in_use=stored_model(project_id, in_use) if in_use else None,
        page=stored_models(project_id, page=page_number()),
        choices=choices(project_id),
        ready=readiness(project_id, codebook),
        job_id=job_under_way(project_id, TRAIN_NAME),
        rescoring=rescoring.needed(project_id),
        not_asked=_not_asked(project_id, in_use),
        weights=WEIGHTS,
        form=form,
        wording=wording,
    )


def _not_asked(project_id: int, in_use: int) -> tuple[str, ...]:
    """Name questions that the model in use has learned and does not suggest answers to."""
    row = stored_model(project_id, in_use) if in_use else None
    if row is None:
        return ()
    spoken = {"bias": "bias", "voice": "voice", "sentiment": "news"}
    asked = {q.suggested_by for q in codebook_in_force(project_id).codebook.questions}
    return tuple(part for part in row.parts if part in spoken and spoken[part] not in asked)


def _model_page(project_id: int, row: ModelRow, form: UseForm, *, problem: str = "") -> str:
    in_use = number_in_use(project_id)
    form.seen.data = str(in_use)
    return render_template(
        "models/show.html",
        project=project_header(current_membership()),
        row=row,
        in_use=in_use,
        comparisons=wording.comparisons(row),
        # A comparison knows nothing of what was annotated after it.
        has_least_sure=row.comparison is not None
        and has_least_sure(project_id, until=datetime.fromisoformat(row.comparison["at"])),
        present=None if in_use == row.number else wording.comparison_with(row, in_use),
        job_id=job_under_way(project_id, COMPARE_NAME, {"number": row.number}),
        form=form,
        problem=problem,
        wording=wording,
    )
