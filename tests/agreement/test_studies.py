"""The published labels of real studies give their known agreement."""

import csv
import json
from collections.abc import Callable

import numpy as np
import pytest

from tests.agreement.published import EVAL, expected
from workbench.agreement.coefficients import (
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
)
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import cohen_kappa, pairwise
from workbench.agreement.statistic import Statistic
from workbench.codebook.levels import Level

pytestmark = pytest.mark.skipif(
    not EVAL.exists(), reason="the labels of the published studies are not here"
)

IRRCAC = 1e-4
MEASURES: dict[str, tuple[Callable[[LabelMatrix], Statistic], Level, float]] = {
    "percent_agreement": (percent_agreement, Level.NOMINAL, 1e-6),
    "krippendorff_alpha_nominal": (krippendorff_alpha, Level.NOMINAL, 1e-6),
    "krippendorff_alpha_ordinal": (krippendorff_alpha, Level.ORDINAL, 1e-6),
    "krippendorff_alpha_interval": (krippendorff_alpha, Level.INTERVAL, 1e-6),
    "fleiss_kappa_irrcac": (fleiss_kappa, Level.NOMINAL, IRRCAC),
    "fleiss_kappa_statsmodels": (fleiss_kappa, Level.NOMINAL, 1e-6),
    "gwet_ac1": (gwet_ac1, Level.NOMINAL, IRRCAC),
    "gwet_ac2_ordinal": (gwet_ac2, Level.ORDINAL, IRRCAC),
}


def from_csv(file: str, column: str, level: Level) -> LabelMatrix:
    with (EVAL / file).open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row[column] != ""]
    labels = [row[column].removesuffix(".0") for row in rows]
    return LabelMatrix.from_triples(
        [row["item_id"] for row in rows],
        [row["annotator"] for row in rows],
        labels,
        declared=sorted(set(labels), key=float),
        level=level,
    )


def from_ratings(part: str, level: Level) -> LabelMatrix:
    lines = (EVAL / "nyt_sentiment.jsonl").read_text(encoding="utf-8").splitlines()
    ratings = np.array([json.loads(line)["ratings"] for line in lines])
    if part.endswith("sign"):
        ratings = np.sign(ratings)
    if part.startswith("first5"):
        ratings = ratings[:, :5]
    low, high = int(ratings.min()), int(ratings.max())
    labels = tuple(str(number) for number in range(low, high + 1))
    return LabelMatrix(ratings - low, labels, level)


def study(key: str, level: Level) -> LabelMatrix:
    name, part = key.split(".", 1)
    if name == "nyt":
        return from_ratings(part, level)
    if name == "snow":
        return from_csv("snow_valence.csv", part, level)
    return from_csv(f"{name}.csv", part, level)


CASES = [
    pytest.param(key, measure, value, id=f"{key}-{measure}")
    for key, values in expected().items()
    for measure, value in values.items()
    if measure in MEASURES and ".cohen." not in key
]
PAIRS = [key for key in expected() if ".cohen." in key]


@pytest.mark.parametrize(("key", "measure", "value"), CASES)
def test_a_study_gives_its_known_agreement(key: str, measure: str, value: float) -> None:
    compute, level, tolerance = MEASURES[measure]
    assert compute(study(key, level)).value == pytest.approx(value, abs=tolerance)


@pytest.mark.parametrize("key", PAIRS)
def test_two_experts_of_a_study_give_their_known_kappa(key: str) -> None:
    name, _, first, second = key.rsplit(".", 3)
    matrix = study(name, Level.NOMINAL)
    values = expected()[key]
    assert cohen_kappa(matrix, first, second).value == pytest.approx(
        values["cohen_kappa"], abs=1e-6
    )
    (pair,) = [pair for pair in pairwise(matrix) if {pair.first, pair.second} == {first, second}]
    assert pair.percent == pytest.approx(values["percent_agreement"], abs=1e-6)
    assert pair.n_items == values["items"]


def test_the_basis_counts_what_the_studies_count() -> None:
    for key, values in expected().items():
        if "items_2plus" not in values:
            continue
        matrix = study(key, Level.NOMINAL)
        assert matrix.basis.n_items == values["items_2plus"]
        # One item of one study has a single label, which pairs with nothing.
        alone = values["items"] - values["items_2plus"]
        assert matrix.basis.n_labels == values["judgements"] - alone
