"""Give what VADER knows about single words, and its rules for a word among its neighbours."""

import re
from functools import cache, cached_property
from string import punctuation
from threading import Lock

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

# VADER looks at three words before a sentiment word and two words after it.
WORDS_BEFORE = 3
WORDS_AFTER = 2

# One range is searched many times faster than a class of all 1,212 emoji, and the letters and
# punctuation of English lie outside it. A test holds it against VADER's own table.
_PERHAPS_EMOJI = re.compile("[©®‼-\U0010ffff]")


class VaderRules(SentimentIntensityAnalyzer):  # type: ignore[misc]  # The package has no types.
    """Ask VADER about one word at a time.

    The original lower-cases every word of the text again for each sentiment word, which makes a
    long paragraph a way to hold up a worker. Its rules never look further than a few words, so
    that those words are all they are given.
    """

    def __init__(self) -> None:
        super().__init__()
        self._modifiers = frozenset(
            [
                *NEGATE,
                *(max(phrase.split(), key=len) for phrase in [*BOOSTER_DICT, *SPECIAL_CASES]),
                *("no", "least", "so", "this", "but"),
            ]
        )

    @property
    def known(self) -> frozenset[str]:
        """The words in lower case that have a valence or modify one, but for those in "n't"."""
        return self._modifiers.union(self.lexicon)

    def modifies(self, word: str) -> bool:
        """Tell whether a word, given in lower case, may change the valence of one beside it."""
        return word in self._modifiers or "n't" in word

    def valence(self, word: str) -> float:
        """Give the valence of a word, given in lower case, where nothing modifies it."""
        found: float = 0.0 if word in BOOSTER_DICT else self.lexicon.get(word, 0.0)
        return found

    def valence_among(self, tokens: list[str], place: int, capitals: "Capitals") -> float:
        """Give the valence of a word as its neighbours, and capitals, change it."""
        first = max(0, place - WORDS_BEFORE)
        near = [bare(token) for token in tokens[first : place + WORDS_AFTER + 1]]
        has_shouts = any(map(str.isupper, near)) and capitals.stand_out
        result: list[float] = self.sentiment_valence(
            0, _Window(near, has_shouts), near[place - first], place - first, []
        )
        return result[0]

    def described(self, text: str) -> str:
        """Put the description of each emoji in its place."""
        return _PERHAPS_EMOJI.sub(self._description, text)

    def emphasis(self, text: str) -> float:
        """Give what the exclamation and question marks of a text add to its valence."""
        if "!" not in text and "?" not in text:
            return 0.0
        added: float = self._punctuation_emphasis(text)
        return added

    def _description(self, match: re.Match[str]) -> str:
        if match[0] not in self.emojis:
            return match[0]
        start = match.start()
        description: str = self.emojis[match[0]]
        is_apart = start == 0 or match.string[start - 1] == " "
        return description if is_apart else f" {description}"


class Capitals:
    """Tell of a text's words whether some of them are in capitals, looking through them once."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens

    @cached_property
    def stand_out(self) -> bool:
        """Whether some of the words, but not all, are in capitals."""
        return any(map(str.isupper, self._tokens)) and not all(map(str.isupper, self._tokens))


class _Window:
    """Stand in for VADER's whole text where it scores one word from its neighbours."""

    __slots__ = ("is_cap_diff", "words_and_emoticons")

    def __init__(self, words: list[str], is_cap_diff: bool) -> None:
        self.words_and_emoticons = words
        self.is_cap_diff = is_cap_diff


def has_valence(word: str) -> bool:
    """Tell whether VADER's lexicon holds a word, given in lower case."""
    return word in vader_rules().lexicon


def may_be_drawn(token: str) -> bool:
    """Tell quickly whether a token may hold an emoji."""
    return not token.isascii() and _PERHAPS_EMOJI.search(token) is not None


def bare(token: str) -> str:
    """Take off the punctuation around a token as VADER does, which leaves emoticons as they are.

    >>> bare("“Well,"), bare("well,"), bare(":)")
    ('“Well', 'well', ':)')
    """
    if token.isalpha():
        return token
    inside = token.strip(punctuation)
    return token if len(inside) <= 2 else inside


_loading = Lock()


@cache
def vader_rules() -> VaderRules:
    """Give the rules, whose files each process reads once."""
    # The lock keeps threads that start together from reading them twice.
    with _loading:
        return _rules()


@cache
def _rules() -> VaderRules:
    return VaderRules()
