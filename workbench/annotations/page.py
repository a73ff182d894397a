"""What the annotate page shows, gathered before the template draws it."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from workbench.annotations.first_answers import FirstAnswers
from workbench.annotations.forms import (
    TYPED_ROWS,
    AnnotationForm,
    Entry,
    Rows,
    decision_name,
    marked_row,
)
from workbench.annotations.hiding import Screen
from workbench.annotations.history_queries import previous_assignment_id
from workbench.annotations.leases import lease_left
from workbench.annotations.marks import Mark, drawable
from workbench.annotations.queries import (
    AnnotationRow,
    OwnAssignment,
    OwnProgress,
    SpanRow,
)
from workbench.annotations.showing import answered_alone, is_silent, suggested_questions
from workbench.annotations.submission import REJECTED
from workbench.annotations.suggestions import SuggestionNote, Suggestions, suggestion_notes
from workbench.annotations.surroundings import Surroundings, surroundings
from workbench.articles.queries import ParagraphView
from workbench.codebook.codebook import Codebook
from workbench.occasions import Occasion
from workbench.projects.queries import ProjectHeader
from workbench.projects.reading import GuidelinesNews
from workbench.projects.speaking import codebook_lang
from workbench.scoring.loaded_words import LoadedWord
from workbench.text.segments import Segment, segments

OPTIONS_KEPT = 1_000
TONES = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class Trouble:
    """Say why a form was not stored.

    `kind` is "invalid", "stale" (a newer revision exists), "codebook" (the questions changed
    `since` the version with this number) or "session" (nobody was signed in when it came).
    """

    kind: str
    sentences: tuple[str, ...] = ()
    since: int = 0


@dataclass(frozen=True)
class EditPage:
    """Be the context of `annotations/edit.html`.

    `stored` is the newest revision, None for a paragraph that is read for the first time;
    `is_silent` says that nothing is suggested whatever the machine said, `is_second_pass` that the
    paragraph comes back with its outlet shown, `is_training` that feedback follows; `first` is
    what the person answered alone, where what is shown now was kept back until then; `lease_left`
    are the seconds for which the paragraph stays reserved, 0 for one that is not.
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
    lease_left: int
    is_silent: bool
    surroundings: Surroundings
    outlet_arm: str
    first: FirstAnswers | None
    alone: Mapping[str, str]
    reveals_words: bool
    is_second_pass: bool
    is_training: bool
    trouble: Trouble | None
    news: GuidelinesNews | None

    @property
    def suggestion_notes(self) -> dict[str, SuggestionNote]:
        """Give the note under each question that a score was asked about."""
        return suggestion_notes(self.suggestions, self.codebook, alone=self.alone)

    @property
    def draft(self) -> str:
        """Name the state of the paragraph that a draft belongs to."""
        state = f"{self.assignment_id}.{self.form.hidden['base_revision'].data}"
        return state if self.first is None else f"{state}.seen"

    @property
    def learned_on(self) -> str:
        """Say where the model behind the suggestions comes from; "" without one."""
        return self.suggestions.learned_on

    @property
    def compound(self) -> float:
        """Give VADER's compound score of the paragraph."""
        return self.suggestions.compound

    @property
    def tones(self) -> tuple[str, ...]:
        """List the labels that have a semantic colour of their name everywhere."""
        return TONES


def edit_page(
    *,
    project: ProjectHeader,
    assignment: OwnAssignment,
    paragraph: ParagraphView,
    screen: Screen,
    form: AnnotationForm,
    stored: AnnotationRow | None,
    first: FirstAnswers | None,
    progress: OwnProgress,
    at: datetime,
    trouble: Trouble | None = None,
    news: GuidelinesNews | None = None,
) -> EditPage:
    """Gather the page of one assignment; what it is given stands before the screen already."""
    around = surroundings(paragraph, assignment.context)
    paragraph = screen.paragraph(paragraph)
    while len(form.typed.rows) < TYPED_ROWS:
        form.typed.rows.append({"words": "", "category": ""})
    reveals_words = first is not None and assignment.shows_words == "after"
    unmarked = "is-revealed" if reveals_words else "is-rejected"
    marks = marks_of(form, is_confirmed=stored is not None, unmarked=unmarked)
    marks = drawable(paragraph.text, marks)
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
        lease_left=lease_left(assignment, at=at),
        is_silent=is_silent(
            assignment, suggested_questions(form.codebook), is_revealed=first is not None
        ),
        surroundings=Surroundings(screen.around(around.before), screen.around(around.after)),
        outlet_arm=assignment.outlet_arm,
        first=first,
        alone={} if first is None else answered_alone(assignment, first.answers),
        reveals_words=reveals_words,
        is_second_pass=assignment.occasion == Occasion.NAMED,
        is_training=assignment.occasion == Occasion.TRAINING,
        trouble=trouble,
        news=news,
    )


def category_options(codebook: Codebook, chosen: str | None) -> Markup:
    """Draw the categories of this request's codebook as options, one of them chosen."""
    return _options(codebook, chosen, codebook_lang())


@lru_cache(maxsize=OPTIONS_KEPT)
def _options(codebook: Codebook, chosen: str | None, lang: Markup) -> Markup:
    # Each page draws them many times.
    return Markup("\n").join(
        Markup('<option value="{}"{}{}>{}</option>').format(
            category.name,
            Markup(" selected") if category.name == chosen else "",
            lang,
            category.title,
        )
        for category in codebook.span_categories
    )


def hidden_inputs(entries: Iterable[Entry]) -> Markup:
    """Draw what the page itself puts into the form; names are those of `HIDDEN`."""
    # Seven in each page, and a template takes six times as long for them.
    values = ((each.name, escape(each.data or "")) for each in entries)
    drawn = (
        f'<input type="hidden" id="{name}" name="{name}" value="{value}">' for name, value in values
    )
    return Markup("".join(drawn))  # noqa: S704  (what was sent is escaped)


def anywhere(word: LoadedWord) -> LoadedWord:
    """Give a word apart from where it stands: what is said of it is the same in other texts."""
    return word._replace(start=0, end=0)


def initial_values(
    stored: AnnotationRow | None,
    suggestions: Suggestions,
    *,
    key: str,
    codebook_number: int,
    first: FirstAnswers | None = None,
) -> dict[str, Any]:
    """Fill a form with the stored answers, else the first ones, else with the suggestions."""
    values: dict[str, Any] = {
        "submission_key": key,
        "base_revision": "0" if stored is None else str(stored.revision),
        "prescore_id": str(suggestions.prescore_id or ""),
        "codebook_number": str(codebook_number),
    }
    if first is not None:
        values |= {"first_id": str(first.id), "comment": first.comment}
        values["is_flagged"] = first.is_flagged
    if stored is not None:
        values |= {"comment": stored.comment, "is_flagged": stored.is_flagged}
    answered = stored if stored is not None and stored.outcome == "answered" else first
    answers, decisions = suggestions.labels, {}
    if answered is not None:
        answers = answered.answers
        places = {(word.start, word.end) for word in suggestions.words}
        values["added"] = [_row_of(span) for span in answered.spans if _is_own(span, places)]
        decisions = {
            (span.start, span.end): REJECTED if span.decision == "rejected" else span.category
            for span in answered.spans
            if not _is_own(span, places)
        }
    values |= {f"answer_{question}": label for question, label in answers.items()}
    for word in suggestions.words:
        # What nobody had suggested yet, and the person did not mark, stays unmarked by itself.
        usual = REJECTED if answered is first and first is not None else word.category
        values[decision_name(word)] = decisions.get((word.start, word.end), usual)
    return values


def _is_own(span: SpanRow, suggested: Container[tuple[int, int]]) -> bool:
    """Tell whether a span has a row of its own; marked alone, it may be a suggested one now."""
    return span.decision == "added" and (span.start, span.end) not in suggested


def _row_of(span: SpanRow) -> dict[str, str]:
    return marked_row(span.start, span.end, span.text, span.category)


def marks_of(
    form: AnnotationForm, *, is_confirmed: bool, unmarked: str = "is-rejected"
) -> list[Mark]:
    """List what the form's rows mark in the text; a confirmed suggestion looks like one's own.

    `unmarked` is the state of suggested words without a category.
    """
    marks = []
    for word, decision in zip(form.suggestions.words, form.decisions, strict=True):
        category = decision.data
        if category == REJECTED:
            state = unmarked
        else:
            state = "" if is_confirmed or category != word.category else "is-suggested"
        shown = category or word.category
        reason_id = f"{decision.id}-reason"
        marks.append(Mark(decision.id, word.start, word.end, shown, state, reason_id))
    return marks + _added_marks(form.added)


def _added_marks(added: Rows) -> list[Mark]:
    return [
        Mark(f"added_{number}", int(row["start"]), int(row["end"]), row["category"], "")
        for number, row in enumerate(added.rows)
        if row["category"] != REJECTED
    ]
