"""Say in the methods which score suggested, and whether a learned model took its place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workbench.annotations.current_answers import current_answers
from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Prescore
from workbench.codebook.codebook import Source
from workbench.database import db
from workbench.learned.models import LearnedModel
from workbench.projects.queries import codebook_version
from workbench.words import joined

_NAMES = {
    Source.SENTIMENT: "VADER’s own score",
    Source.NEWS: "VADER’s score corrected for news",
    Source.BIAS: "the bias score",
    Source.VOICE: "the voice score",
}


@dataclass(frozen=True)
class Suggesting:
    """Hold the source of the suggestions for a question, by the codebook versions counted.

    `source` is None where these versions had nothing suggested.
    """

    question: str
    source: Source | None
    versions: tuple[int, ...]


def suggesting(project_id: int, versions: Iterable[int]) -> tuple[Suggesting, ...]:
    """Give what suggested under some codebook versions, by question in the order of their names."""
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number in sorted(versions):
        version = codebook_version(project_id, number)
        for question in version.codebook.questions if version else ():
            found[question.name, question.suggested_by].append(number)
    return tuple(
        Suggesting(question, Source(source) if source else None, tuple(numbers))
        for (question, source), numbers in found.items()
    )


def models_used(project_id: int) -> tuple[int, ...]:
    """Give the numbers of the learned models whose suggestions were shown where answers count."""
    statement = (
        current_answers(LearnedModel.number)
        .join(Prescore, Prescore.id == Annotation.prescore_id)
        .join(LearnedModel, LearnedModel.id == Prescore.learned_model_id)
        .where(Assignment.project_id == project_id)
        .order_by(LearnedModel.number)
    )
    return tuple(db.session.scalars(statement.distinct()))


def reads_surroundings(project_id: int) -> bool:
    """Tell whether answers that count were given beside news scores that leaned on others."""
    statement = (
        current_answers(Prescore.id)
        .join(Prescore, Prescore.id == Annotation.prescore_id)
        .where(
            Assignment.project_id == project_id, Prescore.news_score != Prescore.news_score_alone
        )
    )
    return db.session.scalar(select(statement.exists())) is True


def suggesting_sentences(
    rows: Sequence[Suggesting],
    titles: Mapping[str, str],
    models: Sequence[int],
    *,
    reads_surroundings: bool = False,
) -> Iterator[str]:
    """Say it of the questions of `titles`, by their names."""
    by_question: defaultdict[str, list[Suggesting]] = defaultdict(list)
    for row in rows:
        if row.question in titles:
            by_question[row.question].append(row)
    said = [_said(titles[name], found) for name, found in by_question.items()]
    if said:
        yield f"Suggestions came, {'; '.join(said)}."
    named = {row.source for found in by_question.values() for row in found}
    if reads_surroundings and Source.NEWS in named:
        yield (
            "The score corrected for news leaned on the two paragraphs before and the two after "
            "one in its article."
        )
    # VADER's own score is the one that no model takes the place of.
    if models and any(row.source not in (None, Source.SENTIMENT) for row in rows):
        one = len(models) == 1
        yield (
            f"While {'model' if one else 'models'} {joined([str(number) for number in models])}, "
            f"learned from labelled texts, {'was' if one else 'were'} in use, what "
            f"{'it' if one else 'they'} had learned took the place of all but VADER’s own score."
        )


def _said(title: str, rows: list[Suggesting]) -> str:
    where = [_name(row) for row in rows]
    if len(rows) > 1:
        where = [f"{_name(row)} ({_under(row.versions)})" for row in rows]
    return f"for {title.lower()}, from {joined(where)}"


def _name(row: Suggesting) -> str:
    return _NAMES[row.source] if row.source else "nothing"


def _under(versions: tuple[int, ...]) -> str:
    numbers = joined([str(number) for number in versions])
    return f"codebook version {numbers}" if len(versions) == 1 else f"codebook versions {numbers}"
