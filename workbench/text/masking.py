"""Hide who published a text: its own mentions of its outlet and author, behind masks of one length.

A mask has the same length whatever stands behind it, so that the length gives nothing away. The
text that is shown has offsets of its own therefore, and `MaskedText` converts them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

MASK = "█████"

Offsets = tuple[int, int]

_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_AUTHORS = re.compile(r"\s*(?:,|;|&|\||/|\band\b)\s*", re.IGNORECASE)
_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]['\"”’)\]]*\s+|[\n“\"‘(—–]\s*)$")
_SHORTEST_HANDLE = 4
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
    a sentence, so that "the sun" and "Time is short" stay as they are.

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
    patterns = [_name_pattern(source.outlet)] if source.outlet.strip() else []
    patterns += [
        (_pattern(_words(author)), False)
        for author in _AUTHORS.split(_BY.sub("", source.byline))
        if len(author.split()) > 1
    ]
    host = _host(source.url) or _host(source.outlet)
    if host:
        patterns += [(_site_pattern(host), False)]
    return tuple(patterns)


def _name_pattern(outlet: str) -> tuple[re.Pattern[str], bool]:
    # It brings a dictionary along, which a server that hides nothing does without.
    from simplemma import is_known  # noqa: PLC0415

    had_article = _ARTICLE.match(outlet.strip())
    bare = _ARTICLE.sub("", outlet.strip(), count=1) if had_article else outlet.strip()
    is_ordinary = len(bare.split()) == 1 and not bare.isupper() and is_known(bare.lower(), "en")
    # "The Sun" without its article is the one in the sky, or a person's name.
    article = r"(?P<the>[Tt]he\s+|THE\s+)" + ("" if had_article and is_ordinary else "?")
    return _pattern(_words(bare), article), is_ordinary


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


def _site_pattern(host: str) -> re.Pattern[str]:
    labels = host.split(".")
    own = next((label for label in reversed(labels[:-1]) if label not in _SECOND_LEVEL), "")
    site = re.escape(".".join(labels[labels.index(own) :])) if own else re.escape(host)
    handle = rf"|[@#]{re.escape(own)}" if len(own) >= _SHORTEST_HANDLE else ""
    return re.compile(
        rf"(?<![\w.@])(?P<the>)(?P<name>(?:https?://)?(?:[\w-]+\.)*{site}(?:/\S*[\w/])?{handle})(?!\w)",
        re.IGNORECASE,
    )


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
