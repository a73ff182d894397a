"""How much memory a process of many threads keeps of what it once needed."""

import ctypes
import sys

# The names in <malloc.h> of the GNU C library.
M_ARENA_MAX = -8
# One for the main thread and one for all others: they hardly ask at the same time, because Python
# lets one thread run at a time.
ARENAS = 2


def share_arenas() -> bool:
    """Let the threads of this process share the memory that they ask of the C library.

    By itself it gives nearly each thread an arena of its own, in which the most that the thread
    ever needed stays: a report that a lead reads once a minute grew the server by its size in one
    thread after the other. Tells whether the library knows of arenas; others have none.
    """
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS))
    except AttributeError:
        return False
