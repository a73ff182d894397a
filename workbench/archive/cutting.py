"""Cut all inputs into partitions, the same ones whenever the inputs are the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.archive.inputs import Input, Reading
from workbench.archive.parquet_inputs import parquet_partitions
from workbench.archive.partitions import Kind, Partition
from workbench.archive.text_inputs import text_partitions


def partitions(inputs: Sequence[Input], reading: Reading) -> Iterator[Partition]:
    """Yield the partitions of all inputs in order, numbered from 0.

    Raises `ArchiveError` for an input that cannot be read at all.
    """
    number = before = 0
    for each in inputs:
        cut = parquet_partitions if each.kind is Kind.PARQUET else text_partitions
        for partition in cut(each, reading):
            yield replace(partition, number=number, end=before + partition.end)
            number += 1
        before += each.size


def check_inputs(inputs: Sequence[Input], reading: Reading) -> None:
    """Raise `ArchiveError` for the first input that cannot be read, before any work is done."""
    for each in inputs:
        next(partitions([each], reading), None)
