"""The numbers of the page of influence in full precision, for programs: as JSON and as rows.

Annotators stand in both under their pseudonyms, whoever asks.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from workbench.influence.report import Compared, InfluenceReport, TimeInfluence
from workbench.influence.rows import ON_SCALE, EffectRow, Kind
from workbench.influence.second_records import (
    changed_shares,
    second_json,
    second_rows,
    share_json,
)
from workbench.web.cells import Cell
from workbench.words import gettext

COLUMNS = (
    *("project", "demonstration", "software_version", "codebook_version", "computed_at"),
    *("seed", "replicates", "drawn_as", "n_judgements_of_the_least_sure"),
    "n_imported_left_out",
    *("kind", "question", "outcome", "comparisons", "unit", "value"),
    *("low", "high", "p_value", "verdict", "shown_share", "withheld_share", "n_shown"),
    *("n_withheld", "n_annotators", "status", "reason", "sentence", "n_up", "n_down"),
)


def suggestion_rows(report: InfluenceReport) -> tuple[EffectRow, ...]:
    """List the effects of seeing suggestions, in points."""
    rows: list[EffectRow] = []
    for found in report.suggestions:
        name, title = found.question.name, found.question.title
        rows.append(_compared("following_suggestions", title, name, found.following))
        title = gettext("%(question)s, wrong suggestions", question=title)
        rows.append(_compared("adopting_wrong_suggestions", title, name, found.wrong))
    words = report.words
    rows.append(
        EffectRow(
            kind="marking_suggested_words",
            title=gettext("Loaded words"),
            question="",
            outcome="",
            comparisons=1,
            unit="share",
            effect=words.effect,
            n_shown=words.shown.words,
            n_withheld=words.withheld.words,
        )
    )
    return tuple(rows)


def outlet_rows(report: InfluenceReport) -> tuple[EffectRow, ...]:
    """List the effects of naming the outlet, in points."""
    return tuple(
        EffectRow(
            "naming_the_outlet",
            gettext("%(question)s, %(label)s", question=found.question.title, label=found.outcome),
            found.question.name,
            found.label or ON_SCALE,
            found.comparisons,
            "share",
            found.effect,
            found.n_shown,
            found.n_withheld,
        )
        for found in report.outlets
    )


def time_rows(report: InfluenceReport) -> tuple[EffectRow, ...]:
    """List the ratios of times."""
    return (
        _timed("time_with_suggestions", report.times),
        _timed("time_with_the_outlet", report.outlet_times),
    )


def effect_rows(report: InfluenceReport) -> tuple[EffectRow, ...]:
    """List all effects."""
    return (
        *suggestion_rows(report),
        *outlet_rows(report),
        *second_rows(report),
        *time_rows(report),
    )


def influence_json(report: InfluenceReport, pseudonyms: Mapping[int, str]) -> str:
    """Write a report as JSON; an undefined value is null beside its status and sentence."""
    content = {
        **_origin(report),
        "n_judgements": report.n_judgements,
        "n_drawn_for_suggestions": report.n_drawn,
        "n_drawn_for_outlets": report.n_drawn_outlets,
        "effects": [_effect(row, report, pseudonyms) for row in effect_rows(report)],
        "suggested_by": [
            {
                "question": one.question or None,
                "source": one.source,
                "model": one.model,
                "n_shown": one.n_shown,
                "n_withheld": one.n_withheld,
            }
            for one in report.sources
        ],
        "suggestions_lean_on_surroundings": report.leans_on_surroundings,
        "references": {
            found.question.name: {
                "n_adjudicated": found.n_adjudicated,
                "n_by_others": found.n_by_others,
            }
            for found in report.suggestions
        },
        "changes_after_reveals": [
            {
                "question": one.question,
                "suggestions": one.which,
                "n_first_answers": one.n,
                "n_changed": one.n_changed,
                "n_changed_elsewhere": one.n_elsewhere,
                "towards": share_json(one.towards),
                "away": share_json(one.away),
            }
            for one in report.changes
        ],
        "second_pass": second_json(report.second_pass),
        "loaded_words": {
            "shown": asdict(report.words.shown),
            "withheld": asdict(report.words.withheld),
        },
    }
    return written_json(content)


def influence_table(report: InfluenceReport) -> Iterator[list[Cell]]:
    """Give a report as rows, one an effect, the line of column names first.

    After them come two rows for each kind of change after a reveal: `outcome` is "all", "right" or
    "wrong" by the suggestions counted, and `n_shown` counts first answers. Last stand the shares of
    answers that a second look changed.
    """
    yield list(COLUMNS)
    start: list[Cell] = list(_origin(report).values())
    for row in effect_rows(report):
        effect = row.effect
        one = effect.statistic
        yield [
            *(*start, row.kind, row.question, row.outcome, row.comparisons, row.unit, one.value),
            *(effect.limits or (None, None)),
            *(effect.p_value, effect.verdict, effect.shown_share, effect.withheld_share),
            *(row.n_shown, row.n_withheld, one.n_annotators),
            *(one.status, one.reason, effect.sentence, *(row.moved or (None, None))),
        ]
    shares = [
        (change.question, change.which, found)
        for change in report.changes
        for found in (change.towards, change.away)
    ]
    for question, which, found in (*shares, *changed_shares(report.second_pass)):
        one = found.statistic
        yield [
            *(*start, one.name, question, which, 1, "share", one.value),
            *(found.limits or (None, None)),
            *(None, None, one.value, None, found.cases, None, one.n_annotators),
            *(one.status, one.reason, one.sentence, None, None),
        ]


def _compared(kind: Kind, title: str, question: str, one: Compared) -> EffectRow:
    n = (one.shown.cases, one.withheld.cases)
    return EffectRow(kind, title, question, "", 1, "share", one.effect, *n)


def _timed(kind: Kind, one: TimeInfluence) -> EffectRow:
    # Only files list times as rows, and they have no column of titles.
    return EffectRow(kind, "", "", "", 1, "ratio", one.effect, one.n_shown, one.n_withheld)


def _origin(report: InfluenceReport) -> dict[str, Cell]:
    origin = report.origin
    return {
        "project": origin.project,
        "demonstration": origin.is_demonstration,
        "software_version": origin.software_version,
        "codebook_version": origin.codebook_version,
        "computed_at": origin.computed_at.isoformat(timespec="seconds"),
        "seed": origin.seed,
        "replicates": origin.replicates,
        "drawn_as": origin.drawn,
        "n_judgements_of_the_least_sure": origin.n_least_sure,
        "n_imported_left_out": origin.n_imported,
    }


def _effect(
    row: EffectRow, report: InfluenceReport, pseudonyms: Mapping[int, str]
) -> dict[str, Any]:
    effect = row.effect
    low, high = effect.limits or (None, None)
    return {
        "kind": row.kind,
        "question": row.question,
        "outcome": row.outcome,
        "comparisons": row.comparisons,
        "unit": row.unit,
        "value": effect.statistic.value,
        "low": low,
        "high": high,
        "p_value": effect.p_value,
        "verdict": effect.verdict,
        "shown_share": effect.shown_share,
        "withheld_share": effect.withheld_share,
        "n_shown": row.n_shown,
        "n_withheld": row.n_withheld,
        "n_up": None if row.moved is None else row.moved[0],
        "n_down": None if row.moved is None else row.moved[1],
        "n_annotators": effect.statistic.n_annotators,
        "status": effect.statistic.status,
        "reason": effect.statistic.reason,
        "sentence": effect.sentence,
        "by_annotator": {
            pseudonyms[account]: value for account, value in report.by_annotator(effect).items()
        },
    }


def written_json(content: dict[str, Any]) -> str:
    """Write JSON as all files of the reports are written."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
