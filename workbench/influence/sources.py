"""What made the suggestions that were shown or withheld by lot: scores, learned models, lexicon."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from workbench.annotations.current_answers import current_answers
from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.codebook.codebook import Question, Source
from workbench.database import db
from workbench.influence.comparing import suggested_label
from workbench.influence.queries import Given, Judged, Lot, Marked
from workbench.influence.report import SuggestedBy
from workbench.learned.models import LearnedModel
from workbench.projects.queries import codebook_version

LEXICON, MODEL = "lexicon", "model"


class Learned(NamedTuple):
    """Hold the number of a pre-score's learned model, what it says, and how many words are its."""

    model: int
    sources: frozenset[str]
    n_words: int


def learned_by_prescore(project_id: int, categories: Sequence[str]) -> dict[int, Learned]:
    """Read what learned models say in the pre-scores of a project that were made with one."""
    of_model = (StoredLoadedWord.certainty.is_not(None)) & StoredLoadedWord.category.in_(categories)
    n_words = (
        select(func.count())
        .where(StoredLoadedWord.prescore_id == Prescore.id, of_model)
        .scalar_subquery()
    )
    says: dict[Source, ColumnElement[bool]] = {
        Source.NEWS: Prescore.learned_sentiment.is_not(None),
        Source.BIAS: Prescore.learned_bias.is_not(None),
        Source.VOICE: Prescore.learned_voice.is_not(None),
    }
    statement = (
        select(Prescore.id, LearnedModel.number, n_words, *says.values())
        .join(LearnedModel, LearnedModel.id == Prescore.learned_model_id)
        .where(LearnedModel.project_id == project_id)
    )
    found = {}
    for prescore_id, number, words, *said in db.session.execute(statement):
        named = (source.value for source, is_said in zip(says, said, strict=True) if is_said)
        found[prescore_id] = Learned(number, frozenset(named), words)
    return found


def suggested_by(
    project_id: int,
    questions: Sequence[Question],
    judged: Sequence[Judged],
    *,
    lots: Mapping[int, Lot],
    answers: Mapping[str, Mapping[int, Given]],
    words: Mapping[int, Sequence[Marked]],
    learned: Mapping[int, Learned],
) -> tuple[SuggestedBy, ...]:
    """Count by source what was suggested, or withheld, where either was drawn by lot.

    Under each codebook version that was annotated with, a question has the source it had then.
    Loaded words come last, each word counted.
    """
    found: Counter[tuple[str, str, int | None, bool]] = Counter()
    sources = _sources_by_version(project_id, {one.version for one in judged})
    for one in judged:
        lot, model = lots[one.design_id], learned.get(one.prescore_id or 0)
        for question in questions:
            given = answers.get(question.name, {}).get(one.annotation_id)
            source = sources[one.version].get(question.name, "")
            label = suggested_label(one, given, lot, question.name)
            if source and label in question.label_names:
                made = _made_by(source, model)
                found[question.name, *made, one.is_blind] += 1
        if lot.shows_words:
            n, n_learned = len(words.get(one.prescore_id or 0, ())), model.n_words if model else 0
            found["", LEXICON, None, one.is_blind] += n - n_learned
            found["", MODEL, model.model if model else None, one.is_blind] += n_learned
    return tuple(_in_order(questions, found))


def n_imported(project_id: int) -> int:
    """Count answers that were given elsewhere and imported: no lot decided what they stood by."""
    statement = current_answers(func.count()).where(
        Assignment.project_id == project_id, Annotation.label_import_id.is_not(None)
    )
    return db.session.scalar(statement) or 0


def _sources_by_version(project_id: int, numbers: Iterable[int]) -> dict[int, dict[str, str]]:
    versions = ((number, codebook_version(project_id, number)) for number in numbers)
    return {
        number: {one.name: one.suggested_by for one in version.codebook.questions}
        for number, version in versions
        if version is not None
    }


def _made_by(source: str, model: Learned | None) -> tuple[str, int | None]:
    if model is not None and source in model.sources:
        return MODEL, model.model
    return source, None


def _in_order(
    questions: Sequence[Question], found: Mapping[tuple[str, str, int | None, bool], int]
) -> Iterator[SuggestedBy]:
    kinds = {(question, source, model) for (question, source, model, _), n in found.items() if n}
    titles = {question.name: question.title for question in questions} | {"": ""}
    for name, title in titles.items():
        for question, source, model in sorted(kinds, key=lambda kind: (kind[1], kind[2] or 0)):
            if question == name:
                shown, withheld = (
                    found.get((name, source, model, is_blind), 0) for is_blind in (False, True)
                )
                yield SuggestedBy(name, title, source, model, shown, withheld)
