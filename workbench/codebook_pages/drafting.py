"""From the rows of a form to a codebook, in which what was there keeps its name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.codebook.codebook import Codebook, Label, Question, SpanCategory
from workbench.codebook.levels import Level
from workbench.codebook.names import LONGEST_NAME, label_name, plain_name

_PLAIN = re.compile(rf"[a-z0-9_]{{1,{LONGEST_NAME}}}")


@dataclass
class Names:
    """Hold the names that versions of a codebook gave; a new thing never bears an old one.

    Otherwise a question that was dropped, and another one that is called so later, would share
    their answers. `sources` holds what suggested the answers to a question last.
    """

    questions: set[str] = field(default_factory=set)
    labels: dict[str, set[str]] = field(default_factory=dict)
    categories: set[str] = field(default_factory=set)
    sources: dict[str, str] = field(default_factory=dict)


def names_in(codebooks: Iterable[Codebook]) -> Names:
    """Gather the names of several codebooks, the newest last."""
    found = Names()
    for codebook in codebooks:
        found.categories.update(codebook.category_names)
        for question in codebook.questions:
            found.questions.add(question.name)
            found.sources[question.name] = question.suggested_by
            found.labels.setdefault(question.name, set()).update(question.label_names)
    return found


def drafted(rows: Mapping[str, Any], *, in_force: Codebook, earlier: Names) -> Codebook:
    """Build the codebook of a form; raise `CodebookError`.

    A row without a name is new and gets one that is not `earlier`. What suggests an answer stays,
    where the question still has the labels that the score can say.
    """
    given = _given(rows["questions"])
    taken = earlier.questions | set(filter(None, given))
    questions = []
    for row, known in zip(rows["questions"], given, strict=True):
        name = known or plain_name(row["title"], taken, otherwise="question")
        taken.add(name)
        level = Level(row["level"])
        question = Question(
            name=name,
            title=row["title"],
            prompt=row["prompt"],
            level=level,
            labels=_labels(row["labels"], earlier.labels.get(name, set()), level),
        )
        source = earlier.sources.get(name, "")
        if source in question.sources:
            question = replace(question, suggested_by=source)
        questions.append(question)
    return replace(
        in_force,
        questions=tuple(questions),
        span_categories=_categories(rows["categories"], earlier.categories),
    )


def _labels(
    rows: Sequence[Mapping[str, str]], earlier: set[str], level: Level
) -> tuple[Label, ...]:
    given = [row["name"] for row in rows]
    taken = earlier | set(filter(None, given))
    measures = level in (Level.INTERVAL, Level.RATIO)
    labels = []
    for row in rows:
        name = row["name"] if _is_name(row["name"]) else ""
        name = name or label_name(row["title"], taken, measures=measures)
        taken.add(name)
        labels.append(Label(name, row["title"], row["key"]))
    return tuple(labels)


def _categories(rows: Sequence[Mapping[str, str]], earlier: set[str]) -> tuple[SpanCategory, ...]:
    given = _given(rows)
    taken = earlier | set(filter(None, given))
    categories = []
    for row, known in zip(rows, given, strict=True):
        name = known or plain_name(row["title"], taken, otherwise="category")
        taken.add(name)
        categories.append(SpanCategory(name, row["title"], row["key"], row["description"]))
    return tuple(categories)


def _given(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    # Who writes something else into a hidden field gets a name as for a new row.
    return [row["name"] if _PLAIN.fullmatch(row["name"] or "") else "" for row in rows]


def _is_name(name: str) -> bool:
    return bool(name) and len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip()
