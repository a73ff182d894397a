"""Files of labels in memory, and how a program reads them back."""

import io
from typing import Any

import pandas as pd

from workbench.exports.writing import write_labels
from workbench.web.cells import original


def read(text: str) -> pd.DataFrame:
    """Read a file as the guide says, every cell as text, and undo the apostrophes."""
    frame = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False)
    return frame.map(original)


def written(project_id: int, layout: str, **options: Any) -> bytes:
    """Write a layout into memory."""
    file = io.BytesIO()
    write_labels(project_id, layout, file, **options)
    return file.getvalue()
