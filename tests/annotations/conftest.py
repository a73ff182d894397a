"""What the tests of the queue borrow from those of jobs."""

from tests.jobs.conftest import work_off

__all__ = ["work_off"]
