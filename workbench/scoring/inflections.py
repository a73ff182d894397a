"""Form the regular inflections of English words and short phrases."""

import re

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"(?<![aeiou])y$")
# One syllable that ends in consonant, vowel, consonant doubles its last letter ("slammed").
_DOUBLING = re.compile(r"^[^aeiou]*(?:qu)?[aeiou][^aeiouwxy]$")
_KEPT_E = re.compile(r"(?:ee|oe|ye)$")


def inflections(term: str, part_of_speech: str) -> tuple[str, ...]:
    """List the regular inflections of `term`, without the term itself.

    A noun phrase inflects in its last word, or in the word before "of" ("war of words"); a verb
    phrase in its first word ("lash out"). Other parts of speech have none. Irregular forms and
    doubled letters after a second syllable ("admitted") are the lexicon's to list.

    >>> inflections("slam", "verb")
    ('slams', 'slammed', 'slamming')
    """
    words = term.split(" ")
    if part_of_speech == "noun":
        head = words.index("of") - 1 if "of" in words[1:] else len(words) - 1
        changed = [_with_s(words[head])]
    elif part_of_speech == "verb":
        head = 0
        changed = [_with_s(words[0]), _past(words[0]), _with_ing(words[0])]
    else:
        return ()
    return tuple(" ".join([*words[:head], form, *words[head + 1 :]]) for form in changed)


def _with_s(word: str) -> str:
    if _SIBILANT.search(word):
        return word + "es"
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    return word + "s"


def _past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ied"
    return _doubled(word) + "ed"


def _with_ing(word: str) -> str:
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not _KEPT_E.search(word):
        return word[:-1] + "ing"
    return _doubled(word) + "ing"


def _doubled(word: str) -> str:
    return word + word[-1] if _DOUBLING.search(word) else word
