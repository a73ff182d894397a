"""Imports and their rows, found for whoever changes them."""

from sqlalchemy import Select, select

from workbench.articles.models import ArticleImport, ImportRow
from workbench.database import db


def find_import(project_id: int, import_id: int) -> ArticleImport | None:
    """Find an import of a project, stored or not; None where there is none."""
    return db.session.scalar(_import(project_id, import_id))


def hold_import(project_id: int, import_id: int) -> ArticleImport | None:
    """Find an import and hold it until the transaction ends.

    Tabs that change one preview at once come one after the other.
    """
    held = _import(project_id, import_id).with_for_update()
    return db.session.scalar(held.execution_options(populate_existing=True))


def good_row(article_import: ArticleImport, row_id: int) -> ImportRow | None:
    """Find a row of an import that could be read."""
    return db.session.scalar(
        select(ImportRow).where(
            ImportRow.id == row_id,
            ImportRow.article_import_id == article_import.id,
            ImportRow.reason == "",
        )
    )


def _import(project_id: int, import_id: int) -> Select[ArticleImport]:
    return select(ArticleImport).where(
        ArticleImport.id == import_id, ArticleImport.project_id == project_id
    )
