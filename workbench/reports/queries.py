"""What lists of contested paragraphs are made from.

Only current revisions of first occasions with the outcome "answered" are labels; of one that was
made after a reveal, the first answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from workbench.annotations.current_answers import current_answers_of_members
from workbench.annotations.models import Annotation, Answer, Assignment
from workbench.articles.models import Article, Paragraph
from workbench.codebook.codebook import Question
from workbench.database import db
from workbench.projects.models import Membership
from workbench.reports.contested import GivenLabels
from workbench.reports.first_labels import FIRST_LABEL, joined_with_first


@dataclass(frozen=True)
class ParagraphText:
    """Hold a paragraph with what is needed to find it; `paragraph_position` counts from 0."""

    paragraph_id: int
    paragraph_position: int
    text: str
    article_id: int
    headline: str


def given_labels(project_id: int, question: Question) -> GivenLabels:
    """Read the labels of one question, by annotator's pseudonym, then paragraph."""
    # As in the agreement report: who was asked twice counts by what they said alone.
    statement = joined_with_first(
        current_answers_of_members(Assignment.paragraph_id, Assignment.account_id, FIRST_LABEL)
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(Assignment.project_id == project_id, Answer.question == question.name)
        .order_by(Membership.pseudonym, Assignment.paragraph_id)
    )
    columns = list(zip(*db.session.execute(statement).all(), strict=True)) or [()] * 3
    return GivenLabels(*columns)


def paragraph_texts(project_id: int, ids: Iterable[int]) -> dict[int, ParagraphText]:
    """Read these paragraphs of a project."""
    statement = (
        select(Paragraph.id, Paragraph.position, Paragraph.text, Article.id, Article.headline)
        .join(Paragraph.article)
        .where(Article.project_id == project_id, Paragraph.id.in_(list(ids)))
    )
    return {row[0]: ParagraphText(*row) for row in db.session.execute(statement)}
