"""Every number on hidden repeats as one line of a file."""

from collections.abc import Iterator
from dataclasses import replace

from workbench.agreement import Estimate, SelfConsistency
from workbench.agreement.consistency import NOTHING_CAME_BACK
from workbench.reports.lines import Line, estimated, number
from workbench.reports.repeats import QuestionRepeats, SpanRepeats


def repeat_lines(found: QuestionRepeats) -> Iterator[Line]:
    """Give every number on the repeats of one question; those of annotators have a first one."""
    whole = found.agreement
    yield number(
        "repeat",
        "same_label_again",
        whole.share,
        n_items=whole.n_repeats,
        missing=NOTHING_CAME_BACK,
        limits=whole.limits,
    )
    yield estimated(whole.alpha, "repeat")
    for one in whole.annotators:
        yield from person_lines(one)


def person_lines(one: SelfConsistency) -> Iterator[Line]:
    """Give the numbers on the repeats of one annotator."""
    who = int(str(one.annotator))
    yield number(
        "repeat",
        "same_label_again",
        one.share,
        n_items=one.n_repeats,
        missing=NOTHING_CAME_BACK,
        first=who,
        limits=one.limits,
        shrunken=one.shrunken,
        p_value=one.p_value,
    )
    yield replace(estimated(one.alpha, "repeat"), first=who)


def span_repeat_lines(found: SpanRepeats) -> Iterator[Line]:
    """Give every number on the words that were marked again."""
    for one in found.estimates:
        yield _unweighted(one)
    for person in found.annotators:
        for one in person.estimates:
            yield replace(_unweighted(one), first=person.annotator)


def _unweighted(one: Estimate) -> Line:
    return replace(estimated(one, "repeat"), weights="")
