"""Join the parts of a style sheet into one file, so that a page asks for one."""

import re
from pathlib import Path

_PART = re.compile(r'^@import "(\./[\w./-]+\.css)";\n', re.MULTILINE)


def joined_sheet(sheet: Path) -> str:
    """Give `sheet` with each part that it imports in the place of the import.

    A part stands below the folder of its sheet and imports nothing itself. Browsers read the
    imports of a sheet as it lies in the folder in the same way, one request after the other.
    """
    return _PART.sub(
        lambda found: (sheet.parent / found[1]).read_text(encoding="utf-8") + "\n",
        sheet.read_text(encoding="utf-8"),
    )
