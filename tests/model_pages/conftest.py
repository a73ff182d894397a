"""The ledger's own tools, for trainings that are jobs."""

from tests.jobs.conftest import look_at, work_off

__all__ = ["look_at", "work_off"]
