"""Tell the language of an article by its script and its commonest words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Set
from functools import cache, lru_cache

# An article shows its language in its first paragraphs; more text costs time and adds nothing.
_SAMPLE = 3_000
# Longer parts are no words that come again.
_LONGEST_KEPT = 40
_MOST_KEPT = 10_000
_ASCII = bytes(range(0x80))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# How many words stand between two spaces, and which of them are common in some language.
_Look = tuple[int, tuple[str, ...]]

# Scripts that one widely read language writes. Unicode names begin with the script's name.
_BY_SCRIPT = {
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "ETHIOPIC": "am",
}

# Words without which hardly a sentence of the language is written. A word that several
# languages share counts for each of them, divided by their number.
_COMMON_WORDS = {
    "en": "the of and to in that is was for on with he it as his be at by had not are but from "
    "have they which you were she her has been will would there their we this said an or who "
    "its after more when about up out",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch "
    "es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum "
    "war haben nur oder aber vor zur bis",
    "fr": "le la les de des et en un une du que qui dans est pour pas sur au par il plus ce ne se "
    "avec sont son aux a été mais ont cette ou leur elle nous comme",
    "es": "el la los las de que y en un una del se por con no para su al lo como más pero sus ha "
    "este sobre entre cuando muy también fue había es son desde está",
    "it": "il la di che e in un una del della per non con sono si da le dei è al nel alla ha gli "
    "delle come più ma anche lo i dal sulla questo stato nella",
    "pt": "o a os as de que e em um uma do da dos das não para com por se no na ao mais mas foi "
    "como são sua seu pelo pela também está ele",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door maar "
    "naar hij uit wordt heeft werd nog over ze zich deze",
    "sv": "och att det i en som på är av för med den till inte har om ett han de från var sig men "
    "vid så efter kan under också",
    "da": "og at det i en som på er af for med den til ikke har om et han de fra var sig men ved "
    "så efter kan også blev",
    "no": "og at det i en som på er av for med den til ikke har om et han de fra var seg men ved "
    "så etter kan også ble",
    "fi": "ja on ei että se oli hän mutta ovat kun myös mukaan niin kuin joka hänen tai ole sen "
    "vuoden jo",
    "pl": "i w na z się nie do to że jest o jak po od za przez a dla co są był ale tak które "
    "który być oraz tego już może",
    "cs": "a v se na že je s z do to o i jako pro ale by jsou za jeho byl podle také po které "
    "který ve k však už jsem",
    "sk": "a v sa na že je s z do to o ako pre ale by sú za jeho bol podľa tiež po ktoré ktorý "
    "vo k však už som",
    "hr": "je i u na se da su za od s koji kao iz bi što o a ne nije koja ali po samo te bio još",
    "sl": "je in v na se da so za od s ki kot iz bi kar o ne ni tudi ali po pa bil še pri",
    "ro": "și de în la a cu că pe care nu o din un pentru sunt mai este fi ce au al s-a dar fost",
    "hu": "a az és hogy nem is egy volt meg csak de ez már mint el szerint még vagy után azt",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi sonra ancak göre kadar olduğunu ne",
    "id": "yang dan di dengan untuk pada dari ini itu tidak dalam adalah akan oleh telah juga ke",
    "vi": "và của là có trong được cho không với một những các này đã người khi từ đến",
    "lt": "ir yra kad į su iš bet tai kaip buvo po apie jis už ar nuo dar jau",
    "lv": "un ir ka no ar par bet kas tas gan vai pēc arī bija lai tika viņš",
    "et": "ja on ei et see oli ta kui aga ka ning mis või oma tema juba",
    "ca": "el la els les de que i en un una del per amb no és al com més però ha va aquest són",
    "uk": "і в у на з що не до за та як є це від про для але його який був було після також",
    "ru": "и в на с что не по к за из как это от о для но его который был было после также",
    "bg": "и в на с че не по да за от как това се е са като но му който беше след също",
    "sr": "и у на с да не по за од је се су као али који био што из после такође",
    "mk": "и во на со дека не по да за од е се како но кој беше што по исто",
    "be": "і ў у на з што не да за як гэта ад пра для але яго які быў было пасля таксама",
}
# Letters that settle which language writes in this alphabet.
_LETTERS = {
    "uk": "іїєґ",
    "ru": "ыэё",
    "be": "ў",
    "sr": "ђјљњћџ",
    "mk": "ѓќѕ",
    "de": "ß",
    "es": "ñ¿¡",
    "pl": "łąęśżź",
    "cs": "řůě",
    "pt": "ãõ",
    "ro": "țșţş",
    "hu": "őű",
    "tr": "ğı",
    "vi": "ạảấầậắặẹếềệịọốồộớờợụứừự",
}


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, or ``""`` when it is undecided.

    Reads the first 3,000 characters. One sentence is enough for a language that shows a few
    of its commonest words. No model and no network: a fixed list of words and scripts.

    >>> detect_language("The council said that the bridge was closed."), detect_language("1, 2")
    ('en', '')
    """
    sample = unicodedata.normalize("NFC", text[:_SAMPLE]).casefold()
    script = _main_script(sample)
    if script in ("LATIN", "CYRILLIC"):
        return _by_words(sample)
    if script in ("HIRAGANA", "KATAKANA", "CJK"):
        return "ja" if any("ぁ" <= character <= "ヿ" for character in sample) else "zh"
    if script == "ARABIC":
        return _arabic_script(sample)
    if script == "DEVANAGARI":
        # Marathi and Nepali share the letters; these two words are Hindi alone.
        return "hi" if re.search(r"(?<!\w)(?:में|है|हैं)(?!\w)", sample) else ""
    return _BY_SCRIPT.get(script, "")


def is_in_latin_letters(text: str) -> bool:
    """Tell whether most letters of a text are Latin ones; a text without letters counts as such.

    >>> is_in_latin_letters("The mayor said “كلا”."), is_in_latin_letters("قال العمدة: no")
    (True, False)
    """
    return _main_script(text) in ("LATIN", "")


def _main_script(sample: str) -> str:
    # Asked of every paragraph of an import, most of which have no letters but those of ASCII.
    if sample.isascii() or not any(map(str.isalpha, _beyond_ascii(sample))):
        return "LATIN" if any(map(str.isalpha, sample)) else ""
    of_letters = {letter: _script(letter) for letter in set(sample) if letter.isalpha()}
    if len(set(of_letters.values())) < 2:
        return next(iter(of_letters.values()), "")
    scripts: Counter[str] = Counter()
    for letter, script in of_letters.items():
        scripts[script] += sample.count(letter)
    # Japanese mixes scripts, and Han outweighs the kana that give it away.
    if scripts["HIRAGANA"] and scripts["CJK"]:
        scripts["HIRAGANA"] += scripts.pop("CJK")
    return max(sorted(scripts), key=lambda script: scripts[script])


def _beyond_ascii(text: str) -> str:
    """Give the characters of a text that are not of ASCII; a pattern takes twice as long."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return others.decode("utf-8", "surrogatepass")


@lru_cache(maxsize=4_096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0]


def _arabic_script(sample: str) -> str:
    if any(letter in sample for letter in "ټډړښڅځ"):
        return "ps"
    if any(letter in sample for letter in "ٹڈڑںے"):
        return "ur"
    return "fa" if any(letter in sample for letter in "پچژگ") else "ar"


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for language, words in _COMMON_WORDS.items():
        for word in dict.fromkeys(words.split()):
            languages[word] = (*languages.get(word, ()), language)
    return languages


def _words_in(part: str) -> tuple[str, ...]:
    """Give the words in what stands between two spaces."""
    return (part,) if part.isalpha() else tuple(_WORD.findall(part))


def _look_at(part: str) -> _Look:
    """Count the words in such a part, and give those that are common in some language."""
    words, known = _words_in(part), _languages_of_words()
    return len(words), tuple(word for word in words if word in known)


class _Looks(dict[str, _Look]):
    """Look at a part when it first comes: the articles of an import are made of the same parts."""

    def __missing__(self, part: str) -> _Look:
        """Look at a part, and forget all others where they have become many."""
        look = _look_at(part)
        if len(part) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[part] = look
        return look


_looks = _Looks()


def _by_words(sample: str) -> str:
    parts = Counter(sample.split())
    total = 0
    common: dict[str, int] = {}
    for part, n in parts.items():
        count, words = _looks[part]
        total += n * count
        for word in words:
            common[word] = common.get(word, 0) + n
    languages_of = _languages_of_words()
    weights: dict[str, float] = {}
    for word, n in common.items():
        for language in languages_of[word]:
            weights[language] = weights.get(language, 0) + n / len(languages_of[word])
    for language, n in _marked(parts, set(_beyond_ascii(sample))).items():
        weights[language] = weights.get(language, 0) + n / 2
    ranked = sorted(weights, key=lambda language: (-weights[language], language))
    if not ranked or weights[ranked[0]] < max(0.5, 0.05 * total):
        return ""
    best = ranked[0]
    if len(ranked) > 1 and weights[best] == weights[ranked[1]]:
        return ""
    return best


def _marked(parts: Mapping[str, int], letters: Set[str]) -> dict[str, int]:
    """Count the words with letters that settle the language, for each language that has some.

    `letters` are those of the text beyond ASCII; no other settles anything.
    """
    seen = {
        language: marks for language, marks in _LETTERS.items() if not letters.isdisjoint(marks)
    }
    if not seen:
        return {}
    times = [(set(word), n) for part, n in parts.items() for word in _words_in(part)]
    return {
        language: sum(n for word, n in times if not word.isdisjoint(marks))
        for language, marks in seen.items()
    }
