"""A methods paragraph with this study's numbers, and the sources it cites."""

from collections.abc import Iterator, Sequence

from workbench.reports import measures, numbers
from workbench.reports.question import QuestionAgreement
from workbench.reports.records import AgreementReport
from workbench.reports.repeat_wording import method_sentences
from workbench.reports.selection import FINAL
from workbench.reports.suggesting import suggesting_sentences
from workbench.web.wording import counted
from workbench.words import gettext, joined

_SOURCES = {
    "Krippendorff 2004": "Krippendorff, K. (2004). Content Analysis: An Introduction to Its "
    "Methodology, 2nd ed. Sage.",
    "Fleiss 1971": "Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. "
    "Psychological Bulletin 76, 378–382.",
    "Gwet 2008": "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the "
    "presence of high agreement. British Journal of Mathematical and Statistical Psychology 61, "
    "29–48.",
    "Efron 1987": "Efron, B. (1987). Better bootstrap confidence intervals. Journal of the "
    "American Statistical Association 82, 171–185.",
    "Hripcsak & Rothschild 2005": "Hripcsak, G. & Rothschild, A. S. (2005). Agreement, the "
    "F-measure, and reliability in information retrieval. Journal of the American Medical "
    "Informatics Association 12, 296–298.",
    "Krippendorff et al. 2016": "Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016). "
    "On the reliability of unitizing textual continua: further developments. Quality & Quantity "
    "50, 2347–2364.",
}


_WITHHELD = {
    "undefined_value": "the coefficient was undefined",
    "rare_label": "the rarest label had been given fewer than ten times on comparable paragraphs",
    "few_units": "fewer than three articles could be drawn",
    "undefined_replicates": "the coefficient was undefined in more than one replicate in ten",
    "no_spread": "all replicates gave the same value",
}


def methods_sentences(report: AgreementReport) -> list[str]:
    """Write the paragraph, one sentence after the other."""
    if not report.origin.n_annotations:
        return ["No annotation has been counted yet.", *report.origin.selection.sentences()]
    return [
        *_whole(report),
        *_lots(report),
        *_arms(report),
        *_questions(report),
        *_intervals(report),
        *_spans(report),
        *method_sentences(report),
        _tool(report),
    ]


def sources(report: AgreementReport) -> list[str]:
    """List the works that the paragraph cites, in full."""
    paragraph = " ".join(methods_sentences(report))
    return [source for short, source in _SOURCES.items() if short in paragraph]


def _whole(report: AgreementReport) -> Iterator[str]:
    origin = report.origin
    people = numbers.in_words(report.n_annotators).capitalize()
    yield (
        f"{people} {'annotator' if report.n_annotators == 1 else 'annotators'} made "
        f"{counted(origin.n_annotations, 'annotation')} of paragraphs of "
        f"{counted(origin.n_articles, 'article')}; the newest revision of each was counted."
    )
    versions = joined(
        [
            f"version {number} ({counted(n, 'annotation')})"
            for number, n in origin.annotations_by_version.items()
        ]
    )
    if versions:
        yield f"They were made under the codebook and guidelines of {versions}."
    if origin.n_imported:
        which = "All of them" if origin.n_imported == origin.n_annotations else "Of these"
        number = "" if which == "All of them" else f" {origin.n_imported:,}"
        yield (
            f"{which}{number} were given elsewhere and imported; nothing of the workbench was on "
            "the page then."
        )
    if origin.n_revealed and origin.selection.answers != FINAL:
        yield (
            f"Of {counted(origin.n_revealed, 'annotation')} the answer that was given before the "
            "machine’s suggestions were revealed counts, not the one after."
        )
    if origin.n_least_sure:
        yield gettext(
            "%(number)s were of paragraphs that were given out early because the model was least "
            "sure of them; agreement and shares of labels over them do not describe the study as a "
            "whole, as those over the random share do.",
            number=counted(origin.n_least_sure, "annotation"),
        )
    if origin.n_gold:
        yield gettext(
            "%(number)s were of gold paragraphs, of which a lead says what is expected: they were "
            "mixed among the others without a sign and count like them. Answers to training items "
            "count nowhere.",
            number=counted(origin.n_gold, "annotation"),
        )
    if origin.is_demonstration:
        yield "The annotations were invented for demonstration."
    yield from origin.selection.sentences()


def _questions(report: AgreementReport) -> Iterator[str]:
    yield (
        "Agreement was measured by Krippendorff’s α with the distance of each question’s level "
        "(Krippendorff 2004), beside Fleiss’ κ (Fleiss 1971) and Gwet’s AC1 (Gwet 2008)."
    )
    for found in report.questions:
        yield _question(found)


def _question(found: QuestionAgreement) -> str:
    alpha, interval = found.headline[0].statistic, found.headline[0].interval
    labels = counted(len(found.question.labels), "label")
    name = f"For {found.question.title.lower()} ({found.question.level}, {labels})"
    if alpha.value is None:
        return f"{name}, α is undefined: {alpha.sentence[0].lower()}{alpha.sentence[1:]}"
    basis = (
        f"{counted(alpha.n_items, 'paragraph')}, {counted(alpha.n_labels, 'label')}, "
        f"{counted(alpha.n_annotators, 'annotator')}"
    )
    reach = (
        "no interval is given"
        if interval.low is None
        else f"95% interval {numbers.limits(interval.low, interval.high)}"
    )
    others = ", ".join(
        f"{_inside(str(measures.NAMES[one.statistic.name]))} {measures.shown(one.statistic)}"
        for one in found.headline
        if one.statistic.name in ("percent_agreement", "fleiss_kappa", "gwet_ac1")
    )
    return f"{name}, α was {numbers.coefficient(alpha.value)} ({reach}; {basis}; {others})."


def _inside(name: str) -> str:
    """Write a name as it stands inside a sentence."""
    return "percent agreement" if name == "Percent agreement" else name


def _lots(report: AgreementReport) -> Iterator[str]:
    """Say what was decided by lot before a page was made."""
    lots = report.origin.lots
    blind = [(lot.design, lot.blind_percent) for lot in lots if lot.blind_percent is not None]
    hidden = [(lot.design, lot.hidden_percent) for lot in lots if lot.hidden_percent is not None]
    if blind:
        yield (
            "Which paragraphs an annotator saw without the machine’s suggestions (blind) was "
            f"drawn by lot before the page was made, for {_shares(blind)}."
        )
    if hidden:
        yield f"The outlet’s name was hidden by such a lot, for {_shares(hidden)}."


def _shares(percents: Sequence[tuple[int, int]]) -> str:
    if len(percents) == 1:
        return f"{percents[0][1]}% of the paragraphs"
    return joined([f"{percent}% under study design {design}" for design, percent in percents])


def _arms(report: AgreementReport) -> Iterator[str]:
    """Say what of the machine was on the pages."""
    shown = [found for found in report.questions if found.suggested]
    if not shown:
        return
    counts = ", ".join(
        f"{found.suggested.n_shown:,} of {counted(found.n_labels, 'label')} on "
        f"{found.question.title.lower()}"
        for found in shown
        if found.suggested
    )
    n_blind = max(found.suggested.n_blind for found in shown if found.suggested)
    made = "annotation was" if n_blind == 1 else "annotations were"
    blind = f"{n_blind:,} {made}" if n_blind else "no annotation was"
    yield (
        f"The machine’s suggestion was on the page for {counts}; {blind} made "
        "with nothing of the machine on the page."
    )
    yield from what_suggested(report)


def what_suggested(report: AgreementReport) -> Iterator[str]:
    """Say which score suggested on the questions that had a suggestion on some page."""
    titles = {
        found.question.name: found.question.title
        for found in report.questions
        if found.suggested and found.suggested.n_shown
    }
    if titles:
        origin = report.origin
        yield from suggesting_sentences(
            origin.suggesting,
            titles,
            origin.models_used,
            reads_surroundings=origin.reads_surroundings,
        )


def _intervals(report: AgreementReport) -> Iterator[str]:
    given = [found.headline[0].interval for found in report.questions]
    drawn = [interval for interval in given if not interval.withheld]
    if drawn:
        yield (
            f"Intervals are BCa bootstrap intervals (Efron 1987) from {drawn[0].n_replicates:,} "
            "replicates in which whole articles were drawn with replacement, because the "
            f"paragraphs of an article are not independent; the seed was "
            f"{report.origin.selection.seed}."
        )
    # In the order of the reasons, so that the paragraph is the same for the same numbers.
    reasons = {interval.withheld.reason for interval in given if interval.withheld}
    why = [words for reason, words in _WITHHELD.items() if reason in reasons]
    if why:
        yield f"No interval was given {' or '.join(f'where {words}' for words in why)}."


def _spans(report: AgreementReport) -> Iterator[str]:
    exact = report.spans.exact.statistic
    if exact.value is None:
        return
    full = report.spans.unitizing.full.statistic
    unitizing = (
        ""
        if full.value is None
        else f", and u-α (Krippendorff et al. 2016) was {numbers.coefficient(full.value)}"
    )
    yield (
        "Agreement on loaded words was measured by F1 over pairs of annotators (Hripcsak & "
        f"Rothschild 2005): {numbers.coefficient(exact.value)} for the same words in the same "
        f"category, {numbers.coefficient(report.spans.overlap.statistic.value)} for overlapping "
        f"words in any{unitizing} ({counted(exact.n_items, 'paragraph')}, "
        f"{counted(exact.n_labels, 'span')})."
    )


def _tool(report: AgreementReport) -> str:
    at = report.origin.computed_at
    return (
        f"All numbers were computed by Media-bias workbench {report.origin.software_version} on "
        f"{at.day} {at:%B %Y}."
    )
