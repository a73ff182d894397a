"""Form the inflections of English words and short phrases."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"(?<![aeiou])y$")
# One syllable that ends in consonant, vowel, consonant doubles its last letter ("slammed").
_DOUBLING = re.compile(r"^[^aeiou]*(?:qu)?[aeiou][^aeiouwxy]$")
# More than one syllable may double too ("admit"); the dictionary knows which do.
_MAY_DOUBLE = re.compile(r"[aeiou][^aeiouwxy]$")
_LONGEST_WITH_DEGREES = 9
_KEPT_E = re.compile(r"(?:ee|oe|ye)$")

# Pasts and participles that follow no rule; the dictionary says which verb each belongs to.
_IRREGULAR = """
arose arisen bore borne beat beaten became began begun bent bet bit bitten bled blew blown
bred broke broken brought built burst bought caught chose chosen came cost crept cut dealt
dug drew drawn drank drunk drove driven ate eaten fell fallen fed felt fought found fled flung
flew flown forbade forbidden forgot forgotten forgave forgiven forsook forsaken froze frozen
got gave given went gone ground grew grown hung had heard hid hidden hit held hurt kept knelt
knew known laid led left lent let lay lain lit lost made meant met misled mistook mistaken
overcame overran overrun overtook overthrew overthrown paid put ran rang rung rode ridden
rose risen said sang sung sank sunk sat sent set shook shaken shone shot showed shown shrank
shrunk shut slew slain slept slid slung slit sold sought spent spun spat split spoke spoken
sprang sprung spread stole stolen stood stuck stung stank stunk strode stricken struck strove
striven swept swelled swollen swore sworn swung swam swum taught told thought threw thrown
thrust took taken tore torn trod trodden understood undid undone upheld upset waged wept won
withdrew withdrawn withstood woke woken wore worn wove woven wound wrung wrote written
"""


def inflections(term: str, part_of_speech: str) -> tuple[str, ...]:
    """List the regular inflections of `term`, without the term itself.

    A noun phrase inflects in its last word, or in the word before "of" ("war of words"); a verb
    phrase in its first word ("lash out"). Other parts of speech have none. Irregular forms and
    doubled letters after a second syllable ("admitted") come from `dictionary_forms`.

    >>> inflections("slam", "verb")
    ('slams', 'slammed', 'slamming')
    """
    words = term.split(" ")
    if part_of_speech == "noun":
        head = _noun_head(words)
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


def dictionary_forms(term: str, part_of_speech: str) -> tuple[str, ...]:
    """List the inflections that no rule gives, if simplemma's English dictionary knows them.

    Tried are doubled letters ("admitted"), degrees of adjectives ("braver"), irregular verbs
    ("tore into") and irregular plurals ("henchmen"): a form counts where the dictionary traces it
    to the word that is inflected.

    >>> dictionary_forms("tear into", "verb")
    ('tore into', 'torn into')
    """
    words = term.lower().split(" ")
    place = _noun_head(words) if part_of_speech == "noun" else 0
    head = words[place]
    if part_of_speech == "adjective" and len(words) > 1:
        return ()
    forms = [form for form in _tried(head, part_of_speech) if _lemma(form) == head]
    irregular = _irregular_verbs().get(head, ()) if part_of_speech == "verb" else ()
    return tuple(
        " ".join([*words[:place], form, *words[place + 1 :]]) for form in (*forms, *irregular)
    )


def _tried(head: str, part_of_speech: str) -> tuple[str, ...]:
    if part_of_speech == "noun":
        return (head[:-3] + "men",) if head.endswith("man") else ()
    if part_of_speech == "verb" and _MAY_DOUBLE.search(head):
        return head + head[-1] + "ed", head + head[-1] + "ing"
    if part_of_speech == "adjective" and len(head) <= _LONGEST_WITH_DEGREES:
        if head.endswith("e"):
            return head + "r", head + "st"
        stem = head[:-1] + "i" if _CONSONANT_Y.search(head) else _doubled(head)
        return stem + "er", stem + "est"
    return ()


@cache
def _dictionary() -> Mapping[str, str]:
    # As a stream it takes a tenth of the memory of the dictionary that is looked up fastest.
    return StreamDictionaryFactory().get_dictionary("en")


@cache
def _lemma(form: str) -> str:
    return _dictionary().get(form, "")


@cache
def _irregular_verbs() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in _IRREGULAR.split():
        found[_lemma(form)].append(form)
    return {lemma: tuple(forms) for lemma, forms in found.items()}


def _noun_head(words: list[str]) -> int:
    return words.index("of") - 1 if "of" in words[1:] else len(words) - 1
