"""LibreOffice reads the files as the guide says."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.exports.odd_texts import ODD_TEXTS
from tests.exports.reading import read
from workbench.web.cells import Cell
from workbench.web.downloads import csv_chunks

HEADER = ["paragraph_text", "start", "prescore_compound"]


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice is not here; `apt-get install libreoffice-calc-nogui` brings it.",
)
def test_every_cell_comes_back_from_a_sheet_of_text(tmp_path: Path) -> None:
    header: list[Cell] = list(HEADER)
    rows: list[list[Cell]] = [[text, 7, -0.6124] for text in ODD_TEXTS]
    source, result = tmp_path / "labels.csv", tmp_path / "out" / "labels.csv"
    source.write_bytes("".join(csv_chunks([[header], rows])).encode())
    # Comma, double quote, UTF-8, from line 1, every column as text; written the same way.
    as_text = "/".join(f"{column}/2" for column in range(1, len(HEADER) + 1))
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            f"--infilter=CSV:44,34,76,1,{as_text}",
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"),
            *("--outdir", str(result.parent), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    back = read(io.StringIO(result.read_bytes().decode(), newline="").getvalue())
    # Its cells know one kind of line break only.
    expected = [text.replace("\r\n", "\n").replace("\r", "\n") for text in ODD_TEXTS]
    assert back.paragraph_text.tolist() == expected
    assert set(back.start) == {"7"}
    assert set(back.prescore_compound) == {"-0.6124"}
