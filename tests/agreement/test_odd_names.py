"""Tables with odd names of labels give what other programs give, from the bytes of the file on.

Labels are drawn from names that programs like to take for something else; some are missing, and
some of the declared ones are used by nobody.
"""

import csv
import io
from collections.abc import Sequence

import numpy as np
import pytest
from krippendorff import alpha as other_alpha
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa as other_fleiss

from workbench.agreement.coefficients import fleiss_kappa, krippendorff_alpha
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import cohen_kappa
from workbench.agreement.reading import Named, arrange, read_labels
from workbench.codebook.levels import Level

TABLES = 300
NAMES = ("nan", "NaN", "None", "null", "NA", "1", "1.0", "01", "True", "true", "🙂", "偏见", "=1+1")
NUMBERS = ("1", "1.0", "01", "2", "2.50", "2.5", "-0", "0", "1e1", "10", "7")
COLUMNS = Named("item", "who", "label")

Rows = list[tuple[str, str, str]]


def random_table(seed: int, names: Sequence[str]) -> tuple[Rows, list[str]]:
    """Draw rows of (item, annotator, label), "" for missing, and the labels to declare."""
    rng = np.random.default_rng(seed)
    declared = rng.permutation(names)[: rng.integers(2, 7)].tolist()
    n_items, n_annotators = int(rng.integers(2, 25)), int(rng.integers(2, 6))
    shares = rng.dirichlet(np.full(len(declared), 0.6))
    truth = rng.choice(declared, size=n_items, p=shares)
    missing = rng.choice([0.0, 0.3])
    rows = []
    for item in range(n_items):
        for annotator in range(n_annotators):
            label = truth[item] if rng.random() < 0.6 else rng.choice(declared, p=shares)
            is_missing = rng.random() < missing
            rows.append((f"i{item}", f"a{annotator}", "" if is_missing else str(label)))
    return [rows[place] for place in rng.permutation(len(rows))], declared


def read(rows: Rows, level: Level, declared: Sequence[str] = ()) -> LabelMatrix | None:
    """Write the rows as a file and read it as the command does; None where all are missing."""
    if not any(label for _, _, label in rows):
        return None
    written = io.StringIO()
    csv.writer(written).writerows([("item", "who", "label"), *rows])
    table = read_labels(written.getvalue().encode(), COLUMNS)
    return arrange(table, level=level, declared=declared).matrix


@pytest.mark.parametrize("level", [Level.NOMINAL, Level.ORDINAL])
def test_names_are_compared_as_they_are_written(level: Level) -> None:
    compared = 0
    for seed in range(TABLES):
        rows, declared = random_table(seed, NAMES)
        m = read(rows, level, declared)
        mine = None if m is None else krippendorff_alpha(m)
        if mine is None or mine.value is None:
            continue
        place = {label: float(number) for number, label in enumerate(declared)}
        other = other_alpha(
            _codes(rows, place),
            value_domain=list(map(float, range(len(declared)))),
            level_of_measurement=level.value,
        )
        assert mine.value == pytest.approx(other, abs=1e-9), seed
        compared += 1
    assert compared > TABLES * 0.8


@pytest.mark.parametrize("level", [Level.INTERVAL, Level.RATIO])
def test_numbers_are_compared_by_what_they_are_worth(level: Level) -> None:
    compared = 0
    for seed in range(TABLES):
        # A ratio of two numbers below nought, or of nought and nought, means nothing.
        names = [name for name in NUMBERS if level is Level.INTERVAL or float(name) > 0]
        rows, _ = random_table(seed, names)
        m = read(rows, level)
        mine = None if m is None else krippendorff_alpha(m)
        if mine is None or mine.value is None:
            continue
        worth = {name: float(name) + 0.0 for name in names}
        other = other_alpha(_codes(rows, worth), level_of_measurement=level.value)
        assert mine.value == pytest.approx(other, abs=1e-9), seed
        compared += 1
    assert compared > TABLES * 0.7


def test_kappas_of_odd_names_are_those_of_other_programs() -> None:
    pairs = complete = 0
    for seed in range(TABLES):
        rows, declared = random_table(seed, NAMES)
        m = read(rows, Level.NOMINAL, declared)
        if m is None:
            continue
        given = {(item, who): label for item, who, label in rows if label}
        both = [
            (given[item, "a0"], given[item, "a1"])
            for item in sorted({item for item, _, _ in rows})
            if (item, "a0") in given and (item, "a1") in given
        ]
        if both and {"a0", "a1"} <= set(m.annotator_ids):
            kappa = cohen_kappa(m, "a0", "a1")
            if kappa.value is not None:
                first, second = map(list, zip(*both, strict=True))
                other = cohen_kappa_score(first, second, labels=declared)
                assert kappa.value == pytest.approx(other, abs=1e-9), seed
                pairs += 1
        found = fleiss_kappa(m)
        if len(given) == len(rows) and found.value is not None:
            assert found.value == pytest.approx(other_fleiss(m.counts()), abs=1e-9), seed
            complete += 1
    assert pairs > TABLES * 0.7
    assert complete > TABLES * 0.3


def _codes(rows: Rows, number_of: dict[str, float]) -> np.ndarray[tuple[int, ...], np.dtype]:
    """Arrange annotators × items for the other program, NaN for missing."""
    items = sorted({item for item, _, _ in rows})
    people = sorted({who for _, who, _ in rows})
    codes = np.full((len(people), len(items)), np.nan)
    for item, who, label in rows:
        if label:
            codes[people.index(who), items.index(item)] = number_of[label]
    return codes
