"""What a report counts, as lines of a file: shares of labels, labels crossed, runs, pace."""

from collections.abc import Iterator, Sequence

from workbench.agreement import Stretch
from workbench.reports.lines import Line, number
from workbench.reports.question import AnnotatorReport, Contest, Enough, QuestionAgreement
from workbench.reports.records import AgreementReport, AnnotatorPace
from workbench.reports.wording import PACE_UNKNOWN

ONE_LABEL = "No other label was given: every order has this run."

Table = Sequence[Sequence[float]]


def counted_lines(found: QuestionAgreement) -> Iterator[Line]:
    """Give what is counted on one question, beside its statistics."""
    names = found.question.label_names
    yield from _sufficiency(found.enough)
    for label in found.labels:
        one = label.agreement
        if one.share is not None:
            yield _count("label", "label_share", one.share, n_labels=one.n_labels, of=one.label)
    yield from _crossed("label", "labels_beside", names, found.coincidences)
    for pair in found.confusions:
        yield from _crossed(
            "pair", "labels_crossed", names, pair.table, first=pair.first, second=pair.second
        )
    yield from _contest(found.contest)
    for annotator in found.annotators:
        yield from _annotator(annotator, names)
    for part, stretches in (("period", found.periods), ("version", found.versions)):
        for stretch in stretches:
            yield from _stretch(part, stretch, names)
    if found.suggested and found.suggested.n_shown:
        shown = found.suggested
        share = shown.n_followed / shown.n_shown
        yield _count("suggestion", "as_suggested", share, n_labels=shown.n_shown, of="shown")
    if found.machine:
        yield from _crossed("machine", "labels_crossed", names, found.machine.table)
    if found.repeats:
        yield from _crossed("repeat", "labels_crossed", names, found.repeats.agreement.table)


def counted_of_all(report: AgreementReport) -> Iterator[Line]:
    """Give what is counted over all questions: spans, and the pace of annotators."""
    spans = report.spans
    yield _count("spans", "comparisons", spans.n_comparisons)
    yield _count("spans", "comparisons_both_empty", spans.n_both_empty)
    yield _count("spans", "submissions", spans.n_submissions)
    yield _count("spans", "submissions_without_spans", spans.n_empty)
    for one in report.paces:
        yield from _pace(one)


def _sufficiency(enough: Enough) -> Iterator[Line]:
    for labels, n_paragraphs in enough.labels_by_item:
        yield _count("sufficiency", "paragraphs_with_labels", n_paragraphs, of=str(labels))
    for place, row in enumerate(enough.overlap):
        for other in range(place + 1, len(row)):
            yield _count(
                "sufficiency",
                "paragraphs_shared",
                row[other],
                first=enough.annotators[place],
                second=enough.annotators[other],
            )


def _contest(contest: Contest) -> Iterator[Line]:
    if not contest.n_items:
        return
    share, n = contest.n_contested / contest.n_items, contest.n_items
    yield _count("contest", "contested_share", share, n_items=n)
    if contest.mean_entropy is not None:
        yield _count("contest", "mean_entropy", contest.mean_entropy, n_items=n)


def _annotator(found: AnnotatorReport, names: Sequence[str]) -> Iterator[Line]:
    who, lining = found.annotator, found.lining
    for name, count in zip(names, found.counts, strict=True):
        if found.total:
            yield _count(
                "annotator",
                "label_share",
                count / found.total,
                n_labels=count,
                first=who,
                label=name,
            )
    if lining.run_code is None:
        return
    yield _count("annotator", "label_entropy", lining.entropy, n_labels=lining.n_labels, first=who)
    yield _count(
        "annotator",
        "longest_run",
        lining.longest_run,
        n_labels=lining.n_labels,
        first=who,
        label=names[lining.run_code],
    )
    yield number(
        "annotator",
        "longest_run_chance",
        lining.chance,
        n_items=lining.n_labels,
        missing=ONE_LABEL,
        first=who,
    )


def _stretch(part: str, found: Stretch, names: Sequence[str]) -> Iterator[Line]:
    for name, share in zip(names, found.shares or (), strict=False):
        yield _count(
            part, "label_share", share, n_labels=found.n_labels, of=str(found.name), label=name
        )


def _pace(found: AnnotatorPace) -> Iterator[Line]:
    pace = found.pace
    low, high = pace.quartiles or (None, None)
    for statistic, value in (
        ("seconds_per_word_lower_quartile", low),
        ("seconds_per_word_upper_quartile", high),
        ("hasty_share", pace.hasty_share),
    ):
        yield number(
            "annotator",
            statistic,
            value,
            n_items=pace.n,
            missing=PACE_UNKNOWN,
            first=found.annotator,
        )


def _crossed(
    part: str,
    statistic: str,
    names: Sequence[str],
    table: Table,
    *,
    first: int | None = None,
    second: int | None = None,
) -> Iterator[Line]:
    """Give the cells of labels × labels; there are none of a scale that is too long for it."""
    for row, name in enumerate(names[: len(table)]):
        for column, other in enumerate(names):
            yield _count(
                part,
                statistic,
                table[row][column],
                first=first,
                second=second,
                label=name,
                other_label=other,
            )


def _count(
    part: str,
    statistic: str,
    value: float,
    *,
    n_items: int | None = None,
    n_labels: int | None = None,
    of: str = "",
    first: int | None = None,
    second: int | None = None,
    label: str = "",
    other_label: str = "",
) -> Line:
    return Line(
        part,
        statistic,
        value,
        "ok",
        "",
        "",
        n_items=n_items,
        n_labels=n_labels,
        of=of,
        first=first,
        second=second,
        label=label,
        other_label=other_label,
    )
