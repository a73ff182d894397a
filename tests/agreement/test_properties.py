"""What must hold for every study, whatever its labels are."""

import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.agreement.measures import MEASURES
from tests.agreement.strategies import matrices
from workbench.agreement.coefficients import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from workbench.agreement.contested import contested
from workbench.agreement.counts import CountRows, row_keys
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import cohen_kappa, light_kappa, pairwise
from workbench.agreement.per_label import per_label
from workbench.agreement.statistic import Statistic
from workbench.codebook.levels import Level

NOMINAL = st.just(Level.NOMINAL)


def changed(m: LabelMatrix, codes: np.ndarray, labels: tuple[str, ...] = ()) -> LabelMatrix:
    return LabelMatrix(codes.astype(np.int64), labels or m.labels, m.level)


def same(first: Statistic, second: Statistic) -> bool:
    """Compare all but the words that name a label, and the last digits of the value."""

    def plain(statistic: Statistic) -> Statistic:
        return dataclasses.replace(statistic, value=None, sentence="")

    return plain(first) == plain(second) and first.value == pytest.approx(second.value, abs=1e-9)


@given(m=matrices(NOMINAL), data=st.data())
def test_nominal_labels_can_change_names_and_order(m: LabelMatrix, data: st.DataObject) -> None:
    order = np.array(data.draw(st.permutations(range(len(m.labels)))))
    names = tuple(f"label {place}" for place in range(len(m.labels)))
    other = changed(m, np.where(m.codes < 0, -1, order[m.codes]), names)
    for measure in MEASURES:
        assert same(measure(m), measure(other))


@given(m=matrices(), data=st.data())
def test_items_and_annotators_can_come_in_any_order(m: LabelMatrix, data: st.DataObject) -> None:
    items = data.draw(st.permutations(range(m.codes.shape[0])))
    annotators = data.draw(st.permutations(range(m.codes.shape[1])))
    other = changed(m, m.codes[items][:, annotators])
    for measure in MEASURES:
        assert same(measure(m), measure(other))


@given(m=matrices())
def test_an_annotator_without_labels_and_an_item_without_labels_change_nothing(
    m: LabelMatrix,
) -> None:
    other = changed(m, np.pad(m.codes, ((0, 1), (1, 0)), constant_values=-1))
    for measure in MEASURES:
        assert same(measure(m), measure(other))


@given(m=matrices())
def test_it_is_a_number_in_its_bounds_or_says_why_not(m: LabelMatrix) -> None:
    for measure in MEASURES:
        statistic = measure(m)
        assert (statistic.value is None) == (statistic.status == "undefined")
        assert (statistic.value is None) == (statistic.reason is not None)
        assert (statistic.value is None) == (statistic.sentence != "")
        assert statistic.value is None or statistic.value <= 1
        assert 2 * statistic.n_items <= statistic.n_labels


@given(m=matrices(NOMINAL))
def test_without_distances_some_coefficients_do_not_go_below_minus_one(m: LabelMatrix) -> None:
    complete = changed(m, np.maximum(m.codes, 0))
    lowest = [
        *(measure(m).value for measure in (scott_pi, gwet_ac1, brennan_prediger, light_kappa)),
        *(measure(complete).value for measure in (fleiss_kappa, conger_kappa)),
    ]
    assert all(value is None or value >= -1 - 1e-9 for value in lowest)


@given(m=matrices())
def test_perfect_agreement_is_one_or_undefined(m: LabelMatrix) -> None:
    perfect = changed(m, np.where(m.codes < 0, -1, m.codes.max(axis=1, keepdims=True)))
    for measure in MEASURES:
        assert measure(perfect).value in (None, pytest.approx(1))


@given(m=matrices())
def test_the_kappas_of_two_annotators_do_not_go_below_minus_one(m: LabelMatrix) -> None:
    for pair in pairwise(m, minimum_items=1):
        assert pair.percent is not None
        assert 0 <= pair.percent <= 1
        if pair.statistic.value is not None:
            assert -1 - 1e-9 <= pair.statistic.value <= 1


@given(m=matrices(), times=st.integers(2, 4))
def test_repeating_all_items_changes_alpha_only_by_its_correction_for_size(
    m: LabelMatrix, times: int
) -> None:
    once = krippendorff_alpha(m)
    again = krippendorff_alpha(changed(m, np.tile(m.codes, (times, 1))))
    assert again.reason == once.reason
    if once.value is None:
        return
    # 1 - alpha carries the factor (N - 1) / N, and only N grows.
    assert again.value is not None
    n = once.n_labels
    factor = (times * n - 1) / times / (n - 1)
    assert 1 - again.value == pytest.approx((1 - once.value) * factor, abs=1e-9)


@given(m=matrices())
def test_repeating_all_items_changes_no_other_coefficient(m: LabelMatrix) -> None:
    repeated = changed(m, np.tile(m.codes, (3, 1)))
    for measure in MEASURES:
        if measure is not krippendorff_alpha:
            assert measure(repeated).value == pytest.approx(measure(m).value, abs=1e-9)


@given(m=matrices(NOMINAL, most_annotators=2))
def test_without_missing_labels_the_kappas_of_two_annotators_coincide(m: LabelMatrix) -> None:
    assume(m.codes.shape[1] == 2)
    complete = changed(m, np.maximum(m.codes, 0))
    cohen, conger = cohen_kappa(complete, 0, 1), conger_kappa(complete)
    assert cohen.value == pytest.approx(conger.value, abs=1e-9)
    assert scott_pi(complete).value == pytest.approx(fleiss_kappa(complete).value, abs=1e-9)


@given(m=matrices(NOMINAL))
def test_ac2_without_distances_is_ac1(m: LabelMatrix) -> None:
    assert gwet_ac2(m).value == gwet_ac1(m).value


@given(m=matrices(st.sampled_from([Level.ORDINAL, Level.INTERVAL])))
def test_a_scale_can_be_read_from_its_other_end(m: LabelMatrix) -> None:
    turned = changed(m, np.where(m.codes < 0, -1, len(m.labels) - 1 - m.codes))
    for measure in MEASURES:
        assert same(measure(m), measure(turned))


@given(m=matrices(NOMINAL))
def test_labels_that_nobody_uses_change_only_what_counts_declared_labels(m: LabelMatrix) -> None:
    more = changed(m, m.codes, (*m.labels, "unused"))
    for measure in (percent_agreement, krippendorff_alpha, fleiss_kappa, conger_kappa, light_kappa):
        assert same(measure(m), measure(more))
    fewer, wider = brennan_prediger(m).value, brennan_prediger(more).value
    if fewer is not None and wider is not None:
        assert wider >= fewer - 1e-9


@given(m=matrices(NOMINAL))
def test_the_labels_of_two_categories_agree_alike_and_shares_add_up(m: LabelMatrix) -> None:
    found = per_label(m)
    assert sum(one.n_labels for one in found) == m.basis.n_labels
    if len(found) == 2:
        assert same(found[0].alpha, found[1].alpha)


@given(m=matrices())
def test_contested_items_fall_from_the_most_to_the_least(m: LabelMatrix) -> None:
    found = contested(m)
    assert len(found) == m.basis.n_items
    entropies = [round(one.entropy, 9) for one in found]
    assert entropies == sorted(entropies, reverse=True)
    for one in found:
        assert 0 <= one.entropy <= 1 + 1e-9
        assert 0 <= one.distance <= 1
        assert (one.entropy == 0) == (one.distance == 0) == (np.count_nonzero(one.counts) == 1)


@given(m=matrices())
def test_distinct_rows_hold_all_labelled_items(m: LabelMatrix) -> None:
    rows: CountRows = m.rows
    assert rows.times.sum() == (m.counts().sum(axis=1) > 0).sum()
    assert rows.label_totals().tolist() == m.counts().sum(axis=0).tolist()
    pairable = rows.pairable()
    assert pairable.coincidences().sum(axis=1) == pytest.approx(pairable.label_totals())


@pytest.mark.parametrize("seed", range(20))
def test_rows_too_long_for_one_integer_keep_their_own_keys(seed: int) -> None:
    rows = np.random.default_rng(seed).integers(0, 10, size=(30, 60))
    rows[seed] = rows[0]
    rows[29, 59] = rows[28, 59] + 1
    rows[29, :59] = rows[28, :59]
    keys = row_keys(rows).tolist()
    assert keys[0] == keys[seed]
    assert len(set(keys)) == len({tuple(row) for row in rows.tolist()})
