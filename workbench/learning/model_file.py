"""Keep a model in a file that can only hold numbers and text: nothing in it is ever run.

The file is NumPy's archive (`.npz`), read with pickling off: one array of JSON in UTF-8, and one
array of weights for each linear part.
"""

import io
import json
import lzma
import math
import tokenize
import zipfile
import zlib
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from workbench.learning.around import Around
from workbench.learning.certainty import Curve
from workbench.learning.fitting import Fitted
from workbench.learning.linear import Linear
from workbench.learning.model import Model, Origin
from workbench.learning.rules import HEADS, Rules
from workbench.words import gettext

FORMAT = "workbench-model-1"
SUFFIX = ".npz"
# A model of a large study has about 2 MB; an archive that unpacks to more is no model.
MOST_BYTES = 200_000_000
_ABOUT = "about"
# What reading an archive raises that was made by hand, cut off or damaged: a header may promise
# more than there is memory, hold what Python gives up to parse, or say that all is encrypted.
_NOT_A_MODEL = (
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    MemoryError,
    RuntimeError,
    lzma.LZMAError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
_PARTS = ("words", "paragraphs")
_HEADS = {"words": ("marked",), "paragraphs": HEADS}


class UnfitFileError(ValueError):
    """Say what of a file is no model's."""


class ModelFileError(ValueError):
    """Name the file and say why it can't be used."""


def as_bytes(model: Model) -> bytes:
    """Write a model; its numbers are kept in full."""
    parts = {"words": model.fitted.words, "paragraphs": model.fitted.paragraphs}
    about = {
        "format": FORMAT,
        "origin": asdict(model.origin) | {"trained_at": model.origin.trained_at.isoformat()},
        "rules": _rules_as_json(model.rules),
        "seen": sorted(model.seen),
        "parts": {
            name: {"heads": part.heads, "names": list(part.weights)}
            for name, part in parts.items()
            if part is not None
        },
    }
    arrays: dict[str, Any] = {
        _ABOUT: np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8)
    }
    for name, part in parts.items():
        if part is not None:
            table = np.array([part.intercepts, *part.weights.values()], np.float64)
            arrays[name] = table.reshape(1 + len(part.weights), len(part.heads))
    written = io.BytesIO()
    np.savez_compressed(written, allow_pickle=False, **arrays)
    return written.getvalue()


def from_bytes(content: bytes, *, name: str = "model", most_bytes: int = MOST_BYTES) -> Model:
    """Read a model; raise `ModelFileError` where it is none, or not of this format.

    What unpacks to more than `most_bytes` is none.
    """
    try:
        return _read(content, most_bytes)
    except _NOT_A_MODEL as error:
        raise ModelFileError(
            gettext(
                "%(name)s: is not a model of this workbench (%(error)s).",
                name=name,
                # What a library says is English, and of its own inside.
                error=error
                if isinstance(error, UnfitFileError)
                else gettext("it cannot be unpacked"),
            )
        ) from error


def load(path: Path) -> Model:
    """Read a model from a file; raise `ModelFileError` where it can't be used."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelFileError(f"{path.name}: can't be read ({error.strerror}).") from error
    return from_bytes(content, name=path.name)


def _read(content: bytes, most_bytes: int) -> Model:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > most_bytes:
            raise UnfitFileError(gettext("it unpacks to too much"))
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        about = json.loads(arrays[_ABOUT].tobytes().decode())
        if about["format"] != FORMAT:
            raise UnfitFileError(
                gettext(
                    "its format is “%(found)s”, not “%(known)s”",
                    found=str(about["format"])[:40],
                    known=FORMAT,
                )
            )
        parts = {
            name: _linear(about["parts"][name], arrays[name], _HEADS[name])
            for name in _PARTS
            if name in about["parts"]
        }
    origin = about["origin"]
    return Model(
        origin=Origin(**origin | {"trained_at": datetime.fromisoformat(origin["trained_at"])}),
        fitted=Fitted(parts.get("words"), parts.get("paragraphs")),
        rules=_rules(about["rules"]),
        # A model from before texts were named has none.
        seen=frozenset(map(str, about.get("seen", ()))),
    )


def _linear(described: dict[str, Any], table: Any, known: tuple[str, ...]) -> Linear:
    heads, names = tuple(described["heads"]), described["names"]
    if not heads or not set(heads) <= set(known):
        raise UnfitFileError(gettext("it holds heads that are not known"))
    if not all(isinstance(name, str) for name in names):
        raise UnfitFileError(gettext("its weights have no names"))
    if table.shape != (len(names) + 1, len(heads)) or not np.isfinite(table).all():
        raise UnfitFileError(gettext("its weights don't fit their names"))
    intercepts, *rows = (tuple(map(float, row)) for row in table)
    return Linear(heads, dict(zip(names, rows, strict=True)), intercepts)


def _rules_as_json(rules: Rules) -> dict[str, Any]:
    return {
        "word_from": rules.word_from,
        "word_curve": asdict(rules.word_curve),
        "stretch": rules.stretch,
        "curves": [
            {"question": question, "label": label, **asdict(curve)}
            for (question, label), curve in rules.curves.items()
        ],
        "around": asdict(rules.around) if rules.around else None,
    }


def _rules(written: dict[str, Any]) -> Rules:
    return Rules(
        word_from=_finite(written["word_from"]),
        word_curve=_curve(written["word_curve"]),
        stretch=_finite(written["stretch"]),
        curves={(row["question"], row["label"]): _curve(row) for row in written["curves"]},
        around=_around(written.get("around")),
    )


def _around(written: dict[str, Any] | None) -> Around | None:
    # A model from before paragraphs told of each other has none.
    if written is None:
        return None
    return Around(*(_finite(written[name]) for name in ("start", "own", "around")))


def _curve(written: dict[str, Any]) -> Curve:
    return Curve(_finite(written["intercept"]), _finite(written["slope"]))


def _finite(written: Any) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise UnfitFileError(gettext("one of its numbers is not finite"))
    return number
