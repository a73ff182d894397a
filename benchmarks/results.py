"""What a benchmark found, as a table and as JSON."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any, Literal

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Aim:
    """Say on which side of a limit a result should be."""

    side: Literal["at least", "at most"]
    limit: float

    def is_met_by(self, value: float) -> bool:
        """Tell whether a value keeps to the limit."""
        return value >= self.limit if self.side == "at least" else value <= self.limit


@dataclass(frozen=True)
class Result:
    """Hold one number of a benchmark.

    `value` is the median of `values`, one a repetition; `unit` says what it is, such as
    "× bare VADER". `beside` holds what was measured on the way, by name, with the unit in it.
    """

    benchmark: str
    case: str
    unit: str
    values: tuple[float, ...]
    aim: Aim | None = None
    beside: Mapping[str, float] = field(default_factory=dict)

    @property
    def value(self) -> float:
        """Give the median."""
        return median(self.values)

    @property
    def is_met(self) -> bool | None:
        """Tell whether the aim is met; None where there is none."""
        return None if self.aim is None else self.aim.is_met_by(self.value)

    def to_json(self) -> dict[str, Any]:
        """Give the result as plain values."""
        return {
            "benchmark": self.benchmark,
            "case": self.case,
            "value": self.value,
            "unit": self.unit,
            "n": len(self.values),
            "smallest": min(self.values),
            "largest": max(self.values),
            "aim": None if self.aim is None else asdict(self.aim),
            "is_met": self.is_met,
            "beside": dict(self.beside),
        }


def machine(*, at: datetime) -> dict[str, Any]:
    """Describe where and with what a run took place."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "commit": _commit(),
        "date": at.isoformat(timespec="seconds"),
    }


def document(results: Sequence[Result], *, at: datetime, is_quick: bool) -> str:
    """Write a run as JSON."""
    content = {
        **machine(at=at),
        "is_quick": is_quick,
        "results": [result.to_json() for result in results],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def table(results: Sequence[Result]) -> str:
    """Write results as the rows of a Markdown table."""
    lines = [
        "| benchmark | case | median | smallest – largest | n | aim | met | beside |",
        "| --- | --- | ---: | ---: | ---: | --- | --- | --- |",
    ]
    for result in results:
        aim = "" if result.aim is None else f"{result.aim.side} {figure(result.aim.limit)}"
        met = {None: "", True: "yes", False: "**no**"}[result.is_met]
        beside = ", ".join(f"{name} {figure(value)}" for name, value in result.beside.items())
        spread = f"{figure(min(result.values))} – {figure(max(result.values))}"
        cells = [
            *(result.benchmark, result.case, f"{figure(result.value)} {result.unit}", spread),
            *(str(len(result.values)), aim, met, beside),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def figure(value: float) -> str:
    """Write a number with three digits that count.

    >>> figure(0.12345), figure(12.345), figure(12345.6)
    ('0.123', '12.3', '12,346')
    """
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _processor() -> str:
    try:
        described = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        described = ""
    names = [line for line in described.splitlines() if line.startswith("model name")]
    return names[0].partition(":")[2].strip() if names else platform.processor() or "unknown"


def _commit() -> str:
    """Give the commit that is checked out, with a plus sign where files differ from it."""
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return described.stdout.strip()
