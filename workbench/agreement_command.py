"""`workbench agreement FILE.csv`: the same statistics for anybody's labels, without a database."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from gettext import NullTranslations
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import numpy as np

from workbench.agreement.intervals import Bootstrap, Estimate, Interval
from workbench.agreement.labels import LabelError
from workbench.agreement.question import QuestionSummary, question_summary
from workbench.agreement.reading import Arranged, LabelTableError, Named, arrange, read_labels
from workbench.agreement.statistic import Statistic
from workbench.codebook.levels import Level
from workbench.said_later import said
from workbench.words import ENGLISH, speaking

NAMES = {
    "krippendorff_alpha": "Krippendorff’s α",
    "percent_agreement": "Percent agreement",
    "fleiss_kappa": "Fleiss’ κ",
    "scott_pi": "Scott’s π",
    "conger_kappa": "Conger’s κ",
    "gwet_ac1": "Gwet’s AC1",
    "gwet_ac2": "Gwet’s AC2",
    "brennan_prediger": "Brennan–Prediger",
}
METHODS = {"bca": "BCa", "percentile": "percentile"}
UNDEFINED_EXIT = 3
"""What the command ends with when Krippendorff's alpha has no value."""
_UNITS = {"paragraph": "item", "article": "cluster"}
_UNIT = re.compile(rf"\b(?:{'|'.join(_UNITS)})(?=s?\b)")


class _AnyTable(NullTranslations):
    """Say of items and clusters what reports say of a study's paragraphs and articles.

    Only the messages change, never what is put into them: a label may be called "article".
    """

    def gettext(self, message: str) -> str:
        """Give a message in general words."""
        return _UNIT.sub(lambda found: _UNITS[found[0]], message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Give the form of a message that goes with a number, in general words."""
        return self.gettext(super().ngettext(msgid1, msgid2, n))


ANY_TABLE = replace(ENGLISH, translations=_AnyTable())


@click.command("agreement")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--item", required=True, metavar="COL", help="Column that names what was labelled.")
@click.option("--annotator", required=True, metavar="COL", help="Column that names who did it.")
@click.option("--label", required=True, metavar="COL", help="Column with the labels.")
@click.option(
    "--level",
    required=True,
    type=click.Choice([level.value for level in Level]),
    help="What the distance between two labels means.",
)
@click.option(
    "--labels",
    default="",
    metavar="A,B,C",
    help="All labels there are, in order; one with a comma in it stands in double quotes.",
)
@click.option(
    "--cluster",
    default="",
    metavar="COL",
    help="Column that names what an item belongs to, such as its article: items of one cluster "
    "are not independent, and are drawn together.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Seed of the bootstrap.",
)
@click.option("--json", "as_json", is_flag=True, help="Write all numbers as JSON.")
@click.pass_context
def agreement(
    context: click.Context,
    file: Path,
    item: str,
    annotator: str,
    label: str,
    level: str,
    labels: str,
    cluster: str,
    seed: int,
    as_json: bool,
) -> None:
    """Compute the agreement on the labels in a CSV file.

    One row a label; commas, semicolons and tabs are understood. An empty cell is "not annotated",
    anything else is a label as it is written, but for spaces around it. Nothing is stored or sent.

    Ends with 0, with 1 if the file cannot be used, with 3 if α is undefined.
    """
    try:
        table = read_labels(file.read_bytes(), Named(item, annotator, label, cluster))
        arranged = arrange(table, level=Level(level), declared=_declared(labels))
    except (LabelTableError, LabelError) as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    report = question_summary(
        arranged.matrix, rng=np.random.default_rng(seed), clusters=arranged.clusters
    )
    with speaking(ANY_TABLE):
        lines = [_document(arranged, report, seed)] if as_json else _page(arranged, report, seed)
        for line in lines:
            click.echo(line)
    context.exit(UNDEFINED_EXIT if report.headline[0].statistic.value is None else 0)


def _declared(labels: str) -> tuple[str, ...]:
    (cells,) = csv.reader([labels], skipinitialspace=True) if labels.strip() else ((),)
    return tuple(label.strip() for label in cells if label.strip())


def _page(arranged: Arranged, report: QuestionSummary, seed: int) -> Iterator[str]:
    m, alpha = arranged.matrix, report.headline[0]
    yield _said_of(alpha, m.level)
    yield _basis(arranged, report)
    yield ""
    yield from _table([_row(estimate) for estimate in report.headline])
    missing = [one for one in report.headline if _reason(one)]
    if missing:
        yield ""
    for estimate in missing:
        yield f"{NAMES[estimate.statistic.name]}: {_reason(estimate)}"
    yield ""
    for sentence in (*_distances(m.level), *report.warnings, *arranged.notes):
        yield f"• {said(sentence)}"
    yield ""
    yield from _labels(report)
    yield _how(alpha.interval, seed)


def _said_of(alpha: Estimate, level: Level) -> str:
    value, interval = alpha.statistic.value, alpha.interval
    if value is None:
        return f"Krippendorff’s α ({level}) is undefined. {said(alpha.statistic.sentence)}"
    found = f"Krippendorff’s α ({level}) is {_number(value)}"
    if interval.low is None:
        return f"{found}, without an interval."
    return f"{found}, {_confidence(interval)} interval {_limits(interval)}."


def _distances(level: Level) -> tuple[str, ...]:
    if level is Level.NOMINAL:
        return ()
    return (
        f"α and AC2 measure {level} distances; the others count two labels as the same or not.",
    )


def _basis(arranged: Arranged, report: QuestionSummary) -> str:
    statistic = report.headline[0].statistic
    within = arranged.clusters
    clusters = "" if within is None else f" in {_counted(len(set(within)), 'cluster')}"
    alone = report.sufficiency.n_items - statistic.n_items
    have = "has" if alone == 1 else "have"
    return (
        f"It compares {_counted(statistic.n_labels, 'label')} of "
        f"{_counted(statistic.n_annotators, 'annotator')} on "
        f"{_counted(statistic.n_items, 'item')}{clusters}; "
        f"{_counted(alone, 'item')} {have} a single label."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _row(estimate: Estimate) -> tuple[str, ...]:
    statistic, interval = estimate.statistic, estimate.interval
    value = _value(statistic)
    # Krippendorff set these thresholds for alpha; for the others they mean nothing.
    below = interval.below if statistic.name == "krippendorff_alpha" else ()
    shares = [f"{share:.3f}" for _, share in below] or ["", ""]
    return (NAMES[statistic.name], value, _limits(interval), *shares)


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    head = ("coefficient", "value", "interval", "P(<.667)", "P(<.800)")
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    for row in (head, *rows):
        name, *numbers = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join((row[0].ljust(len(name)), *numbers)).rstrip()


def _labels(report: QuestionSummary) -> Iterator[str]:
    if len(report.labels) < 2:
        return
    for one in report.labels:
        found, share = one.agreement, one.agreement.share or 0.0
        positive = _value(found.positive)
        alpha = " ".join(filter(None, (_value(found.alpha), _limits(one.interval))))
        yield (
            f"“{found.label}”: {share:.1%} of labels, positive agreement {positive}, "
            f"α against the rest {alpha}"
        )
    yield ""


def _how(interval: Interval, seed: int) -> str:
    if not interval.n_replicates:
        return f"Media bias workbench {version('media-bias-workbench')}."
    unit = "clusters" if interval.unit == "cluster" else "items"
    return (
        f"Intervals: {METHODS[interval.method]} bootstrap, "
        f"{interval.n_replicates:,} replicates over {interval.n_units:,} {unit}, "
        f"seed {seed}; media bias workbench {version('media-bias-workbench')}."
    )


def _reason(estimate: Estimate) -> str:
    """Say why a value or an interval is missing; "" where neither is."""
    if estimate.statistic.value is None:
        return said(estimate.statistic.sentence)
    withheld = estimate.interval.withheld
    return "" if withheld is None else f"no interval. {said(withheld.sentence)}"


def _limits(interval: Interval) -> str:
    if interval.low is None or interval.high is None:
        return ""
    return f"{_number(interval.low)} to {_number(interval.high)}"


def _confidence(interval: Interval) -> str:
    return f"{100 * interval.confidence:g} %"


def _value(statistic: Statistic) -> str:
    return "undefined" if statistic.value is None else _number(statistic.value)


def _number(value: float) -> str:
    # A minus before nothing but zeros would be read as a sign.
    return f"{round(value, 3) + 0.0:.3f}".replace("-", "−")


def _document(arranged: Arranged, report: QuestionSummary, seed: int) -> str:
    m, bootstrap = arranged.matrix, Bootstrap()
    found: dict[str, Any] = {
        "program": f"media-bias-workbench {version('media-bias-workbench')}",
        "level": m.level.value,
        "labels": list(m.labels),
        "seed": seed,
        "bootstrap": asdict(bootstrap),
        "items": report.sufficiency.n_items,
        "is_connected": report.sufficiency.is_connected,
        "coefficients": [asdict(estimate) for estimate in report.headline],
        "by_label": [
            {"agreement": asdict(one.agreement), "alpha_interval": asdict(one.interval)}
            for one in report.labels
        ],
        "warnings": list(report.warnings),
        "notes": list(arranged.notes),
    }
    return json.dumps(_in_words(found), ensure_ascii=False, indent=2, allow_nan=False)


def _in_words(found: Any) -> Any:
    """Say every sentence that stands somewhere in a document."""
    if isinstance(found, dict):
        return {name: _in_words(value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [_in_words(value) for value in found]
    return said(found) if isinstance(found, str) else found


if __name__ == "__main__":
    agreement(prog_name="python -m workbench.agreement_command")
