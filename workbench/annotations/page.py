"""What the annotate page shows, gathered before the template draws it."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from workbench.annotations.forms import TYPED_ROWS, AnnotationForm, RowsField
from workbench.annotations.hiding import Screen
from workbench.annotations.marks import Mark, drawable
from workbench.annotations.queries import (
    AnnotationRow,
    OpenedAssignment,
    OwnProgress,
    own_progress,
    previous_assignment_id,
)
from workbench.annotations.showing import is_silent, suggested_questions
from workbench.annotations.submission import REJECTED
from workbench.annotations.suggestions import SuggestionNote, Suggestions, suggestion_notes
from workbench.annotations.surroundings import Surroundings, surroundings
from workbench.articles.queries import ParagraphView
from workbench.codebook.codebook import Codebook
from workbench.projects.queries import ProjectHeader
from workbench.text.segments import Segment, segments

OPTIONS_KEPT = 1_000
TONES = {tone: tone for tone in ("negative", "neutral", "positive")}


@dataclass(frozen=True)
class Trouble:
    """Say why a form was not stored.

    `kind` is "invalid", "stale" (a newer revision exists) or "codebook" (the questions changed).
    """

    kind: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class EditPage:
    """Be the context of `annotations/edit.html`.

    `stored` is the newest revision, None for a paragraph that is read for the first time;
    `is_silent` says that nothing is suggested whatever the machine said.
    """

    project: ProjectHeader
    assignment_id: int
    paragraph: ParagraphView
    codebook: Codebook
    suggestions: Suggestions
    form: AnnotationForm
    segments: tuple[Segment[Mark], ...]
    progress: OwnProgress
    stored: AnnotationRow | None
    previous_id: int | None
    has_run_out: bool
    is_silent: bool
    surroundings: Surroundings
    outlet_arm: str
    trouble: Trouble | None

    @property
    def suggestion_notes(self) -> dict[str, SuggestionNote]:
        """Give the note under each question that a score was asked about."""
        return suggestion_notes(self.suggestions, self.codebook)

    @property
    def compound(self) -> float:
        """Give VADER's compound score of the paragraph."""
        return self.suggestions.compound

    @property
    def tones(self) -> dict[str, str]:
        """Map labels to the semantic colour that they have everywhere."""
        return TONES

    def category_options(self, chosen: str | None) -> Markup:
        """Draw the categories as options, one of them chosen."""
        return category_options(self.codebook, chosen)


def edit_page(
    *,
    project: ProjectHeader,
    assignment: OpenedAssignment,
    paragraph: ParagraphView,
    screen: Screen,
    form: AnnotationForm,
    stored: AnnotationRow | None,
    at: datetime,
    trouble: Trouble | None = None,
) -> EditPage:
    """Gather the page of one assignment; `form` and `stored` stand before the screen already."""
    around = surroundings(paragraph, assignment.context)
    paragraph = screen.paragraph(paragraph)
    while len(form.typed.rows) < TYPED_ROWS:
        form.typed.rows.append({"words": "", "category": ""})
    progress = own_progress(project.id, assignment.account_id, at=at)
    marks = drawable(paragraph.text, marks_of(form, is_confirmed=stored is not None))
    return EditPage(
        project=project,
        assignment_id=assignment.id,
        paragraph=paragraph,
        codebook=form.codebook,
        suggestions=form.suggestions,
        form=form,
        segments=tuple(segments(paragraph.text, marks)),
        progress=progress,
        stored=stored,
        previous_id=previous_assignment_id(assignment, progress),
        has_run_out=assignment.state == "leased" and assignment.lease_expires_at <= at,
        is_silent=is_silent(assignment, suggested_questions(form.codebook)),
        surroundings=Surroundings(screen.around(around.before), screen.around(around.after)),
        outlet_arm=assignment.outlet_arm,
        trouble=trouble,
    )


@lru_cache(maxsize=OPTIONS_KEPT)
def category_options(codebook: Codebook, chosen: str | None) -> Markup:
    """Draw the categories of a codebook as options; kept, for each page draws them many times."""
    return Markup("\n").join(
        Markup('<option value="{}"{}>{}</option>').format(
            category.name, Markup(" selected") if category.name == chosen else "", category.title
        )
        for category in codebook.span_categories
    )


def initial_values(
    stored: AnnotationRow | None, suggestions: Suggestions, *, key: str, codebook_number: int
) -> dict[str, Any]:
    """Fill a form with the stored answers, or with the suggestions where nothing is stored."""
    values: dict[str, Any] = {
        "submission_key": key,
        "base_revision": "0" if stored is None else str(stored.revision),
        "prescore_id": str(suggestions.prescore_id or ""),
        "codebook_number": str(codebook_number),
    }
    answers = suggestions.labels
    decisions: dict[tuple[int, int], str] = {}
    if stored is not None:
        values |= {"comment": stored.comment, "is_flagged": stored.is_flagged}
    if stored is not None and stored.outcome == "answered":
        answers = stored.answers
        values["added"] = [
            {
                "start": str(span.start),
                "end": str(span.end),
                "text": span.text,
                "category": span.category,
            }
            for span in stored.spans
            if span.decision == "added"
        ]
        decisions = {
            (span.start, span.end): REJECTED if span.decision == "rejected" else span.category
            for span in stored.spans
            if span.decision != "added"
        }
    values |= {f"answer_{question}": label for question, label in answers.items()}
    for number, word in enumerate(suggestions.words):
        values[f"word_{number}"] = decisions.get((word.start, word.end), word.category)
    return values


def marks_of(form: AnnotationForm, *, is_confirmed: bool) -> list[Mark]:
    """List what the form's rows mark in the text; a confirmed suggestion looks like one's own."""
    marks = []
    for number, word in enumerate(form.suggestions.words):
        category = form.decision_field(number).data
        if category == REJECTED:
            state = "is-rejected"
        else:
            state = "" if is_confirmed or category != word.category else "is-suggested"
        row = f"word_{number}"
        shown = category or word.category
        marks.append(Mark(row, word.start, word.end, shown, state, f"{row}-reason"))
    return marks + _added_marks(form.added)


def _added_marks(added: RowsField) -> list[Mark]:
    return [
        Mark(f"added_{number}", int(row["start"]), int(row["end"]), row["category"], "")
        for number, row in enumerate(added.rows)
        if row["category"] != REJECTED
    ]
