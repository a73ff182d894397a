"""Every number of a report as one line: what it is, its value or why there is none, its limits.

The CSV file and the tables of the page are made of the same lines, so that they cannot differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.agreement import Estimate, Interval, LeftOut, Severity, Statistic, WithOthers
from workbench.agreement.support import LEAST_LABELS
from workbench.reports.machine import MachineComparison
from workbench.reports.question import AnnotatorReport, QuestionAgreement
from workbench.reports.records import AgreementReport
from workbench.reports.wording import PACE_UNKNOWN

Limits = tuple[float, float]
NO_SHIFT = "α does not exist with this annotator or without them."
NO_OTHERS = "The others have no most frequent label on any paragraph of this annotator."
NOTHING_SHARED = "These two share no paragraph."
FEW_LABELS = f"Fewer than {LEAST_LABELS} labels of this annotator."
NO_DIRECTION = "Fewer than two paragraphs of this annotator have labels of others."


@dataclass(frozen=True)
class Line:
    """Hold one number; `value` is None exactly when `status` is "undefined".

    `part` is headline, sufficiency, label, pair, contest, annotator, period, version, suggestion,
    machine, repeat or spans. `of` names the label, the stretch of time or the version; `label` and
    `other_label` are those whose count or share it is. `p_value` is adjusted.
    """

    part: str
    statistic: str
    value: float | None
    status: str
    reason: str
    sentence: str
    flags: tuple[str, ...] = ()
    n_items: int | None = 0
    n_labels: int | None = None
    n_annotators: int | None = None
    question: str = ""
    level: str = ""
    of: str = ""
    first: int | None = None
    second: int | None = None
    label: str = ""
    other_label: str = ""
    weights: str = ""
    low: float | None = None
    high: float | None = None
    withheld: str = ""
    withheld_sentence: str = ""
    remarks: str = ""
    undefined_share: float | None = None
    below: tuple[tuple[float, float], ...] = ()
    shrunken: float | None = None
    p_value: float | None = None


def report_lines(report: AgreementReport) -> Iterator[Line]:
    """Give every number of a report that has a value or a reason for having none."""
    for found in report.questions:
        name = {"question": found.question.name, "level": found.question.level.value}
        for line in question_lines(found):
            yield _replaced(line, name)
    unitizing = report.spans.unitizing
    for one in (*report.spans.estimates, unitizing.full, unitizing.where):
        yield _replaced(estimated(one, "spans"), {"question": "spans"})
    for each in report.paces:
        yield number(
            "annotator",
            "seconds_per_word",
            each.pace.median,
            n_items=each.pace.n,
            missing=PACE_UNKNOWN,
            first=each.annotator,
            limits=each.pace.limits,
        )


def question_lines(found: QuestionAgreement) -> Iterator[Line]:
    """Give every number on one question."""
    for one in found.headline:
        yield estimated(one, "headline")
    yield from _label_lines(found)
    yield from _pair_lines(found)
    for annotator in found.annotators:
        yield from annotator_lines(annotator, found.unidentified)
    for part, stretches in (("period", found.periods), ("version", found.versions)):
        for stretch in stretches:
            name = {"of": str(stretch.name)}
            yield _replaced(estimated(stretch.alpha, part), name)
            yield _replaced(_line(stretch.percent, part), name)
    if found.suggested:
        yield _replaced(estimated(found.suggested.alpha_shown, "suggestion"), {"of": "shown"})
        yield _replaced(estimated(found.suggested.alpha_blind, "suggestion"), {"of": "blind"})
    if found.machine:
        yield from _machine_lines(found.machine)


def _label_lines(found: QuestionAgreement) -> Iterator[Line]:
    for label in found.labels:
        name = {"of": label.agreement.label}
        alpha = Estimate(label.agreement.alpha, label.interval)
        yield _replaced(estimated(alpha, "label"), name)
        for statistic in (label.agreement.fleiss, label.agreement.positive):
            yield _replaced(_line(statistic, "label"), name)


def _pair_lines(found: QuestionAgreement) -> Iterator[Line]:
    names = [
        {"first": int(str(pair.first)), "second": int(str(pair.second))} for pair in found.pairs
    ]
    for pair, one, who in zip(found.pairs, found.pair_estimates, names, strict=True):
        yield _replaced(estimated(one, "pair"), who)
        same = number(
            "pair", "percent_agreement", pair.percent, n_items=pair.n_items, missing=NOTHING_SHARED
        )
        yield _replaced(same, who)
    for weighted, who in zip(found.weighted_pairs, names, strict=False):
        yield _replaced(estimated(weighted, "pair"), {**who, "weights": "linear"})


def _machine_lines(machine: MachineComparison) -> Iterator[Line]:
    for one in machine.estimates:
        yield estimated(one, "machine")
    if machine.kappa:
        yield _line(machine.kappa, "machine")
    else:
        yield number("machine", "cohen_kappa", None, n_items=0, missing=machine.sentence)


def annotator_lines(found: AnnotatorReport, unidentified: str) -> Iterator[Line]:
    """Give every number on one annotator."""
    who = found.annotator
    yield _left_out(found.left_out, found.total, who)
    yield _with_others(found.with_others, who)
    if found.severity is not None:
        yield _severity(found.severity, who)
    yield number(
        "annotator",
        "dawid_skene_accuracy",
        found.accuracy,
        n_items=found.total,
        missing=unidentified or FEW_LABELS,
        first=who,
    )


def _left_out(found: LeftOut, n_items: int, who: int) -> Line:
    return number(
        "annotator",
        "alpha_shift_without",
        found.shift,
        n_items=n_items,
        missing=NO_SHIFT,
        first=who,
    )


def _with_others(found: WithOthers, who: int) -> Line:
    return number(
        "annotator",
        "agreement_with_others",
        found.share,
        n_items=found.n_items,
        missing=NO_OTHERS,
        first=who,
        limits=found.limits,
        shrunken=found.shrunken,
        p_value=found.p_value,
    )


def _severity(found: Severity, who: int) -> Line:
    return number(
        "annotator",
        "severity",
        found.mean,
        n_items=found.n_items,
        missing=NO_DIRECTION,
        first=who,
        limits=found.limits,
        shrunken=found.shrunken,
        p_value=found.p_value,
    )


def number(
    part: str,
    statistic: str,
    value: float | None,
    *,
    n_items: int,
    missing: str,
    first: int | None = None,
    limits: Limits | None = None,
    shrunken: float | None = None,
    p_value: float | None = None,
) -> Line:
    """Make the line of a number that is no coefficient; `missing` says why there is none."""
    is_known = value is not None
    return Line(
        part,
        statistic,
        value,
        "ok" if is_known else "undefined",
        "" if is_known else "not_identified",
        "" if is_known else missing,
        n_items=n_items,
        first=first,
        low=limits[0] if limits and is_known else None,
        high=limits[1] if limits and is_known else None,
        shrunken=shrunken,
        p_value=p_value,
    )


def _line(one: Statistic, part: str) -> Line:
    return Line(
        part,
        one.name,
        one.value,
        one.status,
        one.reason or "",
        one.sentence,
        flags=one.flags,
        n_items=one.n_items,
        n_labels=one.n_labels,
        n_annotators=one.n_annotators,
        weights="" if part == "spans" else weights_of(one),
    )


def estimated(one: Estimate, part: str) -> Line:
    """Make the line of a coefficient with its interval."""
    return _replaced(_line(one.statistic, part), limits_of(one.interval))


def limits_of(interval: Interval) -> dict[str, Any]:
    """Give what a line says of an interval."""
    withheld = interval.withheld
    return {
        "low": interval.low,
        "high": interval.high,
        "withheld": withheld.reason if withheld else "",
        "withheld_sentence": withheld.sentence if withheld else "",
        "remarks": " ".join(remark.sentence for remark in interval.remarks),
        "undefined_share": interval.undefined_share if withheld is None else None,
        "below": interval.below,
    }


def weights_of(statistic: Statistic) -> str:
    """Say by what labels are weighed."""
    if statistic.name in ("krippendorff_alpha", "gwet_ac2"):
        return "by level"
    return "unweighted"


def _replaced(line: Line, values: Mapping[str, Any]) -> Line:
    return Line(**{**line.__dict__, **values})
