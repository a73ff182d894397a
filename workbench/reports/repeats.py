"""What a report says of hidden repeats: how far annotators agree with themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.agreement import (
    SPAN_MEASURES,
    Estimate,
    LabelMatrix,
    Repeats,
    SelfAgreement,
    Span,
    SpanMeasure,
    self_consistency,
    span_estimate,
)
from workbench.agreement.consistency import (
    LEAST_REPEATS,
    withheld_for_few,
    without_interval,
)
from workbench.agreement.statistic import Basis
from workbench.codebook.codebook import Question
from workbench.reports.labels import StudyLabels
from workbench.reports.matrices import label_scale, titles
from workbench.reports.repeated import Place
from workbench.said_later import later

# By person only what differs most from each other: a table of six would say less.
BY_PERSON: tuple[SpanMeasure, ...] = ("exact_typed", "overlap_untyped", "character_untyped")

NOTHING_MARKED = later("Nothing was marked on either occasion: there is nothing to compare.")


@dataclass(frozen=True)
class QuestionRepeats:
    """Hold how far annotators agree with themselves on one question.

    `n_left_out` repeats have a label that is not declared any more; between the two answers of
    `n_other_version` the codebook or the guidelines changed.
    """

    agreement: SelfAgreement
    n_left_out: int
    n_other_version: int


@dataclass(frozen=True)
class PersonSpans:
    """Hold how far one annotator marked the same words again: exact, overlap, characters."""

    annotator: int
    n_repeats: int
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True)
class SpanRepeats:
    """Hold the six F1 values between the two occasions, and those of each annotator.

    In `n_both_empty` repeats neither occasion has a span; `n_empty` of the submissions, two a
    repeat, hold none.
    """

    estimates: tuple[Estimate, ...]
    n_repeats: int
    n_both_empty: int
    n_empty: int
    annotators: tuple[PersonSpans, ...]


def repeats_on(
    question: Question, study: StudyLabels, *, rng: np.random.Generator
) -> QuestionRepeats | None:
    """Compare the answers to one question on both occasions; None where nothing was repeated."""
    counted = study.repeated.labels.get(question.name, ())
    code_of = {label: code for code, label in enumerate(question.label_names)}
    declared = [row for row in counted if row.first in code_of and row.again in code_of]
    if not declared:
        return None
    accounts = sorted({row.account for row in declared}, key=lambda one: study.rank[one])
    place_of = {account: place for place, account in enumerate(accounts)}
    times = [row.n for row in declared]
    codes = np.array([(code_of[row.first], code_of[row.again]) for row in declared])
    given = Repeats(
        labels=LabelMatrix(
            np.repeat(codes, times, axis=0),
            titles(question),
            question.level,
            label_scale(question),
        ),
        annotators=np.repeat([place_of[row.account] for row in declared], times),
        clusters=np.repeat([row.article for row in declared], times),
        annotator_ids=tuple(accounts),
    )
    return QuestionRepeats(
        agreement=self_consistency(given, rng=rng),
        n_left_out=sum(row.n for row in counted) - sum(times),
        n_other_version=study.repeated.n_other_version,
    )


def span_repeats(study: StudyLabels, *, seed: int) -> SpanRepeats | None:
    """Compare the spans of both occasions; None where nothing was repeated."""
    repeated = study.repeated
    if not repeated.spans:
        return None
    marks = [spans for occasions in repeated.spans.values() for spans in occasions.values()]
    by_person: dict[int, dict[Place, Mapping[int, Sequence[Span]]]] = {}
    for place, occasions in repeated.spans.items():
        by_person.setdefault(place[1], {})[place] = occasions
    return SpanRepeats(
        estimates=_estimates(
            repeated.spans, SPAN_MEASURES, repeated.articles, len(by_person), seed
        ),
        n_repeats=len(repeated),
        n_both_empty=sum(not any(one.values()) for one in repeated.spans.values()),
        n_empty=sum(not spans for spans in marks),
        annotators=tuple(
            PersonSpans(
                account,
                len(by_person[account]),
                _estimates(by_person[account], BY_PERSON, repeated.articles, 1, seed),
            )
            for account in sorted(by_person, key=lambda one: study.rank[one])
        ),
    )


def _estimates(
    spans: Mapping[Place, Mapping[int, Sequence[Span]]],
    measures: Sequence[SpanMeasure],
    articles: Mapping[Place, int],
    n_people: int,
    seed: int,
) -> tuple[Estimate, ...]:
    """Compute F1 between occasions; they count as two who marked, and people are named beside."""
    found = []
    for measure in measures:
        # The same draws for all, so that measures differ by what they measure alone.
        rng = np.random.default_rng([seed, len(SPAN_MEASURES)])
        one = span_estimate(spans, measure, rng=rng, cluster_of=articles)
        statistic = replace(one.statistic, n_annotators=n_people)
        if len(spans) < LEAST_REPEATS:
            basis = Basis(statistic.n_items, statistic.n_labels, n_people)
            found.append(without_interval(withheld_for_few(statistic.name, len(spans), basis)))
        elif statistic.reason == "no_spans":
            found.append(without_interval(replace(statistic, sentence=NOTHING_MARKED)))
        else:
            found.append(Estimate(statistic, one.interval))
    return tuple(found)
