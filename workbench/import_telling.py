"""What `workbench import` says: how files were understood, and how an import ended."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workbench.archive.columns import FIELDS
from workbench.articles.file_imports import ReadFiles
from workbench.articles.suggestions import gets_suggestions
from workbench.articles.wording import outcome_sentence
from workbench.import_following import FileImport
from workbench.said_later import pattern
from workbench.text.articles import ArticleText, BadRow
from workbench.text.understanding import Understood
from workbench.web.language_names import language_name
from workbench.web.wording import counted

MOST_FILES = 20
MOST_GUESSES = 20
_NAME_OF = {field: name for name, field in FIELDS.items()}
_DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons"}
_HOW = {"windows-1252": " (guessed)", "declared": " (declared)", "named": " (as you say)"}
# Facts whose absence is told, as the page tells it.
_FACTS = ("outlet", "byline", "published_on", "url")


def reading_lines(read: ReadFiles) -> Iterator[str]:
    """Say how files were understood, a table a line and texts and pages together."""
    tables = [one for one in read.understood if one.names]
    for one in tables[:MOST_FILES]:
        yield from _table_lines(one)
    if len(tables) > MOST_FILES:
        yield f"… and {counted(len(tables) - MOST_FILES, 'table')} more"
    others = Counter(_encoding(one) for one in read.understood if not one.names)
    for encoding, count in others.items():
        yield f"{counted(count, 'text or page', 'texts and pages')} in {encoding}"
    articles = read.articles
    if articles:
        yield f"Read: {counted(len(articles), 'article')}"
        yield f"Languages: {', '.join(_languages(articles))}"
        missing = _missing(articles)
        if missing:
            yield f"Not found: {', '.join(f'{fact} in {n:,}' for fact, n in missing.items())}"
        yield from _guess_lines(articles)
        yield (
            "--column, --encoding, --dates, --outlet and --language correct what was read wrongly; "
            "--dry-run shows it and stores nothing."
        )


def bad_row_lines(bad_rows: Iterable[BadRow]) -> Iterator[str]:
    """Say where and why something could not be read."""
    for row in bad_rows:
        yield f"{_place(row)}: {row.reason}"


def ending_lines(found: FileImport, *, keep_good: bool) -> Iterator[str]:
    """Say how an import ended, and what to do where it did not go well."""
    bad = len(found.read.bad_rows)
    match found.state:
        case "refused":
            advice = "" if keep_good else " Mend them, or import the good ones with --keep-good."
            yield f"Error: Nothing was stored: what stands above was not read.{advice}"
            return
        case "dry run":
            known = counted(found.duplicates, "duplicate")
            new = counted(found.stored, "article")
            yield f"{new} would be imported, {known} would not. Nothing is stored."
            return
        case "entered":
            yield f"Entered. Follow it with: {_follow(found)}"
            return
    if found.is_resumed:
        yield "An import of the same files had been begun, and was gone on with."
    if found.state == "done":
        yield outcome_sentence(
            stored=found.stored, duplicates=found.duplicates, left_out=0, bad_rows=bad
        )
        return
    yield from found.trouble
    yield from _unfinished_lines(found, bad)


def told_as_json(found: FileImport) -> str:
    """Say everything in one JSON object."""
    read = found.read
    values: dict[str, Any] = {
        "project": found.project,
        "state": found.state,
        "jobs": found.jobs,
        "resumed": found.is_resumed,
        "stored": found.stored,
        "duplicates": found.duplicates,
        "failed": found.failed,
        "trouble": [str(sentence) for sentence in found.trouble],
        "read": len(read.articles),
        "bad_rows": [
            {"source": row.source_name, "line": row.line, "reason": str(row.reason)}
            for row in read.bad_rows
        ],
        "files": [_file_values(one) for one in read.understood],
        "languages": dict(Counter(article.language for article in read.articles)),
        "not_found": _missing(read.articles),
        "guesses": [
            {"guess": str(example), "articles": n, "first": _place(first)}
            for example, n, first in _guesses(read.articles)
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _unfinished_lines(found: FileImport, bad: int) -> Iterator[str]:
    follow = _follow(found)
    match found.state:
        case "stopped":
            yield (
                "Stopped. What was stored is kept; the same command goes on, and so does any "
                f"worker. Follow it with: {follow}"
            )
        case "paused":
            yield (f"Somebody paused the job. It goes on after: {follow.replace('show', 'resume')}")
        case "failed":
            yield outcome_sentence(
                stored=found.stored,
                duplicates=found.duplicates,
                left_out=0,
                bad_rows=bad,
                failed=found.failed,
            )
            yield "The same command tries again what failed."
        case "cancelled":
            yield "Somebody cancelled the job. What was stored is kept."
        case _:
            yield "The project was removed while its articles were stored."


def _follow(found: FileImport) -> str:
    return ", ".join(f"workbench jobs show {job}" for job in found.jobs)


def _table_lines(one: Understood) -> Iterator[str]:
    between = f", cells between {_DELIMITERS[one.delimiter]}" if one.delimiter else ""
    yield f"{one.source_name}: {_encoding(one)}{between}"
    pairs = [f"{_NAME_OF[field]} ← {name}" for field, name in one.columns.items()]
    unused = (
        f"; not used: {', '.join(name or '(no name)' for name in one.unused[:MOST_FILES])}"
        if one.unused
        else ""
    )
    yield f"  {', '.join(pairs) or 'no column is recognised'}{unused}"


def _encoding(one: Understood) -> str:
    return f"{one.encoding}{_HOW.get(one.how, '')}"


def _languages(articles: Sequence[ArticleText]) -> Iterator[str]:
    for language, n in Counter(article.language for article in articles).most_common():
        without = "" if gets_suggestions(language) else " (no suggestions)"
        yield f"{language_name(language) if language else 'not recognised'} {n:,}{without}"


def _missing(articles: Sequence[ArticleText]) -> dict[str, int]:
    counts = {
        _NAME_OF.get(fact, "date"): sum(not getattr(article, fact) for article in articles)
        for fact in _FACTS
    }
    return {fact: n for fact, n in counts.items() if n}


def _guess_lines(articles: Sequence[ArticleText]) -> Iterator[str]:
    guesses = _guesses(articles)
    if guesses:
        yield "Guessed:"
    for example, n, first in guesses[:MOST_GUESSES]:
        yield f"  {n:,} × {example} ({'first in ' if n > 1 else ''}{_place(first)})"
    if len(guesses) > MOST_GUESSES:
        yield f"  … and {len(guesses) - MOST_GUESSES:,} other guesses"


def _guesses(articles: Sequence[ArticleText]) -> list[tuple[str, int, ArticleText]]:
    """Gather guesses that say the same of different articles, the most frequent first."""
    found: dict[str, tuple[str, int, ArticleText]] = {}
    for article in articles:
        for guess in article.guesses:
            kind = pattern(guess)
            example, n, first = found.get(kind, (guess, 0, article))
            found[kind] = (example, n + 1, first)
    return sorted(found.values(), key=lambda each: -each[1])


def _place(item: ArticleText | BadRow) -> str:
    return item.source_name if item.line is None else f"{item.source_name}, line {item.line}"


def _file_values(one: Understood) -> dict[str, Any]:
    return {
        "name": one.source_name,
        "encoding": one.encoding,
        "encoding_by": one.how,
        "delimiter": one.delimiter,
        "columns": {_NAME_OF[field]: name for field, name in one.columns.items()},
        "unused": list(one.unused),
    }
