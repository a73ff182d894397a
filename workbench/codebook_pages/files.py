"""A codebook as a file that another project, or another installation, can take up."""

import json
import tomllib
from hashlib import blake2b
from typing import Any

from workbench.codebook.codebook import Codebook, CodebookError
from workbench.words import gettext

LARGEST_FILE = 300_000
"""In bytes; a codebook with all the labels that can be kept is smaller."""


def codebook_text(codebook: Codebook) -> str:
    """Write a codebook as JSON that `read_codebook_file` reads back."""
    return json.dumps(codebook.to_definition(), ensure_ascii=False, indent=2) + "\n"


def digest(codebook: Codebook) -> str:
    """Tell codebooks apart by 32 hexadecimal digits."""
    return blake2b(codebook_text(codebook).encode(), digest_size=16).hexdigest()


def read_codebook_file(raw: bytes) -> Codebook:
    """Read a codebook from JSON or TOML; raise `CodebookError`."""
    if len(raw) > LARGEST_FILE:
        raise CodebookError(gettext("The file is too large for a codebook."))
    try:
        definition = _parsed(raw.decode("utf-8-sig"))
    # What is nested too deeply is no codebook either.
    except (ValueError, RecursionError) as error:
        raise CodebookError(gettext("The file is neither JSON nor TOML in UTF-8.")) from error
    if not isinstance(definition, dict) or not _holds_words(definition):
        raise CodebookError(gettext("The file holds no codebook."))
    return Codebook.from_definition({"span_categories": [], **definition})


def _parsed(text: str) -> Any:
    if text.lstrip().startswith("{"):
        return json.loads(text)
    return tomllib.loads(text)


def _holds_words(definition: dict[str, Any]) -> bool:
    """Tell whether what should be text is: the codebook itself takes whatever it is given."""
    rows = [*_listed(definition.get("questions")), *_listed(definition.get("span_categories"))]
    rows += [label for row in list(rows) for label in _listed(row.get("labels"))]
    return bool(_listed(definition.get("questions"))) and all(
        isinstance(value, str) for row in rows for name, value in row.items() if name != "labels"
    )


def _listed(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
