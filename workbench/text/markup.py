"""Read an article from a page of HTML."""

import logging
import re
from typing import Any

from trafilatura import bare_extraction
from trafilatura.meta import reset_caches
from trafilatura.settings import Document
from trafilatura.utils import load_html

from workbench.said_later import later
from workbench.text.articles import ArticleText, BadRow
from workbench.text.cleaning import one_line, without_piles
from workbench.text.composing import Fields, compose
from workbench.text.dates import NumberOrder

# A page of a newspaper has some thousand elements. The extractor needs a second for ten
# thousand and is slower than linear, so a page made to stall it is turned away.
_MOST_ELEMENTS = 15_000
_MOST_CHARACTERS = 4_000_000
_DEEPEST = 120
# For the children of one element the time grows with their square.
_MOST_CHILDREN = 3_000
# The extractor searches classes and the like many times over.
_LONGEST_NAME = 10_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.I)
# Browsers look for the declaration in the first kilobyte; some pages put it a little later.
_DECLARED_WITHIN = 4_096
# Without one paragraph as long as a sentence, what was found is a menu or a notice.
_SHORTEST = 40
_TWO_BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)
_DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "date",
)
# Hostile markup breaks assumptions of the extractor, which then fails in one of these ways.
_EXTRACTOR_FAILS_BY = (
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_BLOCKS = {"p", "head", "item", "quote", "code", "cell"}
_TOO_LONG = later(
    "The page is too long to be read: copy the article out of it and paste it instead."
)
_TOO_MANY = later(
    "The page has too many elements to be read: copy the article out of it and paste it instead."
)
_TOO_CROWDED = later(
    "The page has too many elements in one place to be read: copy the article out of it and paste "
    "it instead."
)
_NAMES_TOO_LONG = later(
    "The page's elements have names too long to be read: copy the article out of it and paste it "
    "instead."
)
_TOO_DEEP = later(
    "The page's elements are nested too deeply to be read: copy the article out of it and paste it "
    "instead."
)


def declared_charset(raw: bytes) -> str | None:
    """Return the encoding that a page's ``meta`` element names, if any."""
    match = _CHARSET.search(raw[:_DECLARED_WITHIN])
    return match[1].decode("ascii") if match is not None else None


def read_html(
    text: str, *, source_name: str, order: NumberOrder | None = None
) -> ArticleText | BadRow:
    """Read the article of one page: its paragraphs and what its markup says about it."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    if len(text) > _MOST_CHARACTERS:
        return BadRow(source_name, None, _TOO_LONG)
    # Controls would make the parser give up; text that is no markup never reaches it.
    markup = _TWO_BREAKS.sub("</p><p>", _without_controls(without_piles(text)))
    tree = load_html(markup)
    if tree is None:
        return _no_article(source_name)
    if why := _too_much_of(tree):
        return BadRow(source_name, None, why)
    published = _published(tree)
    prose = _prose_length(tree)
    # Odd markup defeats the search for metadata, which must not cost the article.
    page = _extracted(markup, with_metadata=True) or _extracted(markup, with_metadata=False)
    if page is None:
        return _no_article(source_name)
    article = _composed(page, published, source_name, order)
    if isinstance(article, ArticleText) and prose < len(article.body) / 2:
        # What was found is made of links: a list of headlines.
        return _no_article(source_name)
    return article


def _extracted(markup: str, *, with_metadata: bool) -> Document | None:
    try:
        page = bare_extraction(
            markup,
            with_metadata=with_metadata,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except _EXTRACTOR_FAILS_BY:
        return None
    finally:
        # The extractor remembers what it has read, for as long as the process lives.
        reset_caches()
    return page if isinstance(page, Document) else None


def _composed(
    page: Document, published: str, source_name: str, order: NumberOrder | None
) -> ArticleText | BadRow:
    headline, byline = one_line(page.title or ""), one_line(page.author or "").replace("; ", ", ")
    paragraphs = _paragraphs(page.body)
    while paragraphs and _repeats(paragraphs[0], headline, byline):
        paragraphs.pop(0)
    if not any(len(text) >= _SHORTEST or "。" in text for text in paragraphs):
        return _no_article(source_name)
    guesses = [later("The article was taken out of the page: compare it with the original.")]
    if not published and page.date:
        published = page.date
        guesses.append(later("The date %(date)s was read from the page’s markup.", date=published))
    fields = Fields(
        body="\n\n".join(paragraphs),
        headline=headline,
        outlet=page.sitename or "",
        byline=byline,
        published=published,
        order=order,
        url=page.url or "",
        guesses=tuple(guesses),
    )
    return compose(fields, source_name=source_name)


def _paragraphs(body: Any) -> list[str]:
    """Return the text of every innermost block in reading order."""
    paragraphs: list[str] = []
    current: list[str] = []

    def close() -> None:
        text = one_line("".join(current))
        if text:
            paragraphs.append(text)
        current.clear()

    # Iteration instead of recursion: the page decides how deep its elements go.
    waiting: list[Any] = [body]
    while waiting:
        step = waiting.pop()
        if step is close:
            close()
        elif isinstance(step, str):
            current.append(step)
        else:
            is_block = step.tag in _BLOCKS
            if is_block:
                close()
            waiting.append(step.tail or "")
            if is_block:
                waiting.append(close)
            waiting.extend(reversed(step))
            waiting.append(" " if step.tag == "lb" else step.text or "")
    close()
    return paragraphs


def _repeats(paragraph: str, headline: str, byline: str) -> bool:
    """Tell whether a first paragraph says the headline or the byline again."""
    said = {headline.casefold(), byline.casefold(), f"by {byline}".casefold()} - {"", "by "}
    return paragraph.casefold() in said


def _published(tree: Any) -> str:
    """Return the date that the page declares, as written: `htmldate` guesses day and month."""
    declared: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").casefold()
            declared.setdefault(name, element.get("content") or "")
    for name in _DATE_NAMES:
        if declared.get(name, "").strip():
            return declared[name]
    for script in tree.iter("script"):
        match = re.search(r'"datePublished"\s*:\s*"([^"]{4,60})"', script.text or "")
        if match is not None:
            return match[1]
    times = [element.get("datetime") or "" for element in tree.iter("time")]
    return next((time for time in times if time.strip()), "")


def _too_much_of(tree: Any) -> str:
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return _TOO_MANY
    if any(len(element) > _MOST_CHILDREN for element in tree.iter()):
        return _TOO_CROWDED
    if any(len(name) > _LONGEST_NAME for name in tree.xpath("//@class | //@id | //@role")):
        return _NAMES_TOO_LONG
    return _TOO_DEEP if _depth(tree) > _DEEPEST else ""


def _depth(tree: Any) -> int:
    deepest = 0
    waiting = [(tree, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in element]
    return deepest


def _prose_length(tree: Any) -> int:
    """Count the characters of a page that stand outside its links, scripts and styles."""
    length = 0
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if element.tag not in ("a", "script", "style", "noscript", "template"):
            length += len((element.text or "").strip())
            waiting.extend(element)
        length += len((element.tail or "").strip())
    return length


def _without_controls(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", text)


def _no_article(source_name: str) -> BadRow:
    return BadRow(
        source_name,
        None,
        later("No article was found on this page: open it, copy the article and paste it instead."),
    )
