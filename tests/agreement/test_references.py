"""Every reference value of a measure offered here, at its own tolerance."""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest

from tests.agreement.published import ABSENT, references
from tests.agreement.tables import from_rater_rows
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
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import cohen_kappa, kappa_from_table, light_kappa
from workbench.agreement.per_label import label_kappa
from workbench.agreement.spans import Span, span_agreement
from workbench.agreement.statistic import Statistic
from workbench.agreement.weights import Weights
from workbench.codebook.levels import Level

Entry = dict[str, Any]


WEIGHTED: dict[str, Callable[[LabelMatrix, Weights], Statistic]] = {
    "percent_agreement": percent_agreement,
    "fleiss_kappa": fleiss_kappa,
    "scott_pi": scott_pi,
    "conger_kappa": conger_kappa,
    # Hubert's kappa is Conger's where no label is missing.
    "hubert_kappa": conger_kappa,
    "light_kappa": light_kappa,
    "brennan_prediger": brennan_prediger,
    "bennett_s": brennan_prediger,
    "gwet_ac2": gwet_ac2,
    "krippendorff_alpha": krippendorff_alpha,
    "krippendorff_alpha_gwetweights": krippendorff_alpha,
    "cohen_kappa": lambda m, weights: cohen_kappa(m, 0, 1, weights),
    "weighted_kappa": lambda m, weights: cohen_kappa(m, 0, 1, weights),
}
SPAN_FIELDS = {
    "span_f1_exact_typed": "exact_typed",
    "span_f1_exact_untyped": "exact_untyped",
    "span_f1_overlap_typed": "overlap_typed",
    "char_f1_typed": "character_typed",
}
UNWEIGHTED: dict[str, Callable[[LabelMatrix, dict[str, Any]], Statistic]] = {
    "gwet_ac1": lambda m, _: gwet_ac1(m),
    "fleiss_category_kappa": lambda m, params: label_kappa(m, params["category"]),
}
OFFERED = {*WEIGHTED, *UNWEIGHTED, *SPAN_FIELDS}


ENTRIES = [entry for entry in references()["entries"] if entry["measure"] in OFFERED]


def matrix(entry: Entry) -> LabelMatrix:
    is_custom = entry["level"] == "custom"
    level = Level.NOMINAL if is_custom else Level(entry["level"])
    declared = entry["params"].get("categories")
    category = entry["params"].get("category")
    if category is not None:
        # The data need not hold the category that is asked for.
        declared = sorted({label for row in entry["data"] for label in row} | {category})
    return from_rater_rows(entry["data"], declared=declared, level=level)


def weights_of(params: dict[str, Any]) -> Weights:
    if "agreement_weights" in params:
        return np.array(params["agreement_weights"], dtype=float)
    if "disagreement_by_distance" in params:
        by_distance = np.array(params["disagreement_by_distance"], dtype=float)
        places = np.arange(by_distance.size)
        table = by_distance[np.abs(np.subtract.outer(places, places))]
        return np.asarray(1 - table / table.max())
    if "disagreement_weights" in params:
        table = np.array(params["disagreement_weights"], dtype=float)
        return np.asarray(1 - table / table.max())
    return cast(Weights, params.get("weights", "unweighted"))


def computed(entry: Entry) -> Statistic:
    measure, params = entry["measure"], entry["params"]
    if measure in SPAN_FIELDS:
        return computed_from_spans(entry)
    if entry["data_format"] == "contingency_table":
        return kappa_from_table(np.array(entry["table"]), ("1", "2"), 1 - np.eye(2))
    if measure == "krippendorff_alpha" and entry["level"] != "custom":
        return krippendorff_alpha(scaled(entry))
    if measure in UNWEIGHTED:
        return UNWEIGHTED[measure](matrix(entry), params)
    return WEIGHTED[measure](matrix(entry), weights_of(params))


def computed_from_spans(entry: Entry) -> Statistic:
    marks = {row: [Span(*span) for span in spans] for row, spans in enumerate(entry["data"])}
    agreement = span_agreement({"text": marks})
    return cast(Statistic, getattr(agreement, SPAN_FIELDS[entry["measure"]]))


def scaled(entry: Entry) -> LabelMatrix:
    """Let an interval or ratio scale measure with the numbers themselves."""
    return from_rater_rows(entry["data"], level=Level(entry["level"]))


@ABSENT
@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_it_gives_the_reference_value(entry: Entry) -> None:
    statistic = computed(entry)
    assert statistic.status == "ok"
    assert statistic.value == pytest.approx(entry["expected"], abs=entry["tolerance"], rel=0)


@ABSENT
@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_it_gives_the_independent_computation_to_nine_digits(entry: Entry) -> None:
    assert computed(entry).value == pytest.approx(entry["computed"], abs=1e-9)


@ABSENT
def test_all_reference_values_of_the_offered_measures_were_read() -> None:
    assert len(ENTRIES) > 180
    assert {entry["measure"] for entry in ENTRIES} == OFFERED


EDGE_CASES = references()["edge_cases"]
EDGE_MEASURES: dict[str, Callable[[LabelMatrix], Statistic]] = {
    "percent_agreement": percent_agreement,
    "krippendorff_alpha": krippendorff_alpha,
    "krippendorff_alpha_interval": krippendorff_alpha,
    "fleiss_kappa": fleiss_kappa,
    "scott_pi": scott_pi,
    "cohen_kappa": lambda m: cohen_kappa(m, 0, 1),
    "conger_kappa": conger_kappa,
    "gwet_ac1": gwet_ac1,
    "brennan_prediger": brennan_prediger,
    "weighted_kappa_quadratic": lambda m: cohen_kappa(m, 0, 1, "quadratic"),
    "weighted_kappa_linear": lambda m: cohen_kappa(m, 0, 1, "linear"),
}
# A case that says "*" means every measure that needs no further choice.
EVERY = [
    "percent_agreement",
    "krippendorff_alpha",
    "fleiss_kappa",
    "scott_pi",
    "conger_kappa",
    "gwet_ac1",
    "brennan_prediger",
]
EDGES = [
    pytest.param(case, measure, policy, id=f"{case['id']}-{measure}")
    for case in EDGE_CASES
    for key, policy in case["expect"].items()
    if key != "ci"
    for measure in (EVERY if key == "*" else [key])
]
# The whole words "reliability cannot be shown" go with what has no variation.
SENTENCES = {"no_variation": "reliability cannot be shown", "no_pairable_units": "nothing to"}


@ABSENT
@pytest.mark.parametrize(("case", "measure", "policy"), EDGES)
def test_it_follows_the_policy_for_edge_cases(
    case: Entry, measure: str, policy: float | dict[str, Any]
) -> None:
    if not isinstance(policy, dict):
        policy = {"status": "ok", "value": policy}
    level = Level.NOMINAL
    if "weighted" in measure:
        level = Level.ORDINAL
    if "interval" in measure:
        level = Level.INTERVAL
    declared = case.get("declared_categories")
    statistic = EDGE_MEASURES[measure](
        from_rater_rows(case["data"], declared=declared, level=level)
    )
    assert (statistic.status, statistic.reason) == (policy["status"], policy.get("reason"))
    if policy["value"] is None:
        assert statistic.value is None
        assert SENTENCES[policy["reason"]] in statistic.sentence
    else:
        assert statistic.value == pytest.approx(policy["value"], abs=1e-12)
        assert statistic.sentence == ""
    if "flag" in policy:
        assert policy["flag"] in statistic.flags
    elif measure != "percent_agreement":
        assert statistic.flags == ()


@ABSENT
def test_all_twelve_edge_cases_were_read() -> None:
    assert len(EDGE_CASES) == 12
