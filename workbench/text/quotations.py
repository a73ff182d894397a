"""Find direct speech inside a paragraph by its quotation marks."""

import re
from bisect import bisect_right
from collections.abc import Iterable

Spans = list[tuple[int, int]]

_OPENING_BEFORE = "([{—–-/“„«‘‚\"'¿¡…"
# Marks that are hardly anything but quotation marks; a straight single one is mostly an apostrophe.
_QUOTE_ALONE = '"“”„‟«»‘‚‹「『'
_DECADE = re.compile(r"\d{2,4}s\b")
_ELISIONS = re.compile(r"(?:tis|twas|em|til|cause|cos|n)\b", re.IGNORECASE)
_ENDS_LIKE_A_POSSESSIVE = re.compile(r"(?:[sxz]|in)$", re.IGNORECASE)


def may_quote(text: str) -> bool:
    """Tell quickly whether a text may hold quotations: where it says no there are none.

    >>> may_quote("It isn't the dogs' dinner."), may_quote("He said:\t'No.'")
    (False, True)
    """
    # A search for each of these few takes less time than one pattern, and much less than looking
    # for their ends.
    return any(mark in text for mark in _QUOTE_ALONE) or any(
        _may_open(text, index) for index, _ in _places(text, "'")
    )


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of direct speech in one paragraph, marks included.

    Half-open, in code points, sorted and disjoint: a quotation inside another belongs to the
    outer one. Read are “ ”, straight marks, « » and » «, „ “ and „ ”, ” ”, 「 」, and ‘ ’ or '
    where they are not apostrophes. An opening mark that is never closed counts, to the
    paragraph's end, only where it opens the paragraph (a quotation which goes on in the next
    one) and no other mark of its kind follows; elsewhere it is ignored.

    >>> quotations("She said: “Don’t go.” He went.")
    ((10, 21),)
    """
    double = _outermost([*_curly(text), *_straight(text), *_guillemets(text), *_corners(text)])
    continued = _continued(text, double)
    if continued is not None:
        return (continued,)
    single = _single(text, double)
    return tuple(_outermost([*double, *single]) if single else double)


def _outermost(spans: Iterable[tuple[int, int]]) -> Spans:
    kept: Spans = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _places(text: str, marks: str) -> list[tuple[int, str]]:
    # A search for each mark passes over the letters many times faster than one for any of them.
    places = []
    for mark in marks:
        place = text.find(mark)
        while place >= 0:
            places.append((place, mark))
            place = text.find(mark, place + 1)
    places.sort()
    return places


def _paired(text: str, openers: str, closers: str) -> Spans:
    """Match marks as brackets are matched; marks without a partner drop out."""
    spans: Spans = []
    waiting: list[int] = []
    for index, mark in _places(text, openers + closers):
        if mark in openers:
            waiting.append(index)
        elif waiting:
            spans.append((waiting.pop(), index + 1))
    return spans


def _curly(text: str) -> Spans:
    """Match “ ”, „ “, „ ” and ” ”, in which one mark opens in a language and closes in another."""
    spans: Spans = []
    waiting: list[int] = []
    for index, mark in _places(text, "“”„‟"):
        low = bool(waiting) and text[waiting[-1]] == "„"
        closes = mark == "”" or (mark in "“‟" and low and not _may_open(text, index))
        if closes and waiting:
            spans.append((waiting.pop(), index + 1))
        elif mark != "”" or _may_open(text, index):
            waiting.append(index)
    return spans


def _straight(text: str) -> Spans:
    spans: Spans = []
    start: int | None = None
    for index, _ in _places(text, '"'):
        if start is not None and not (_may_open(text, index) and _follows_space(text, index)):
            spans.append((start, index + 1))
            start = None
        elif _may_open(text, index):
            # A second opening mark means that the first was never closed.
            start = index
    return spans


def _guillemets(text: str) -> Spans:
    if "«" not in text and "»" not in text:
        return []
    first = next((mark for _, mark in _places(text, "«»")), "")
    if first == "»" and _may_open(text, text.index("»")):
        return _paired(text, "»", "«") or _paired_alike(text, "»")
    return _paired(text, "«", "»")


def _corners(text: str) -> Spans:
    return _paired(text, "「『", "」』") if "「" in text or "『" in text else []


def _paired_alike(text: str, mark: str) -> Spans:
    """Match the Swedish »…», in which both marks are the same."""
    places = [index for index, _ in _places(text, mark)]
    return [(start, end + 1) for start, end in zip(places[::2], places[1::2], strict=False)]


def _continued(text: str, double: Spans) -> tuple[int, int] | None:
    """Return the whole paragraph where its first mark leaves it open for the next one."""
    start = len(text) - len(text.lstrip())
    mark = text[start : start + 1]
    if not mark or mark not in '“"«„' or (double and double[0][0] == start):
        return None
    kin = {"“": "“”", '"': '"', "«": "«»", "„": "„“”"}[mark]
    rest = text[start + 1 :]
    if not rest.strip() or any(sign in rest for sign in kin):
        return None
    return start, len(text.rstrip())


def _single(text: str, double: Spans) -> Spans:
    openers = [
        index
        for index, _ in _places(text, "‘‚'‹")
        if _may_open(text, index) and not _is_elision(text, index)
    ]
    spans: Spans = []
    limits = [*openers[1:], len(text)]
    for index, limit in zip(openers, limits, strict=False):
        end = _single_end(text, index, limit, double)
        if end is not None:
            spans.append((index, end))
        elif not text[:index].strip() and text[index] == "‘" and len(openers) == 1:
            spans.append((index, len(text.rstrip())))
    return spans


def _single_end(text: str, opener: int, limit: int, double: Spans) -> int | None:
    """Find where a single quotation ends, past possessives such as ‘the dogs’ dinner’.

    A mark after an s may be a possessive, so a later mark that cannot be one is preferred,
    but only a mark after punctuation can outbid it: ‘heroes’ ends at once.
    """
    closers = {"‘": "’'", "'": "'", "‚": "‘’", "‹": "›"}[text[opener]]
    possible: int | None = None
    for index in range(opener + 2, limit):
        if text[index] not in closers or _is_apostrophe_inside(text, index):
            continue
        if _span_around(double, index) != _span_around(double, opener):
            continue
        if text[index - 1] in ",.!?…":
            return index + 1
        if possible is None:
            possible = index
            if not _may_be_possessive(text, index):
                break
    if possible is None and limit < len(text) and text[limit] in closers:
        return limit + 1
    return None if possible is None else possible + 1


def _span_around(spans: Spans, index: int) -> int | None:
    """Return the number of the sorted, disjoint span that holds an index."""
    place = bisect_right(spans, (index, float("inf"))) - 1
    return place if place >= 0 and index < spans[place][1] else None


def _may_be_possessive(text: str, index: int) -> bool:
    before = text[max(0, index - 2) : index]
    after = text[index + 1 : index + 3]
    followed = len(after) == 2 and after[0].isspace() and after[1].islower()
    return followed and _ENDS_LIKE_A_POSSESSIVE.search(before) is not None


def _is_apostrophe_inside(text: str, index: int) -> bool:
    return text[index + 1 : index + 2].isalnum() or text[index - 1].isspace()


def _is_elision(text: str, index: int) -> bool:
    return any(shape.match(text, index + 1) is not None for shape in (_DECADE, _ELISIONS))


def _follows_space(text: str, index: int) -> bool:
    return index == 0 or text[index - 1].isspace()


def _may_open(text: str, index: int) -> bool:
    after = text[index + 1 : index + 2]
    if not after or after.isspace():
        return False
    return _follows_space(text, index) or text[index - 1] in _OPENING_BEFORE
