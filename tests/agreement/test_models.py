"""Dawid-Skene, MACE and u-alpha: the values of the literature, whatever the order of the rows."""

from typing import Any

import numpy as np
import pytest

from tests.agreement.published import ABSENT, references
from tests.agreement.tables import from_text
from workbench.agreement.coefficients import krippendorff_alpha
from workbench.agreement.connection import groups_of_annotators, is_connected
from workbench.agreement.dawid_skene import dawid_skene
from workbench.agreement.judgements import Judgements
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.mace import mace
from workbench.agreement.spans import Span
from workbench.agreement.unitizing import MarkedText, UnitizingAgreement, unitizing_alpha
from workbench.codebook.levels import Level

Entry = dict[str, Any]


def entries(*measures: str) -> list[Any]:
    found = [entry for entry in references()["entries"] if entry["measure"] in measures]
    return [pytest.param(entry, id=entry["id"]) for entry in found]


def judgements(entry: Entry) -> Judgements:
    """Read one row an annotator, or several where one read the items again."""
    rows = entry["data"]
    who = entry["params"].get("row_rater", range(1, len(rows) + 1))
    labels = sorted({label for row in rows for label in row if label is not None})
    triples = [
        (item, annotator - 1, labels.index(label))
        for annotator, row in zip(who, rows, strict=True)
        for item, label in enumerate(row)
        if label is not None
    ]
    items, annotators, codes = np.array(triples).T
    sizes = tuple(range(len(rows[0]))), tuple(range(max(who)))
    return Judgements(items, annotators, codes, tuple(map(str, labels)), *sizes)


def shuffled(given: Judgements, seed: int) -> Judgements:
    order = np.random.default_rng(seed).permutation(len(given.codes))
    columns = (given.items[order], given.annotators[order], given.codes[order])
    return Judgements(*columns, given.labels, given.item_ids, given.annotator_ids)


@ABSENT
@pytest.mark.parametrize("entry", entries("dawid_skene_full"))
def test_dawid_and_skene_s_example_converges_to_its_known_estimates(entry: Entry) -> None:
    expected, found = entry["expected"], dawid_skene(judgements(entry))
    assert found.has_converged
    assert found.prevalence == pytest.approx(np.array(expected["prevalence"]), abs=1e-6)
    assert found.confusion == pytest.approx(np.array(expected["error_rates"]), abs=1e-6)
    assert found.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-6)
    assert found.posterior is not None
    assert (found.posterior.argmax(axis=1) + 1).tolist() == expected["map_class"]
    assert found.posterior[37] == pytest.approx(np.array(expected["posterior_item38"]), abs=1e-4)


@ABSENT
@pytest.mark.parametrize("entry", entries("dawid_skene_prevalence", "dawid_skene_error_rates"))
def test_dawid_and_skene_s_printed_tables_are_met(entry: Entry) -> None:
    found = dawid_skene(judgements(entry))
    assert found.confusion is not None
    mine = found.prevalence if "prevalence" in entry["measure"] else found.confusion[0]
    assert mine == pytest.approx(np.array(entry["expected"]), abs=entry["tolerance"])


@ABSENT
@pytest.mark.parametrize("entry", entries("mace_competence", "mace_labels"))
def test_mace_gives_the_values_of_its_authors_program(entry: Entry) -> None:
    given = judgements(entry)
    found = mace(given)
    assert found.posterior is not None
    if entry["measure"] == "mace_labels":
        best = [given.labels[code] for code in found.posterior.argmax(axis=1)]
        assert best == entry["expected"]
    else:
        assert found.competence == pytest.approx(np.array(entry["expected"]), abs=1e-6)


def simulated(seed: int) -> tuple[Judgements, np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Let six annotators of known accuracy label 300 items, five of six each."""
    rng = np.random.default_rng(seed)
    accuracy = np.array([0.95, 0.9, 0.85, 0.8, 0.7, 0.55])
    truth = rng.choice(3, size=300, p=[0.6, 0.25, 0.15])
    wrong = (truth[:, None] + rng.integers(1, 3, (300, 6))) % 3
    codes = np.where(rng.random((300, 6)) < accuracy, truth[:, None], wrong)
    codes[np.arange(300), rng.integers(0, 6, 300)] = -1
    m = LabelMatrix(codes, ("a", "b", "c"), Level.NOMINAL)
    return Judgements.from_matrix(m), truth, accuracy


def test_known_accuracies_and_labels_are_recovered() -> None:
    given, truth, accuracy = simulated(3)
    found, other = dawid_skene(given), mace(given)
    assert found.accuracy == pytest.approx(accuracy, abs=0.07)
    assert found.posterior is not None
    assert other.posterior is not None
    assert other.competence is not None
    assert (found.posterior.argmax(axis=1) == truth).mean() > 0.94
    assert (other.posterior.argmax(axis=1) == truth).mean() > 0.94
    assert (np.diff(other.competence) < 0.05).all()
    assert found.posterior.sum(axis=1) == pytest.approx(np.ones(300))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    given, _, _ = simulated(seed)
    turned = shuffled(given, seed)
    assert dawid_skene(turned).posterior == pytest.approx(dawid_skene(given).posterior, abs=1e-8)
    assert mace(turned).competence == pytest.approx(mace(given).competence, abs=1e-8)


def test_the_names_of_annotators_and_labels_do_not_matter() -> None:
    given, _, _ = simulated(1)
    turned = Judgements(
        given.items,
        5 - given.annotators,
        2 - given.codes,
        given.labels,
        given.item_ids,
        given.annotator_ids,
    )
    first, second = dawid_skene(given), dawid_skene(turned)
    assert first.accuracy is not None
    assert second.accuracy is not None
    assert second.accuracy[::-1] == pytest.approx(first.accuracy, abs=1e-8)
    one, other = mace(given).competence, mace(turned).competence
    assert one is not None
    assert other is not None
    assert other[::-1] == pytest.approx(one, abs=1e-8)


@pytest.mark.parametrize(
    ("m", "reason"),
    [
        (from_text("....", "....", declared="12"), "no_labels"),
        (from_text("1111", "1111", "1111", declared="1"), "one_category"),
        (from_text("1212", "1222"), "too_few_annotators"),
        (from_text("12..", "1.1.", ".2.2", declared="12"), "too_few_annotators"),
        (from_text("1212....", "1212....", "1212....", "....1122", "....1122"), "not_connected"),
        (from_text("121", "122", "112"), "too_few_labels"),
    ],
)
def test_what_cannot_be_told_apart_is_not_estimated(m: LabelMatrix, reason: str) -> None:
    if reason == "too_few_labels":
        m = LabelMatrix(m.codes, tuple("12345"), Level.NOMINAL)
    found = dawid_skene(Judgements.from_matrix(m))
    assert found.reason == reason
    assert found.sentence.endswith(".")
    assert found.posterior is found.accuracy is found.confusion is None


def test_mace_says_why_it_estimates_nothing() -> None:
    nothing = Judgements.from_matrix(from_text("..", "..", declared="12"))
    assert (mace(nothing).competence, mace(nothing).reason) == (None, "no_labels")
    single = Judgements.from_matrix(from_text("11", "11", declared="1"))
    assert (mace(single).posterior, mace(single).reason) == (None, "one_category")


def test_a_chain_of_annotators_is_connected() -> None:
    chain = Judgements.from_matrix(from_text("11....", ".11...", "..11..", "...11.", "....11"))
    assert is_connected(chain)
    assert groups_of_annotators(chain) == ((0, 1, 2, 3, 4),)


# Where units are marked, and with which category.
FIELDS = {"u_alpha_2016": "full", "bar_u_alpha_2016": "where"}


def marked(entry: Entry) -> UnitizingAgreement:
    spans = {row: [Span(*span) for span in marks] for row, marks in enumerate(entry["data"])}
    return unitizing_alpha([MarkedText(entry["params"]["length"], spans)])


@ABSENT
@pytest.mark.parametrize("entry", entries(*FIELDS))
def test_u_alpha_is_that_of_other_programs(entry: Entry) -> None:
    statistic = getattr(marked(entry), FIELDS[entry["measure"]])
    assert statistic.value == pytest.approx(entry["computed"], abs=1e-9)


def test_u_alpha_of_one_character_spans_is_alpha_by_character() -> None:
    """With spans of length one nothing is left to correct but a label's pair with itself."""
    first, second = [Span(n, n + 1, "a") for n in (0, 2, 5)], [Span(n, n + 1, "a") for n in (0, 5)]
    found = unitizing_alpha([MarkedText(8, {"Ada": first, "Ben": second})])
    by_character = from_text("aoaooaoo", "aooooaoo")
    assert found.full.value == pytest.approx(krippendorff_alpha(by_character).value, abs=1e-12)


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ([], "no_pairable_units"),
        ([MarkedText(5, {"Ada": [Span(0, 2, "a")]})], "no_pairable_units"),
        ([MarkedText(5, {"Ada": [], "Ben": []})], "no_spans"),
        ([MarkedText(5, {"Ada": [Span(0, 5, "a")], "Ben": [Span(0, 5, "a")]})], "no_variation"),
    ],
)
def test_u_alpha_says_why_it_has_no_value(texts: list[MarkedText], reason: str) -> None:
    found = unitizing_alpha(texts)
    for statistic in (found.full, found.where):
        assert (statistic.value, statistic.reason) == (None, reason)


def test_a_text_is_compared_though_its_spans_overlap_and_not_beyond_its_end() -> None:
    spans = [Span(0, 6, "a"), Span(4, 8, "b")]
    found = unitizing_alpha([MarkedText(10, {"Ada": spans, "Ben": spans})])
    assert found.full.value == found.where.value == 1
    with pytest.raises(LabelError, match="beyond the 7 characters"):
        unitizing_alpha([MarkedText(7, {"Ada": spans, "Ben": spans})])
