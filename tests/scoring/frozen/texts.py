"""Invent texts in which the rules of the scores meet: marks, capitals, emoji, odd spaces."""

from random import Random

from workbench.scoring.lexicon import Lexicon

PLAIN = (
    "the council a harbour plan of and to in budget ferry school on Monday late week for with it "
    "committee road vote depot figures river letter residents minister Sandholm Orla Vale was "
    "were has will be by from at its their after before engineers union report water"
)
FELT = (
    "good bad terrible great hope war crisis praised lost won killed support attack love hate "
    "fear happy sad brave failed progress threat fine kind risk disaster best worst fresh no"
)
TURNING = (
    "not never isn't isn’t won't but very so really hardly kind of sort of least at least without "
    "nor cannot extremely barely almost no one should must why how because we our you your I only"
)
REPORTING = "said told says stated announced reported wrote according to saying percent survey"
ODD = (
    "🙂 😡 ❤️ 🇩🇰 ® :) :( <3 14 3,000 2024 1990s 50% € — – … #vote @orla www.example.test İzmir ΟΔΟΣ "
    "ﬁne naïve co-op anti-war so-called 'tis rock'n'roll A.B. U.S. !!! ??? ?! ... () [sic] * /"
)
MARKS = ("“{}”", '"{}"', "‘{}’", "'{}'", "«{}»", "„{}“", "({})", "“{}", "{}”")
SPACES = (" ", " ", " ", " ", " ", "  ", "\u00a0", "\n", "\t")
ENDS = (".", ".", ".", "!", "?", "?!", "...", ":", ";", "")


def invented(count: int, lexicon: Lexicon, *, seed: int) -> list[str]:
    """Make different texts, from a few words to some hundred."""
    random = Random(seed)  # noqa: S311  (texts, no secrets)
    terms = [entry.term for entry in lexicon.entries]
    return [_text(random, terms) for _ in range(count)]


def _text(random: Random, terms: list[str]) -> str:
    text = ""
    for _ in range(random.choice((1, 1, 2, 3, 3, 5, 9))):
        text += _sentence(random, terms) + random.choice(SPACES)
    if random.random() < 0.05:
        text = text.upper()
    return text if random.random() < 0.1 else text.strip()


def _sentence(random: Random, terms: list[str]) -> str:
    words = [_word(random, terms) for _ in range(random.randint(1, 22))]
    if random.random() < 0.35:
        start = random.randrange(len(words))
        end = random.randint(start, len(words))
        words[start : end + 1] = [random.choice(MARKS).format(" ".join(words[start : end + 1]))]
    sentence = "".join(word + random.choice(SPACES) for word in words).strip()
    style = random.random()
    if style < 0.7:
        sentence = sentence[:1].upper() + sentence[1:]
    elif style < 0.75:
        sentence = sentence.title()
    return sentence + random.choice(ENDS)


def _word(random: Random, terms: list[str]) -> str:
    kind = random.random()
    if kind < 0.1:
        word = random.choice(terms)
    else:
        rooms = ((0.6, PLAIN), (0.75, FELT), (0.87, TURNING), (0.94, REPORTING), (1.0, ODD))
        word = random.choice(next(room for most, room in rooms if kind <= most).split())
    if random.random() < 0.05:
        word = word.upper()
    return word + ("," if random.random() < 0.08 else "")
