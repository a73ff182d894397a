"""The codebook that an import leaves in force."""

from collections.abc import Iterable, Iterator

from workbench import words
from workbench.codebook.codebook import Codebook, CodebookError, Label, Question, SpanCategory
from workbench.codebook.keys import free_keys
from workbench.codebook.levels import Level
from workbench.codebook.names import LONGEST_NAME, number_of, plain_name
from workbench.label_imports.mapping import AskedAs, Reading, ReadingError
from workbench.words import gettext, within

MOST_LABELS = 500
MOST_CATEGORIES = 100


def codebook_after(reading: Reading, codebook: Codebook, categories: Iterable[str]) -> Codebook:
    """Give the codebook as an import makes it; raise `ReadingError`.

    `categories` are those that the file names for spans. A codebook that is replaced asks only
    what the file answers; else new questions follow those that there are.
    """
    kept = {one.name for one in reading.questions if not one.is_new}
    missing = kept - {question.name for question in codebook.questions}
    if missing:
        raise ReadingError(gettext("The codebook has no question “%(name)s”.", name=min(missing)))
    questions = [
        question
        for question in codebook.questions
        if not reading.replaces_codebook or question.name in kept
    ]
    spans = [] if reading.replaces_codebook else list(codebook.span_categories)
    keys = _free_keys(questions, spans)
    for one in reading.questions:
        if one.is_new:
            _check(one)
            questions.append(_question(one, keys))
        _check_labels(one, questions)
    known = category_names(spans)
    for written in (*categories, reading.category) if reading.columns.spans else ():
        if written and written.casefold() not in known:
            name = plain_name(written, set(known.values()), otherwise="category")
            spans.append(
                SpanCategory(name, _title(written), next(keys), gettext("Taken from an import."))
            )
            known |= category_names(spans[-1:])
    if len(spans) > max(MOST_CATEGORIES, len(codebook.span_categories)):
        raise ReadingError(
            gettext(
                "The marks would make %(categories)s categories of words; at most %(most)s can be "
                "asked for.",
                categories=words.number(len(spans)),
                most=MOST_CATEGORIES,
            )
        )
    try:
        return Codebook(
            questions=tuple(questions),
            span_categories=tuple(spans),
            suggested_from=codebook.suggested_from,
        )
    except CodebookError as error:
        raise ReadingError(str(error)) from error


def category_names(categories: Iterable[SpanCategory]) -> dict[str, str]:
    """Map what a file may call a category, in small letters, to its name."""
    listed = tuple(categories)
    titles = {category.title.casefold(): category.name for category in listed}
    return titles | {category.name.casefold(): category.name for category in listed}


def _check(one: AskedAs) -> None:
    if not one.name or len(one.name) > LONGEST_NAME:
        raise ReadingError(
            gettext("The question of “%(column)s” needs a shorter name.", column=one.source[:40])
        )
    if len(one.labels) < 2:
        raise ReadingError(
            gettext(
                "“%(column)s” has fewer than two labels. Add those that nobody gave, or leave the "
                "column out.",
                column=one.source[:40],
            )
        )
    if len(one.labels) > MOST_LABELS:
        raise ReadingError(
            gettext(
                "“%(column)s” has %(labels)s labels; at most %(most)s make a question.",
                column=one.source[:40],
                labels=words.number(len(one.labels)),
                most=MOST_LABELS,
            )
        )
    for label in one.labels:
        if len(label) > LONGEST_NAME:
            raise ReadingError(
                gettext(
                    "The label “%(label)s” is longer than %(most)s characters.",
                    label=label,
                    most=LONGEST_NAME,
                )
            )
    if one.level in (Level.INTERVAL, Level.RATIO):
        for label in one.labels:
            value = number_of(label)
            if value is None or (one.level is Level.RATIO and value < 0):
                raise ReadingError(
                    gettext(
                        "“%(label)s” is no number that the level of “%(column)s” allows.",
                        label=label,
                        column=one.source[:40],
                    )
                )


def _check_labels(one: AskedAs, questions: Iterable[Question]) -> None:
    question = next(question for question in questions if question.name == one.name)
    for value, label in one.labels_of.items():
        if label and label not in question.label_names:
            raise ReadingError(
                gettext(
                    "“%(value)s” of “%(column)s” is to be “%(label)s”, which is no label of "
                    "%(question)s: use %(labels)s.",
                    value=value[:40],
                    column=one.source[:40],
                    label=label[:40],
                    question=within(question.title),
                    labels=", ".join(question.label_names[:12]),
                )
            )


def _question(one: AskedAs, keys: Iterator[str]) -> Question:
    return Question(
        name=one.name,
        title=one.title or one.name,
        prompt="",
        level=one.level,
        labels=tuple(Label(name, name, next(keys)) for name in one.labels),
    )


def _free_keys(questions: Iterable[Question], spans: Iterable[SpanCategory]) -> Iterator[str]:
    used = {label.key for question in questions for label in question.labels}
    used |= {category.key for category in spans}
    return free_keys(used)


def _title(name: str) -> str:
    return (name[:1].upper() + name[1:])[:80]
