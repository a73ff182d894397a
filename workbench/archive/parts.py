"""Parts of an archive under way: written one by one, so that a run that was killed goes on."""

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.archive.errors import ArchiveError
from workbench.archive.scoring import ScoredPartition
from workbench.text.articles import BadRow
from workbench.whole_files import write_whole

MANIFEST = "manifest.json"
LOCK = "lock"
# What a manifest holds, and how a difference in it is told.
DIFFERENCES = {
    "format": "another version of this program",
    "inputs": "other inputs",
    "reading": "other options",
    "versions": "another lexicon or version of the scores",
}


@dataclass(frozen=True)
class Part:
    """Say what a part holds, and which rows of its partition could not be read."""

    articles: int
    paragraphs: int
    bad_rows: tuple[BadRow, ...]


class Parts:
    """Keep the parts of an archive in a folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def held(self, manifest: Mapping[str, Any]) -> Iterator[None]:
        """Hold the folder alone, for a run with this manifest.

        Raises `ArchiveError` where another process holds it, or where its parts were made from
        something else.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w", encoding="ascii") as lock:
            try:
                # The system lets go of it when the process ends, however it ends.
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ArchiveError("Another run is writing this archive at the moment.") from error
            self._agree(manifest)
            yield

    def has(self, number: int) -> bool:
        """Tell whether a partition was scored before."""
        return self.path(number).is_file()

    def path(self, number: int) -> Path:
        """Give the place of a part's Parquet."""
        return self.folder / f"part-{number:08d}.parquet"

    def add(self, scored: ScoredPartition) -> Part:
        """Keep a scored partition: it is there whole, or not at all."""
        part = Part(scored.articles, scored.paragraphs, scored.bad_rows)
        written = json.dumps(
            {
                "articles": part.articles,
                "paragraphs": part.paragraphs,
                "bad_rows": [asdict(row) for row in part.bad_rows],
            }
        )
        # The Parquet comes last, because it is what says that the part is there.
        write_whole(self._note(scored.number), written.encode())
        write_whole(self.path(scored.number), scored.parquet)
        return part

    def part(self, number: int) -> Part:
        """Read what was noted of a part."""
        noted = json.loads(self._note(number).read_text(encoding="utf-8"))
        bad_rows = tuple(BadRow(**row) for row in noted["bad_rows"])
        return Part(noted["articles"], noted["paragraphs"], bad_rows)

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.folder)

    def _note(self, number: int) -> Path:
        return self.folder / f"part-{number:08d}.json"

    def _agree(self, manifest: Mapping[str, Any]) -> None:
        path = self.folder / MANIFEST
        if not path.is_file():
            write_whole(path, json.dumps(manifest, indent=1).encode())
            return
        begun = json.loads(path.read_text(encoding="utf-8"))
        different = [said for name, said in DIFFERENCES.items() if begun[name] != manifest[name]]
        if different:
            raise ArchiveError(
                f"This archive was begun with {' and '.join(different)}. Give what it was begun "
                f"with to go on, or remove the folder {self.folder.name} to begin anew."
            )
