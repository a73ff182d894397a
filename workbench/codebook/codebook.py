"""A codebook: the questions of a study and the categories of its spans."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from workbench.codebook.levels import Level
from workbench.words import gettext, marked

LEAST_CLARITY, MOST_CLARITY = 0.5, 1.0
"""Between these lies `Codebook.suggested_from`: at the cut between two labels, and never."""
CERTAIN_FROM = 0.5
"""A learned model suggests an answer that is right more often than not, unless a lead says else."""


class Source(StrEnum):
    """Name the score that a suggested answer is taken from.

    `sentiment` is VADER's own; `news` is VADER's corrected for news.
    """

    SENTIMENT = "sentiment"
    NEWS = "news"
    BIAS = "bias"
    VOICE = "voice"

    @property
    def labels(self) -> tuple[str, ...]:
        """Give the labels that this score can suggest."""
        return _SUGGESTED[self]


_FEELINGS = ("negative", "neutral", "positive")
_SUGGESTED = {
    Source.SENTIMENT: _FEELINGS,
    Source.NEWS: _FEELINGS,
    Source.BIAS: ("biased", "not_biased"),
    Source.VOICE: ("factual", "mixed", "opinion"),
}


class CodebookError(ValueError):
    """Say what is wrong in a codebook, and where."""


@dataclass(frozen=True)
class Label:
    """Be one possible answer; `key` is the single key that gives it, "" for none."""

    name: str
    title: str
    key: str


@dataclass(frozen=True)
class Question:
    """Ask for one label of each paragraph; the order of `labels` is their order of measurement.

    `suggested_by` names the `Source` that fills the answer in, "" for none.
    """

    name: str
    title: str
    prompt: str
    level: Level
    labels: tuple[Label, ...]
    suggested_by: str = ""

    @cached_property
    def label_names(self) -> tuple[str, ...]:
        """Give the declared labels in order, whether or not anybody used them."""
        return tuple(label.name for label in self.labels)

    @property
    def sources(self) -> tuple[Source, ...]:
        """List the scores that could suggest an answer, for they know some of the labels."""
        known = set(self.label_names)
        return tuple(source for source in Source if known.intersection(source.labels))


@dataclass(frozen=True)
class SpanCategory:
    """Be one kind of loaded word, with the key that gives it, "" for none."""

    name: str
    title: str
    key: str
    description: str


@dataclass(frozen=True)
class Codebook:
    """Hold what a study asks; every key and every name is used once.

    `suggested_from` in [0.5, 1] is the clarity below which no answer is suggested: 0.5 suggests
    whatever a score says. It stands here, and not beside the project's name, so that each
    annotation knows by its codebook version what was suggested to it, and from where on.
    `certain_from` and `words_certain_from`, in [0, 1], are the same for the certainty of what a
    learned model suggests: answers, and loaded words.
    """

    questions: tuple[Question, ...]
    span_categories: tuple[SpanCategory, ...]
    suggested_from: float = LEAST_CLARITY
    certain_from: float = CERTAIN_FROM
    words_certain_from: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a codebook whose names or keys clash, or whose questions offer no choice."""
        _once(_QUESTION_TWICE, [question.name for question in self.questions])
        _once(_CATEGORY_TWICE, [category.name for category in self.span_categories])
        for question in self.questions:
            _once(_LABEL_TWICE, question.label_names)
            if len(question.labels) < 2:
                raise CodebookError(
                    gettext(
                        "The question “%(name)s” needs at least two labels.", name=question.name
                    )
                )
            if question.suggested_by and question.suggested_by not in set(Source):
                raise CodebookError(
                    gettext(
                        "Nothing called “%(source)s” suggests answers to “%(question)s”: use "
                        "%(sources)s, or leave it empty.",
                        source=question.suggested_by,
                        question=question.name,
                        sources=", ".join(Source),
                    )
                )
        if not LEAST_CLARITY <= self.suggested_from <= MOST_CLARITY:
            raise CodebookError(gettext("Suggestions are made from a clarity of 0.5 to 1 on."))
        if not (0 <= self.certain_from <= 1 and 0 <= self.words_certain_from <= 1):
            raise CodebookError(gettext("Suggestions are made from a certainty of 0 to 1 on."))
        keys = [label.key for question in self.questions for label in question.labels]
        keys += [category.key for category in self.span_categories]
        _once(_KEY_TWICE, [key for key in keys if key])

    def __hash__(self) -> int:
        """Hash all it holds, once: what is kept for each codebook asks for it at every page."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, each.name) for each in fields(self)))

    def question(self, name: str) -> Question:
        """Find a question by its name; raise `KeyError` where there is none."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def asks_the_same(self, other: "Codebook") -> bool:
        """Tell whether two codebooks differ at most in what is suggested."""
        return self is other or self.without_suggestions() == other.without_suggestions()

    def with_suggestions(
        self,
        suggested_by: Mapping[str, str],
        *,
        suggested_from: float,
        certain_from: float | None = None,
        words_certain_from: float | None = None,
    ) -> "Codebook":
        """Give the codebook with other suggestions; what is not named stays as it is."""
        return replace(
            self,
            questions=tuple(
                replace(
                    question,
                    suggested_by=suggested_by.get(question.name, question.suggested_by),
                )
                for question in self.questions
            ),
            suggested_from=suggested_from,
            certain_from=self.certain_from if certain_from is None else certain_from,
            words_certain_from=(
                self.words_certain_from if words_certain_from is None else words_certain_from
            ),
        )

    def without_suggestions(self) -> "Codebook":
        """Give the codebook as it asks, with nothing suggested."""
        nothing = {question.name: "" for question in self.questions}
        return self.with_suggestions(
            nothing,
            suggested_from=LEAST_CLARITY,
            certain_from=CERTAIN_FROM,
            words_certain_from=0.0,
        )

    @cached_property
    def category_names(self) -> tuple[str, ...]:
        """Give the names of the span categories in order."""
        return tuple(category.name for category in self.span_categories)

    def to_definition(self) -> dict[str, Any]:
        """Give the codebook as plain values that `from_definition` reads back."""
        return asdict(self)

    @classmethod
    def from_definition(cls, definition: Mapping[str, Any]) -> "Codebook":
        """Build a codebook from plain values; raise `CodebookError` where they do not fit."""
        try:
            return cls(
                questions=tuple(_question(entry) for entry in definition["questions"]),
                span_categories=tuple(
                    SpanCategory(**entry) for entry in definition["span_categories"]
                ),
                suggested_from=float(definition.get("suggested_from", LEAST_CLARITY)),
                certain_from=float(definition.get("certain_from", CERTAIN_FROM)),
                words_certain_from=float(definition.get("words_certain_from", 0.0)),
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, CodebookError):
                raise
            raise CodebookError(
                gettext("The codebook cannot be read: %(error)s.", error=error)
            ) from error


def read_codebook(path: Path) -> Codebook:
    """Read a codebook from a TOML file."""
    return Codebook.from_definition(tomllib.loads(path.read_text(encoding="utf-8")))


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        name=entry["name"],
        title=entry["title"],
        prompt=entry["prompt"],
        level=Level(entry["level"]),
        labels=tuple(Label(**label) for label in entry["labels"]),
        suggested_by=entry.get("suggested_by", ""),
    )


_QUESTION_TWICE = marked("The question “%(name)s” stands twice in the codebook.")
_CATEGORY_TWICE = marked("The span category “%(name)s” stands twice in the codebook.")
_LABEL_TWICE = marked("The label “%(name)s” stands twice in one question.")
_KEY_TWICE = marked("The key “%(name)s” stands twice in the codebook.")


def _once(twice: str, names: Sequence[str]) -> None:
    """Refuse what has no name, and what comes twice: `twice` says so."""
    for name in names:
        if not name:
            raise CodebookError(gettext("Something in the codebook has no name."))
        if names.count(name) > 1:
            raise CodebookError(gettext(twice, name=name))
