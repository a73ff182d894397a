"""Make the rules by which a text's mentions of its own outlet and site are found."""

import re
import unicodedata
from urllib.parse import urlsplit

from workbench.text.naming import (
    Rule,
    before,
    begins_a_sentence,
    is_a_word,
    is_capitalised,
    is_quoted,
    spelled,
    whole,
    word_set,
)

_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_SHORTEST_HANDLE = 4
_SHORTEST_NOUN = 4
_SHORTEST_SITE = 2
_SHORTEST_SMALL = 3
_SHORTEST_CAPITALISED = 5
_FEWEST_INITIALS = 3
_DISTINCTIVE_WORDS = 3
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})
_SMALL = frozenset({"a", "and", "at", "by", "de", "du", "for", "in", "la", "of", "on", "the"})

# Nouns that in small letters hardly ever mean anything but a newspaper.
_NEWSPAPERS = frozenset({"enquirer", "gazette", "inquirer", "picayune", "tribune"})
# What anybody may write in, or be told of, so that "told the magazine" names nobody.
_KINDS = word_set("journal magazine network news newspaper paper press review site")

_TOLD = re.compile(
    r"\b(?:told|tell(?:s|ing)?|sp(?:oke|eaks?|oken|eaking) (?:to|with)|interview (?:with|by|in)|"
    r"statement to|seen by|obtained by|reported by|published by|shared with|exclusive to|"
    r"(?:writes|wrote|writing|written|reports|reporting|column|columnist|reporter|journalist|"
    r"correspondent) (?:for|at|with)|(?:editor|owner|readers) of)\s+$",
    re.IGNORECASE,
)
# After "told the independent" a noun makes it an adjective; these make it a name.
_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)\]”\"’—–-])|\s+(?:a|after|and|as|at|before|but|by|during|earlier|for|from|he|"
    r"her|his|how|i|in|it|last|later|on|she|that|the|their|there|they|this|today|we|what|when|why|"
    r"yesterday|[a-z]+day)\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\s+(?:reported|reports|revealed|reveals|understands|wrote|writes|published|publishes|"
    r"can reveal|ha[sd] (?:learned|learnt|seen|obtained)|"
    r"(?:reporter|journalist|columnist|correspondent|newsroom)s?)\b",
    re.IGNORECASE,
)


def outlet_rules(outlet: str, url: str) -> list[Rule]:
    """Make the rules for an outlet and its site.

    A name is found in its own capitals, or all in capitals; an ordinary word as a name ("The Sun",
    "Time") needs its article, or a place inside a sentence. In small letters it is found where it
    is no ordinary word ("reuters", "new york times"), where it is quoted alone, and where somebody
    tells or reports ("told the sun", "the sun reported"). Its short forms are found with what tells
    them from ordinary words: "the Gazette", "NYT", "BBC" of bbc.co.uk.
    """
    # Articles are stored so; what was typed as their outlet need not be.
    name = _with_capitals(unicodedata.normalize("NFC", outlet).strip())
    rules = [_name_rule(name), *_short_rules(name)] if name else []
    host = _host(url) or _host(outlet)
    return rules + (_site_rules(host) if host else [])


def _with_capitals(outlet: str) -> str:
    """Give a name that is written in small letters ("usa-today"), or all large, its capitals."""
    if outlet.islower() and "." not in outlet:
        outlet = re.sub(r"[-_]+", " ", outlet)
    elif not (outlet.isupper() and " " in outlet):
        return outlet
    words = outlet.lower().split()
    return " ".join(
        word if word in _SMALL and place else word[:1].upper() + word[1:]
        for place, word in enumerate(words)
    )


def _name_rule(outlet: str) -> Rule:
    had_article = _ARTICLE.match(outlet) is not None
    bare = _ARTICLE.sub("", outlet, count=1)
    words = bare.split()
    is_ordinary = len(words) == 1 and is_a_word(bare)
    is_distinctive = _is_distinctive(words)
    # "The Sun" without its article is the one in the sky, or a person's name.
    needs_article = had_article and is_ordinary and not bare.isupper()

    is_acronym = bare.isupper() and len(bare) < _SHORTEST_NOUN

    def accepts(text: str, match: re.Match[str]) -> bool:
        # "Ft" is no "FT".
        if is_capitalised(match["name"], bare) and (match["name"].isupper() or not is_acronym):
            if not is_ordinary or match["the"] or match["name"].isupper():
                return True
            return not begins_a_sentence(text, match.start())
        if is_distinctive or is_quoted(text, match):
            return True
        # "Told time", without an article, is what a clock does.
        return (len(words) > 1 or had_article) and _is_told(text, match)

    article = r"(?P<the>the\s+)" + ("" if needs_article else "?")
    return Rule(whole(rf"{article}(?P<name>{spelled(bare)})"), accepts)


def _is_distinctive(words: list[str]) -> bool:
    """Tell whether words are a name in small letters, too."""
    if len(words) >= _DISTINCTIVE_WORDS:
        return True
    return any(len(word) >= _SHORTEST_SMALL and not is_a_word(word) for word in words)


def _is_told(text: str, match: re.Match[str]) -> bool:
    """Tell whether what is told or reported here makes an ordinary word a name."""
    if _REPORTS.match(text, match.end()):
        return True
    told = _TOLD.search(before(text, match.start()))
    return told is not None and _ENDS.match(text, match.end()) is not None


def _short_rules(outlet: str) -> list[Rule]:
    """Match a name of several words by its noun after "the", and by its initials."""
    words = _ARTICLE.sub("", outlet, count=1).split()
    if len(words) < 2 or not all(word[0].isupper() for word in words):
        return []
    rules = []
    if words[-1].isalpha() and len(words[-1]) >= _SHORTEST_NOUN:
        rules.append(_noun_rule(words[-1]))
    if len(words) >= _FEWEST_INITIALS:
        rules.append(_initials_rule("".join(word[0] for word in words)))
    return rules


def _noun_rule(noun: str) -> Rule:
    small = noun.casefold()

    def accepts(text: str, match: re.Match[str]) -> bool:
        if match["name"] == noun:
            return True
        if not match["name"].islower() or small in _KINDS:
            return False
        told = _TOLD.search(before(text, match.start())) and _ENDS.match(text, match.end())
        return small in _NEWSPAPERS or is_quoted(text, match) or told is not None

    # Before another capital it is part of another name, as in "the Post Office".
    return Rule(whole(rf"(?P<the>the\s+)(?P<name>{re.escape(noun)})(?!\w|\s+(?-i:[A-Z]))"), accepts)


def _initials_rule(initials: str) -> Rule:
    small = not is_a_word(initials)
    return Rule(
        whole(re.escape(initials)),
        lambda _text, match: match[0] == initials or (small and match[0].islower()),
    )


def _site_rules(host: str) -> list[Rule]:
    labels = host.split(".")
    own = next((label for label in reversed(labels[:-1]) if label not in _SECOND_LEVEL), "")
    site = re.escape(".".join(labels[labels.index(own) :])) if own else re.escape(host)
    handle = rf"|[@#]{re.escape(own)}" if len(own) >= _SHORTEST_HANDLE else ""
    mailbox = r"[\w.+-]{1,64}@"
    found = re.compile(
        rf"(?<![\w.@])(?:(?:https?://|{mailbox})?(?:[\w-]+\.)*{site}(?:/\S*[\w/])?{handle})(?!\w)",
        re.IGNORECASE,
    )
    if len(own) < _SHORTEST_SITE:
        return [Rule(found)]
    is_a_name = len(own) >= _SHORTEST_SMALL and not is_a_word(own)

    def accepts(_text: str, match: re.Match[str]) -> bool:
        # "BBC" or "DailyHarbour"; with one capital it may be somebody's name, or a word.
        if sum(letter.isupper() for letter in match[0]) > 1:
            return True
        return is_a_name and (match[0].islower() or len(own) >= _SHORTEST_CAPITALISED)

    return [Rule(found), Rule(whole(re.escape(own)), accepts)]


def _host(address: str) -> str:
    if " " in address.strip() or "." not in address:
        return ""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        return (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
