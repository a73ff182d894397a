"""The one place where the parts are joined."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from flask import Flask, g, redirect, url_for
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response

from workbench.accounts.access import current_visitor
from workbench.accounts.blueprint import blueprint as accounts
from workbench.adjudication.blueprint import blueprint as adjudication
from workbench.annotations.blueprint import blueprint as annotations
from workbench.articles.blueprint import blueprint as articles
from workbench.articles.import_jobs import IMPORT
from workbench.articles.ordering import QUEUE_ORDER
from workbench.articles.rescoring import PRESCORE
from workbench.codebook_pages.blueprint import blueprint as codebooks
from workbench.config import PACKAGE, Settings, read_settings, resource
from workbench.database import db, init_database
from workbench.exports.blueprint import blueprint as exports
from workbench.exports.jobs import EXPORT
from workbench.gold_pages.blueprint import blueprint as gold
from workbench.influence.blueprint import blueprint as influence
from workbench.influence.jobs import ANCHORING
from workbench.job_pages.blueprint import blueprint as job_pages
from workbench.jobs.bell import hang_bell
from workbench.jobs.kinds import Kind, offer_kinds
from workbench.label_imports.blueprint import blueprint as label_imports
from workbench.label_imports.jobs import STORE_LABELS
from workbench.lexicon_pages.blueprint import blueprint as lexicons
from workbench.lexicon_pages.jobs import LEXICON_COUNTS
from workbench.model_pages.blueprint import blueprint as models
from workbench.model_pages.training_jobs import COMPARE, TRAIN
from workbench.operation.gauges import GAUGES
from workbench.profiles.blueprint import blueprint as profiles
from workbench.projects.blueprint import blueprint as projects
from workbench.projects.marks import draw_marks
from workbench.projects.speaking import mark_languages
from workbench.reports.blueprint import blueprint as reports
from workbench.reports.jobs import REPORT
from workbench.samples.blueprint import blueprint as samples
from workbench.web.access import assert_all_guarded, guard, public, requires
from workbench.web.addresses import read_keys
from workbench.web.errors import show_errors
from workbench.web.found_once import find_once
from workbench.web.health import answer_health
from workbench.web.kept_parts import KeptParts
from workbench.web.languages import speak_languages
from workbench.web.logs import keep_logs
from workbench.web.metrics import measure
from workbench.web.security import protect_forms, secure
from workbench.web.settings import keep_settings
from workbench.web.static import serve_static
from workbench.web.transactions import choose_transactions
from workbench.web.wording import signed, term

VERSION = version("media-bias-workbench")
FEATURES = (
    accounts,
    projects,
    articles,
    annotations,
    label_imports,
    adjudication,
    gold,
    reports,
    influence,
    profiles,
    exports,
    job_pages,
    samples,
    lexicons,
    models,
    codebooks,
)
# What workers can run.
KINDS: tuple[Kind, ...] = (
    IMPORT,
    PRESCORE,
    QUEUE_ORDER,
    EXPORT,
    REPORT,
    STORE_LABELS,
    ANCHORING.kind,
    LEXICON_COUNTS.kind,
    TRAIN,
    COMPARE,
)


def create_app(settings: Settings | None = None, *, kinds: Iterable[Kind] = KINDS) -> Flask:
    """Build the application; without settings they are read from the environment."""
    settings = settings or read_settings()
    app = Flask(
        "workbench", template_folder=resource("templates"), static_folder=resource("static")
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["signed"] = signed
    app.jinja_env.filters["term"] = term
    app.jinja_env.add_extension(KeptParts)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    find_once(app)
    keep_settings(app, settings)
    speak_languages(app, chosen_by_person=language_of_account)
    mark_languages(app)
    draw_marks(app)
    offer_kinds(app, kinds)
    hang_bell(app, settings)
    read_keys(app)
    # The order of these is the order in which a request meets them.
    keep_logs(app, settings)
    measure(app, settings, GAUGES)
    choose_transactions(app)
    secure(app, settings)
    init_database(app, settings.database_url)
    Migrate(app, db, directory=str(PACKAGE / "migrations"))
    guard(app)
    protect_forms(app)
    show_errors(app)
    serve_static(app)
    for feature in FEATURES:
        app.register_blueprint(feature)
    answer_health(app)
    app.add_url_rule("/", "home", home)
    app.context_processor(shared_context)
    assert_all_guarded(app)
    return app


def shared_context() -> dict[str, Any]:
    """Give what every page may show."""
    # On the page of a failure nobody is signed in: finding out who is may be what failed.
    account = None if g.get("failed") else current_visitor()
    return {"current_account": account, "version": VERSION}


def language_of_account() -> str | None:
    """Give the language that the person who is signed in chose, if any."""
    visitor = current_visitor()
    return visitor.language if visitor else None


@requires(public)
def home() -> Response:
    """Send people to their projects, or to the sign-in page."""
    wanted = "accounts.sign_in" if current_visitor() is None else "projects.index"
    return redirect(url_for(wanted), 303)
