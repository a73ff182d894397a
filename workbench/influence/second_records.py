"""The numbers of the second pass as rows of a figure and of files."""

from typing import Any

from workbench.agreement import Share
from workbench.influence.report import InfluenceReport
from workbench.influence.rows import ON_SCALE, EffectRow, Kind
from workbench.influence.second_pass import SecondLook, SecondPass
from workbench.words import gettext


def second_rows(report: InfluenceReport) -> tuple[EffectRow, ...]:
    """List what the second look changed: with the outlet, without it, and the difference.

    Each change has as many labels after as before. A difference counts the pairs of both kinds.
    """
    found = report.second_pass
    return () if found is None else tuple(row for look in found.looks for row in _rows(look))


def drawn_rows(report: InfluenceReport) -> tuple[EffectRow, ...]:
    """List those of them that the figure shows: all but empty ones."""
    return tuple(row for row in second_rows(report) if row.effect.verdict is not None)


def second_json(found: SecondPass | None) -> dict[str, Any] | None:
    """Write what stands beside the effects: how many answers changed, whichever way."""
    if found is None:
        return None
    return {
        "n_with_the_outlet": found.n_named,
        "n_without_it": found.n_without,
        "changed_answers": [
            {
                "question": one.question.name,
                "with_the_outlet": share_json(one.named),
                "without_it": share_json(one.without),
            }
            for one in found.changed
        ],
    }


def changed_shares(found: SecondPass | None) -> list[tuple[str, str, Share]]:
    """List question, kind of second look and share of changed answers, for rows of a table."""
    changed = () if found is None else found.changed
    return [
        (one.question.name, name, share)
        for one in changed
        for name, share in (("with the outlet", one.named), ("without it", one.without))
        if share.cases
    ]


def _rows(look: SecondLook) -> list[EffectRow]:
    title = look.question.title
    if look.label is not None:
        label = next(one.title for one in look.question.labels if one.name == look.label)
        title = gettext("%(question)s, “%(label)s”", question=title, label=label)
    named, without = look.named, look.without

    def row(kind: Kind, title: str, effect: Any, n: tuple[int, int], moved: Any) -> EffectRow:
        return EffectRow(
            kind,
            title,
            look.question.name,
            look.label or ON_SCALE,
            look.comparisons,
            "share",
            effect,
            *n,
            moved,
        )

    rows = [
        row(
            "second_look_with_the_outlet",
            gettext("%(outcome)s: outlet shown", outcome=title),
            named.effect,
            (named.n_pairs, named.n_pairs),
            (named.n_up, named.n_down),
        )
    ]
    if without.n_pairs:
        rows.append(
            row(
                "second_look_without_it",
                gettext("%(outcome)s: still hidden", outcome=title),
                without.effect,
                (without.n_pairs, without.n_pairs),
                (without.n_up, without.n_down),
            )
        )
        rows.append(
            row(
                "second_look_difference",
                gettext("%(outcome)s: difference", outcome=title),
                look.beyond,
                (named.n_pairs, without.n_pairs),
                None,
            )
        )
    return rows


def share_json(found: Share) -> dict[str, Any]:
    """Write a share; an undefined value is null beside its status and sentence."""
    low, high = found.limits or (None, None)
    one = found.statistic
    return {
        "value": one.value,
        "low": low,
        "high": high,
        "n_cases": found.cases,
        "n_changed": found.hits,
        "n_annotators": one.n_annotators,
        "status": one.status,
        "reason": one.reason,
        "sentence": one.sentence,
    }
