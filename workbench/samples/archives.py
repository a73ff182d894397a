"""Where archives lie on the server: a folder for everybody, and one for each project's uploads."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from werkzeug.datastructures import FileStorage

from workbench.archive.errors import ArchiveError
from workbench.projects.models import Project
from workbench.web.settings import settings
from workbench.words import gettext, number

FOLDER = "archives"
SUFFIX = ".parquet"
MOST_UPLOADS = 10
# A page waits for the draw; what takes longer is drawn on the machine.
MOST_PARAGRAPHS = 1_000_000


@dataclass(frozen=True)
class ArchiveFile:
    """Name an archive that a project can draw from; `choice` is what a form sends."""

    choice: str
    name: str
    size: int
    is_upload: bool


def archive_files(project: Project) -> tuple[ArchiveFile, ...]:
    """List the archives of everybody and those that were uploaded into this project, by name."""
    shared, own = _folders(project)
    return (*_listed(shared, "shared", is_upload=False), *_listed(own, "own", is_upload=True))


def archive_path(project: Project, choice: str) -> Path:
    """Find a chosen archive; only what is listed can be chosen. Raises `ArchiveError`."""
    known = {file.choice: file for file in archive_files(project)}
    if choice not in known:
        raise ArchiveError(gettext("This archive is not there any more: choose another one."))
    shared, own = _folders(project)
    file = known[choice]
    return (own if file.is_upload else shared) / file.name


def own_folder(project: Project) -> Path:
    """Give the folder of a project's uploads."""
    return _folders(project)[1]


def keep_upload(own: Path, upload: FileStorage | None) -> str:
    """Keep an uploaded archive and give its choice; raise `ArchiveError` for anything else."""
    from workbench.archive.opened import opened  # noqa: PLC0415  (see `draw_from`)

    if upload is None or not upload.filename:
        raise ArchiveError(gettext("Choose a file first."))
    name = _plain_name(upload.filename)
    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    if len(_listed(own, "own", is_upload=True)) >= MOST_UPLOADS:
        raise ArchiveError(
            gettext("A project keeps up to %(most)s uploads: remove one first.", most=MOST_UPLOADS)
        )
    if (own / name).exists():
        raise ArchiveError(
            gettext("There is an upload called %(name)s already: rename one of them.", name=name)
        )
    under_way = own / f".{secrets.token_hex(8)}"
    try:
        upload.save(under_way)
        try:
            with opened(under_way):
                pass
        except ArchiveError as error:
            raise ArchiveError(str(error).replace(under_way.name, name)) from error
        under_way.replace(own / name)
    finally:
        under_way.unlink(missing_ok=True)
    return f"own/{name}"


def remove_upload(project: Project, choice: str) -> str:
    """Remove an upload of this project and give its name; raise `ArchiveError`."""
    path = archive_path(project, choice)
    if path.parent != own_folder(project):
        raise ArchiveError(gettext("Only uploads can be removed here."))
    path.unlink(missing_ok=True)
    return path.name


def check_size(path: Path) -> None:
    """Raise `ArchiveError` for an archive that a page would take too long to draw from."""
    from workbench.archive.opened import opened  # noqa: PLC0415  (see `draw_from`)

    with opened(path) as archive:
        if archive.paragraphs > MOST_PARAGRAPHS:
            raise ArchiveError(
                gettext(
                    "%(name)s has %(paragraphs)s paragraphs, and a page draws from up to "
                    "%(most)s. Draw on the machine with: workbench sample.",
                    name=path.name,
                    paragraphs=number(archive.paragraphs),
                    most=number(MOST_PARAGRAPHS),
                )
            )


def _folders(project: Project) -> tuple[Path, Path]:
    shared = settings().instance / FOLDER
    # With the time, because a database may give the number of a removed project to a new one.
    return shared, shared / f"project-{project.id}-{project.created_at:%Y%m%d%H%M%S}"


def _listed(folder: Path, prefix: str, *, is_upload: bool) -> list[ArchiveFile]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        # A link could lead out of the folder.
        files = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
    return [
        ArchiveFile(f"{prefix}/{entry.name}", entry.name, entry.stat().st_size, is_upload)
        for entry in sorted(files, key=lambda entry: entry.name)
        if entry.name.endswith(SUFFIX) and not entry.name.startswith(".")
    ]


def _plain_name(given: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", given.replace("\\", "/").rsplit("/", 1)[-1])
    stem = stem.removesuffix(SUFFIX).strip(".-")[:80]
    if not stem or not given.lower().endswith(SUFFIX):
        raise ArchiveError(
            gettext("Choose a file that workbench score wrote; its name ends in .parquet.")
        )
    return stem + SUFFIX
