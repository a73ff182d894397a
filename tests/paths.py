"""Where the tests find things."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
# Real articles and published reference values lie beside a checkout on some machines only.
SHARED = ROOT.parent / "shared"
