"""Which figures a report has, from its numbers."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.agreement import Estimate, Interval
from workbench.reports.figures.canvas import Drawing, themed_svg
from workbench.reports.figures.plots import Bar, ForestRow, Point, forest, over_time, stacked
from workbench.reports.measures import NAMES, with_limits
from workbench.reports.numbers import coefficient, n_annotators
from workbench.reports.people import Person
from workbench.reports.question import QuestionAgreement
from workbench.reports.records import AgreementReport
from workbench.reports.wording import FIRM, TENTATIVE, finding, span_finding
from workbench.words import gettext, joined, ngettext, number

MOST_BARS, MOST_PARTS = 20, 12
_LIMITS = (TENTATIVE, FIRM)


@dataclass(frozen=True)
class PageFigure:
    """Hold a figure as a page shows it; `source` is a data address that needs no other file."""

    name: str
    question: str
    title: str
    alt: str
    source: str


def drawings_of(found: QuestionAgreement, people: Mapping[int, Person]) -> Iterator[Drawing]:
    """Give the figures on one question that its numbers are enough for."""
    title = found.question.title
    if found.alpha.n_items:
        yield Drawing(
            "forest",
            gettext("Agreement on %(question)s", question=title),
            gettext(
                "Coefficients with their intervals. %(finding)s The table below has them all.",
                finding=finding(found),
            ),
            forest,
            (_forest_rows(found), _LIMITS, _axis(_first_given(found))),
        )
    if found.annotators and _is_drawable(found):
        yield Drawing(
            "labels",
            gettext("Labels of %(question)s by annotator", question=title),
            gettext(
                "Shares of labels of %(annotators)s, as in the table below.",
                annotators=n_annotators(len(found.annotators)),
            ),
            stacked,
            (_bars(found, people), tuple(one.title for one in found.question.labels)),
        )
    if found.periods:
        points = tuple(
            Point(
                str(one.name),
                one.alpha.statistic.value,
                f"n = {number(one.n_labels)}",
                one.alpha.interval.low,
                one.alpha.interval.high,
            )
            for one in found.periods
        )
        yield Drawing(
            "periods",
            gettext("Agreement on %(question)s over time", question=title),
            gettext(
                "Krippendorff’s α with its intervals in %(n)s stretches of time, as in the table "
                "below.",
                n=number(len(points)),
            ),
            over_time,
            (points, _LIMITS, str(NAMES["krippendorff_alpha"])),
        )


def span_drawing(report: AgreementReport) -> Drawing | None:
    """Give the figure on spans; None where nothing was marked."""
    if report.spans.exact.statistic.value is None:
        return None
    unitizing = (report.spans.unitizing.full, report.spans.unitizing.where)
    listed = (*report.spans.estimates, *unitizing)
    rows = [_estimate_row(str(NAMES[one.statistic.name]), one) for one in listed]
    return Drawing(
        "spans",
        gettext("Agreement on loaded words"),
        gettext("F1 and u-α with their intervals. %(finding)s", finding=span_finding(report.spans)),
        forest,
        (tuple(rows), (), gettext("F1 and u-α with 95%% intervals")),
    )


def page_figures(report: AgreementReport, people: Mapping[int, Person]) -> tuple[PageFigure, ...]:
    """Draw all figures of a report for its page."""
    found = [
        (question.question.name, drawing)
        for question in report.questions
        for drawing in drawings_of(question, people)
    ]
    spans = span_drawing(report)
    if spans:
        found.append(("", spans))
    return tuple(
        PageFigure(drawing.name, question, drawing.title, drawing.alt, _address(drawing))
        for question, drawing in found
    )


def _forest_rows(found: QuestionAgreement) -> tuple[ForestRow, ...]:
    rows = [_estimate_row(str(NAMES[one.statistic.name]), one) for one in found.headline]
    if len(found.labels) > 2:
        rows.append(ForestRow(gettext("α, one label against the rest")))
        rows += [
            _estimate_row(
                gettext("“%(label)s”", label=one.agreement.label),
                Estimate(one.agreement.alpha, one.interval),
            )
            for one in found.labels
        ]
    return tuple(rows)


def _estimate_row(name: str, one: Estimate) -> ForestRow:
    return ForestRow(
        name, one.statistic.value, one.interval.low, one.interval.high, with_limits(one)
    )


def _first_given(found: QuestionAgreement) -> Interval:
    """Give an interval that is drawn, which need not be that of alpha."""
    intervals = [one.interval for one in found.headline]
    return next((one for one in intervals if one.withheld is None), intervals[0])


def _axis(interval: Interval) -> str:
    limits = joined([coefficient(TENTATIVE, 3), coefficient(FIRM, 1)])
    if interval.withheld:
        return gettext("values without intervals; dashed, for α: %(limits)s", limits=limits)
    if interval.unit == "cluster":
        return ngettext(
            "values with %(confidence)s%% intervals over %(num)s article; dashed, for α: "
            "%(limits)s",
            "values with %(confidence)s%% intervals over %(num)s articles; dashed, for α: "
            "%(limits)s",
            interval.n_units,
            confidence=number(100 * interval.confidence, 0),
            limits=limits,
        )
    return ngettext(
        "values with %(confidence)s%% intervals over %(num)s paragraph; dashed, for α: %(limits)s",
        "values with %(confidence)s%% intervals over %(num)s paragraphs; dashed, for α: %(limits)s",
        interval.n_units,
        confidence=number(100 * interval.confidence, 0),
        limits=limits,
    )


def _is_drawable(found: QuestionAgreement) -> bool:
    return len(found.annotators) < MOST_BARS and len(found.question.labels) <= MOST_PARTS


def _bars(found: QuestionAgreement, people: Mapping[int, Person]) -> tuple[Bar, ...]:
    rows = [(gettext("All"), found.label_counts)] + [
        (people[row.annotator].pseudonym, row.counts) for row in found.annotators
    ]
    return tuple(
        Bar(f"{name} (n = {number(sum(counts))})", tuple(count / sum(counts) for count in counts))
        for name, counts in rows
    )


def _address(drawing: Drawing) -> str:
    encoded = base64.b64encode(themed_svg(drawing).encode()).decode()
    return f"data:image/svg+xml;base64,{encoded}"
