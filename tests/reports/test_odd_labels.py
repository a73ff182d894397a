"""Labels with odd names, brought in from a file, are labels like any other in the report."""

from pathlib import Path

import pytest
from krippendorff import alpha as other_alpha

from tests.conftest import Cast, SignIn
from tests.label_imports.files import import_by_pages

ODD = ("nan", "True", "1", "None", "🙂")


def test_odd_names_of_labels_are_counted_and_shown_as_they_are(
    cast: Cast, sign_in: SignIn, tmp_path: Path
) -> None:
    browser = sign_in(cast.ada)
    given = [
        (f"Text number {n} stands here.", who, ODD[(n + (n % 4 == 0) * place) % len(ODD)])
        for n in range(40)
        for place, who in enumerate(("ann", "bob"))
    ]
    lines = ["text,annotator,label", *(",".join(row) for row in given)]
    path = tmp_path / "odd.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    import_by_pages(browser, cast.project, path)
    report = browser.get(f"/reports/{cast.project}/agreement.json").get_json()
    (found,) = [one for one in report["questions"] if one["question"] == "label"]
    counts = {row["label"]: row["n_labels"] for row in found["by_label"]}
    assert sum(counts.values()) == 80
    titles = browser.get(f"/reports/{cast.project}/agreement").text
    for name in ODD:
        assert f'<th scope="row">{name}</th>' in titles
    codes = [[ODD.index(label) for _, who, label in given if who == one] for one in ("ann", "bob")]
    other = other_alpha(codes, level_of_measurement="nominal")
    assert found["level"] == "nominal"
    assert found["statistics"][0]["value"] == pytest.approx(other, abs=1e-9)
