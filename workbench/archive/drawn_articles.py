"""Read the articles of a draw out of an archive."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.archive.drawing import FACTS, KEYS, Drawn, facts_of
from workbench.archive.errors import ArchiveError
from workbench.archive.opened import opened
from workbench.archive.strata import DrawnUnit
from workbench.articles.limits import BODY, checked
from workbench.text.articles import ArticleText, fingerprint
from workbench.words import gettext

OTHERS = ("article", "paragraph", "text", "byline", "url", "source_line", "language")


def drawn_articles(path: Path, drawn: Drawn, unit: DrawnUnit) -> list[ArticleText]:
    """Give what was drawn, by rank; a paragraph becomes an article of its own.

    Raises `ArchiveError` where the archive holds no texts, or is not whole.
    """
    found: dict[str, dict[int, dict[str, Any]]] = {key: {} for key in drawn.keys}
    for row in _rows(path, drawn, unit):
        found[row[KEYS[unit]]][row["paragraph"]] = row
    return [_article(key, rows, path.name) for key, rows in found.items()]


def _rows(path: Path, drawn: Drawn, unit: DrawnUnit) -> Iterator[dict[str, Any]]:
    key_name = KEYS[unit]
    names = [*OTHERS, *FACTS] + ([] if key_name in OTHERS else [key_name])
    with opened(path) as archive:
        if not archive.has_texts:
            raise ArchiveError(
                gettext(
                    "%(name)s holds no texts, so nothing can be drawn from it: score its articles "
                    "again without --without-text.",
                    name=path.name,
                )
            )
        for row in archive.rows(names, where=key_name, among=drawn.keys):
            if facts_of(row, unit) == drawn.keys[row[key_name]]:
                yield row


def _article(key: str, rows: dict[int, dict[str, Any]], name: str) -> ArticleText:
    # Looked at before the paragraphs are joined: a small file can unpack to more than memory.
    if not rows or sum(len(row["text"]) for row in rows.values()) > BODY:
        raise _not_whole(name)
    first = rows[min(rows)]
    article = checked(
        ArticleText(
            headline=first["headline"],
            body="\n\n".join(rows[place]["text"] for place in sorted(rows)),
            outlet=first["outlet"],
            byline=first["byline"],
            published_on=first["published_on"],
            url=first["url"],
            source_line=first["source_line"],
            language=first["language"],
            guesses=(),
            source_name=first["source_name"],
            line=first["line"],
        )
    )
    if not isinstance(article, ArticleText) or fingerprint(article.body) != key:
        raise _not_whole(name)
    return article


def _not_whole(name: str) -> ArchiveError:
    return ArchiveError(
        gettext("%(name)s does not hold all paragraphs of its articles: score it again.", name=name)
    )
