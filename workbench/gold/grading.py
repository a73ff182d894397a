"""Hold an answer against what a lead expects of the paragraph."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbench.agreement.matching import Extent, matched


@dataclass(frozen=True, order=True)
class ExpectedSpan:
    """Hold words with a category; offsets are half-open code points in the paragraph."""

    start: int
    end: int
    category: str


@dataclass(frozen=True)
class Expected:
    """Hold what is expected: a label for each question that is checked, and the words.

    `spans` is None where words are not checked, and empty where none should be marked.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    spans: frozenset[ExpectedSpan] | None = None


@dataclass(frozen=True)
class WordsMatch:
    """Count `expected` words, those `found` among them, and those marked `beside` them."""

    expected: int
    found: int
    beside: int

    @property
    def is_right(self) -> bool:
        """Tell whether all were found and nothing was marked beside them."""
        return self.found == self.expected and not self.beside


@dataclass(frozen=True)
class Graded:
    """Say for each checked question whether the answer is the expected one, and of the words."""

    by_question: Mapping[str, bool]
    words: WordsMatch | None

    @property
    def is_right(self) -> bool:
        """Tell whether everything that was checked is as expected."""
        return all(self.by_question.values()) and (self.words is None or self.words.is_right)


def grade(expected: Expected, answers: Mapping[str, str], spans: Iterable[ExpectedSpan]) -> Graded:
    """Compare; a question without an answer, as in a skipped paragraph, is not as expected.

    Marked words are found where they share a character with expected ones of the same category,
    each with one other: `matched`, the largest one-to-one matching.

    >>> expected = Expected({"bias": "biased"}, frozenset({ExpectedSpan(4, 10, "glorifying")}))
    >>> graded = grade(expected, {"bias": "biased"}, [ExpectedSpan(0, 10, "glorifying")])
    >>> graded.is_right, graded.words
    (True, WordsMatch(expected=1, found=1, beside=0))
    """
    by_question = {
        question: answers.get(question) == label for question, label in expected.answers.items()
    }
    words = None if expected.spans is None else _match(expected.spans, frozenset(spans))
    return Graded(by_question, words)


def _match(expected: frozenset[ExpectedSpan], marked: frozenset[ExpectedSpan]) -> WordsMatch:
    wanted, given = _by_category(expected), _by_category(marked)
    found = sum(matched(wanted[each], given[each]) for each in wanted.keys() & given.keys())
    return WordsMatch(len(expected), found, len(marked) - found)


def _by_category(spans: Iterable[ExpectedSpan]) -> dict[str, list[Extent]]:
    found: dict[str, list[Extent]] = defaultdict(list)
    for span in spans:
        found[span.category].append((span.start, span.end))
    return found
