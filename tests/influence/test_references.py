"""A reference is the final label, or what others said without seeing the suggestion."""

from workbench.influence.queries import Judged
from workbench.influence.references import references


def judged(account: int, paragraph: int = 1) -> Judged:
    return Judged(account, paragraph, account, 1, "", 0, False, "unnamed", True, None, None, 1)


def test_a_final_label_goes_before_the_majority() -> None:
    blind = [(1, 8, "no"), (1, 9, "no")]
    found = references([judged(1), judged(1, 2)], blind=blind, final={1: "yes"})
    assert found.labels == ("yes", None)
    assert (found.n_adjudicated, found.n_by_others) == (1, 0)


def test_ones_own_answer_is_no_part_of_ones_reference() -> None:
    blind = [(1, 1, "no"), (1, 8, "yes"), (1, 9, "yes")]
    found = references([judged(1), judged(8), judged(3)], blind=blind, final={})
    assert found.labels == ("yes", None, "yes")
    assert found.n_by_others == 2


def test_one_other_or_a_tie_is_no_majority() -> None:
    found = references([judged(1)], blind=[(1, 8, "yes")], final={})
    assert found.labels == (None,)
    tied = [(1, 8, "yes"), (1, 9, "no")]
    assert references([judged(1)], blind=tied, final={}).labels == (None,)
