"""Recognise the lines that stand before and after the body of a plain-text article."""

import re
from dataclasses import dataclass, field, replace

from workbench.said_later import later
from workbench.text.composing import Fields
from workbench.text.dates import DateReading, find_date

_KEYS = {
    "headline": "title headline titel titre título titolo",
    "byline": "author authors by byline writer autor autoren auteur autore reporter",
    "published": "date published datum fecha data publié published-on publication-date",
    "outlet": "source outlet publisher publication newspaper site quelle fuente fonte",
    "url": "url link web",
}
_FIELD_OF_KEY = {key: name for name, keys in _KEYS.items() for key in keys.split()}
_KEY_VALUE = re.compile(r"(?P<key>[^\W\d_]+(?:[ -](?:on|date))?)\s*[:：]\s*(?P<value>\S.*)")
_BEFORE_A_DATE = re.compile(r"(?:date\s*:?\s+)?", re.IGNORECASE)
_AFTER_A_DATE = re.compile(r"\s*(?P<sign>[–—|:-]?)\s+(?P<headline>\S.*)")
# What may stand around a date on a line of its own.
_BESIDE_A_DATE = re.compile(
    r"(?:first |last |originally )?(?:published|posted|updated|date|issued)(?: on| at)?|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?|[ap]\.?m\.?|at|on|um|uhr|"
    r"gmt|utc|bst|est|edt|pst|pdt|cest|cet|et|[tz]|[+-]\d\d:?\d\d|року|г|р",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|par|por)\s+(?P<names>.+)", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(
    "and|&|in|of|for|the|at|de|da|di|del|der|den|van|von|la|le|el|al|bin|und|et|y|e|i"
)
_URL = re.compile(r"<?(?P<url>https?://[^\s<>]+)>?", re.IGNORECASE)
_URL_LINE = re.compile(
    rf"(?:read more|link|url|source)?\s*(?:at|:)?\s*{_URL.pattern}", re.IGNORECASE
)
_CLOSING_PUNCTUATION = ".!?:;,…"
_FULL_STOP = re.compile(r"(?<![A-Z]\.[A-Z])[.;:,…][”\"’'»)\]]*$")

_HEADER_LINES = 8
_LONGEST_HEADLINE = 250
# A longer line is a paragraph, and is not worth the matching.
LONGEST_LINE = 500


@dataclass
class Header:
    """Collect what the first lines of a text say; ``rest`` are the lines left for the body."""

    found: dict[str, str] = field(default_factory=dict)
    date: DateReading | None = None
    guesses: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def read_header(lines: list[str]) -> Header:
    """Take date, headline, byline and the like from the first lines of a text.

    ``lines`` are stripped; empty ones separate blocks. One unrecognised line may stand
    between recognised ones (a standfirst) and stays in the body.
    """
    header = Header()
    index = 0
    standfirst: list[str] = []
    seen = 0
    while index < len(lines) and seen < _HEADER_LINES:
        line = lines[index]
        if not line:
            index += 1
            continue
        seen += 1
        if _recognise(header, line):
            index += 1
        elif "headline" not in header.found and (size := _headline_size(lines, index)):
            header.found["headline"] = " ".join(lines[index : index + size]).lstrip("# ")
            header.guesses.append(later("The headline was read from the first lines."))
            index += size
        elif header.found and not standfirst and _stands_above_a_byline(lines, index):
            standfirst = [line]
            index += 1
        else:
            break
    rest = _without_empty_ends(lines[index:])
    if standfirst and rest:
        header.rest = [*standfirst, *([""] if "" in rest else []), *rest]
    else:
        header.rest = standfirst or rest
    return header


def _recognise(header: Header, line: str) -> bool:
    """Take one line into the header, or say that it belongs elsewhere."""
    return len(line) <= LONGEST_LINE and any(
        read(header, line) for read in (_leading_date, _date_line, _key_value, _byline, _bare_url)
    )


def _leading_date(header: Header, line: str) -> bool:
    if "headline" in header.found or is_date_line(line):
        return False
    before = _BEFORE_A_DATE.match(line)
    begins = before.end() if before is not None else 0
    reading = find_date(line)
    if reading is None or reading.start != begins or reading.day is None:
        return False
    after = _AFTER_A_DATE.fullmatch(line, reading.end)
    # “12 May 2022 was a day to remember” is a sentence; a sign or the form 2022-05-12 is not.
    if after is None or not (after["sign"] or line[begins : begins + 4].isdigit()):
        return False
    header.date = reading
    header.found["headline"] = after["headline"]
    header.guesses.append(later("The date and the headline were read from the first line."))
    return True


def is_date_line(line: str) -> bool:
    """Tell whether a line holds a date and nothing else but a time or “Published”."""
    reading = find_date(line) if len(line) <= 90 else None
    if reading is None:
        return False
    around = line[: reading.start] + " " + line[reading.end :]
    return not re.sub(r"[\W_]+", "", _BESIDE_A_DATE.sub(" ", around))


def _date_line(header: Header, line: str) -> bool:
    if not is_date_line(line):
        return False
    if header.date is None:
        header.date = find_date(line)
        if header.date is not None and header.date.day is not None:
            header.guesses.append(later("The date was read from the line “%(line)s”.", line=line))
    return True


def _key_value(header: Header, line: str) -> bool:
    match = _KEY_VALUE.fullmatch(line)
    if match is None:
        return False
    key = match["key"].casefold().replace(" ", "-")
    name = _FIELD_OF_KEY.get(key)
    if name is None or name in header.found:
        return False
    if name == "published":
        if header.date is not None:
            return False
        header.date = find_date(match["value"])
        if header.date is None:
            header.guesses.append(
                later("The date “%(date)s” was not understood: enter it.", date=match["value"][:60])
            )
    header.found[name] = match["value"]
    header.guesses.append(
        later(
            "The line “%(key)s: …” was read as the %(field)s.",
            key=match["key"],
            field=_SPOKEN[name],
        )
    )
    return True


_SPOKEN = {
    "headline": later("headline"),
    "byline": later("byline"),
    "published": later("date"),
    "outlet": later("outlet"),
    "url": later("address"),
}


def _byline(header: Header, line: str) -> bool:
    names = byline_names(line)
    if not names or "byline" in header.found:
        return False
    reading = find_date(names)
    if reading is not None and header.date is None:
        # “By Jane Doe | 12 September 2022”: the date may close the line.
        before = names[: reading.start].rstrip(" ,|·–—-(")
        if is_date_line(names[len(before) :]):
            header.date = reading
            header.found["byline"] = before
            header.guesses.append(
                later("The byline and the date were read from the line “%(line)s”.", line=line)
            )
            return True
    header.found["byline"] = names
    header.guesses.append(later("The byline was read from the line “%(line)s”.", line=line))
    return True


def byline_names(line: str) -> str:
    """Return the names on a line such as ``By Jane Doe and John Roe``, or ``""``."""
    match = _BYLINE.fullmatch(line)
    if match is None or len(line) > 200:
        return ""
    names = match["names"].strip()
    words = re.findall(r"[^\W\d_][\w.’'-]*", names)
    if not words or not words[0][0].isupper() or not _ends_like_names(names):
        return ""
    small = [word for word in words if word[0].islower() and not _BETWEEN_NAMES.fullmatch(word)]
    # Titles (“political editor”) and “for The Valley Post” follow the names in small letters.
    return "" if len(small) > len(words) / 3 or len(words) > 30 else names


def _ends_like_names(names: str) -> bool:
    if names[-1] not in _CLOSING_PUNCTUATION:
        return True
    return re.search(r"\b(?:Jr|Sr|[A-Z])\.$", names) is not None


def _bare_url(header: Header, line: str) -> bool:
    url = url_of(line)
    if not url or "url" in header.found:
        return False
    header.found["url"] = url
    header.guesses.append(later("The address was read from a line that holds nothing else."))
    return True


def url_of(line: str) -> str:
    """Return the web address that fills a line, or ``""``."""
    match = _URL_LINE.fullmatch(line) if len(line) <= LONGEST_LINE else None
    return match["url"].rstrip(".,") if match is not None else ""


def _headline_size(lines: list[str], index: int) -> int:
    """Return how many lines from ``index`` on make a headline: 0 if it is already the body."""
    block = _block(lines, index)
    if index + 1 >= len(lines) or not any(lines[index + 1 :]):
        return 0
    if len(block) == 1 or "" not in lines[index:]:
        return 1 if _reads_like_headline([lines[index]]) else 0
    following = lines[index + 1]
    if is_header_line(following) or (
        len(following) >= 1.5 * len(lines[index]) and not following[0].islower()
    ):
        return 1 if _reads_like_headline([lines[index]]) else 0
    ends = [place for place, line in enumerate(block) if is_header_line(line)]
    size = ends[0] if ends else len(block)
    has_body = any(lines[index + size :])
    return size if size <= 3 and has_body and _reads_like_headline(block[:size]) else 0


def _block(lines: list[str], index: int) -> list[str]:
    end = next((place for place in range(index, len(lines)) if not lines[place]), len(lines))
    return lines[index:end]


def _reads_like_headline(lines: list[str]) -> bool:
    text = " ".join(lines)
    return len(text) <= _LONGEST_HEADLINE and _FULL_STOP.search(text) is None


def is_header_line(line: str) -> bool:
    """Tell whether a line is a date, a byline, an address or a known key and its value."""
    return _recognise(Header(), line)


def _stands_above_a_byline(lines: list[str], index: int) -> bool:
    following = [line for line in lines[index + 1 :] if line][:1]
    return bool(following) and (is_date_line(following[0]) or bool(byline_names(following[0])))


def _without_empty_ends(lines: list[str]) -> list[str]:
    filled = [place for place, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def plain_fields(header: Header, fields: Fields) -> Fields:
    """Add what the header says to the fields that the end of the text gave."""
    found = header.found
    notes = [header.date.note] if header.date is not None and header.date.note else []
    if fields.outlet and "outlet" not in found:
        notes.append(
            later("The outlet, %(outlet)s, was read from the source line.", outlet=fields.outlet)
        )
    return replace(
        fields,
        headline=found.get("headline", ""),
        byline=found.get("byline", ""),
        outlet=found.get("outlet", "") or fields.outlet,
        url=found.get("url", "") or fields.url,
        published_on=header.date.day if header.date is not None else None,
        guesses=(*header.guesses, *fields.guesses, *notes),
    )
