"""Sentences on hidden repeats: how far annotators agree with themselves."""

from collections.abc import Iterator, Sequence

from workbench.agreement import Estimate, SelfConsistency
from workbench.reports.measures import remark, with_limits
from workbench.reports.numbers import coefficient, percent, share_limits
from workbench.reports.question import QuestionAgreement
from workbench.reports.records import AgreementReport
from workbench.reports.repeats import PersonSpans, QuestionRepeats, SpanRepeats
from workbench.reports.returned_queries import ReturnedCounts
from workbench.said_later import said
from workbench.words import gettext, joined, ngettext, number, within


def finding(found: QuestionAgreement) -> str:
    """Say how often annotators gave a label again, and how far that is from chance."""
    if found.repeats is None:
        return ""
    whole = found.repeats.agreement
    alpha = whole.alpha.statistic
    share = gettext(
        "Asked again without a sign of it, annotators gave the same label on %(question)s in "
        "%(same)s of %(all)s repeats: %(share)s, 95%% interval %(limits)s.",
        question=within(found.question.title),
        same=number(whole.n_same),
        all=number(whole.n_repeats),
        share=percent(whole.share),
        limits=share_limits(whole.limits),
    )
    if alpha.value is None:
        return f"{share} {said(alpha.sentence)}"
    chance = gettext(
        "Krippendorff’s α between the two occasions is %(alpha)s.", alpha=with_limits(whole.alpha)
    )
    return " ".join(filter(None, (share, chance, remark(alpha))))


def ceiling(found: QuestionAgreement) -> str:
    """Hold it against the agreement of different annotators; "" where either is missing."""
    if found.repeats is None or found.alpha.value is None:
        return ""
    own = found.repeats.agreement.alpha.statistic.value
    if own is None:
        return ""
    return gettext(
        "Different annotators reach α = %(others)s. Where people agree with themselves hardly more "
        "than with each other, the texts or the guidelines leave the answer open, rather than "
        "people reading differently.",
        others=coefficient(found.alpha.value),
    )


def cautions(found: QuestionRepeats) -> Iterator[str]:
    """Say what else may stand behind answers that changed."""
    if found.n_other_version:
        yield ngettext(
            "Between the two answers of %(num)s repeat the codebook or the guidelines changed: an "
            "answer that changed with them is no inconsistency.",
            "Between the two answers of %(num)s repeats the codebook or the guidelines changed: an "
            "answer that changed with them is no inconsistency.",
            found.n_other_version,
        )
    if found.n_left_out:
        yield ngettext(
            "%(num)s repeat with a label that is not declared any more is left out.",
            "%(num)s repeats with a label that is not declared any more are left out.",
            found.n_left_out,
        )


def person_remark(one: SelfConsistency) -> str:
    """Say why an annotator's coefficient or its interval is missing; "" for nothing."""
    statistic = one.alpha.statistic
    if statistic.value is None:
        return said(statistic.sentence)
    return " ".join(filter(None, (remark(statistic), _missing(one.alpha))))


def span_finding(found: SpanRepeats) -> str:
    """Say how far the same words were marked again."""
    exact, overlap = found.estimates[0], found.estimates[3]
    if exact.statistic.value is None:
        return said(exact.statistic.sentence)
    return ngettext(
        "In %(num)s repeat annotators marked the very same words in the same category again with "
        "F1 = %(exact)s, and overlapping words in any category with F1 = %(overlap)s.",
        "In %(num)s repeats annotators marked the very same words in the same category again with "
        "F1 = %(exact)s, and overlapping words in any category with F1 = %(overlap)s.",
        found.n_repeats,
        exact=with_limits(exact),
        overlap=with_limits(overlap),
    )


def empty_repeats(found: SpanRepeats) -> str:
    """Say how many submissions hold no span, apart from the agreement on those that do."""
    return gettext(
        "%(empty)s of the %(all)s submissions hold no span, and in %(both)s of the %(repeats)s "
        "repeats neither holds one: these agree, and add nothing to F1. A word that was kept from "
        "a suggestion on both occasions counts as marked again, so that suggestions raise F1.",
        empty=number(found.n_empty),
        all=number(2 * found.n_repeats),
        both=number(found.n_both_empty),
        repeats=number(found.n_repeats),
    )


def method_sentences(report: AgreementReport) -> Iterator[str]:
    """Say in a methods section what came back, and how far annotators agreed with themselves."""
    origin = report.origin
    shares = [
        _consistency(found)
        for found in report.questions
        if found.repeats and found.repeats.agreement.n_repeats
    ]
    if shares:
        yield ngettext(
            "%(num)s paragraph came back to the annotator who had answered it, without a sign that "
            "it did, and was answered again; the same label was given %(shares)s.",
            "%(num)s paragraphs came back to the annotator who had answered them, without a sign "
            "that they did, and were answered again; the same label was given %(shares)s.",
            origin.n_repeats,
            shares=joined(shares),
        )
    if origin.n_named:
        yield ngettext(
            "%(num)s paragraph that had been answered with the outlet hidden was answered again "
            "with it shown; that answer is not among those compared here.",
            "%(num)s paragraphs that had been answered with the outlet hidden were answered again "
            "with it shown; those answers are not among those compared here.",
            origin.n_named,
        )


def _consistency(found: QuestionAgreement) -> str:
    if found.repeats is None:
        return ""
    whole = found.repeats.agreement
    share, question = percent(whole.share), within(found.question.title)
    if whole.alpha.statistic.value is None:
        return gettext("on %(question)s in %(share)s", question=question, share=share)
    return gettext(
        "on %(question)s in %(share)s (α = %(alpha)s)",
        question=question,
        share=share,
        alpha=with_limits(whole.alpha),
    )


def returned_sentences(counts: ReturnedCounts) -> Iterator[str]:
    """Say how many paragraphs came back, and how many of them were answered again."""
    repeats, named = counts.all_repeats, counts.all_named
    if repeats.n_given:
        yield ngettext(
            "%(num)s paragraph came back to the annotator who had answered it, as a hidden repeat; "
            "%(answered)s answered again, %(skipped)s skipped.",
            "%(num)s paragraphs came back to the annotators who had answered them, as hidden "
            "repeats; %(answered)s answered again, %(skipped)s skipped.",
            repeats.n_given,
            answered=number(repeats.n_answered),
            skipped=number(repeats.n_skipped),
        )
    if named.n_given:
        yield ngettext(
            "%(num)s paragraph that had been answered with the outlet hidden came back with it "
            "shown, in a second pass; %(answered)s answered again, %(skipped)s skipped.",
            "%(num)s paragraphs that had been answered with the outlet hidden came back with it "
            "shown, in a second pass; %(answered)s answered again, %(skipped)s skipped.",
            named.n_given,
            answered=number(named.n_answered),
            skipped=number(named.n_skipped),
        )


def span_remarks(people: Sequence[PersonSpans]) -> list[str]:
    """Say of each annotator why F1 or its limits are missing; "" for nothing."""
    return [next(filter(None, map(_missing, one.estimates)), "") for one in people]


def _missing(one: Estimate) -> str:
    withheld = one.interval.withheld
    return said(one.statistic.sentence or (withheld.sentence if withheld else ""))
