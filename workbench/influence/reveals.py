"""What became of first answers once the suggestions were revealed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from sqlalchemy import Select

from workbench.agreement import Share, share_over_annotators
from workbench.annotations.current_answers import current_answers
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.codebook.codebook import Question
from workbench.database import db
from workbench.influence.queries import given_out
from workbench.projects.models import StudyDesign
from workbench.said_later import later

Which = Literal["all", "right", "wrong"]


class Revealed(NamedTuple):
    """Hold one thing that was answered alone, revealed, and answered again.

    For a question these are labels; for a suggested word whether it is marked, "marked" or "".
    """

    paragraph_id: int
    account_id: int
    first: str
    final: str
    suggestion: str


@dataclass(frozen=True)
class Changes:
    """Count what became of first answers to one question, or of suggested words (`question` "").

    `which` tells the suggestions counted: all, or those that the final label of adjudication bears
    out ("right") or contradicts ("wrong"). `towards` is of the first answers that differed from
    the suggestion the share that became it, `away` of those that were the same the share that left
    it; `n_elsewhere` changed to a label that is neither.
    """

    question: str
    title: str
    which: Which
    towards: Share
    away: Share
    n_elsewhere: int

    @property
    def n(self) -> int:
        """Count the first answers."""
        return self.towards.cases + self.away.cases

    @property
    def n_changed(self) -> int:
        """Count those that were changed."""
        return self.towards.hits + self.away.hits + self.n_elsewhere


def changes_after_reveals(
    project_id: int,
    questions: Sequence[Question],
    final: Mapping[str, Mapping[int, str]],
    *,
    drawn: str = "",
) -> tuple[Changes, ...]:
    """Count the changes after reveals; `final` holds adjudicated labels by question and paragraph.

    A question that was never revealed has no row, a kind of suggestion that never occurred none
    either.
    """
    answers, found = _revealed_answers(project_id, drawn), []
    for question in questions:
        cases = answers.get(question.name, [])
        decided = final.get(question.name, {})
        known = [case for case in cases if case.paragraph_id in decided]
        parts: dict[Which, list[Revealed]] = {
            "all": cases,
            "right": [case for case in known if decided[case.paragraph_id] == case.suggestion],
            "wrong": [case for case in known if decided[case.paragraph_id] != case.suggestion],
        }
        for which, part in parts.items():
            if part:
                found.append(changes(question.name, question.title, which, part))
    words = _revealed_words(project_id, drawn)
    if words:
        found.append(changes("", later("Loaded words"), "all", words))
    return tuple(found)


def changes(question: str, title: str, which: Which, cases: Sequence[Revealed]) -> Changes:
    """Count what became of these cases.

    >>> moved = Revealed(1, 1, "neutral", "negative", "negative")
    >>> kept = Revealed(1, 2, "neutral", "neutral", "negative")
    >>> found = changes("sentiment", "Sentiment", "all", [moved, kept])
    >>> found.towards.statistic.value, found.away.cases, found.n_changed
    (0.5, 0, 1)
    """
    differed = [case for case in cases if case.first != case.suggestion]
    same = [case for case in cases if case.first == case.suggestion]
    return Changes(
        question=question,
        title=title,
        which=which,
        towards=_share(
            "changed_towards_suggestion",
            differed,
            [case.final == case.suggestion for case in differed],
        ),
        away=_share(
            "changed_away_from_suggestion", same, [case.final != case.suggestion for case in same]
        ),
        n_elsewhere=sum(case.final not in (case.first, case.suggestion) for case in differed),
    )


def _share(name: str, cases: Sequence[Revealed], is_hit: Iterable[bool]) -> Share:
    annotators = np.array([case.account_id for case in cases], dtype=np.int64)
    return share_over_annotators(name, annotators, np.array(list(is_hit), dtype=np.bool_))


def _revealed_answers(project_id: int, drawn: str) -> dict[str, list[Revealed]]:
    """Read the questions whose suggestion was shown after the first answer, and not before."""
    statement = (
        _after_reveal(
            project_id,
            drawn,
            Answer.question,
            Assignment.paragraph_id,
            Assignment.account_id,
            FirstAnswer.label,
            Answer.label,
            Answer.suggestion,
        )
        .join(Answer, Answer.annotation_id == Annotation.id)
        .join(
            FirstAnswer,
            (FirstAnswer.first_annotation_id == FirstAnnotation.id)
            & (FirstAnswer.question == Answer.question),
        )
        .where(FirstAnswer.suggestion == "", Answer.suggestion != "")
        .order_by(Annotation.id)
    )
    found: dict[str, list[Revealed]] = defaultdict(list)
    for question, *case in db.session.execute(statement):
        found[question].append(Revealed(*case))
    return found


def _revealed_words(project_id: int, drawn: str) -> list[Revealed]:
    """Read the suggested words that were shown after the first answer.

    Any mark that overlaps a suggested word counts, alone and afterwards alike.
    """
    with_words = _after_reveal(
        project_id,
        drawn,
        Annotation.id,
        Assignment.paragraph_id,
        Assignment.account_id,
        StoredSpan.start,
        StoredSpan.end,
        StoredSpan.decision,
        StoredSpan.suggested_category,
    ).join(StoredSpan, StoredSpan.annotation_id == Annotation.id)
    alone = _after_reveal(project_id, drawn, Annotation.id, FirstSpan.start, FirstSpan.end).join(
        FirstSpan, FirstSpan.first_annotation_id == FirstAnnotation.id
    )
    of_design = StudyDesign.id == Assignment.design_id
    is_after = StudyDesign.shows_words == "after"
    first_marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for annotation_id, start, end in db.session.execute(
        alone.join(StudyDesign, of_design).where(is_after, FirstSpan.decision != "rejected")
    ):
        first_marks[annotation_id].append((start, end))
    rows = db.session.execute(
        with_words.join(StudyDesign, of_design).where(is_after).order_by(StoredSpan.id)
    ).all()
    final_marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for annotation_id, _, _, start, end, decision, _ in rows:
        if decision != "rejected":
            final_marks[annotation_id].append((start, end))
    return [
        Revealed(
            paragraph_id,
            account_id,
            _marked((start, end), first_marks[annotation_id]),
            _marked((start, end), final_marks[annotation_id]),
            "marked",
        )
        for annotation_id, paragraph_id, account_id, start, end, _, suggested in rows
        if suggested
    ]


def _marked(word: tuple[int, int], marks: Iterable[tuple[int, int]]) -> str:
    return "marked" if any(start < word[1] and word[0] < end for start, end in marks) else ""


def _after_reveal(project_id: int, drawn: str, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        current_answers(*columns)
        .join(FirstAnnotation, FirstAnnotation.assignment_id == Assignment.id)
        .where(Assignment.project_id == project_id, *given_out(drawn))
    )
