"""Spread work over processes that all stand ready before the first piece is handed out."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from threading import Barrier
from typing import Any

from benchmarks.measuring import Work, timed

Texts = tuple[str, ...]
Piece = Callable[[Texts], object]
# So many pieces that no process waits long for the last one.
PIECES = 32
# A process that does not come up would keep the others waiting for ever.
MOST_SECONDS = 120


@contextmanager
def spread_over(
    processes: int, texts: Texts, *, warm_up: Piece
) -> Iterator[Callable[[Piece], Work]]:
    """Yield what makes of a function of texts a work on all of them, in so many processes.

    Each process has worked through some of the texts before any begins, and as where one process
    is timed the garbage collector is off in it.
    """
    context = get_context("spawn")
    pieces = [texts[start::PIECES] for start in range(PIECES)]
    ready: Any = context.Barrier(processes)
    with ProcessPoolExecutor(
        processes,
        mp_context=context,
        initializer=_make_ready,
        initargs=(ready, warm_up, pieces[0]),
    ) as pool:
        yield lambda score: lambda: list(pool.map(score, pieces))


def in_rounds(*works: Work, repetitions: int) -> list[tuple[float, ...]]:
    """Time each work once a round, there and back in turns; give the seconds of each, by round."""
    taken: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for number in range(repetitions):
        sides = list(zip(taken, works, strict=True))
        for seconds, work in sides if number % 2 == 0 else reversed(sides):
            seconds.append(timed(work)[0])
    return [tuple(seconds) for seconds in taken]


def _make_ready(ready: Barrier, warm_up: Piece, piece: Texts) -> None:
    warm_up(piece)
    gc.collect()
    gc.freeze()
    gc.disable()
    ready.wait(MOST_SECONDS)
