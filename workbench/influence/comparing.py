"""From drawn judgements to effects: one trial for each thing that may be moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.agreement import (
    Effect,
    Trial,
    adoption_of_wrong,
    effect_of_showing,
    ratio_of_times,
)
from workbench.codebook.codebook import Question
from workbench.influence.drawing import Drawn, KeptDraws
from workbench.influence.outcomes import outcomes_of
from workbench.influence.queries import Given, Judged, Lot, Marked
from workbench.influence.references import blind_answers, references
from workbench.influence.report import (
    Arm,
    Compared,
    OutletInfluence,
    SuggestionInfluence,
    TimeInfluence,
    WordCounts,
    WordInfluence,
)

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Drawing:
    """Hold the judgements for which a factor was drawn, and the draw run again many times."""

    judged: tuple[Judged, ...]
    annotators: NDArray[np.int64]
    is_shown: Flags
    draws: KeptDraws
    seed: int
    replicates: int

    @classmethod
    def of(
        cls,
        judged: Sequence[Judged],
        is_shown: Sequence[bool],
        shares: Sequence[float],
        *,
        places: Mapping[int, int],
        seed: int,
        replicates: int,
    ) -> "Drawing":
        """Run the draw again; `places` gives the position of each account."""
        drawn = [
            Drawn((one.design_id, one.account_id, one.stratum), one.rank, share)
            for one, share in zip(judged, shares, strict=True)
        ]
        rng = np.random.default_rng(seed)
        return cls(
            judged=tuple(judged),
            annotators=np.array([places[one.account_id] for one in judged], dtype=np.int64),
            is_shown=np.array(is_shown, dtype=np.bool_),
            draws=KeptDraws.of(drawn, replicates=replicates, rng=rng),
            seed=seed,
            replicates=replicates,
        )

    def trial(self, hits: Numbers, cases: Numbers) -> Trial:
        """Make the trial of an outcome, one value a judgement."""
        return Trial(self.annotators, self.is_shown, hits, cases)

    def effect(
        self, hits: Numbers, cases: Numbers, *, name: str = "anchoring", comparisons: int = 1
    ) -> Effect:
        """Compute the effect on an outcome, over the judgements that have a case of it."""
        chosen = cases > 0
        return effect_of_showing(
            self.trial(hits, cases).where(chosen),
            self.draws.of_some(chosen),
            rng=np.random.default_rng(self.seed),
            replicates=self.replicates,
            name=name,
            comparisons=comparisons,
        )


def suggested_label(one: Judged, given: Given | None, lot: Lot, question: str) -> str:
    """Give the label that was suggested, or would have been but for the lot; "" for none."""
    if given is None or lot.shows.get(question) == "never":
        return ""
    return given.withheld if one.is_blind else given.suggestion


def suggestion_influence(
    question: Question,
    drawing: Drawing,
    *,
    lots: Mapping[int, Lot],
    everybody: Sequence[Judged],
    answers: Mapping[int, Given],
    final: Mapping[int, str],
) -> SuggestionInfluence:
    """Compare how often the suggestion is followed where it is shown and where it is not."""
    declared = set(question.label_names)
    suggested = [
        suggested_label(one, answers.get(one.annotation_id), lots[one.design_id], question.name)
        for one in drawing.judged
    ]
    found = references(drawing.judged, blind=blind_answers(everybody, answers), final=final)
    is_case = np.array([label in declared for label in suggested], dtype=np.bool_)
    hits = np.array(
        [
            bool(label) and answers[one.annotation_id].label == label
            for one, label in zip(drawing.judged, suggested, strict=True)
        ],
        dtype=np.float64,
    )
    pairs = zip(suggested, found.labels, strict=True)
    is_wrong = is_case & np.array(
        [reference is not None and reference != label for label, reference in pairs],
        dtype=np.bool_,
    )
    cases = is_case.astype(np.float64)
    wrong = adoption_of_wrong(
        drawing.trial(hits, cases).where(is_case),
        is_wrong[is_case],
        None if not is_wrong.any() else drawing.draws.of_some(is_case),
        rng=np.random.default_rng(drawing.seed),
        replicates=drawing.replicates,
    )
    return SuggestionInfluence(
        question=question,
        following=_compared(drawing.effect(hits, cases), drawing, hits, is_case),
        wrong=_compared(wrong, drawing, hits, is_wrong),
        n_adjudicated=found.n_adjudicated,
        n_by_others=found.n_by_others,
    )


def word_influence(
    drawing: Drawing,
    *,
    lots: Mapping[int, Lot],
    spans: Mapping[int, Sequence[Marked]],
    words: Mapping[int, Sequence[Marked]],
) -> WordInfluence:
    """Compare how often a suggested word is marked; a mark that overlaps it counts."""
    n = len(drawing.judged)
    hits, cases = np.zeros(n), np.zeros(n)
    decisions = np.zeros((n, 4))
    is_open = np.zeros(n, dtype=np.bool_)
    for place, one in enumerate(drawing.judged):
        if not lots[one.design_id].shows_words or one.prescore_id is None:
            continue
        is_open[place] = True
        suggested, mine = words.get(one.prescore_id, ()), spans.get(one.annotation_id, ())
        marks = [span for span in mine if span.decision != "rejected"]
        cases[place] = len(suggested)
        hits[place] = sum(any(_overlap(word, mark) for mark in marks) for word in suggested)
        for column, decision in enumerate(("kept", "recategorised", "rejected", "added")):
            decisions[place, column] = sum(span.decision == decision for span in mine)

    def counts(arm: Flags) -> WordCounts:
        chosen = arm & is_open
        of_decision = decisions[chosen].sum(axis=0).astype(int).tolist()
        sums = (int(chosen.sum()), int(cases[chosen].sum()), int(hits[chosen].sum()))
        return WordCounts(*sums, *of_decision)

    return WordInfluence(
        effect=drawing.effect(hits, cases, name="marking_suggested_words"),
        shown=counts(drawing.is_shown),
        withheld=counts(~drawing.is_shown),
    )


def outlet_influences(
    question: Question, drawing: Drawing, answers: Mapping[int, Given]
) -> tuple[OutletInfluence, ...]:
    """Compare what is answered where the outlet is named and where it is hidden.

    What is compared of a question, `outcomes_of` says.
    """
    names, outcomes = question.label_names, outcomes_of(question)
    given = [answers.get(one.annotation_id) for one in drawing.judged]
    is_case = np.array([one is not None and one.label in names for one in given], dtype=np.bool_)
    found = []
    for label, worth in outcomes:
        hits = np.array([worth.get(one.label, 0.0) if one else 0.0 for one in given])
        effect = drawing.effect(
            hits,
            is_case.astype(np.float64),
            name="outlet_influence",
            comparisons=len(outcomes),
        )
        n_shown = int((is_case & drawing.is_shown).sum())
        n_withheld = int(is_case.sum()) - n_shown
        found.append(OutletInfluence(question, label, len(outcomes), effect, n_shown, n_withheld))
    return tuple(found)


def time_influence(drawing: Drawing) -> TimeInfluence:
    """Compare active times; those of browsers without the script are unknown."""
    seconds = np.array([(one.active_ms or 0) / 1000 for one in drawing.judged])
    known = seconds > 0
    n_shown = int((known & drawing.is_shown).sum())
    return TimeInfluence(
        effect=ratio_of_times(drawing.annotators, drawing.is_shown, seconds),
        n_shown=n_shown,
        n_withheld=int(known.sum()) - n_shown,
    )


def _overlap(first: Marked, second: Marked) -> bool:
    return first.start < second.end and second.start < first.end


def _compared(effect: Effect, drawing: Drawing, hits: Numbers, chosen: Flags) -> Compared:
    shown, withheld = chosen & drawing.is_shown, chosen & ~drawing.is_shown
    return Compared(
        effect,
        Arm(int(shown.sum()), int(hits[shown].sum())),
        Arm(int(withheld.sum()), int(hits[withheld].sum())),
    )
