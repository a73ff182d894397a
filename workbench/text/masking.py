"""Hide who published a text: its own mentions of its outlet and author, behind masks of one length.

A mask has the same length whatever stands behind it, so that the length gives nothing away. The
text that is shown has offsets of its own therefore, and `MaskedText` converts them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

MASK = "█████"

Offsets = tuple[int, int]

_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_AUTHORS = re.compile(r"\s*(?:,|;|&|\||/|\band\b)\s*", re.IGNORECASE)
_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
_PLACE = re.compile(r"\s+(?:in|at|for|from)\s.*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]['\"”’)\]]*\s+|[\n“\"‘(—–]\s*)$")
_SHORTEST_HANDLE = 4
_SHORTEST_NOUN = 4
_SHORTEST_SITE = 2
_FEWEST_INITIALS = 3
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})


@dataclass(frozen=True)
class Source:
    """Name who published an article; "" where it is not known."""

    outlet: str = ""
    byline: str = ""
    url: str = ""


@dataclass(frozen=True)
class MaskedText:
    """Hold a text with masks, and where they stand; `hidden` are offsets into the original."""

    original: str
    text: str
    hidden: tuple[Offsets, ...] = ()

    def shown(self, start: int, end: int) -> Offsets:
        """Convert offsets into the original; what touches a hidden piece covers its mask."""
        return self._shown(start, is_end=False), self._shown(end, is_end=True)

    def beneath(self, start: int, end: int) -> Offsets:
        """Convert offsets into the shown text; what touches a mask covers all that it hides.

        >>> masked = masked_text("He told The Sun so.", Source(outlet="The Sun"))
        >>> masked.text, masked.beneath(9, 11)
        ('He told █████ so.', (8, 15))
        """
        return self._beneath(start, is_end=False), self._beneath(end, is_end=True)

    def _shown(self, offset: int, *, is_end: bool) -> int:
        shift = 0
        for start, end in self.hidden:
            if offset >= end:
                shift += len(MASK) - (end - start)
            elif offset > start:
                return start + shift + (len(MASK) if is_end else 0)
        return offset + shift

    def _beneath(self, offset: int, *, is_end: bool) -> int:
        shift = 0
        for start, end in self.hidden:
            place = start + shift
            if offset >= place + len(MASK):
                shift += len(MASK) - (end - start)
            elif offset > place:
                return end if is_end else start
        return offset - shift


def masked_text(text: str, source: Source) -> MaskedText:
    """Put a mask over every mention of the source in a text of it."""
    hidden = self_mentions(text, source)
    pieces, position = [], 0
    for start, end in hidden:
        pieces += [text[position:start], MASK]
        position = end
    return MaskedText(text, "".join([*pieces, text[position:]]), hidden)


def self_mentions(text: str, source: Source) -> tuple[Offsets, ...]:
    """Find the mentions of a text's own outlet, site, handle and authors.

    Half-open, in code points, sorted and disjoint. A name is found in its own capitals, or all in
    capitals; an ordinary word as a name ("The Sun", "Time") needs its article, or a place inside
    a sentence, so that "the sun" and "Time is short" stay as they are. Its short forms are found
    with what tells them from ordinary words: "the Gazette", "NYT", "BBC" of bbc.co.uk.

    >>> text = "The sun rose. “No,” she told The Sun; see thesun.co.uk."
    >>> [text[a:b] for a, b in self_mentions(text, Source("The Sun", url="https://thesun.co.uk/1"))]
    ['The Sun', 'thesun.co.uk']
    """
    found = [
        match.span()
        for pattern, is_ordinary in _patterns(source)
        for match in pattern.finditer(text)
        if not (is_ordinary and _begins_a_sentence(text, match))
    ]
    return _outermost(found)


def _begins_a_sentence(text: str, match: re.Match[str]) -> bool:
    """Tell whether a capital says nothing here, because every word would have one."""
    if match["the"] or match["name"].isupper():
        return False
    return bool(_SENTENCE_START.search(text, max(0, match.start() - 12), match.start()))


@lru_cache(maxsize=256)
def _patterns(source: Source) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Compile the names of a source; True marks a name that is an ordinary word, too."""
    # Articles are stored so; what was typed as their outlet need not be.
    outlet = unicodedata.normalize("NFC", source.outlet).strip()
    byline = unicodedata.normalize("NFC", source.byline)
    patterns = [_name_pattern(outlet)] if outlet else []
    patterns += [(pattern, False) for pattern in _short_patterns(outlet)]
    patterns += [
        (_pattern(_words(author)), False)
        for said in _AUTHORS.split(_BY.sub("", byline))
        if len((author := _PLACE.sub("", said)).split()) > 1
    ]
    host = _host(source.url) or _host(outlet)
    if host:
        patterns += [(pattern, False) for pattern in _site_patterns(host)]
    return tuple(patterns)


def _name_pattern(outlet: str) -> tuple[re.Pattern[str], bool]:
    # It brings a dictionary along, which a server that hides nothing does without.
    from simplemma import is_known  # noqa: PLC0415  (see above)

    had_article = _ARTICLE.match(outlet)
    bare = _ARTICLE.sub("", outlet, count=1)
    is_ordinary = len(bare.split()) == 1 and not bare.isupper() and is_known(bare.lower(), "en")
    # "The Sun" without its article is the one in the sky, or a person's name.
    article = r"(?P<the>[Tt]he\s+|THE\s+)" + ("" if had_article and is_ordinary else "?")
    return _pattern(_words(bare), article), is_ordinary


def _short_patterns(outlet: str) -> list[re.Pattern[str]]:
    """Match a name of several words by its noun after "the", and by its initials."""
    words = _ARTICLE.sub("", outlet, count=1).split()
    if len(words) < 2 or not all(word[0].isupper() for word in words):
        return []
    found = []
    if words[-1].isalpha() and len(words[-1]) >= _SHORTEST_NOUN:
        # Before another capital it is part of another name, as in "the Post Office".
        noun = rf"(?P<name>{re.escape(words[-1])})(?!\w|\s+[A-Z])"
        found.append(_pattern(noun, r"(?P<the>[Tt]he\s+)"))
    if len(words) >= _FEWEST_INITIALS:
        initials = "".join(word[0] for word in words)
        found.append(_pattern(f"(?P<name>{re.escape(initials)})"))
    return found


def _words(name: str) -> str:
    """Match a name as it is written or in capitals, with any space between its words."""
    words = name.split()
    written, shouted = (
        r"\s+".join(re.escape(word).replace("'", "['’]").replace("’", "['’]") for word in form)
        for form in (words, [word.upper() for word in words])
    )
    return f"(?P<name>{written}|{shouted})"


def _pattern(name: str, article: str = "(?P<the>)") -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@]){article}{name}(?!\w)")


def _site_patterns(host: str) -> list[re.Pattern[str]]:
    labels = host.split(".")
    own = next((label for label in reversed(labels[:-1]) if label not in _SECOND_LEVEL), "")
    site = re.escape(".".join(labels[labels.index(own) :])) if own else re.escape(host)
    handle = rf"|[@#]{re.escape(own)}" if len(own) >= _SHORTEST_HANDLE else ""
    mailbox = r"[\w.+-]{1,64}@"
    found = re.compile(
        rf"(?<![\w.@])(?P<the>)(?P<name>(?:https?://|{mailbox})?(?:[\w-]+\.)*{site}"
        rf"(?:/\S*[\w/])?{handle})(?!\w)",
        re.IGNORECASE,
    )
    if len(own) < _SHORTEST_SITE:
        return [found]
    # "BBC" or "DailyHarbour"; with one capital it may be an ordinary word, or the name itself.
    written = rf"(?P<name>(?=\w*[A-Z]\w*[A-Z])(?i:{re.escape(own)}))"
    return [found, _pattern(written)]


def _host(address: str) -> str:
    if " " in address.strip() or "." not in address:
        return ""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        return (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _outermost(spans: Sequence[Offsets]) -> tuple[Offsets, ...]:
    """Join what overlaps."""
    joined: list[Offsets] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
