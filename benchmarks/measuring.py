"""Time two sides in turns, so that what else the machine does meets both alike."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

Work = Callable[[], object]
Taken = tuple[float, float]


@dataclass(frozen=True)
class Pair:
    """Hold the seconds of both sides, one entry each for every repetition.

    `subject_processor` and `baseline_processor` are those that this process had a processor for:
    on a busy machine the two differ, and their ratio scatters less.
    """

    subject: tuple[float, ...]
    baseline: tuple[float, ...]
    subject_processor: tuple[float, ...]
    baseline_processor: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """Give subject ÷ baseline of each repetition."""
        return tuple(s / b for s, b in zip(self.subject, self.baseline, strict=True))

    @property
    def speed_ups(self) -> tuple[float, ...]:
        """Give baseline ÷ subject of each repetition: how many times faster the subject is."""
        return tuple(1 / ratio for ratio in self.ratios)

    @property
    def processor_ratio(self) -> float:
        """Give the median of subject ÷ baseline in seconds of processor time."""
        both = zip(self.subject_processor, self.baseline_processor, strict=True)
        return median(s / b for s, b in both)


def in_turns(subject: Work, baseline: Work, *, repetitions: int) -> Pair:
    """Warm both sides up, then time them in the order A B, B A, A B, …"""
    subject()
    baseline()
    subjects: list[Taken] = []
    baselines: list[Taken] = []
    for number in range(repetitions):
        sides = [(subjects, subject), (baselines, baseline)]
        for taken, work in sides if number % 2 == 0 else reversed(sides):
            taken.append(timed(work))
    (s, s_processor), (b, b_processor) = _columns(subjects), _columns(baselines)
    return Pair(s, b, s_processor, b_processor)


def timed(work: Work) -> Taken:
    """Time one call, in seconds passed and of processor time, without garbage collection."""
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        start, start_processor = perf_counter(), process_time()
        work()
        return perf_counter() - start, process_time() - start_processor
    finally:
        if was_on:
            gc.enable()


def _columns(rows: list[Taken]) -> list[tuple[float, ...]]:
    return list(zip(*rows, strict=True))


def middle(values: tuple[float, ...]) -> float:
    """Give the median."""
    return median(values)
