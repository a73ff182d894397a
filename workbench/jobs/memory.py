"""How much memory a worker may use, and how it notices that a chunk has used it up."""

import resource
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from workbench.config import MEBIBYTE

# The kernel, short of memory, ends the process with the highest figure: a worker, not the server.
OOM_SCORE = "500"


def limit_memory(mebibytes: int) -> None:
    """Let this process use so much memory and no more, as long as nobody lifts the limit."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")
    limit = mebibytes * MEBIBYTE
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or limit <= hard:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def lift_limit() -> None:
    """Let this process use more again: to say what went wrong takes memory, too."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def is_out_of_memory(error: BaseException | None) -> bool:
    """Tell whether memory ran out in this process, also where a driver has its own words for it.

    A database server that runs out of memory has a code for that, and is not meant.
    """
    if isinstance(error, DBAPIError):
        has_no_code = getattr(error.orig, "sqlstate", None) is None
        return has_no_code and str(error.orig).strip() == "out of memory"
    return isinstance(error, MemoryError)
