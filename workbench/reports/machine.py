"""People beside the machine, on labels that were given without seeing what it says."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workbench.agreement import Estimate, LabelMatrix, Statistic, cohen_kappa, confusion, estimates
from workbench.reports.matrices import LabelledQuestion
from workbench.said_later import later

PEOPLE, MACHINE = 0, 1


@dataclass(frozen=True)
class MachineComparison:
    """Hold how most people's label agrees with the machine's, or why that cannot be said.

    Counted are labels given with nothing of the machine on the page. On `n_tied` paragraphs none
    is more frequent than all others: these are left out. `table` crosses labels: rows are those
    of people, columns of the machine. `estimates` and `kappa` are there unless `sentence` is.
    """

    sentence: str
    n_tied: int
    estimates: tuple[Estimate, ...]
    kappa: Statistic | None
    table: tuple[tuple[int, ...], ...]


def compared_with_machine(
    found: LabelledQuestion, machine: Mapping[int, str], *, rng: np.random.Generator
) -> MachineComparison | None:
    """Compare people with the machine; None for a question to which it has no answer."""
    if not found.question.suggested_by:
        return None
    m = found.matrix
    counts = found.only(found.is_blind).counts()
    most = counts.max(axis=1, initial=0)
    is_clear = (most > 0) & ((counts == most[:, None]).sum(axis=1) == 1)
    code_of = {name: code for code, name in enumerate(found.question.label_names)}
    said = [code_of.get(machine.get(int(str(item)), ""), -1) for item in m.item_ids]
    codes = np.stack(
        [np.where(is_clear, counts.argmax(axis=1), -1), np.array(said, dtype=np.int64)], axis=1
    )
    codes[(codes < 0).any(axis=1)] = -1
    if not (codes >= 0).any():
        return MachineComparison(_missing(bool(counts.any()), machine), 0, (), None, ())
    both = LabelMatrix(codes, m.labels, m.level, m.values, m.item_ids)
    return MachineComparison(
        sentence="",
        n_tied=int(((most > 0) & ~is_clear).sum()),
        estimates=estimates(
            both, ["krippendorff_alpha", "percent_agreement"], rng=rng, clusters=found.articles
        ),
        kappa=cohen_kappa(both, PEOPLE, MACHINE),
        table=tuple(tuple(row) for row in confusion(both, PEOPLE, MACHINE).tolist()),
    )


def _missing(has_labels: bool, machine: Mapping[int, str]) -> str:
    if not has_labels:
        return later(
            "Every label was given with the machine’s opinion on the page: people cannot be "
            "compared with the machine."
        )
    if not machine:
        return later("The machine says nothing of these paragraphs: there is nothing to compare.")
    return later("No paragraph has both a most frequent label and one of the machine.")
