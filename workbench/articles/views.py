"""Pages of articles that are in a project."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.articles import reading_queries, rescoring
from workbench.articles.first_guesses import SOURCE_NAMES
from workbench.articles.hiding import hide_in_listing, hide_in_page
from workbench.articles.operations import ArticleInUseError, remove_article
from workbench.articles.queries import stored_article
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.projects.access import EVERYBODY, READERS, current_membership, member
from workbench.projects.designs import hides_outlet
from workbench.projects.models import Role
from workbench.projects.queries import codebook_in_force, project_header
from workbench.web.access import requires
from workbench.web.pagination import page_number
from workbench.words import gettext

# What is said after a redirect travels in a cookie, and browsers drop one over four kilobytes.
HEADLINE_SAID = 200


@requires(member(*EVERYBODY))
def index(project_id: int) -> str:
    """List the articles of a project."""
    membership = current_membership()
    articles = reading_queries.articles(project_id, page_number())
    if membership.role not in READERS and hides_outlet(project_id):
        articles = hide_in_listing(articles)
    return render_template(
        "articles/index.html",
        project=project_header(membership),
        articles=articles,
        is_reader=membership.role in READERS,
        rescoring=rescoring.needed(project_id) if membership.role == Role.LEAD else None,
    )


@requires(member(Role.LEAD))
def prescore_again(project_id: int) -> Response:
    """Start a job that pre-scores again what an older version pre-scored."""
    job_id = rescoring.start_job(project_id, account_id=signed_in_visitor().id, at=ledger_time())
    if job_id is None:
        flash(gettext("All pre-scores are up to date."), "info")
        return redirect(url_for("articles.index", project_id=project_id), 303)
    db.session.commit()
    return redirect(url_for("jobs.show", project_id=project_id, job_id=job_id), 303)


@requires(member(*EVERYBODY))
def show(project_id: int, article_id: int) -> str:
    """Show an article to read; leads and adjudicators see the pre-scores with it.

    Annotators see neither pre-scores nor who wrote it: both would sway their judgement.
    """
    membership = current_membership()
    article = reading_queries.article_page(
        project_id, article_id, with_prescores=membership.role in READERS
    )
    if article is None:
        abort(404)
    if membership.role not in READERS and hides_outlet(project_id):
        article = hide_in_page(article)
    categories = codebook_in_force(project_id).codebook.span_categories
    return render_template(
        "articles/show.html",
        project=project_header(membership),
        article=article,
        category_titles={category.name: category.title for category in categories},
        source_titles=SOURCE_NAMES,
        is_reader=membership.role in READERS,
    )


@requires(member(Role.LEAD))
def remove(project_id: int, article_id: int) -> Response:
    """Remove an article that has no annotation."""
    article = stored_article(project_id, article_id)
    if article is None:
        abort(404)
    headline = article.headline[:HEADLINE_SAID]
    try:
        remove_article(article, at=now())
    except ArticleInUseError as error:
        flash(str(error), "error")
        return redirect(url_for("articles.show", project_id=project_id, article_id=article_id), 303)
    db.session.commit()
    flash(gettext("“%(headline)s” was removed.", headline=headline), "success")
    return redirect(url_for("articles.index", project_id=project_id), 303)
