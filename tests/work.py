"""Count the work that something takes: a count is the same on every machine, a time is not."""

import gc
import math
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

# Linear work has the exponent 1 and quadratic work 2, whatever the machine.
BETWEEN_LINEAR_AND_QUADRATIC = 1.5
_ATTEMPTS = 4
_REPETITIONS = 3


def lines_run(action: Callable[[], object]) -> int:
    """Count the lines of Python that run; a loop counts each time round.

    The inside of what is written in C (a pattern, a parser, a search in a string) is not seen:
    see `cpu_exponent`.
    """
    lines = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    # What the collector runs is no work of the action.
    gc.disable()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
        gc.enable()
    return lines


def cpu_exponent(action: Callable[[int], Callable[[], object]], small: int, large: int) -> float:
    """Estimate p in "work grows with size to the power p", from two sizes.

    Only for work inside C, which cannot be counted. `action(size)` prepares an input and gives
    what is to be done with it. It is a growth, not a time: both sizes are measured in turn on the
    same processor, and only the ratio counts. A busy machine can disturb one attempt; work that
    is quadratic is so in all of them, so the least of several is given.
    """
    less, more = action(small), action(large)
    less()
    least = math.inf
    for _ in range(_ATTEMPTS):
        ratio = _least_cpu(more) / _least_cpu(less)
        least = min(least, math.log(ratio) / math.log(large / small))
        if least < BETWEEN_LINEAR_AND_QUADRATIC:
            break
    return least


def _least_cpu(action: Callable[[], object]) -> float:
    def once() -> float:
        began = time.process_time()
        action()
        return time.process_time() - began

    return max(min(once() for _ in range(_REPETITIONS)), 1e-9)
