"""Where imported labels come from, as a file that leaves with the labels."""

import json
from typing import Any

from workbench.label_imports.mapping import to_plain
from workbench.label_imports.queries import LabelImportRow


def imports_json(project: str, rows: tuple[LabelImportRow, ...]) -> str:
    """Write the imports of a project with their files' digests, mappings and counts."""
    content = {"project": project, "label_imports": [_entry(row) for row in rows]}
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _entry(row: LabelImportRow) -> dict[str, Any]:
    return {
        "label_import": row.id,
        "imported_at": row.stored_at.isoformat() if row.stored_at else None,
        "imported_by": row.pseudonym,
        "file": row.source_name,
        "sha256": row.source_digest,
        "texts_file": row.texts_name,
        "texts_sha256": row.texts_digest,
        "annotations": row.annotations,
        "found_in_file": dict(row.summary),
        "mapping": to_plain(row.reading),
    }
