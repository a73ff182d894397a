"""Find where a text names who published it: its outlet, its site and its authors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.text.author_names import author_rules, others_of_the_name
from workbench.text.naming import Rule
from workbench.text.outlet_names import outlet_rules

Offsets = tuple[int, int]


@dataclass(frozen=True)
class Source:
    """Name who published an article; "" where it is not known.

    `others` are surnames that its authors share with somebody whom the article is about.
    """

    outlet: str = ""
    byline: str = ""
    url: str = ""
    others: frozenset[str] = frozenset()


def source_of(outlet: str, byline: str, url: str, texts: Iterable[str]) -> Source:
    """Name the source of an article whose headline and paragraphs are `texts`."""
    return Source(outlet, byline, url, others_of_the_name(byline, texts))


def self_mentions(text: str, source: Source) -> tuple[Offsets, ...]:
    """Find the mentions of a text's own outlet, site, handle and authors.

    Half-open, in code points, sorted and disjoint. What tells a name from an ordinary word is said
    by `outlet_rules` and `author_rules`.

    >>> text = "The sun rose. “No,” she told The Sun; see thesun.co.uk, Miller writes."
    >>> source = Source("The Sun", "Ada Miller", "https://thesun.co.uk/1")
    >>> [text[start:end] for start, end in self_mentions(text, source)]
    ['The Sun', 'thesun.co.uk', 'Miller']
    """
    found = [
        match.span()
        for rule in _rules(source)
        for match in rule.pattern.finditer(text)
        if rule.accepts(text, match)
    ]
    return _outermost(found)


@lru_cache(maxsize=256)
def _rules(source: Source) -> tuple[Rule, ...]:
    return (
        *outlet_rules(source.outlet, source.url),
        *author_rules(source.byline, source.others),
    )


def _outermost(spans: Sequence[Offsets]) -> tuple[Offsets, ...]:
    """Join what overlaps."""
    joined: list[Offsets] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
