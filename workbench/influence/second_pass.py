"""What the second pass changes: answers with the outlet hidden, and again with it shown.

A second look alone changes answers too, and it always comes later. Where hidden repeats brought
paragraphs back with the outlet still hidden, they tell how much, and the difference is what is
left for the outlet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from workbench.agreement import (
    Effect,
    PairedChange,
    Pairs,
    Share,
    change_between,
    difference_of_changes,
    share_over_annotators,
)
from workbench.annotations.models import Answer
from workbench.articles.models import Article
from workbench.codebook.codebook import Question
from workbench.database import db
from workbench.influence.outcomes import outcomes_of
from workbench.influence.queries import given_out
from workbench.occasions import Occasion
from workbench.reports.occasion_queries import answered_twice


class Twice(NamedTuple):
    """Count the paragraphs to which a person first gave one label, and then another or the same."""

    account_id: int
    before: str
    after: str
    n: int


@dataclass(frozen=True)
class ChangedAnswers:
    """Hold the share of answers to a question that a second look changed, whichever way.

    `without` is that of second looks at which the outlet stayed hidden.
    """

    question: Question
    named: Share
    without: Share


@dataclass(frozen=True)
class SecondLook:
    """Hold how far one outcome of a question changes on the second look.

    `label` is the label whose share is compared, None where it is the place on the scale from 0
    to 1; `comparisons` belong together. `named` is with the outlet shown, `without` with it still
    hidden, and `beyond` is the difference of both.
    """

    question: Question
    label: str | None
    comparisons: int
    named: PairedChange
    without: PairedChange
    beyond: Effect


@dataclass(frozen=True)
class SecondPass:
    """Hold what the second pass changed.

    `n_named` counts pairs of answers to the question with most of them, with the outlet shown the
    second time, `n_without` those with it hidden both times.
    """

    n_named: int
    n_without: int
    changed: tuple[ChangedAnswers, ...]
    looks: tuple[SecondLook, ...]


# By question what people answered twice.
Answered = Mapping[str, Sequence[Twice]]


def second_looks(project_id: int, occasion: Occasion, drawn: str = "") -> dict[str, list[Twice]]:
    """Read, by question, answers first given with the outlet hidden and given again.

    On the second pass it was shown, on a hidden repeat it was not. Articles without an outlet are
    left out, because nothing of theirs was hidden.
    """
    twice = answered_twice(project_id, occasion, *given_out(drawn))
    before, after = aliased(Answer), aliased(Answer)
    key = (after.question, twice.c.account_id, before.label, after.label)
    statement = (
        select(*key, func.count())
        .select_from(twice)
        .join(after, after.annotation_id == twice.c.after_id)
        .join(
            before,
            (before.annotation_id == twice.c.before_id) & (before.question == after.question),
        )
        .join(Article, Article.id == twice.c.article_id)
        .where(twice.c.first_outlet_arm == "hidden", Article.outlet != "")
        .group_by(*key)
        .order_by(*key)
    )
    found: dict[str, list[Twice]] = {}
    for question, *counted in db.session.execute(statement):
        found.setdefault(question, []).append(Twice(*counted))
    return found


def second_pass(
    questions: Sequence[Question],
    named: Answered,
    without: Answered,
    *,
    places: Mapping[int, int],
    seed: int,
    replicates: int,
) -> SecondPass | None:
    """Compute what the second pass changed; None where nobody answered anything in one.

    `places` gives the position of each account.
    """
    changed: list[ChangedAnswers] = []
    looks: list[SecondLook] = []
    sizes = []
    for question in questions:
        mine, other = (
            _declared(rows.get(question.name, ()), question) for rows in (named, without)
        )
        if not mine:
            continue
        sizes.append((_n(mine), _n(other)))
        changed.append(ChangedAnswers(question, _changed(mine, places), _changed(other, places)))
        outcomes = outcomes_of(question)
        for label, worth in outcomes:
            pairs, control = _pairs(mine, worth, places), _pairs(other, worth, places)
            # Each look draws anew from the seed, so that none hangs on the others.
            streams = np.random.default_rng(seed).spawn(3)
            n = len(outcomes)
            looks.append(
                SecondLook(
                    question=question,
                    label=label,
                    comparisons=n,
                    named=change_between(
                        pairs, rng=streams[0], replicates=replicates, comparisons=n
                    ),
                    without=change_between(
                        control, rng=streams[1], replicates=replicates, comparisons=n
                    ),
                    beyond=difference_of_changes(
                        pairs, control, rng=streams[2], replicates=replicates, comparisons=n
                    ),
                )
            )
    if not sizes:
        return None
    n_named, n_without = (max(each) for each in zip(*sizes, strict=True))
    return SecondPass(n_named, n_without, tuple(changed), tuple(looks))


def accounts_of(*answered: Answered) -> set[int]:
    """Collect who answered anything twice."""
    return {row.account_id for rows in answered for each in rows.values() for row in each}


def _declared(rows: Sequence[Twice], question: Question) -> list[Twice]:
    names = set(question.label_names)
    return [row for row in rows if row.before in names and row.after in names]


def _n(rows: Sequence[Twice]) -> int:
    return sum(row.n for row in rows)


def _pairs(rows: Sequence[Twice], worth: Mapping[str, float], places: Mapping[int, int]) -> Pairs:
    times = [row.n for row in rows]
    return Pairs(
        np.repeat(np.array([places[row.account_id] for row in rows], dtype=np.int64), times),
        np.repeat(np.array([worth[row.before] for row in rows], dtype=np.float64), times),
        np.repeat(np.array([worth[row.after] for row in rows], dtype=np.float64), times),
    )


def _changed(rows: Sequence[Twice], places: Mapping[int, int]) -> Share:
    times = [row.n for row in rows]
    people = np.array([places[row.account_id] for row in rows], dtype=np.int64)
    is_changed = np.array([row.before != row.after for row in rows], dtype=np.bool_)
    return share_over_annotators(
        "changed_answers", np.repeat(people, times), np.repeat(is_changed, times)
    )
