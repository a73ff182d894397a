"""Training answers: held against what is expected, and shown beside it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from workbench.annotations.gold_queue import training_score
from workbench.annotations.hiding import Screen
from workbench.annotations.marks import Mark, drawable
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.annotations.queries import AnnotationRow, OwnProgress, SpanRow
from workbench.annotations.queue import asker
from workbench.annotations.training_models import TrainingResult
from workbench.articles.queries import ParagraphView
from workbench.codebook.codebook import Codebook
from workbench.database import connection, db, now
from workbench.gold.grading import ExpectedSpan, Graded, grade
from workbench.gold.queries import WITHDRAWN, GoldRow, expected_of
from workbench.occasions import Occasion
from workbench.prepared import row
from workbench.projects.queries import ProjectHeader
from workbench.text.segments import Segment, segments

Pieces = tuple[Segment[Mark], ...]


@dataclass(frozen=True)
class TrainingScore:
    """Count the training items somebody finished, and those answered as expected."""

    asked: int
    right: int
    is_admitted: bool


@dataclass(frozen=True)
class Compared:
    """Hold the answer to a question beside the expected one, by their titles.

    `own` is "" where the paragraph was skipped, `expected` where the question is not checked.
    """

    title: str
    own: str
    expected: str
    is_right: bool


@dataclass(frozen=True)
class FeedbackPage:
    """Be the context of `annotations/feedback.html`.

    `gold` and `graded` are None where the item was withdrawn, so that nothing is expected of it.
    """

    project: ProjectHeader
    codebook: Codebook
    paragraph: ParagraphView
    stored: AnnotationRow
    gold: GoldRow | None
    graded: Graded | None
    compared: tuple[Compared, ...]
    own_pieces: Pieces
    expected_pieces: Pieces
    progress: OwnProgress
    score: TrainingScore

    @property
    def number(self) -> int:
        """Say how many training items the person has finished."""
        return self.progress.trained

    @property
    def total(self) -> int:
        """Say how many they have in all."""
        return self.progress.trained + self.progress.training_open


def score_of(project_id: int, account_id: int) -> TrainingScore:
    """Count what somebody did in training."""
    who = asker(project_id, account_id, at=now())
    return TrainingScore(*row(connection(), training_score(), who))


def feedback_page(
    *,
    project: ProjectHeader,
    paragraph: ParagraphView,
    codebook: Codebook,
    stored: AnnotationRow,
    screen: Screen,
    progress: OwnProgress,
    score: TrainingScore,
) -> FeedbackPage:
    """Put a finished training answer beside what is expected of it."""
    gold = expected_of(paragraph.id)
    if gold is not None and gold.use == WITHDRAWN:
        gold = None
    graded = None
    wanted: tuple[SpanRow, ...] = ()
    if gold is not None:
        graded = grade(gold.expected, stored.answers, map(_key, stored.marked))
        wanted = tuple(_row(span, paragraph.text) for span in gold.spans)
    text = screen.text(paragraph.text)
    return FeedbackPage(
        project=project,
        codebook=codebook,
        paragraph=screen.paragraph(paragraph),
        stored=stored,
        gold=gold,
        graded=graded,
        compared=_compared(codebook, stored, gold),
        own_pieces=_pieces(text, screen, replace(stored, spans=stored.marked)),
        expected_pieces=_pieces(text, screen, replace(stored, spans=wanted)),
        progress=progress,
        score=score,
    )


def grade_training(paragraph_id: int, *, assignment_id: int | None = None) -> None:
    """Hold the first training answers on a paragraph against what is expected now; flush.

    With `assignment_id` only that one's.
    """
    gold = expected_of(paragraph_id)
    if gold is None:
        return
    found = select(Annotation.id, Annotation.assignment_id).join(Annotation.assignment)
    found = found.where(
        Assignment.paragraph_id == paragraph_id,
        Assignment.occasion == Occasion.TRAINING,
        Annotation.revision == 1,
    )
    if assignment_id is not None:
        found = found.where(Assignment.id == assignment_id)
    owners = {row.id: row.assignment_id for row in db.session.execute(found)}
    answers, spans = answers_of(owners), spans_of(owners)
    db.session.execute(
        delete(TrainingResult).where(TrainingResult.assignment_id.in_(owners.values()))
    )
    db.session.add_all(
        TrainingResult(
            assignment_id=owner, is_right=grade(gold.expected, answers[each], spans[each]).is_right
        )
        for each, owner in owners.items()
    )
    db.session.flush()


def answers_of(annotation_ids: Collection[int]) -> Mapping[int, dict[str, str]]:
    """Read the answers of annotations, by their ids: question → label."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = select(Answer.annotation_id, Answer.question, Answer.label).where(
        Answer.annotation_id.in_(annotation_ids)
    )
    for each, question, label in db.session.execute(rows):
        found[each][question] = label
    return found


def spans_of(annotation_ids: Collection[int]) -> Mapping[int, list[ExpectedSpan]]:
    """Read the spans that stand in annotations, by their ids."""
    found: dict[int, list[ExpectedSpan]] = defaultdict(list)
    rows = select(
        StoredSpan.annotation_id, StoredSpan.start, StoredSpan.end, StoredSpan.category
    ).where(StoredSpan.annotation_id.in_(annotation_ids), StoredSpan.decision != "rejected")
    for each, start, end, category in db.session.execute(rows):
        found[each].append(ExpectedSpan(start, end, category))
    return found


def _compared(
    codebook: Codebook, stored: AnnotationRow, gold: GoldRow | None
) -> tuple[Compared, ...]:
    expected = {} if gold is None else gold.expected.answers
    rows = []
    for question in codebook.questions:
        titles = {label.name: label.title for label in question.labels}
        own, wanted = stored.answers.get(question.name, ""), expected.get(question.name, "")
        rows.append(
            Compared(
                title=question.title,
                own=titles.get(own, own),
                expected=titles.get(wanted, wanted),
                is_right=own == wanted,
            )
        )
    return tuple(rows)


def _pieces(text: str, screen: Screen, stored: AnnotationRow) -> Pieces:
    shown = screen.annotation(stored) or stored
    marks = [Mark("", span.start, span.end, span.category, "") for span in shown.spans]
    return tuple(segments(text, drawable(text, marks)))


def _key(span: SpanRow) -> ExpectedSpan:
    return ExpectedSpan(span.start, span.end, span.category)


def _row(span: ExpectedSpan, text: str) -> SpanRow:
    return SpanRow(
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        category=span.category,
        decision="added",
        suggested_category="",
    )
