"""What was published of agreement, beside a checkout on some machines only."""

import json
from typing import Any, cast

import pytest

from tests.paths import SHARED

REFERENCES = SHARED / "agreement" / "references.json"


ABSENT = pytest.mark.skipif(
    not REFERENCES.exists(), reason=f"the reference values are not here: {REFERENCES.name}"
)


def references() -> dict[str, Any]:
    if not REFERENCES.exists():
        return {"entries": [], "edge_cases": []}
    return cast(dict[str, Any], json.loads(REFERENCES.read_text(encoding="utf-8")))


EVAL = SHARED / "eval"


def expected() -> dict[str, dict[str, Any]]:
    path = EVAL / "expected_agreement.json"
    if not path.exists():
        return {}
    return cast(dict[str, dict[str, Any]], json.loads(path.read_text(encoding="utf-8")))
