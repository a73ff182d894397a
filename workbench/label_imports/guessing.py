"""Guess what the columns and values of a file mean; a lead sees and corrects every guess."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from workbench.codebook.codebook import Codebook, Question
from workbench.codebook.levels import Level
from workbench.codebook.names import LONGEST_NAME, number_of, plain_name
from workbench.label_imports.mapping import AskedAs, Columns, Found, Reading
from workbench.label_imports.span_cells import has_bare_marks
from workbench.label_imports.tables import Table
from workbench.text.records import key

# The first name that a file has is taken.
ALIASES = {
    "annotator": (
        *("annotator", "annotator_id", "coder", "coder_id", "rater", "rater_id", "worker"),
        *("worker_id", "judge", "user", "user_id", "labeler", "labeller", "username"),
    ),
    "item": (
        *("item_id", "item", "paragraph_id", "sentence_id", "unit_id", "text_id", "id"),
        *("doc_id", "document_id", "task_id", "example_id"),
    ),
    "text": ("paragraph_text", "text", "sentence", "content", "body", "statement", "paragraph"),
    "article": ("article_id", "article", "news_link", "url", "link", "document"),
    "outlet": ("outlet", "publisher", "publication", "newspaper", "source"),
    "time": (
        *("submitted_at", "submitted_on", "annotated_at", "created_at", "timestamp", "time"),
        "date",
    ),
    "spans": ("spans", "words", "biased_words", "loaded_words", "entities", "highlights"),
    "question": ("question", "question_name", "task"),
    "label": ("label", "answer", "value", "rating", "judgement", "judgment", "response"),
}
MOST_ANSWERS = 12
"""A column with more values than these is not taken for a question unless the codebook asks it."""

SCALE_FROM = 12
UNNAMED_CATEGORY = "marked"
WHOLE = re.compile(r"(-?\d+)\.0+")


def guessed_columns(table: Table, texts: Table | None, codebook: Codebook) -> Columns:
    """Guess which column is what, by the names that such files use."""
    found = {part: _named(table.columns, names) for part, names in ALIASES.items()}
    if texts is not None:
        for part in ("text", "article", "outlet"):
            found[part] = found[part] or _named(texts.columns, ALIASES[part])
    if not (found["question"] and found["label"]):
        found["question"] = found["label"] = ""
    item_key = ""
    if texts is not None and found["item"]:
        same = found["item"] if found["item"] in texts.columns else ""
        item_key = same or _named(texts.columns, ALIASES["item"])
    taken = {name for name in found.values() if name}
    answers: tuple[str, ...] = ()
    if not found["question"]:
        items = table.column(found["item"] or found["text"]) if taken else []
        answers = _answer_columns(table, taken, codebook, items)
    is_ours = {"paragraph_id", "annotation_id"} <= {key(name) for name in table.columns}
    return Columns(**found, key=item_key, answers=answers, holds_paragraphs=is_ours)


def found_questions(table: Table, columns: Columns) -> tuple[Found, ...]:
    """List the questions of a file with their values, in the order of their columns or rows."""
    if not columns.is_long:
        return tuple(Found(name, _counted(table.column(name))) for name in columns.answers)
    values: dict[str, Counter[str]] = {}
    labels = table.column(columns.label) if columns.label else []
    for question, label in zip(table.column(columns.question), labels, strict=True):
        if question:
            values.setdefault(question, Counter())[label] += 1
    return tuple(Found(name, _counted(count)) for name, count in values.items())


def guessed_reading(
    table: Table, columns: Columns, codebook: Codebook, *, is_fresh: bool
) -> Reading:
    """Guess which question of the codebook each question of a file is, and what its values mean.

    In a project without annotations (`is_fresh`) a file that fits no question of the codebook
    brings its own codebook along.
    """
    found = found_questions(table, columns)
    matches = [_match(one, codebook) for one in found]
    replaces = is_fresh and not any(matches)
    taken = set() if replaces else {question.name for question in codebook.questions}
    questions = []
    for one, match in zip(found, matches, strict=True):
        asked = match or new_question(one, taken=taken)
        taken.add(asked.name)
        questions.append(asked)
    # A category of the codebook would say of these words what nobody said when marking them.
    category = UNNAMED_CATEGORY if columns.spans and _has_bare_marks(table, columns) else ""
    return Reading(
        columns=columns,
        questions=tuple(questions),
        category=category,
        replaces_codebook=replaces,
    )


def _has_bare_marks(table: Table, columns: Columns) -> bool:
    return any(map(has_bare_marks, table.column(columns.spans)))


def new_question(found: Found, *, taken: Collection[str] = ()) -> AskedAs:
    """Make a question of a column: its values are the labels, numbers in their order."""
    values = [value for value in found.values if value]
    names: dict[str, str] = {}
    for value in sorted(values, key=_in_order):
        names[value] = _label_name(value, set(names.values()))
    labels = tuple(dict.fromkeys(names.values()))
    numeric = all(number_of(value) is not None for value in values)
    level = Level.NOMINAL
    if numeric and len(labels) > 2:
        level = Level.INTERVAL if len(labels) > SCALE_FROM else Level.ORDINAL
    title = found.source.removeprefix("label_").replace("_", " ").strip() or found.source
    return AskedAs(
        source=found.source,
        name=plain_name(found.source.removeprefix("label_"), taken, otherwise="question"),
        labels_of={value: names.get(value, "") for value in found.values},
        is_new=True,
        title=title[:1].upper() + title[1:],
        level=level,
        labels=labels,
    )


def matched_labels(question: Question, values: Iterable[str]) -> dict[str, str]:
    """Find for each value the label of a question that is called so; "" for none."""
    known = {_folded(label.title): label.name for label in question.labels}
    known |= {_folded(label.name): label.name for label in question.labels}
    return {value: known.get(_folded(_plain_number(value)), "") for value in values}


def _match(found: Found, codebook: Codebook) -> AskedAs | None:
    """Find the question of the codebook that a question of a file is, if all its values fit."""
    wanted = key(found.source.removeprefix("label_"))
    for question in codebook.questions:
        if wanted in (key(question.name), key(question.title)):
            labels = matched_labels(question, found.values)
            if all(labels[value] for value in found.values if value):
                return AskedAs(source=found.source, name=question.name, labels_of=labels)
    return None


def _answer_columns(
    table: Table, taken: set[str], codebook: Codebook, items: Sequence[str]
) -> tuple[str, ...]:
    known = {key(question.name) for question in codebook.questions}
    found = []
    for name in table.columns:
        if name in taken:
            continue
        is_asked = key(name).removeprefix("label_") in known
        values = table.column(name)
        if is_asked or (2 <= len(set(values) - {""}) <= MOST_ANSWERS and _differs(items, values)):
            found.append(name)
    return tuple(found)


def _differs(items: Sequence[str], values: Sequence[str]) -> bool:
    """Tell whether rows of one item differ: what never does describes the text, like its topic."""
    first: dict[str, str] = {}
    return any(
        first.setdefault(item, value) != value
        for item, value in zip(items, values, strict=False)
        if value
    )


def _named(columns: Sequence[str], aliases: Iterable[str]) -> str:
    of_key = {key(name): name for name in reversed(columns)}
    return next((of_key[alias] for alias in aliases if alias in of_key), "")


def _counted(values: Iterable[str] | Counter[str]) -> dict[str, int]:
    count = values if isinstance(values, Counter) else Counter(values)
    return {value: count[value] for value in sorted(count, key=_in_order) if value}


def _in_order(value: str) -> tuple[int, float, str]:
    as_number = number_of(value)
    return (1, 0.0, value) if as_number is None else (0, as_number, value)


def _label_name(value: str, taken: set[str]) -> str:
    plain = _plain_number(value)
    if len(plain) <= LONGEST_NAME:
        return plain
    name, n = plain[: LONGEST_NAME - 4], 1
    while name in taken:
        n += 1
        name = f"{plain[: LONGEST_NAME - 4]}…{n}"
    return name


def _plain_number(value: str) -> str:
    """Drop the point that tables put behind whole numbers where some cells are empty."""
    found = WHOLE.fullmatch(value)
    return found[1] if found else value


def _folded(text: str) -> str:
    return key(text)
