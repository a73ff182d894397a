"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that gets its name at the end of the block; what bore it before stays until then.

    Where the block fails, as on a full disk, nothing is left that could be taken for the file.
    A device or a pipe is written to as it is.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    # A link goes on leading to its file.
    path = path.resolve()
    under_way = path.with_name(path.name + ".tmp")
    try:
        with under_way.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        under_way.replace(path)
    except BaseException:
        under_way.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, also after a power cut."""
    with whole_file(path) as file:
        file.write(content)
