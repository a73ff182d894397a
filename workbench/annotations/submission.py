"""A submission as it was sent, and the checks that it must pass before any of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workbench.annotations.locating import Offsets, locate, overlaps
from workbench.annotations.suggestions import Suggestions
from workbench.codebook.codebook import Codebook
from workbench.scoring.loaded_words import LoadedWord
from workbench.words import gettext, within
from workbench.words import number as written

COMMENT_LIMIT = 5_000
# A sentence or two; nobody types more to mark it, and each is sought in the whole paragraph.
TYPED_LIMIT = 500
REJECTED = ""
# What a select sends whose category is still to be chosen: for a word that nothing was said of yet,
# or whose category the codebook has no more.
UNDECIDED = "undecided"

Outcome = Literal["answered", "skipped"]


@dataclass(frozen=True)
class MarkedSpan:
    """Hold a span that a person marked; offsets are half-open code points in the paragraph."""

    start: int
    end: int
    text: str
    category: str


@dataclass(frozen=True)
class TypedWords:
    """Hold words that a person typed instead of marking them."""

    words: str
    category: str


@dataclass(frozen=True)
class Times:
    """Hold for how many milliseconds a page was in sight, and somebody at work on it."""

    shown_ms: int
    active_ms: int


@dataclass(frozen=True)
class Submission:
    """Hold what a person sent for one assignment.

    `key` was made with the page, so that the same form sent twice counts once. `base_revision`
    is the revision the page was filled from, 0 for none. `decisions` says for each suggested
    word, by its place in the list, which category it keeps or gets; "" rejects it.
    """

    key: str
    outcome: Outcome = "answered"
    base_revision: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[int, str] = field(default_factory=dict)
    added: tuple[MarkedSpan, ...] = ()
    typed: tuple[TypedWords, ...] = ()
    is_flagged: bool = False
    comment: str = ""
    times: Times | None = None


@dataclass(frozen=True)
class DecidedSpan:
    """Hold a span as it will be stored; the fields are those of `StoredSpan`."""

    start: int
    end: int
    text: str
    category: str
    decision: Literal["kept", "recategorised", "rejected", "added"]
    suggested_category: str = ""


@dataclass(frozen=True)
class Problem:
    """Say what is wrong in which field: a question's name, or a part of the page and a row."""

    part: Literal["answers", "decisions", "added", "typed", "comment"]
    place: str | int
    sentence: str


class SubmissionError(ValueError):
    """Say everything that is wrong in a submission; nothing of it was stored."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


def check_submission(
    submission: Submission, *, text: str, codebook: Codebook, suggestions: Suggestions
) -> tuple[DecidedSpan, ...]:
    """Give the spans to store, sorted; a skipped paragraph has none.

    Raises `SubmissionError` with every problem there is.
    """
    problems: list[Problem] = []
    if len(submission.comment) > COMMENT_LIMIT:
        problems.append(
            Problem(
                "comment",
                0,
                gettext(
                    "A comment has at most %(limit)s characters; this one has %(length)s.",
                    limit=written(COMMENT_LIMIT),
                    length=written(len(submission.comment)),
                ),
            )
        )
    spans: tuple[DecidedSpan, ...] = ()
    if submission.outcome == "answered":
        problems += _answer_problems(submission.answers, codebook)
        spans, span_problems = _decide_spans(submission, text, codebook, suggestions)
        problems += span_problems
    if problems:
        raise SubmissionError(tuple(problems))
    return spans


def _answer_problems(answers: Mapping[str, str], codebook: Codebook) -> list[Problem]:
    problems = []
    for question in codebook.questions:
        label = answers.get(question.name, "")
        if not label:
            sentence = gettext(
                "Choose an answer for %(question)s.", question=within(question.title)
            )
        elif label not in question.label_names:
            sentence = gettext(
                "“%(label)s” is not an answer to %(question)s. Choose one.",
                label=label,
                question=within(question.title),
            )
        else:
            continue
        problems.append(Problem("answers", question.name, sentence))
    return problems


def _decide_spans(
    submission: Submission, text: str, codebook: Codebook, suggestions: Suggestions
) -> tuple[tuple[DecidedSpan, ...], list[Problem]]:
    decided: list[DecidedSpan] = []
    problems: list[Problem] = []
    for number, word in enumerate(suggestions.words):
        category = submission.decisions.get(number)
        if category is None:
            sentence = gettext(
                "Say whether “%(text)s” is kept, recategorised or rejected.", text=word.text
            )
            problems.append(Problem("decisions", number, sentence))
        elif category != REJECTED and category not in codebook.category_names:
            problems.append(Problem("decisions", number, _unknown_category(category)))
        else:
            decided.append(_decide(word, category))
    for number, span in enumerate(submission.added):
        wrong = _span_problem(span, text, codebook, decided)
        if wrong:
            problems.append(Problem("added", number, wrong))
        else:
            _add(decided, span)
    for number, typed in enumerate(submission.typed):
        if not typed.words.strip():
            continue
        placed = _place(typed, text, codebook, decided)
        if isinstance(placed, str):
            problems.append(Problem("typed", number, placed))
        else:
            _add(decided, placed)
    return tuple(sorted(decided, key=lambda span: (span.start, span.end))), problems


def _place(
    typed: TypedWords, text: str, codebook: Codebook, decided: list[DecidedSpan]
) -> MarkedSpan | str:
    """Find typed words in the text, or say what is wrong with them."""
    if len(typed.words) > TYPED_LIMIT:
        return gettext(
            "Type at most %(limit)s characters; select longer pieces in the text.",
            limit=TYPED_LIMIT,
        )
    if typed.category not in codebook.category_names:
        return gettext("Choose a category for “%(words)s”.", words=typed.words.strip())
    place = locate(text, typed.words, _taken(decided))
    if place is None:
        return _not_placed(text, typed.words)
    start, end = place
    return MarkedSpan(start, end, text[start:end], typed.category)


def _decide(word: LoadedWord, category: str) -> DecidedSpan:
    if category == REJECTED:
        return DecidedSpan(
            word.start, word.end, word.text, word.category, "rejected", word.category
        )
    return DecidedSpan(
        word.start,
        word.end,
        word.text,
        category,
        "kept" if category == word.category else "recategorised",
        word.category,
    )


def _add(decided: list[DecidedSpan], span: MarkedSpan) -> None:
    """Add a span; marking exactly what was suggested and rejected decides that suggestion anew."""
    for number, other in enumerate(decided):
        if other.decision == "rejected" and (other.start, other.end) == (span.start, span.end):
            suggested = other.suggested_category
            decided[number] = DecidedSpan(
                span.start,
                span.end,
                span.text,
                span.category,
                "kept" if span.category == suggested else "recategorised",
                suggested,
            )
            return
    decided.append(DecidedSpan(span.start, span.end, span.text, span.category, "added"))


def _span_problem(
    span: MarkedSpan, text: str, codebook: Codebook, decided: list[DecidedSpan]
) -> str:
    if not 0 <= span.start < span.end <= len(text):
        return gettext(
            "A marked span lies outside the paragraph. Take it out and mark the words again."
        )
    if text[span.start : span.end] != span.text:
        return gettext(
            "“%(text)s” does not stand at its place in the paragraph. Take it out and mark "
            "the words again.",
            text=span.text,
        )
    if span.category == UNDECIDED:
        return gettext("Choose a category for “%(words)s”.", words=span.text)
    if span.category not in codebook.category_names:
        return _unknown_category(span.category)
    for other in decided:
        if other.decision != "rejected" and overlaps(
            (span.start, span.end), [(other.start, other.end)]
        ):
            return gettext(
                "“%(text)s” overlaps “%(other)s”. Take one of the two out.",
                text=span.text,
                other=other.text,
            )
    return ""


def _unknown_category(category: str) -> str:
    return gettext(
        "“%(category)s” is not a category of this project. Choose another.", category=category
    )


def _taken(decided: list[DecidedSpan]) -> list[Offsets]:
    return [(span.start, span.end) for span in decided if span.decision != "rejected"]


def _not_placed(text: str, words: str) -> str:
    if locate(text, words) is None:
        return gettext(
            "“%(words)s” does not stand in this paragraph. Type it as it stands there.",
            words=words.strip(),
        )
    return gettext(
        "“%(words)s” is already marked wherever it stands in this paragraph.", words=words.strip()
    )
