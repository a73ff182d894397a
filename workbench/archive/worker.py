"""A process that scores partitions: `python -m workbench.archive.worker`, started by a run alone.

It speaks pickles over its standard streams: a scorer first, then partitions in and what became of
them out. It ends when its input does, and so never outlives the run that started it.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

from workbench.archive.partitions import Partition
from workbench.archive.scoring import ScoredPartition, Scorer, score_partition

Score = Callable[[Scorer, Partition], ScoredPartition]


def serve(incoming: BinaryIO, outgoing: BinaryIO, score: Score) -> None:
    """Answer each partition until there are no more."""
    try:
        # Written by the process that started us.
        scorer: Scorer = pickle.load(incoming)  # noqa: S301  (see above)
        while True:
            partition: Partition = pickle.load(incoming)  # noqa: S301  (see above)
            _answer(score(scorer, partition), outgoing)
    except (EOFError, pickle.UnpicklingError):
        # The run has ended, or was killed while it wrote.
        return


def _answer(scored: ScoredPartition, outgoing: BinaryIO) -> None:
    try:
        pickle.dump(scored, outgoing)
        outgoing.flush()
    except BrokenPipeError:
        # The run was killed meanwhile. Leaving as usual would try to write the rest once more.
        os._exit(1)


def main(score: Score = score_partition) -> None:
    """Serve on the standard streams."""
    # Ctrl-C is for the run, which then ends us by closing our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(os.dup(1), "wb") as outgoing:
        # Whatever a library prints must not come between the pickles.
        os.dup2(2, 1)
        serve(sys.stdin.buffer, outgoing, score)


if __name__ == "__main__":
    main()
