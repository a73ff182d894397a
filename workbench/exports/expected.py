"""What leads expect of gold paragraphs, as of the moment that a file shows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, case, select

from workbench.articles.models import Paragraph
from workbench.database import db
from workbench.exports.selection import Cut, Selection
from workbench.gold.models import GoldAnswer, GoldItem, GoldRevision, GoldSpan


@dataclass(frozen=True)
class ExpectedOf:
    """Hold what is expected of one paragraph; `words` is None where they are not checked."""

    labels: dict[str, str]
    words: list[dict[str, Any]] | None
    note: str

    @property
    def label_rows(self) -> list[dict[str, Any]]:
        """Give the labels as they stand in a cell."""
        return [{"question": name, "label": label} for name, label in self.labels.items()]


def gold_use(cut: Cut | None) -> ScalarSelect[str | None]:
    """Select what the statement's paragraph was used for: None where it was not gold."""
    used = case((GoldRevision.use != "withdrawn", GoldRevision.use))
    return (
        _as_of(select(used), cut)
        .where(GoldRevision.paragraph_id == Paragraph.id)
        .order_by(GoldRevision.revision.desc())
        .limit(1)
        .correlate(Paragraph)
        .scalar_subquery()
    )


def expected_in(selection: Selection) -> dict[int, ExpectedOf]:
    """Read what is expected of the gold paragraphs of a project, by paragraph; they are few."""
    newest: dict[int, GoldRevision] = {}
    found = (
        select(GoldRevision)
        .join(GoldItem, GoldItem.paragraph_id == GoldRevision.paragraph_id)
        .where(GoldItem.project_id == selection.project_id)
        .order_by(GoldRevision.revision)
    )
    for revision in db.session.scalars(_as_of(found, selection.cut)):
        newest[revision.paragraph_id] = revision
    in_use = {each.id: each for each in newest.values() if each.use != "withdrawn"}
    labels: dict[int, dict[str, str]] = {each: {} for each in in_use}
    for answer in db.session.scalars(
        select(GoldAnswer).where(GoldAnswer.gold_revision_id.in_(in_use)).order_by(GoldAnswer.id)
    ):
        labels[answer.gold_revision_id][answer.question] = answer.label
    words: dict[int, list[dict[str, Any]]] = {each: [] for each in in_use}
    for span in db.session.scalars(
        select(GoldSpan)
        .where(GoldSpan.gold_revision_id.in_(in_use))
        .order_by(GoldSpan.start, GoldSpan.id)
    ):
        place = {"start": span.start, "end": span.end}
        words[span.gold_revision_id].append({**place, "text": span.text, "category": span.category})
    return {
        revision.paragraph_id: ExpectedOf(
            labels[number], words[number] if revision.checks_words else None, revision.note
        )
        for number, revision in in_use.items()
    }


def _as_of(statement: Select[Any], cut: Cut | None) -> Select[Any]:
    if cut is None or cut.gold_revision_id is None:
        return statement
    return statement.where(GoldRevision.id <= cut.gold_revision_id)
