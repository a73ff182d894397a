"""The numbers on hidden repeats as a part of a report's JSON."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workbench.agreement import Estimate
from workbench.reports.lines import Line
from workbench.reports.people import Person
from workbench.reports.repeat_lines import person_lines
from workbench.reports.repeats import QuestionRepeats, SpanRepeats

Written = Callable[[Estimate], dict[str, Any]]


def question_repeats(
    found: QuestionRepeats | None, people: Mapping[int, Person], written: Written
) -> dict[str, Any] | None:
    """Write the repeats of a question; `written` writes an estimate."""
    if found is None:
        return None
    whole = found.agreement
    low, high = whole.limits or (None, None)
    return {
        "n_repeats": whole.n_repeats,
        "n_same_label": whole.n_same,
        "share": whole.share,
        "low": low,
        "high": high,
        "krippendorff_alpha": written(whole.alpha),
        "table": whole.table,
        "n_left_out": found.n_left_out,
        "n_under_another_version": found.n_other_version,
        "annotators": [
            {
                "annotator": people[int(str(one.annotator))].pseudonym,
                "n_repeats": one.n_repeats,
                "n_same_label": one.n_same,
                "share": one.share,
                **_numbers(person_lines(one)),
                "krippendorff_alpha": written(one.alpha),
            }
            for one in whole.annotators
        ],
    }


def repeated_spans(
    found: SpanRepeats | None, people: Mapping[int, Person], written: Written
) -> dict[str, Any] | None:
    """Write the words that were marked again."""
    if found is None:
        return None
    return {
        "n_repeats": found.n_repeats,
        "n_both_empty": found.n_both_empty,
        "n_submissions": 2 * found.n_repeats,
        "n_submissions_without_spans": found.n_empty,
        "statistics": [written(one) for one in found.estimates],
        "annotators": [
            {
                "annotator": people[one.annotator].pseudonym,
                "n_repeats": one.n_repeats,
                "statistics": [written(each) for each in one.estimates],
            }
            for one in found.annotators
        ],
    }


def _numbers(lines: Iterable[Line]) -> dict[str, Any]:
    """Give what stands beside a share, as its line has it."""
    share = next(iter(lines))
    return {name: getattr(share, name) for name in ("low", "high", "shrunken", "p_value")}
