import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.learning.conftest import sentences
from workbench.learning import model_file
from workbench.learning.model import Model
from workbench.learning.training import train
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import prescore

TEXT = "The ploddish bridge was “shameful”, she said."


@pytest.fixture(scope="module")
def model(lexicon: Lexicon) -> Model:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return train(sentences(40), lexicon, at=at, software="1").model


def test_a_model_read_again_is_the_same_and_guesses_the_same(
    model: Model, lexicon: Lexicon, tmp_path: Path
) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(model_file.as_bytes(model))
    again = model_file.load(path)
    assert again == model
    scored = prescore(TEXT, lexicon)
    assert again.guess(TEXT, scored) == model.guess(TEXT, scored)


def changed(model: Model, **changes: object) -> bytes:
    with np.load(io.BytesIO(model_file.as_bytes(model))) as arrays:
        held = dict(arrays)
    about = json.loads(held["about"].tobytes())
    about.update(changes)
    held["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    written = io.BytesIO()
    np.savez(written, **held)
    return written.getvalue()


def test_nothing_that_could_run_is_read(model: Model) -> None:
    written = io.BytesIO()
    np.savez(written, about=np.array([{"format": "workbench-model-1"}], dtype=object))
    with pytest.raises(model_file.ModelFileError, match="cannot be unpacked") as refused:
        model_file.from_bytes(written.getvalue())
    assert "pickle" in str(refused.value.__cause__)


@pytest.mark.parametrize("content", [b"", b"PK", b"not an archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(model_file.ModelFileError, match=r"mine\.npz: is not a model"):
        model_file.from_bytes(content, name="mine.npz")


def test_another_format_is_named(model: Model) -> None:
    with pytest.raises(model_file.ModelFileError, match="workbench-model-9"):
        model_file.from_bytes(changed(model, format="workbench-model-9"))


def test_weights_that_do_not_fit_are_refused(model: Model) -> None:
    parts: dict[str, Any] = {"words": {"heads": ["marked"], "names": ["word one"]}}
    with pytest.raises(model_file.ModelFileError, match="don't fit"):
        model_file.from_bytes(changed(model, parts=parts))
    parts = {"words": {"heads": ["marked"], "names": [None]}}
    with pytest.raises(model_file.ModelFileError, match="no names"):
        model_file.from_bytes(changed(model, parts=parts))
    parts = {"words": {"heads": ["shouted"], "names": []}}
    with pytest.raises(model_file.ModelFileError, match="not known"):
        model_file.from_bytes(changed(model, parts=parts))


def test_a_number_that_is_none_is_refused(model: Model) -> None:
    rules = {"word_from": float("nan"), "word_curve": {"intercept": 0, "slope": 0}}
    rules |= {"stretch": 1, "curves": []}
    with pytest.raises(model_file.ModelFileError, match="not finite"):
        model_file.from_bytes(changed(model, rules=rules))


def test_an_archive_that_unpacks_to_too_much_is_refused(model: Model) -> None:
    with pytest.raises(model_file.ModelFileError, match="too much"):
        model_file.from_bytes(model_file.as_bytes(model), most_bytes=100)


def archive_of(array: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        archive.writestr("about.npy", array)
    return written.getvalue()


def array_that_says(header: str) -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode()


def array_of(text: str) -> bytes:
    written = io.BytesIO()
    np.save(written, np.frombuffer(text.encode(), np.uint8))
    return written.getvalue()


@pytest.mark.parametrize(
    "array",
    [
        array_that_says("{'descr': '|u1', 'fortran_order': False, 'shape': (10000000000000000,)}"),
        array_that_says("{'descr': '|u1', 'fortran_order': False, 'shape': (9" + "9" * 30 + ",)}"),
        array_that_says("-" * 9000 + "1"),
        array_that_says("(" * 9000),
        array_of("[" * 100_000),
    ],
    ids=["more than memory", "more than a number", "deep", "unbalanced", "deep JSON"],
)
def test_what_promises_too_much_or_goes_too_deep_is_refused(array: bytes) -> None:
    with pytest.raises(model_file.ModelFileError, match="is not a model"):
        model_file.from_bytes(archive_of(array))


def test_an_archive_in_which_python_finds_no_way_is_refused() -> None:
    locked = bytearray(archive_of(array_of("{}")))
    listed = locked.rindex(b"PK\x01\x02")
    locked[6] |= 1
    locked[listed + 8] |= 1
    odd = bytearray(archive_of(array_of("{}")))
    listed = odd.rindex(b"PK\x01\x02")
    odd[listed + 9] |= 8  # Its names are said to be UTF-8,
    odd[listed + 46] = 0xFF  # and are not.
    garbled = bytearray(archive_of(bytes(range(256)) * 40, zipfile.ZIP_LZMA))
    garbled[60:120] = bytes(each ^ 0x5A for each in garbled[60:120])
    for content in (locked, odd, garbled):
        with pytest.raises(model_file.ModelFileError, match="is not a model"):
            model_file.from_bytes(bytes(content))


def test_a_damaged_archive_is_refused(model: Model) -> None:
    content = bytearray(model_file.as_bytes(model))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        place = archive.getinfo("about.npy").header_offset + 80
    content[place] ^= 0xFF
    with pytest.raises(model_file.ModelFileError):
        model_file.from_bytes(bytes(content))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(model_file.ModelFileError, match="can't be read"):
        model_file.load(tmp_path / "none.npz")
