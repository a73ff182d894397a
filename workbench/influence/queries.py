"""Reads of judgements that were drawn by lot, as plain rows.

Only current revisions of first occasions with the outcome "answered" are judgements; a person who
skipped gave none.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from workbench.adjudication.models import Adjudication, FinalLabel
from workbench.annotations.current_answers import current_answers
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Article, Paragraph, StoredLoadedWord
from workbench.database import db
from workbench.projects.models import CodebookVersion, StudyDesign
from workbench.queue_order import DrawnAs


@dataclass(frozen=True)
class Lot:
    """Hold what a design draws; `blind` and `hidden` are the shares of the withholding arms.

    `shows` maps a question to "never" where no arm shows its suggestion.
    """

    design_id: int
    blind: float
    hidden: float
    shows: Mapping[str, str]
    shows_words: bool

    @property
    def draws_suggestions(self) -> bool:
        """Tell whether either arm could be drawn."""
        return 0 < self.blind < 1

    @property
    def draws_outlets(self) -> bool:
        """Tell whether either arm could be drawn."""
        return 0 < self.hidden < 1


class Judged(NamedTuple):
    """Hold one judgement with what was drawn for it.

    `rank` counts the person's earlier draws under the design in this stratum. `active_ms` is that
    of the first submission: later ones time a second look. `has_outlet` is false where the
    article names none, so that neither arm shows anything. `version` is the codebook's.
    """

    annotation_id: int
    paragraph_id: int
    account_id: int
    design_id: int
    stratum: str
    rank: int
    is_blind: bool
    outlet_arm: str
    has_outlet: bool
    prescore_id: int | None
    active_ms: int | None
    version: int


class Given(NamedTuple):
    """Hold an answer; `suggestion` was shown, `withheld` was not, "" stands for none."""

    label: str
    suggestion: str
    withheld: str


class Marked(NamedTuple):
    """Hold a span of a person, or the place of a suggested one."""

    start: int
    end: int
    decision: str


def lots(project_id: int) -> dict[int, Lot]:
    """Read the designs of a project by id."""
    rows = db.session.scalars(select(StudyDesign).where(StudyDesign.project_id == project_id))
    return {
        row.id: Lot(
            design_id=row.id,
            blind=row.blind_percent / 100,
            hidden=row.hidden_percent / 100 if row.outlet == "lot" else 0.0,
            shows=row.shows,
            shows_words=row.shows_words != "never",
        )
        for row in rows
    }


def judgements(project_id: int, drawn: str = "") -> list[Judged]:
    """List what was judged under a design, in the order in which it was given out.

    `drawn` chooses judgements by why their paragraph was given out, "" all of them.
    """
    first = aliased(Annotation)
    statement = _judged(
        project_id,
        Annotation.id,
        Assignment.paragraph_id,
        Assignment.account_id,
        Assignment.design_id,
        Assignment.stratum,
        Assignment.drawn_before,
        Assignment.arm == "blind",
        Assignment.outlet_arm,
        Article.outlet != "",
        Annotation.prescore_id,
        first.active_ms,
        CodebookVersion.number,
    )
    statement = (
        statement.join(CodebookVersion, CodebookVersion.id == Annotation.codebook_version_id)
        .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
        .join(Article, Article.id == Paragraph.article_id)
        .join(first, (first.assignment_id == Assignment.id) & (first.revision == 1))
        .where(*given_out(drawn))
        .order_by(Assignment.id)
    )
    return [Judged(*row) for row in db.session.execute(statement)]


def given_out(drawn: str) -> tuple[ColumnElement[bool], ...]:
    """Give the condition that an assignment was drawn so; "" is any way."""
    return (Assignment.drawn_as == drawn,) if drawn else ()


def n_of_the_least_sure(project_id: int) -> int:
    """Count judgements of paragraphs that were given out because the model was least sure."""
    statement = _judged(project_id, func.count()).where(*given_out(DrawnAs.LEAST_SURE))
    return db.session.scalar(statement) or 0


def answers_by_question(project_id: int) -> dict[str, dict[int, Given]]:
    """Read the answers of these judgements: by question, then by annotation."""
    statement = _judged(
        project_id,
        Answer.question,
        Answer.annotation_id,
        Answer.label,
        Answer.suggestion,
        Answer.withheld,
    ).join(Answer, Answer.annotation_id == Annotation.id)
    found: dict[str, dict[int, Given]] = defaultdict(dict)
    for question, annotation_id, *given in db.session.execute(statement):
        found[question][annotation_id] = Given(*given)
    return found


def final_labels(project_id: int) -> dict[str, dict[int, str]]:
    """Read what adjudication decided: by question, then by paragraph."""
    statement = (
        select(FinalLabel.question, Adjudication.paragraph_id, FinalLabel.label)
        .join(Adjudication, Adjudication.id == FinalLabel.adjudication_id)
        .where(Adjudication.project_id == project_id, Adjudication.is_current)
    )
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for question, paragraph_id, label in db.session.execute(statement):
        found[question][paragraph_id] = label
    return found


def spans_by_annotation(project_id: int) -> dict[int, list[Marked]]:
    """Read what was marked, or rejected, in these judgements."""
    statement = _judged(
        project_id,
        StoredSpan.annotation_id,
        StoredSpan.start,
        StoredSpan.end,
        StoredSpan.decision,
    ).join(StoredSpan, StoredSpan.annotation_id == Annotation.id)
    found: dict[int, list[Marked]] = defaultdict(list)
    for annotation_id, *span in db.session.execute(statement):
        found[annotation_id].append(Marked(*span))
    return found


def words_by_prescore(project_id: int, categories: tuple[str, ...]) -> dict[int, list[Marked]]:
    """Read the words that were suggested, or would have been, in these judgements."""
    wanted = _judged(project_id, Annotation.prescore_id).distinct().scalar_subquery()
    statement = select(
        StoredLoadedWord.prescore_id, StoredLoadedWord.start, StoredLoadedWord.end
    ).where(StoredLoadedWord.prescore_id.in_(wanted), StoredLoadedWord.category.in_(categories))
    found: dict[int, list[Marked]] = defaultdict(list)
    for prescore_id, start, end in db.session.execute(statement):
        found[prescore_id].append(Marked(start, end, ""))
    return found


def labels_by_question(project_id: int, drawn: str = "") -> dict[str, list[tuple[int, int, str]]]:
    """Read paragraph, account and label of all current answers, under a design or not.

    `drawn` chooses them by why their paragraph was given out, "" all of them.
    """
    statement = (
        current_answers(
            Answer.question, Assignment.paragraph_id, Assignment.account_id, Answer.label
        )
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(Assignment.project_id == project_id, *given_out(drawn))
    )
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for question, paragraph_id, account_id, label in db.session.execute(statement):
        found[question].append((paragraph_id, account_id, label))
    return found


def _judged(project_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    return current_answers(*columns).where(
        Assignment.project_id == project_id, Assignment.design_id.is_not(None)
    )
