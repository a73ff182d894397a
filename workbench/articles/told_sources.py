"""Name the sources of articles, from rows of them and their paragraphs."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from workbench.text.self_mentions import Source, source_of


def source_of_each(rows: Iterable[Any]) -> dict[int, Source]:
    """Name each article's source.

    A row holds `article_id`, `headline`, `outlet`, `byline`, `url` and the `text` of a paragraph.
    All that an article says tells whether a surname in it is its author's, so that without its
    other paragraphs a namesake introduced there would be hidden.
    """
    facts, texts = {}, defaultdict(list)
    for row in rows:
        facts[row.article_id] = row
        texts[row.article_id].append(row.text)
    return {
        article: source_of(row.outlet, row.byline, row.url, [row.headline, *texts[article]])
        for article, row in facts.items()
    }
