"""How often suggestions of each certainty were what people answered without seeing them.

Only blind answers count: who sees a suggestion is swayed by it. A model's suggestion counts on
paragraphs alone that nobody had annotated when it was trained. The certainty of a model is held
against what came true; for the shipped scores there is only clarity, which is no probability.
Where the queue goes by certainty, only the paragraphs given out by lot tell of all paragraphs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from workbench.agreement.rates import wilson_limits
from workbench.annotations.current_answers import is_current_answer
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.codebook.codebook import Codebook, Question, Source
from workbench.database import db
from workbench.learned.models import LearnedModel
from workbench.queue_order import DrawnAs
from workbench.scoring import bias, news, sentiment
from workbench.scoring.clarity import clarity
from workbench.words import gettext

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
Chosen = tuple[ColumnElement[bool], ...]
WORD_EDGES = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


class Judged(NamedTuple):
    """Hold how sure a suggestion was, whether it was kept, and on which paragraph."""

    sure: float
    was_kept: bool
    paragraph_id: int


@dataclass(frozen=True)
class Step:
    """Hold the suggestions from `low` up to `high`; limits are Wilson's, 95%."""

    low: float
    high: float
    suggestions: int
    paragraphs: int
    kept: int
    mean: float
    limits: tuple[float, float]


@dataclass(frozen=True)
class KeptTable:
    """Hold the steps of a question, or of loaded words; `is_certainty` is false for clarity."""

    title: str
    is_of_words: bool
    is_certainty: bool
    suggestions: int
    kept: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class _Says:
    """Hold where what a score says of a question is stored."""

    label: Any
    sure: Any
    shipped_label: Any
    shipped_score: Any
    cuts: tuple[float, ...]
    least: float


_SAYS = {
    Source.SENTIMENT: _Says(
        Prescore.learned_sentiment,
        Prescore.sentiment_certainty,
        Prescore.sentiment,
        Prescore.compound,
        (sentiment.NEGATIVE_FROM, sentiment.POSITIVE_FROM),
        -1.0,
    ),
    Source.NEWS: _Says(
        Prescore.learned_sentiment,
        Prescore.sentiment_certainty,
        Prescore.news_sentiment,
        Prescore.news_score,
        (news.NEGATIVE_FROM, news.POSITIVE_FROM),
        -1.0,
    ),
    Source.BIAS: _Says(
        Prescore.learned_bias,
        Prescore.bias_certainty,
        Prescore.bias,
        Prescore.bias_score,
        (bias.BIASED_FROM,),
        0.0,
    ),
    Source.VOICE: _Says(
        Prescore.learned_voice,
        Prescore.voice_certainty,
        Prescore.voice,
        Prescore.voice_score,
        (bias.MIXED_FROM, bias.OPINION_FROM),
        0.0,
    ),
}


@dataclass(frozen=True)
class KeptReport:
    """Hold the tables, and how many of the blind annotations were of the least sure paragraphs."""

    tables: tuple[KeptTable, ...]
    n_least_sure: int


def kept_report(project_id: int, codebook: Codebook, *, by_lot: bool = False) -> KeptReport:
    """Give a table for each question that is suggested, by models and by the shipped scores.

    With `by_lot`, of paragraphs alone that were given out by lot.
    """
    blind = _blind(project_id)
    chosen = (*blind, Assignment.drawn_as == DrawnAs.RANDOM) if by_lot else blind
    statement = select(func.count(Annotation.id)).join(Annotation.assignment)
    n_least_sure = db.session.scalar(
        statement.where(*chosen, Assignment.drawn_as == DrawnAs.LEAST_SURE)
    )
    return KeptReport(_tables(codebook, chosen), n_least_sure or 0)


def _tables(codebook: Codebook, chosen: Chosen) -> tuple[KeptTable, ...]:
    tables = []
    for question in codebook.questions:
        if not question.suggested_by:
            continue
        source = Source(question.suggested_by)
        if source != Source.SENTIMENT:
            tables.append(_table(question.title, _by_models(chosen, question, source), EDGES))
        found = _by_shipped(chosen, question, source)
        tables.append(_table(question.title, found, EDGES, is_certainty=False))
    marked = _words(chosen, codebook)
    tables.append(_table(gettext("Loaded words"), marked, WORD_EDGES, is_of_words=True))
    return tuple(table for table in tables if table.suggestions)


def _table(
    title: str,
    found: Sequence[Judged],
    edges: Sequence[float],
    *,
    is_certainty: bool = True,
    is_of_words: bool = False,
) -> KeptTable:
    steps = []
    for low, high in zip(edges, (*edges[1:], 1.0), strict=True):
        here = [each for each in found if low <= each.sure < high or each.sure == high == 1.0]
        kept = sum(each.was_kept for each in here)
        limits = wilson_limits(kept, len(here))
        if limits is not None:
            steps.append(
                Step(
                    low=low,
                    high=high,
                    suggestions=len(here),
                    paragraphs=len({each.paragraph_id for each in here}),
                    kept=kept,
                    mean=sum(each.sure for each in here) / len(here),
                    limits=limits,
                )
            )
    return KeptTable(
        title=title,
        is_of_words=is_of_words,
        is_certainty=is_certainty,
        suggestions=len(found),
        kept=sum(each.was_kept for each in found),
        steps=tuple(steps),
    )


def _by_models(chosen: Chosen, question: Question, source: Source) -> list[Judged]:
    says = _SAYS[source]
    rows = db.session.execute(
        select(says.sure, says.label == Answer.label, Assignment.paragraph_id)
        .select_from(Annotation)
        .join(Annotation.assignment)
        .join(Prescore, Prescore.id == Annotation.prescore_id)
        .join(LearnedModel, LearnedModel.id == Prescore.learned_model_id)
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(
            *chosen,
            Answer.question == question.name,
            says.label.in_(question.label_names),
            says.sure.is_not(None),
            _never_learned(),
        )
    )
    return [Judged(float(row[0]), row[1], row[2]) for row in rows]


def _by_shipped(chosen: Chosen, question: Question, source: Source) -> list[Judged]:
    says = _SAYS[source]
    rows = db.session.execute(
        select(says.shipped_score, says.shipped_label == Answer.label, Assignment.paragraph_id)
        .select_from(Annotation)
        .join(Annotation.assignment)
        .join(Prescore, Prescore.id == Annotation.prescore_id)
        .join(Answer, Answer.annotation_id == Annotation.id)
        .where(
            *chosen,
            Answer.question == question.name,
            says.shipped_label.in_(question.label_names),
            says.shipped_score.is_not(None),
        )
    )
    return [
        Judged(clarity(float(row[0]), says.cuts, least=says.least), row[1], row[2]) for row in rows
    ]


def _words(chosen: Chosen, codebook: Codebook) -> list[Judged]:
    word, own = StoredLoadedWord, aliased(StoredSpan)
    was_marked = exists().where(
        own.annotation_id == Annotation.id,
        own.decision != "rejected",
        own.start < word.end,
        own.end > word.start,
    )
    rows = db.session.execute(
        select(word.certainty, was_marked, Assignment.paragraph_id)
        .select_from(Annotation)
        .join(Annotation.assignment)
        .join(Prescore, Prescore.id == Annotation.prescore_id)
        .join(LearnedModel, LearnedModel.id == Prescore.learned_model_id)
        .join(word, word.prescore_id == Prescore.id)
        .where(
            *chosen,
            word.certainty.is_not(None),
            # Words of other categories are never suggested.
            word.category.in_(codebook.category_names),
            _never_learned(),
        )
    )
    return [Judged(row[0] or 0.0, row[1], row[2]) for row in rows]


def _blind(project_id: int) -> Chosen:
    return (
        Assignment.project_id == project_id,
        Assignment.arm == "blind",
        is_current_answer(),
    )


def _never_learned() -> ColumnElement[bool]:
    """Leave out paragraphs that somebody had annotated when the model was trained."""
    before, place = aliased(Annotation), aliased(Assignment)
    return ~exists().where(
        and_(
            place.paragraph_id == Assignment.paragraph_id,
            before.assignment_id == place.id,
            before.id <= LearnedModel.annotation_cut,
        )
    )
