"""Turn the bytes of a file into text and say how."""

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from workbench.said_later import later
from workbench.words import marked

# The longer marks come first: UTF-32's begins with UTF-16's.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"\x89PNG", marked("a PNG image")),
    (b"\xff\xd8\xff", marked("a JPEG image")),
    (b"GIF87a", marked("a GIF image")),
    (b"GIF89a", marked("a GIF image")),
    (b"RIFF", marked("a media file")),
    (b"%PDF-", marked("a PDF document")),
    (b"PK\x03\x04", marked("a zip archive or an Office document")),
    (b"PK\x05\x06", marked("an empty zip archive")),
    (b"\xd0\xcf\x11\xe0", marked("an old Office document")),
    (b"{\\rtf", marked("an RTF document")),
    (b"\x1f\x8b", marked("a gzip archive")),
    (b"7z\xbc\xaf", marked("a 7z archive")),
    (b"Rar!\x1a", marked("a RAR archive")),
    (b"\x7fELF", marked("a program")),
    (b"SQLite format 3\x00", marked("a database")),
)
# Codecs that Python calls text but that no page or table is written in: a file which
# declares one of them is mistaken or means harm (utf-7 hides angle brackets).
_NEVER_DECLARED = {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape"}
# Browsers read these two names as windows-1252, because that is what the files hold.
_MEANS_WINDOWS_1252 = {"ascii", "iso8859-1", "cp1252"}
_MULTIBYTE_UTF8 = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_MOST_CONTROLS = 0.05


class NotTextError(ValueError):
    """Say in one plain sentence why these bytes are not text."""


@dataclass(frozen=True)
class DecodedText:
    """Hold a file's text, its newlines all ``\\n``, and how it was decoded."""

    text: str
    encoding: str
    source: Literal["bom", "utf-8", "declared", "windows-1252", "named"]
    #: The bytes fell through to windows-1252 although they hold whole UTF-8 sequences.
    looks_broken: bool = False


def decode(raw: bytes, *, declared: str | None = None, named: str = "") -> DecodedText:
    """Decode by byte order mark, strict UTF-8, the declared encoding or windows-1252.

    The first of the four that fits is taken. ``declared`` is a name from outside the text
    (an HTTP header, a ``meta`` element); an unknown one is passed over. ``named`` is a known
    encoding that a person names; no other is tried then.
    Raises `NotTextError` for archives, images and anything with NUL characters, and for a
    byte order mark whose text breaks its own promise.
    """
    _refuse_signatures(raw)
    decoded = _as_named(raw, named) if named else _by_bom(raw) or _by_guess(raw, declared)
    _refuse_binary(decoded.text)
    return decoded


def _refuse_signatures(raw: bytes) -> None:
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            raise NotTextError(
                later(
                    "This is %(kind)s, not text: open it, copy the article and paste it instead.",
                    kind=later(kind),
                )
            )


def _as_named(raw: bytes, encoding: str) -> DecodedText:
    try:
        return DecodedText(_one_newline(raw.decode(encoding)), encoding, "named")
    except UnicodeDecodeError as error:
        raise NotTextError(
            later(
                "Byte %(byte)s of the file is not %(encoding)s: name another encoding, or none to "
                "have it guessed.",
                byte=str(error.start + 1),
                encoding=encoding,
            )
        ) from error


def _by_bom(raw: bytes) -> DecodedText | None:
    for bom, encoding in _BOMS:
        if not raw.startswith(bom):
            continue
        try:
            text = raw[len(bom) :].decode(encoding)
        except UnicodeDecodeError as error:
            raise NotTextError(
                later(
                    "The file says that it is %(encoding)s but byte %(byte)s is broken: save it "
                    "again as UTF-8.",
                    encoding=encoding[:6].upper().rstrip("-"),
                    byte=str(error.start + len(bom) + 1),
                )
            ) from error
        return DecodedText(_one_newline(text), encoding, "bom")
    return None


def _by_guess(raw: bytes, declared: str | None) -> DecodedText:
    if b"\x00" in raw:
        raise NotTextError(
            later(
                "The file holds NUL characters, so it is not text: if it is text in UTF-16, "
                "save it again as UTF-8."
            )
        )
    try:
        return DecodedText(_one_newline(raw.decode("utf-8")), "utf-8", "utf-8")
    except UnicodeDecodeError:
        by_declaration = _by_declaration(raw, declared)
    if by_declaration is not None:
        return by_declaration
    return DecodedText(
        _one_newline(_windows_1252(raw)),
        "windows-1252",
        "windows-1252",
        looks_broken=_MULTIBYTE_UTF8.search(raw) is not None,
    )


def _by_declaration(raw: bytes, declared: str | None) -> DecodedText | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
        if name.replace("_", "-") in _NEVER_DECLARED:
            return None
        if name in _MEANS_WINDOWS_1252:
            return DecodedText(_one_newline(_windows_1252(raw)), "windows-1252", "declared")
        return DecodedText(_one_newline(raw.decode(name)), name, "declared")
    except (LookupError, ValueError):  # Unknown, not a text encoding, or not these bytes.
        return None


def _windows_1252(raw: bytes) -> str:
    """Decode as browsers do: the five unassigned bytes become the control of that number."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return codecs.charmap_decode(raw, "strict", _WINDOWS_1252)[0]


_WINDOWS_1252 = "".join(
    bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)
)


def _one_newline(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _refuse_binary(text: str) -> None:
    if "\x00" in text:
        raise NotTextError(later("The file holds NUL characters, so it is not text."))
    # In UTF-8 no other character has bytes like these; a pattern takes ten times as long.
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) - len(raw.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(text):
        raise NotTextError(
            later(
                "The file is mostly control characters, so it is not text: check that it is the "
                "file you meant."
            )
        )
