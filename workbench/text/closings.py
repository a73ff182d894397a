"""Recognise the lines after an article which say where it comes from."""

import re

from workbench.said_later import later
from workbench.text.composing import Fields
from workbench.text.headers import url_of

_AGENCIES = (
    "Reuters|AP|Associated Press|AFP|dpa|DPA|EFE|ANSA|PAP|PA|PA Media|UPI|Ukrinform|TASS|"
    "Interfax|Bloomberg|Xinhua|Kyodo"
)
_AGENCY_LINE = re.compile(rf"\(?(?P<outlet>(?:{_AGENCIES})(?:\s*[/,]\s*(?:{_AGENCIES}))*)\)?\.?")
_SOURCE = re.compile(
    r"(?:sources?|via|quelle|fuente|fonte|źródło|источник|джерело)\s*[:：]\s*(?P<outlet>\S.*)",
    re.IGNORECASE,
)
_FIRST_PUBLISHED = re.compile(
    r"(?:(?:this|the) (?:article|story|piece|report|text) |it )?(?:was |has been )?"
    r"(?:(?:first|originally) )?(?:published|appeared)(?: first| originally)?"
    r"\s+(?:by|in|on|at)\s+(?P<outlet>\S.*)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s.*", re.IGNORECASE)
_CREDIT = re.compile(r"\(?(?:additional )?(?:reporting|writing|editing) by [A-Z].*", re.IGNORECASE)
_NEWS_WORDS = re.compile(
    r"\b(?:The|News|Times|Post|Daily|Mail|Press|Herald|Guardian|Tribune|Journal|Telegraph|Mirror|"
    r"Independent|Observer|Gazette|Chronicle|Express|TV|Radio|Zeitung|Courier|Standard|"
    r"[A-Z]{2,5}|\w+\.(?:com|org|net|co\.uk|de|fr|ua))\b"
)
_SMALL = re.compile("of|the|and|for|de|la|le|el")
_CLOSING_LINES = 4
_LONGEST_SOURCE = 200


def read_closing(lines: list[str]) -> Fields:
    """Split the closing lines that name a source off the body."""
    sources: list[str] = []
    outlet = url = ""
    guesses: list[str] = []
    rest = list(lines)
    for _ in range(_CLOSING_LINES):
        while rest and not rest[-1]:
            rest.pop()
        if len([line for line in rest if line]) < 2:
            break
        line = rest[-1]
        alone = not rest[-2] or "" not in rest
        if found := url_of(line):
            url = url or found
            guesses.append(later("The address was read from the last lines."))
        elif (named := _outlet_of(line, alone=alone)) is not None:
            sources.insert(0, line)
            outlet = named or outlet
        else:
            break
        rest.pop()
    if sources:
        shown = " | ".join(sources)[:120]
        guesses.append(later("The last line, “%(line)s”, was read as the source line.", line=shown))
    return Fields(
        body="\n".join(rest),
        outlet=outlet,
        url=url,
        source_line=" | ".join(sources),
        guesses=tuple(guesses),
    )


def _outlet_of(line: str, *, alone: bool) -> str | None:
    """Return the outlet that a closing line names, ``""`` for none, ``None`` for another line."""
    if len(line) > _LONGEST_SOURCE:
        return None
    for shape in (_AGENCY_LINE, _SOURCE, _FIRST_PUBLISHED):
        match = shape.fullmatch(line)
        if match is not None:
            return _first_name(match["outlet"])
    if _COPYRIGHT.fullmatch(line) or _CREDIT.fullmatch(line):
        return ""
    return _first_name(line) if alone and _is_list_of_outlets(line) else None


def _first_name(names: str) -> str:
    # “The Sun / CNN”: the first is who printed it, the others are whom it draws on.
    without_url = re.sub(r"https?://\S*", "", names)
    return re.split(r"\s*[/|]\s*|,\s+|\s+on\s+\d", without_url)[0].strip(' .()“”"')


def _is_list_of_outlets(line: str) -> bool:
    """Tell whether a line is nothing but names, one of them at least like a newspaper's."""
    words = re.findall(r"[\w.’'-]+", line)
    if not words or len(words) > 8 or line[-1] in '.!?…:;,”"':
        return False
    if any(not word[0].isupper() and not _SMALL.fullmatch(word) for word in words):
        return False
    return "/" in line or "|" in line or _NEWS_WORDS.search(line) is not None
