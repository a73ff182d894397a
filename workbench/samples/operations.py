"""Store what was drawn: the recipe at once, the articles by import jobs."""

from collections.abc import Sequence
from datetime import datetime

from workbench.archive.recipes import Recipe
from workbench.articles.import_jobs import start_import_job
from workbench.articles.import_queries import import_plan
from workbench.articles.importing import discard_import, start_import
from workbench.articles.limits import ROWS
from workbench.database import db
from workbench.samples.models import Sample, SampleImport
from workbench.text.articles import ArticleText
from workbench.words import gettext


class NothingDrawnError(ValueError):
    """Say why there is nothing to store."""


def store_sample(
    project_id: int,
    recipe: Recipe,
    articles: Sequence[ArticleText],
    *,
    account_id: int | None,
    at: datetime,
    job_at: datetime,
) -> Sample:
    """Keep a recipe, and enter the jobs that import its articles; flush.

    An article that the project has already is passed over, as in any import. Raises
    `NothingDrawnError` where all of them are.
    """
    sample = Sample(
        project_id=project_id, account_id=account_id, created_at=at, recipe=recipe.to_values()
    )
    db.session.add(sample)
    db.session.flush()
    n_jobs = 0
    for start in range(0, len(articles), ROWS):
        read = articles[start : start + ROWS]
        article_import = start_import(project_id, read, account_id=account_id, at=at)
        plan = import_plan(article_import)
        if not plan.rows:
            discard_import(article_import)
            continue
        job = start_import_job(article_import, plan, account_id=account_id, at=job_at)
        db.session.add(
            SampleImport(
                sample_id=sample.id,
                article_import_id=article_import.id,
                job_id=None if job is None else job.id,
            )
        )
        n_jobs += 1
    if not n_jobs:
        raise NothingDrawnError(gettext("Everything that was drawn is in this project already."))
    db.session.flush()
    return sample
