"""A worker process that a certain partition kills."""

import os
import signal

from workbench.archive.partitions import Partition
from workbench.archive.scoring import ScoredPartition, Scorer, score_partition
from workbench.archive.worker import main


def score(scorer: Scorer, partition: Partition) -> ScoredPartition:
    """Score a partition, or die of it as a process does for which there is no memory."""
    if b"POISON" in partition.content:
        os.kill(os.getpid(), signal.SIGKILL)
    return score_partition(scorer, partition)


if __name__ == "__main__":
    main(score)
