"""What of a page stands in no message: every message is put into brackets, and the rest is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations
from html.parser import HTMLParser

from sqlalchemy import JSON, String, select

from tests.web.unmarked import SAME_EVERYWHERE, WORD
from workbench import words
from workbench.database import Base, db
from workbench.lexicons.shipped import shipped_lexicon
from workbench.web.languages import LANGUAGES
from workbench.words import Language

OPEN, CLOSED = "⟦", "⟧"
READ_OUT = ("aria-label", "aria-description", "title", "placeholder", "alt")
# Texts of the study, cut into pieces by marks and headings: no message stands in them.
CONTENT = {"paragraph", "prose"}
SILENT = {"script", "style", "code", "kbd", "svg", "template"}
VOID = {"meta", "link", "input", "img", "br", "hr", "wbr", "source", "col"}
# What has one name everywhere: people, methods, measures, pieces of software.
NAMES = re.compile(
    r"\b(?:Krippendorff|Cohen|Fleiss|Scott|Conger|Gwet|Brennan–Prediger|Dawid–Skene|AC[12]|"
    r"Parquet|[A-Z]-[A-Z0-9]{4}|[\w-]+\.(?:csv|jsonl?|md|txt|html|gz|parquet))\b"
)


class Brackets(NullTranslations):
    """Translate every message into itself, between brackets."""

    def gettext(self, message: str) -> str:
        """Put a message between brackets."""
        return f"{OPEN}{message}{CLOSED}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Put the form that fits between brackets."""
        return f"{OPEN}{msgid1 if n == 1 else msgid2}{CLOSED}"

    def pgettext(self, context: str, message: str) -> str:
        """Put a message between brackets."""
        return f"{OPEN}{message}{CLOSED}"


BRACKETED = Language(
    code="xx",
    months=[f"{OPEN}{month}{CLOSED}" for month in words.ENGLISH.months],
    translations=Brackets(),
)


class Reader(HTMLParser):
    """Read a page as people do, and note what stands outside of every pair of brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.skipped: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read what an element says aloud, and pass over what is in another language."""
        if self.skipped:
            self.skipped += [tag] * (tag not in VOID)
            return
        values = {name: value or "" for name, value in attrs}
        is_content = CONTENT & set(values.get("class", "").split()) and not self.depth
        if tag in SILENT or is_content or values.get("lang", BRACKETED.code) != BRACKETED.code:
            self.skipped += [tag] * (tag not in VOID)
            return
        for name in READ_OUT:
            self.found += _outside(values.get(name, ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element that is passed over."""
        if self.skipped:
            self.skipped.pop()

    def handle_data(self, data: str) -> None:
        """Note a text outside of brackets; a message may hold tags, and so several texts."""
        if self.skipped:
            return
        outside = []
        for letter in data:
            self.depth += (letter == OPEN) - (letter == CLOSED)
            outside.append(letter if self.depth == 0 and letter != CLOSED else "\0")
        self.found += _parts("".join(outside))


def _outside(text: str) -> list[str]:
    while (bare := re.sub(f"{OPEN}[^{OPEN}{CLOSED}]*{CLOSED}", "\0", text)) != text:
        text = bare
    return _parts(text)


def _parts(text: str) -> list[str]:
    return [_bare(part) for part in re.split("\0| · ", text)]


def said_outside(page: str) -> list[str]:
    """List the texts of a page that stand in no message."""
    reader = Reader()
    reader.feed(page)
    assert reader.depth == 0, "a message was cut"
    return [part for part in reader.found if part]


@dataclass(frozen=True)
class Content:
    """Hold what the study and its lexicon say, which no one translates.

    `texts` are whole texts and their lines, `long` all of them as one.
    """

    texts: frozenset[str]
    long: str

    @classmethod
    def stored(cls) -> "Content":
        """Read it from the tables."""
        texts = {_bare(text) for text in (*_of_the_study(), *_of_the_lexicon())}
        lines = {line for text in texts for line in text.split("\n")}
        long = " ".join("\n".join(sorted(texts)).split())
        return cls(frozenset(texts | lines | set(LANGUAGES.values())), long)

    def foreign_in(self, page: str) -> list[str]:
        """List what of a page is neither in a message, nor content, nor the same everywhere."""
        return [part for part in said_outside(page) if self._is_foreign(part)]

    def _is_foreign(self, part: str) -> bool:
        # Short texts have to be content as a whole: a word of ours may well stand in some article.
        if part in self.texts or (len(part.split()) > 3 and " ".join(part.split()) in self.long):
            return False
        bare = SAME_EVERYWHERE.sub(" ", NAMES.sub(" ", part))
        return WORD.search(bare) is not None


def _of_the_study() -> Iterator[str]:
    """List every text in the tables: what people wrote, and what their codebook calls things."""
    for table in Base.metadata.sorted_tables:
        columns = [one for one in table.columns if isinstance(one.type, String | JSON)]
        # What a job stores is said by us.
        if columns and table.name not in ("job", "job_chunk"):
            for row in db.session.execute(select(*columns)):
                for value in row:
                    yield from _texts(value)


def _of_the_lexicon() -> Iterator[str]:
    """List the terms of the shipped lexicon, which are words of English news."""
    for entry in shipped_lexicon().entries:
        yield from (entry.term, *entry.forms, *entry.unless)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _bare(text: str) -> str:
    return text.strip(" \n·,;:.…“”„()–")
