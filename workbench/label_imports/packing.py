"""Cut a plan into parts that are stored one by one, and pack them."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.label_imports.plan import Given, Item, Plan

ITEMS_PER_PART, ANNOTATIONS_PER_PART = 500, 2_500


@dataclass(frozen=True)
class Part:
    """Hold whole articles as plain values, and how many annotations they have."""

    articles: list[dict[str, Any]]
    n_annotations: int


def parts_of(plan: Plan, account_of: Mapping[str, int]) -> Iterator[Part]:
    """Cut a plan; the items of an article stay together."""
    given_of: dict[str, list[Given]] = {}
    for one in plan.given:
        given_of.setdefault(one.item, []).append(one)
    articles: list[dict[str, Any]] = []
    n_items = n_annotations = 0
    for items in _articles(plan):
        listed = [_item(item, given_of.get(item.name, []), account_of) for item in items]
        articles.append({"name": items[0].article, "outlet": items[0].outlet, "items": listed})
        n_items += len(listed)
        n_annotations += sum(len(item["given"]) for item in listed)
        if n_items >= ITEMS_PER_PART or n_annotations >= ANNOTATIONS_PER_PART:
            yield Part(articles, n_annotations)
            articles, n_items, n_annotations = [], 0, 0
    if articles:
        yield Part(articles, n_annotations)


def packed(value: bytes) -> bytes:
    """Pack bytes; the same bytes always give the same."""
    return gzip.compress(value, compresslevel=6, mtime=0)


def packed_part(part: Part) -> bytes:
    """Pack a part."""
    return packed(json.dumps(part.articles, ensure_ascii=False).encode())


def unpacked_part(content: bytes) -> list[dict[str, Any]]:
    """Give the articles of a packed part."""
    articles: list[dict[str, Any]] = json.loads(gzip.decompress(content))
    return articles


def _articles(plan: Plan) -> Iterator[list[Item]]:
    """Give the items of each article, articles in the order of their first item."""
    found: dict[str, list[Item]] = {}
    for name, item in plan.items.items():
        # No article bears the name that stands for an item alone.
        found.setdefault(f"article {item.article}" if item.article else f"item {name}", []).append(
            item
        )
    yield from found.values()


def _item(item: Item, given: list[Given], account_of: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name": item.name,
        "text": item.text,
        "paragraph_id": item.paragraph_id,
        "given": [
            {
                "account": account_of[one.annotator],
                "answers": dict(one.answers),
                "spans": one.spans,
                "at": one.at.isoformat() if one.at else None,
            }
            for one in given
        ],
    }
