"""A report's numbers are those that other programs find in the labels that were exported.

The study comes about as a user's does: imported, designed, drawn, answered and exported by pages.
"""

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sklearn.metrics import accuracy_score, cohen_kappa_score, confusion_matrix

from tests.conftest import Cast, SignIn
from tests.reports.lived import live_through
from tests.reports.recomputed import (
    alpha_of,
    coded,
    fleiss_of_complete,
    headline,
    most_frequent,
    positive,
    span_f1,
    with_most_others,
)

Part = dict[str, Any]
MACHINE = {
    "sentiment": "prescore_news_sentiment",
    "bias": "prescore_bias",
    "voice": "prescore_voice",
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_other_programs_find_the_same_numbers_in_the_exported_labels(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    live_through(app, cast, sign_in, articles=6, paragraphs=4)
    browser = sign_in(cast.ada)
    report = browser.get(f"/reports/{cast.project}/agreement.json").get_json()
    labels = _file(browser, cast.project, "labels")
    texts = _file(browser, cast.project, "paragraphs").set_index("paragraph_id")
    answered = labels[labels["outcome"] == "answered"]
    firsts = answered[answered["occasion"] == "first"]
    # What the study is to be worth a look at all.
    assert set(firsts["arm"]) == {"blind", "assisted"}
    assert set(firsts["outlet_arm"]) == {"shown", "hidden"}
    assert (labels["outcome"] == "skipped").any()
    assert (answered["occasion"] == "repeat").any()
    assert report["n_annotations"] == firsts["annotation_id"].nunique()
    for part in report["questions"]:
        mine = firsts[firsts["question"] == part["question"]]
        codes = coded(mine, part["labels"])
        _hold_headline(part, codes)
        _hold_labels(part, codes)
        _hold_pairs(part, codes)
        _hold_annotators(part, codes)
        _hold_arms(part, mine)
        _hold_machine(part, mine, texts[MACHINE[part["question"]]])
        _hold_repeats(part, answered[answered["question"] == part["question"]])
    _hold_spans(report["spans"], _file(browser, cast.project, "labels-wide"))


def _file(browser: FlaskClient, project: int, stem: str) -> pd.DataFrame:
    text = browser.get(f"/exports/{project}/{stem}.csv").text
    rows = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    return rows.map(lambda cell: cell.removeprefix("'"))


def _hold_headline(part: Part, codes: pd.DataFrame) -> None:
    n_labels = len(part["labels"])
    mine = {one["statistic"]: one["value"] for one in part["statistics"]}
    for name, value in headline(codes, n_labels, part["level"]).items():
        assert mine[name] == pytest.approx(value, abs=1e-9), (part["question"], name)
    # Fleiss' kappa in the narrow sense is that of equally many labels everywhere.
    depth = codes.notna().sum(axis=1)
    complete = codes[depth == depth.max()]
    ours = headline(complete, n_labels, part["level"])["fleiss_kappa"]
    theirs = fleiss_of_complete(complete, n_labels, int(depth.max()))
    assert ours == pytest.approx(theirs, abs=1e-9)
    assert part["statistics"][0]["n_paragraphs"] == (depth > 1).sum()
    assert part["statistics"][0]["n_labels"] == depth[depth > 1].sum()


def _hold_labels(part: Part, codes: pd.DataFrame) -> None:
    for place, one in enumerate(part["by_label"]):
        against_rest = codes.where(codes.isna(), (codes == place).astype(float))
        other = alpha_of(against_rest.to_numpy().T, 2, "nominal")
        assert one["krippendorff_alpha"]["value"] == pytest.approx(other, abs=1e-9)
        assert one["positive_agreement"]["value"] == pytest.approx(positive(codes, place))
        compared = codes[codes.notna().sum(axis=1) > 1]
        assert one["n_labels"] == (compared == place).sum().sum()


def _hold_pairs(part: Part, codes: pd.DataFrame) -> None:
    scale = list(range(len(part["labels"])))
    assert part["pairs"]
    for pair in part["pairs"]:
        both = codes[[pair["first_annotator"], pair["second_annotator"]]].dropna()
        first, second = both.T.to_numpy()
        weights = None if pair["weights"] == "unweighted" else pair["weights"]
        other = cohen_kappa_score(first, second, labels=scale, weights=weights)
        assert pair["value"] == pytest.approx(other, abs=1e-9)
        assert pair["percent_agreement"] == pytest.approx(accuracy_score(first, second))
        assert pair["n_paragraphs"] == len(both)
    for one in part["confusions"]:
        both = codes[[one["first_annotator"], one["second_annotator"]]].dropna()
        first, second = both.T.to_numpy()
        assert one["table"] == confusion_matrix(first, second, labels=scale).tolist()


def _hold_annotators(part: Part, codes: pd.DataFrame) -> None:
    whole = part["statistics"][0]["value"]
    for one in part["annotators"]:
        name, numbers = one["annotator"], {each["statistic"]: each for each in one["numbers"]}
        rest = codes.drop(columns=name)
        without = alpha_of(rest.to_numpy().T, len(part["labels"]), part["level"])
        assert without is not None
        assert numbers["alpha_shift_without"]["value"] == pytest.approx(without - whole, abs=1e-9)
        same, compared = with_most_others(codes, name)
        assert numbers["agreement_with_others"]["value"] == pytest.approx(same / compared)
        assert numbers["agreement_with_others"]["n_paragraphs"] == compared
        if part["level"] == "ordinal":
            distance = (codes[name] - rest.mean(axis=1)).mean()
            assert numbers["severity"]["value"] == pytest.approx(distance, abs=1e-9)


def _hold_arms(part: Part, rows: pd.DataFrame) -> None:
    found = part["suggestions"]
    shown, blind = rows[rows["suggestion"] != ""], rows[rows["arm"] == "blind"]
    assert (found["n_shown"], found["n_blind"]) == (len(shown), len(blind))
    assert found["n_followed"] == (shown["label"] == shown["suggestion"]).sum()
    for name, of_arm in (("shown", shown), ("blind", blind)):
        codes = coded(of_arm, part["labels"]).to_numpy().T
        other = alpha_of(codes, len(part["labels"]), part["level"])
        assert found[name]["value"] == pytest.approx(other, abs=1e-9)


def _hold_machine(part: Part, rows: pd.DataFrame, guesses: pd.Series) -> None:
    of_paragraph = rows[rows["arm"] == "blind"].groupby("paragraph_id")["label"]
    people = of_paragraph.agg(lambda labels: most_frequent(labels) or "")
    assert part["machine"]["n_tied"] == (people == "").sum()
    compared = people[(people != "") & (guesses[people.index] != "")]
    first, second = (
        [part["labels"].index(label) for label in side]
        for side in (compared, guesses[compared.index])
    )
    scale = list(range(len(part["labels"])))
    mine = {one["statistic"]: one["value"] for one in part["machine"]["statistics"]}
    assert mine["percent_agreement"] == pytest.approx(accuracy_score(first, second))
    assert mine["cohen_kappa"] == pytest.approx(cohen_kappa_score(first, second, labels=scale))
    other = alpha_of(np.array([first, second], dtype=float), len(scale), part["level"])
    assert mine["krippendorff_alpha"] == pytest.approx(other, abs=1e-9)
    assert part["machine"]["table"] == confusion_matrix(first, second, labels=scale).tolist()


def _hold_repeats(part: Part, rows: pd.DataFrame) -> None:
    place = {label: float(number) for number, label in enumerate(part["labels"])}
    first, again = (
        rows[rows["occasion"] == occasion].set_index(["paragraph_id", "annotator"])["label"]
        for occasion in ("first", "repeat")
    )
    both = first.index.intersection(again.index)
    first, again = first[both].map(place), again[both].map(place)
    found = part["repeats"]
    assert (found["n_repeats"], found["share"]) == (
        len(both),
        pytest.approx((first == again).mean()),
    )
    other = alpha_of(np.array([first, again]), len(place), part["level"])
    assert found["krippendorff_alpha"]["value"] == pytest.approx(other, abs=1e-9)
    shares = (first == again).groupby("annotator").mean()
    assert {one["annotator"]: one["share"] for one in found["annotators"]} == pytest.approx(
        shares.to_dict()
    )


def _hold_spans(found: Part, rows: pd.DataFrame) -> None:
    firsts = rows[(rows["occasion"] == "first") & (rows["outcome"] == "answered")]
    mine = {one["statistic"]: one["value"] for one in found["statistics"]}
    for kind, name in (
        ("exact", "span_f1_exact"),
        ("overlap", "span_f1_overlap"),
        ("char", "char_f1"),
    ):
        for is_typed, ending in ((True, "typed"), (False, "untyped")):
            other = span_f1(firsts, kind, is_typed=is_typed)
            assert mine[f"{name}_{ending}"] == pytest.approx(other), (kind, ending)
    # Each asks for less than the one before, and none comes out as another.
    assert mine["span_f1_exact_typed"] < mine["span_f1_exact_untyped"]
    assert mine["span_f1_exact_untyped"] < mine["span_f1_overlap_untyped"]
