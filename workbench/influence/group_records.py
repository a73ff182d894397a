"""The numbers of the page of groups, rounded as there, for programs: as JSON and as rows."""

from collections.abc import Iterator
from typing import Any

from workbench.agreement import Statistic
from workbench.influence.groups import GroupReport
from workbench.influence.records import written_json
from workbench.web.cells import Cell

GROUP_COLUMNS = (
    *("project", "demonstration", "software_version", "codebook_version", "computed_at"),
    *("drawn_as", "of_the_least_sure_too"),
    *("profile_question", "question", "statistic", "first_group", "second_group", "value"),
    *("status", "reason", "sentence", "n_annotators", "n_paragraphs", "n_labels"),
)


def groups_json(report: GroupReport) -> str:
    """Write the comparison of groups as JSON, rounded as on the page."""
    content = {
        **_group_origin(report),
        "groups": [
            {
                "profile_question": asked.title,
                "questions": [
                    {
                        "question": found.question.name,
                        "within": [
                            {
                                "group": one.group,
                                **_statistic(one.alpha),
                                "n_annotators": one.n_annotators,
                            }
                            for one in found.within
                        ],
                        "between": [
                            {
                                "first_group": one.first,
                                "second_group": one.second,
                                "cross_alpha": _statistic(one.cross),
                                "normalised_cross_alpha": _statistic(one.normalised),
                            }
                            for one in found.between
                        ],
                        "not_shown": list(found.not_shown),
                    }
                    for found in asked.questions
                ],
            }
            for asked in report.asked
        ],
    }
    return written_json(content)


def groups_table(report: GroupReport) -> Iterator[list[Cell]]:
    """Give the comparison of groups as rows, one a statistic."""
    yield list(GROUP_COLUMNS)
    start: list[Cell] = list(_group_origin(report).values())
    for asked in report.asked:
        for found in asked.questions:
            place: list[Cell] = [*start, asked.title, found.question.name]
            for one in found.within:
                cells = _cells(one.alpha, one.n_annotators)
                yield [*place, one.alpha.name, one.group, "", *cells]
            for pair in found.between:
                for each in (pair.cross, pair.normalised):
                    cells = _cells(each, each.n_annotators)
                    yield [*place, each.name, pair.first, pair.second, *cells]


def _group_origin(report: GroupReport) -> dict[str, Cell]:
    return {
        "project": report.project,
        "demonstration": report.is_demonstration,
        "software_version": report.software_version,
        "codebook_version": report.codebook_version,
        "computed_at": report.computed_at.isoformat(timespec="seconds"),
        "drawn_as": report.drawn,
        "of_the_least_sure_too": report.has_least_sure,
    }


def _statistic(one: Statistic) -> dict[str, Any]:
    return {
        "value": one.value,
        "status": one.status,
        "reason": one.reason,
        "sentence": one.sentence,
        "n_paragraphs": one.n_items,
        "n_labels": one.n_labels,
    }


def _cells(one: Statistic, n_annotators: int) -> list[Cell]:
    return [
        *(one.value, one.status, one.reason, one.sentence),
        *(n_annotators, one.n_items, one.n_labels),
    ]
