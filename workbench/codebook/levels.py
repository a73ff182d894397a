"""Levels of measurement (Stevens 1946)."""

from enum import StrEnum


class Level(StrEnum):
    """Say what the distance between two labels means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"
