"""News-like paragraphs made from a seed: invented people and places, no text of anybody's."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

PEOPLE = (
    *("the mayor", "a spokeswoman for the port", "the union", "the minister", "two engineers"),
    *("a retired teacher", "the council", "the fishing fleet", "the hospital", "the opposition"),
)
DEEDS = (
    *("announced", "postponed", "described", "signed", "questioned", "reviewed", "slammed"),
    *("defended", "presented", "rejected", "praised", "published", "delayed", "welcomed"),
)
THINGS = (
    *("the budget for the new harbour", "a plan to close three schools", "the bus timetable"),
    *("a report on the quality of drinking water", "the contract with the ferry company"),
    *("the results of the survey", "a proposal to widen the northern road", "the rent freeze"),
    *("a heroic rescue at the lighthouse", "the so-called reform of the market hall"),
)
TIMES = (
    *("on Monday", "late last week", "after two hours of talks", "in the spring", "on Thursday"),
    *("before the vote", "at a meeting in Sandholm", "in a letter of four pages", "this month"),
)
ENDS = (
    *("and nothing else was decided", "while some families still wait for an answer"),
    *("although the cost has risen by 14 percent", "and the work will not start before June"),
    *("because the river had flooded the old depot", "as the committee had asked for"),
    *("but the figures were not available", "which neighbours called a terrible mistake"),
    *("and the audience of about 200 people listened", "a step that both sides had expected"),
)
SAYINGS = (
    *("We will look at every page of it", "Nobody here was surprised", "It is a fair start"),
    *("The numbers do not add up", "This isn’t what people were promised", "We need more time"),
)


# Of 41,000 words of sentences from English-language outlets 7,400 were different, of the first
# 3,300 of them 1,400.
HEAPS_FACTOR, HEAPS_EXPONENT = 7.0, 0.66
CONSONANTS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "br", "st", "tr")
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")


@dataclass(frozen=True)
class Batch:
    """Hold paragraphs of one length in characters."""

    length: int
    paragraphs: tuple[str, ...]


def paragraph(random: Random, length: int) -> str:
    """Make one paragraph of exactly `length` characters that ends with a full stop."""
    pieces: list[str] = []
    size = 0
    while size < length:
        sentence = _sentence(random)
        pieces.append(sentence)
        size += len(sentence) + 1
    return " ".join(pieces)[: length - 1].rstrip(" .").ljust(length - 1, "s") + "."


def batch(length: int, count: int, *, seed: int = 1) -> Batch:
    """Make different paragraphs of one length."""
    random = Random(f"{seed}/{length}")  # noqa: S311  (texts, no secrets)
    return Batch(length, tuple(paragraph(random, length) for _ in range(count)))


def growing(length: int, count: int, *, seed: int, share: float | None = None) -> tuple[str, ...]:
    """Make paragraphs among whose words new ones keep coming, as in news.

    The n-th word is one that never came before with the chance by which a vocabulary of K nᵝ
    words grows (Heaps 1978); with a `share` that is the chance throughout.
    """
    random = Random(f"{seed}/{length}/growing")  # noqa: S311  (texts, no secrets)
    found, n = [], 0
    for _ in range(count):
        words = paragraph(random, length).split(" ")
        for place, word in enumerate(words):
            n += 1
            chance = share or min(1.0, HEAPS_EXPONENT * HEAPS_FACTOR * n ** (HEAPS_EXPONENT - 1))
            if random.random() < chance:
                ends = word[len(word.rstrip(".,”’")) :]
                words[place] = _new_word(random) + ends
        found.append(" ".join(words)[:length])
    return tuple(found)


def _new_word(random: Random) -> str:
    return "".join(
        random.choice(CONSONANTS) + random.choice(VOWELS) for _ in range(random.choice((2, 3, 4)))
    ) + random.choice(("", "s", "ed", "ing", "er", "ly"))


def json_lines(articles: int, *, paragraphs: int, length: int, seed: int = 1) -> Iterator[str]:
    """Make articles as lines of JSON, as an upload holds them."""
    random = Random(f"{seed}/articles")  # noqa: S311  (texts, no secrets)
    for number in range(articles):
        text = "\n\n".join(paragraph(random, length) for _ in range(paragraphs))
        fields = {
            "headline": f"Report {number + 1} from Sandholm",
            "outlet": f"The Sandholm {('Post', 'Courier', 'Mirror')[number % 3]}",
            "text": text,
        }
        yield json.dumps(fields, ensure_ascii=False) + "\n"


def _sentence(random: Random) -> str:
    who, what = random.choice(PEOPLE), random.choice(THINGS)
    told = f"{who} {random.choice(DEEDS)} {what} {random.choice(TIMES)}"
    told = told[0].upper() + told[1:]
    if random.random() < 0.2:
        return f"“{random.choice(SAYINGS)},” {random.choice(PEOPLE)} said {random.choice(TIMES)}."
    if random.random() < 0.6:
        return f"{told}, {random.choice(ENDS)}."
    return f"{told}."
