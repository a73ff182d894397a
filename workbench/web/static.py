"""Static files: addresses that change with what is served, kept by browsers, compressed.

`url_for('static', …)` gives `static/<version>/<file>`. The version is a hash of all files, so that
a file's relative imports carry it too; it is answered with a year's leave to keep the file. The
bare address `static/<file>` answers with the file as it lies in the folder.

Only these files are compressed. Pages hold a CSRF token beside text that others can choose, and
the length of a compressed page would tell an eavesdropper about the token (the BREACH attack).
"""

import gzip
import hashlib
import mimetypes
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.security import safe_join

from workbench.web.bundling import bundle, is_module
from workbench.web.page_sessions import PageSessions
from workbench.web.sheets import joined_sheet

KEEP_SECONDS = 365 * 24 * 60 * 60
TEXT = {".css", ".js", ".svg"}
# Compressing less than a packet saves nothing.
WORTH_COMPRESSING = 1_000
VERSION = re.compile("v[0-9a-f]{15}")


@dataclass(frozen=True)
class Asset:
    """Hold a file as it is sent; `compressed` is None where it is sent as it is to everyone."""

    body: bytes
    compressed: bytes | None
    kind: str
    etag: str


def serve_static(app: Flask) -> None:
    """Let the application answer for its static folder as this module says."""
    folder = Path(app.static_folder or "")
    version = version_of(folder)
    app.session_interface = PageSessions()

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = f"{version}/{values['filename']}"

    def static(filename: str) -> Response:
        asked, _, name = filename.partition("/")
        if not VERSION.fullmatch(asked):
            return app.send_static_file(filename)
        path = safe_join(str(folder), name)
        # Unlike Path.is_file, this holds a name that no disk can keep for a file that is not there.
        if path is None or not os.path.isfile(path):
            abort(404)
        # A page that was opened before an upgrade asks for what there was: it gets what there is.
        return _answer(_asset(Path(path)), is_kept=asked == version)

    app.view_functions["static"] = static


@cache
def version_of(folder: Path) -> str:
    """Hash the names and contents of all files of a folder, once in the life of a process."""
    content = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, body = path.relative_to(folder).as_posix().encode(), path.read_bytes()
        content.update(b"%d %s %d %s" % (len(name), name, len(body), body))
    return "v" + content.hexdigest()[:15]


@cache
def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    if path.suffix == ".js" and is_module(body.decode("utf-8")):
        body = bundle(path).encode()
    if path.suffix == ".css":
        body = joined_sheet(path).encode()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    compressed = None
    if path.suffix in TEXT:
        kind += "; charset=utf-8"
        if len(body) >= WORTH_COMPRESSING:
            # Without a time stamp the same file is compressed to the same bytes on every host.
            compressed = gzip.compress(body, compresslevel=9, mtime=0)
    return Asset(body, compressed, kind, etag=hashlib.sha256(body).hexdigest()[:20])


def _answer(asset: Asset, *, is_kept: bool) -> Response:
    response = Response(asset.body, content_type=asset.kind)
    response.set_etag(asset.etag)
    if asset.compressed is not None:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"]:
            response.set_data(asset.compressed)
            response.headers["Content-Encoding"] = "gzip"
            response.set_etag(f"{asset.etag}-gzip")
    if is_kept:
        response.cache_control.public = True
        response.cache_control.max_age = KEEP_SECONDS
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
