"""The demonstration study: invented annotations of two invented articles, from `seeds/`.

It lets a new installation show every page with something on it. One click removes it.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import exists, select

from workbench.accounts.models import Account
from workbench.annotations.models import Assignment
from workbench.annotations.operations import submit_annotation
from workbench.annotations.submission import REJECTED, Submission, TypedWords
from workbench.annotations.suggestions import Suggestions, suggestions_from
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Article, Paragraph
from workbench.articles.operations import store_article
from workbench.articles.queries import current_prescores
from workbench.config import resource
from workbench.database import db
from workbench.projects.defaults import beginning
from workbench.projects.models import Project, Role
from workbench.projects.operations import add_member, create_project
from workbench.projects.queries import CodebookInForce, codebook_in_force
from workbench.text.articles import ArticleText
from workbench.text.reading import read_file

# An address that no mail can reach (RFC 2606): nobody signs in as an invented person.
EMAIL = "demo-annotator-{number}@demonstration.invalid"
OPEN = "-"


def is_untouched() -> bool:
    """Tell whether nobody has used this database yet: no account, no project."""
    return not db.session.scalar(select(exists(Account.id) | exists(Project.id)))


def add_demonstration(*, at: datetime) -> Project:
    """Add the demonstration study with its invented annotators and annotations; flush."""
    seeds = resource("seeds")
    begins_with = beginning()
    recipe = tomllib.loads((seeds / "demonstration.toml").read_text(encoding="utf-8"))
    project = create_project(
        name=recipe["name"],
        codebook=begins_with.codebook,
        guidelines=begins_with.guidelines,
        annotators_per_paragraph=recipe["annotators_per_paragraph"],
        lead=None,
        at=at,
        is_demonstration=True,
    )
    articles = {
        Path(name).stem: _store_seed(project.id, seeds / "articles" / name, at=at)
        for name in recipe["articles"]
    }
    codebook = codebook_in_force(project.id)
    for number, annotator in enumerate(recipe["annotators"], start=1):
        account = _add_annotator(project, annotator["name"], number=number, at=at)
        for name, article in articles.items():
            if name in annotator:
                _annotate(project, article, account, annotator[name], codebook=codebook, at=at)
    db.session.flush()
    return project


def _store_seed(project_id: int, path: Path, *, at: datetime) -> Article:
    (read,) = read_file(path.name, path.read_bytes())
    if not isinstance(read, ArticleText):
        raise ValueError(f"{path.name}: {read.reason}")
    article = store_article(project_id, read, at=at, lexicon=lexicon_in_force(project_id))
    if article is None:
        raise ValueError(f"{path.name} tells what another demonstration article tells.")
    return article


def _add_annotator(project: Project, name: str, *, number: int, at: datetime) -> Account:
    account = Account(
        email=EMAIL.format(number=number),
        display_name=name,
        is_demonstration=True,
        created_at=at,
    )
    db.session.add(account)
    db.session.flush()
    add_member(project.id, account.id, Role.ANNOTATOR, at=at)
    return account


def _annotate(
    project: Project,
    article: Article,
    account: Account,
    invented: Mapping[str, Any],
    *,
    codebook: CodebookInForce,
    at: datetime,
) -> None:
    paragraphs = db.session.scalars(
        select(Paragraph).where(Paragraph.article_id == article.id).order_by(Paragraph.position)
    ).all()
    prescores = current_prescores([paragraph.id for paragraph in paragraphs])
    for paragraph, answers in zip(paragraphs, invented["answers"], strict=True):
        if answers == OPEN:
            continue
        suggestions = suggestions_from(prescores.get(paragraph.id), codebook.codebook)
        assignment = Assignment(
            project_id=project.id,
            paragraph_id=paragraph.id,
            account_id=account.id,
            state="leased",
            leased_at=at,
            lease_expires_at=at + timedelta(minutes=1),
        )
        db.session.add(assignment)
        db.session.flush()
        submit_annotation(
            assignment,
            _submission(paragraph, account, answers, invented, suggestions, codebook),
            suggestions=suggestions,
            codebook=codebook.codebook,
            codebook_version_id=codebook.version_id,
            at=at,
        )


def _submission(
    paragraph: Paragraph,
    account: Account,
    answers: str,
    invented: Mapping[str, Any],
    suggestions: Suggestions,
    codebook: CodebookInForce,
) -> Submission:
    names = [question.name for question in codebook.codebook.questions]
    rejected = set(invented.get("rejected", ()))
    return Submission(
        key=str(uuid5(NAMESPACE_URL, f"demonstration/{account.id}/{paragraph.id}")),
        answers=dict(zip(names, answers.split(), strict=True)),
        decisions={
            number: REJECTED if word.text in rejected else word.category
            for number, word in enumerate(suggestions.words)
        },
        # Paragraphs are counted from 1 in the file, as people count them.
        typed=tuple(
            TypedWords(added["words"], added["category"])
            for added in invented.get("added", ())
            if added["paragraph"] == paragraph.position + 1
        ),
    )
