"""The demonstration study: invented annotations of six invented articles, from `seeds/`.

It lets a new installation show its reports with something in them: agreement with intervals, and
what suggestions and outlets change. One click removes it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import exists, select

from workbench.accounts.models import Account
from workbench.annotations.drawing import draw_arms
from workbench.annotations.models import Assignment
from workbench.annotations.operations import submit_annotation
from workbench.annotations.showing import NOTHING
from workbench.annotations.submission import REJECTED, MarkedSpan, Submission, TypedWords
from workbench.annotations.suggestions import Suggestions, suggestions_from
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import Article, Paragraph
from workbench.articles.operations import store_article
from workbench.articles.queries import current_prescores
from workbench.config import resource
from workbench.database import db
from workbench.projects.defaults import beginning
from workbench.projects.designs import Design, revise_design
from workbench.projects.models import Project, Role, StudyDesign
from workbench.projects.operations import add_member, create_project
from workbench.projects.queries import CodebookInForce, codebook_in_force
from workbench.text.articles import ArticleText
from workbench.text.reading import read_file

# An address that no mail can reach (RFC 2606): nobody signs in as an invented person.
EMAIL = "demo-annotator-{number}@demonstration.invalid"


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
    design_id = _add_design(project.id, recipe, at=at)
    codebook = codebook_in_force(project.id)
    for number, annotator in enumerate(recipe["annotators"], start=1):
        account = _add_annotator(project, annotator["name"], number=number, at=at)
        for name, article in articles.items():
            _annotate(article, account, annotator[name], design_id, codebook=codebook, at=at)
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


def _add_design(project_id: int, recipe: Mapping[str, Any], *, at: datetime) -> int:
    design = Design(
        blind_percent=recipe["blind_percent"],
        outlet="lot",
        hidden_percent=recipe["hidden_percent"],
    )
    revise_design(project_id, design, seen=0, by=None, at=at, draw_seed=lambda _: recipe["seed"])
    return db.session.scalars(
        select(StudyDesign.id).where(StudyDesign.project_id == project_id)
    ).one()


def _annotate(
    article: Article,
    account: Account,
    invented: Mapping[str, Any],
    design_id: int,
    *,
    codebook: CodebookInForce,
    at: datetime,
) -> None:
    """Give paragraphs by the study's own lot, and answer them as the recipe says."""
    paragraphs = db.session.scalars(
        select(Paragraph).where(Paragraph.article_id == article.id).order_by(Paragraph.position)
    ).all()
    prescores = current_prescores([paragraph.id for paragraph in paragraphs])
    for paragraph, answers in zip(paragraphs, invented["answers"], strict=False):
        assignment = _assign(paragraph, account, design_id, article.project_id, at=at)
        suggestions = suggestions_from(prescores.get(paragraph.id), codebook.codebook)
        is_blind = assignment.arm == "blind"
        shown, withheld = (NOTHING, suggestions) if is_blind else (suggestions, NOTHING)
        submit_annotation(
            assignment,
            Submission(
                key=str(uuid5(NAMESPACE_URL, f"demonstration/{account.id}/{paragraph.id}")),
                answers=_answers(paragraph, answers, invented, shown, codebook),
                decisions=_decisions(invented, shown),
                added=_seen_alone(invented, withheld),
                typed=_typed(paragraph, invented),
            ),
            suggestions=shown,
            withheld=withheld,
            codebook=codebook.codebook,
            codebook_version_id=codebook.version_id,
            at=at,
        )


def _assign(
    paragraph: Paragraph, account: Account, design_id: int, project_id: int, *, at: datetime
) -> Assignment:
    place = {
        "project_id": project_id,
        "paragraph_id": paragraph.id,
        "account_id": account.id,
    }
    drawn = draw_arms(db.session.connection(), design_id, **place)
    assignment = Assignment(
        **place,
        **asdict(drawn),
        state="leased",
        leased_at=at,
        lease_expires_at=at + timedelta(minutes=1),
    )
    db.session.add(assignment)
    db.session.flush()
    return assignment


def _answers(
    paragraph: Paragraph,
    answers: str,
    invented: Mapping[str, Any],
    shown: Suggestions,
    codebook: CodebookInForce,
) -> dict[str, str]:
    names = [question.name for question in codebook.codebook.questions]
    alone = dict(zip(names, answers.split(), strict=True))
    return alone | dict(shown.labels) if _number(paragraph) in invented.get("swayed", ()) else alone


def _decisions(invented: Mapping[str, Any], shown: Suggestions) -> dict[int, str]:
    rejected = invented.get("rejected", ())
    return {
        place: REJECTED if word.text in rejected else word.category
        for place, word in enumerate(shown.words)
    }


def _seen_alone(invented: Mapping[str, Any], withheld: Suggestions) -> tuple[MarkedSpan, ...]:
    """Mark on a blind page what the annotator keeps on others and sees by themselves."""
    missed = {*invented.get("rejected", ()), *invented.get("overlooked", ())}
    return tuple(
        MarkedSpan(word.start, word.end, word.text, word.category)
        for word in withheld.words
        if word.text not in missed
    )


def _typed(paragraph: Paragraph, invented: Mapping[str, Any]) -> tuple[TypedWords, ...]:
    return tuple(
        TypedWords(added["words"], added["category"])
        for added in invented.get("added", ())
        if added["paragraph"] == _number(paragraph)
    )


def _number(paragraph: Paragraph) -> int:
    """Count from 1, as people count paragraphs, and as the recipe does."""
    return paragraph.position + 1
