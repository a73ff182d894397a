"""The ledger's own tools, for pages that a job computes."""

from tests.jobs.conftest import work_off

__all__ = ["work_off"]
