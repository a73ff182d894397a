"""Open a scored archive and read its rows, some columns at a time."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from workbench.archive.errors import ArchiveError
from workbench.archive.inputs import fingerprint_of
from workbench.archive.recipes import ArchiveFacts
from workbench.archive.schema import FORMAT, ORIGIN_KEY, schema
from workbench.articles.limits import BODY, BYLINE, HEADLINE, OUTLET, SOURCE_LINE, SOURCE_NAME, URL
from workbench.words import gettext

ROWS_AT_ONCE = 8_192
NEVER_EMPTY = ("article", "paragraph", "paragraph_key", "text", "line")
LONGEST = {
    "outlet": OUTLET,
    "headline": HEADLINE,
    "byline": BYLINE,
    "url": URL,
    "source_line": SOURCE_LINE,
    "source_name": SOURCE_NAME,
    "language": 8,
    "text": BODY,
}
# The database keeps neither a larger number nor a text with this character.
LAST_LINE = 2**31 - 1
NUL = "\0"


class OpenedArchive:
    """Read an archive that `workbench score` wrote."""

    def __init__(self, file: Any, name: str, origin: dict[str, Any]) -> None:
        self._file = file
        self._name = name
        self.origin = origin

    @property
    def paragraphs(self) -> int:
        """Count the rows."""
        count: int = self._file.metadata.num_rows
        return count

    @property
    def has_texts(self) -> bool:
        """Tell whether the texts are in it."""
        return "text" in self._file.schema_arrow.names

    def rows(
        self, names: Sequence[str], *, where: str = "", among: Collection[str] = ()
    ) -> Iterator[dict[str, Any]]:
        """Yield rows as values by name; with `where` those alone whose value is `among` some."""
        wanted = pa.array(sorted(among), pa.string())
        try:
            for batch in self._file.iter_batches(batch_size=ROWS_AT_ONCE, columns=list(names)):
                found = batch
                if where:
                    found = batch.filter(pc.is_in(_plain(batch.column(where)), value_set=wanted))
                columns = [self._values(found.column(name), name) for name in names]
                for values in zip(*columns, strict=True):
                    yield dict(zip(names, values, strict=True))
        except ArchiveError:
            raise
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            # The last two are raised by text that is not UTF-8 and by days that no calendar has.
            raise ArchiveError(
                gettext("%(name)s is damaged: score or fetch it again.", name=self._name)
            ) from error

    def _foreign(self) -> ArchiveError:
        return ArchiveError(
            gettext("%(name)s was not written by workbench score.", name=self._name)
        )

    def _values(self, column: Any, name: str) -> list[Any]:
        if name in NEVER_EMPTY and column.null_count:
            raise self._foreign()
        if not pa.types.is_dictionary(column.type):
            values: list[Any] = column.to_pylist()
            if (name == "compound" and not all(-1 <= score <= 1 for score in values if score)) or (
                name == "line" and not all(1 <= line <= LAST_LINE for line in values)
            ):
                raise self._foreign()
            return values
        # Few texts are repeated in many rows: each of them becomes an object once.
        texts = column.dictionary.to_pylist()
        if name in LONGEST and any(
            len(text) > LONGEST[name] or NUL in text for text in texts if text
        ):
            raise self._foreign()
        return ["" if place is None else texts[place] for place in column.indices.to_pylist()]


@contextmanager
def opened(path: Path) -> Iterator[OpenedArchive]:
    """Open an archive; raise `ArchiveError` for anything else."""
    try:
        found = pq.read_schema(path)
        origin = _origin(found, path.name)
        texts = [field.name for field in found if field.type == pa.string()]
        file = pq.ParquetFile(path, read_dictionary=texts, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise ArchiveError(
            gettext("%(name)s is not a whole Parquet file.", name=path.name)
        ) from error
    with file:
        yield OpenedArchive(file, path.name, origin)


def facts_of_archive(path: Path) -> ArchiveFacts:
    """Say what an archive is; its fingerprint is that of the whole file."""
    with opened(path) as archive:
        origin = archive.origin
        paragraphs = archive.paragraphs
    return ArchiveFacts(
        name=path.name,
        sha256=fingerprint_of(path),
        articles=int(origin["articles"]),
        paragraphs=paragraphs,
        versions={str(name): str(value) for name, value in origin["versions"].items()},
        inputs=tuple(origin["inputs"]),
    )


def _plain(column: Any) -> Any:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _is_whole(origin: dict[str, Any]) -> bool:
    """Tell whether a footer says all that a recipe tells, in the types in which it was written."""
    versions, inputs = origin["versions"], origin["inputs"]
    return (
        isinstance(origin["articles"], int)
        and isinstance(versions, dict)
        and {"sentiment", "lexicon"} <= versions.keys()
        and isinstance(inputs, list)
        and all(isinstance(each, dict) for each in inputs)
    )


def _origin(found: Any, name: str) -> dict[str, Any]:
    described = [schema(with_text=with_text) for with_text in (True, False)]
    try:
        origin = json.loads((found.metadata or {}).get(ORIGIN_KEY, b"null"))
        is_ours = origin["format"] == FORMAT and _is_whole(origin)
    except (ValueError, TypeError, KeyError, RecursionError):
        is_ours = False
    if not is_ours or not any(found.equals(each, check_metadata=False) for each in described):
        raise ArchiveError(
            gettext(
                "%(name)s was not written by this version of workbench score: score its articles "
                "again.",
                name=name,
            )
        )
    return dict(origin)
