"""A datasheet of a data set: what is known of how it came about, and what its authors must add.

The headings are those of CrowdWorkSheets (Díaz and others 2022, FAccT).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.codebook.codebook import Codebook
from workbench.reports import repeat_wording, wording
from workbench.reports.methods import methods_sentences, sources, what_suggested
from workbench.reports.records import AgreementReport
from workbench.web.wording import counted

SOURCE = (
    "Díaz, M., Kivlichan, I. D., Rosen, R., Baker, D. K., Amironesei, R., Prabhakaran, V. & "
    "Denton, E. (2022). CrowdWorkSheets: Accounting for individual and collective identities "
    "underlying crowdsourced dataset annotation. FAccT 2022, 2342–2351."
)

TO_BE_WRITTEN = "To be written by the authors:"


@dataclass(frozen=True)
class Entry:
    """Hold what is known on one point; `to_add` says what only the authors can tell ("" else)."""

    title: str
    lines: tuple[str, ...]
    to_add: str = ""


@dataclass(frozen=True)
class Heading:
    """Hold the entries under one heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class StudyFacts:
    """Hold what a datasheet tells that is no statistic."""

    codebook: Codebook
    guidelines_dates: tuple[str, ...]
    annotators_wanted: int
    sampling: tuple[str, ...]
    n_outlets: int
    published: str
    imported: tuple[str, ...] = ()
    designs: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()


def datasheet(report: AgreementReport, facts: StudyFacts) -> tuple[Heading, ...]:
    """Fill the headings with what the workbench knows of a study."""
    return (
        Heading("Task formulation", _task(facts)),
        Heading("Selecting annotations", _selection(report, facts)),
        Heading("Platform and infrastructure choices", _platform(report, facts)),
        Heading("Dataset analysis and evaluation", _analysis(report)),
        Heading("Dataset release and maintenance", _release(report)),
    )


def as_markdown(report: AgreementReport, headings: Sequence[Heading]) -> str:
    """Write a datasheet as Markdown."""
    return "\n".join(_markdown(report, headings)) + "\n"


def _markdown(report: AgreementReport, headings: Sequence[Heading]) -> Iterator[str]:
    yield f"# Datasheet: {_plain(report.origin.project)}"
    if report.origin.is_demonstration:
        yield "\nThe annotations were invented for demonstration."
    for heading in headings:
        yield f"\n## {heading.title}"
        for entry in heading.entries:
            yield f"\n### {entry.title}\n"
            for line in entry.lines:
                yield f"- {_plain(line)}"
            if entry.to_add:
                yield f"- *{TO_BE_WRITTEN}* {entry.to_add}"
    yield "\n## Sources\n"
    for source in (SOURCE, *sources(report)):
        yield f"- {source}"


def _task(facts: StudyFacts) -> tuple[Entry, ...]:
    questions = [
        f"{question.title} ({question.level}): "
        + ", ".join(label.title for label in question.labels)
        + (
            ". The machine suggests an answer where the study shows it."
            if question.suggested_by
            else "."
        )
        for question in facts.codebook.questions
    ]
    if facts.codebook.span_categories:
        names = ", ".join(category.title for category in facts.codebook.span_categories)
        questions.append(f"Loaded words are marked in the text, in the categories {names}.")
    return (
        Entry("What annotators were asked", tuple(questions)),
        Entry(
            "Guidelines",
            facts.guidelines_dates,
            "who wrote them, and how they were tried before the study.",
        ),
        Entry(
            "Ambiguity and subjectivity",
            (
                "Disagreement is kept: every annotator’s label is stored beside the others, and "
                "contested paragraphs are not counted as errors.",
            ),
            "how subjective the task is, and whose view is missing.",
        ),
    )


def _selection(report: AgreementReport, facts: StudyFacts) -> tuple[Entry, ...]:
    given = counted(report.n_annotators, "person", "people")
    wanted = counted(facts.annotators_wanted, "person", "people")
    return (
        Entry(
            "Annotators",
            (
                f"{given} gave the labels, under pseudonyms.",
                f"Each paragraph is given to {wanted}.",
                *facts.imported,
                *facts.gold,
            ),
            "how they were found, trained and paid, and which of their backgrounds matter here.",
        ),
        Entry(
            "Texts",
            (
                *_annotated_texts(report, facts),
                *(facts.sampling or ("The articles were imported, not drawn by the workbench.",)),
            ),
            "" if facts.sampling else "how the articles were chosen.",
        ),
    )


def _annotated_texts(report: AgreementReport, facts: StudyFacts) -> tuple[str, ...]:
    if not report.origin.n_articles:
        return ("No article has annotations yet.",)
    return (
        f"{counted(report.origin.n_articles, 'article')} of "
        f"{counted(facts.n_outlets, 'outlet')}, {facts.published}.",
    )


def _platform(report: AgreementReport, facts: StudyFacts) -> tuple[Entry, ...]:
    shown = [found for found in report.questions if found.suggested]
    lines = [
        f"{found.question.title}: {counted(found.suggested.n_shown, 'label')} given with the "
        f"machine’s suggestion on the page ({found.suggested.n_followed:,} repeat it), "
        f"{found.suggested.n_blind:,} blind."
        for found in shown
        if found.suggested
    ]
    timed = [one for one in report.paces if one.pace.n]
    return (
        Entry(
            "Platform",
            (f"Media-bias workbench {report.origin.software_version}.",),
        ),
        Entry(
            "What annotators saw",
            (
                *facts.designs,
                *(lines or ["No suggestion was on any page."]),
                *what_suggested(report),
                *facts.returned,
            ),
        ),
        Entry(
            "Time and pay",
            (f"Times of {counted(len(timed), 'annotator')} are known.",),
            "what annotators were paid, by the hour.",
        ),
    )


def _analysis(report: AgreementReport) -> tuple[Entry, ...]:
    findings = [wording.finding(found) for found in report.questions]
    contested = [
        f"{found.question.title}: {found.contest.n_contested:,} of "
        f"{counted(found.contest.n_items, 'paragraph')} with two labels or more got different ones."
        if found.contest.n_items
        else f"{found.question.title}: no paragraph has two labels."
        for found in report.questions
    ]
    again = [repeat_wording.finding(found) for found in report.questions if found.repeats]
    if report.span_repeats:
        again.append(repeat_wording.span_finding(report.span_repeats))
    return (
        Entry("Agreement", (*findings, wording.span_finding(report.spans))),
        *([Entry("Self-consistency", tuple(again))] if again else []),
        Entry("Disagreement", tuple(contested)),
        Entry("Methods", tuple(methods_sentences(report))),
    )


def _release(report: AgreementReport) -> tuple[Entry, ...]:
    versions = ", ".join(
        f"version {number} ({counted(n, 'annotation')})"
        for number, n in report.origin.annotations_by_version.items()
    )
    return (
        Entry(
            "What is released",
            (
                "Labels, spans and paragraphs as CSV, JSON lines or Parquet, one row for each "
                "annotator’s answer, under pseudonyms.",
                f"Annotations by version of the codebook and guidelines: {versions or 'none'}.",
            ),
            "the licence, whether the articles’ texts may be passed on, and where it is kept.",
        ),
        Entry("Maintenance", (), "who answers questions, and how corrections are published."),
    )


def _plain(text: str) -> str:
    """Keep a name from being read as Markdown."""
    kept = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#" else letter for letter in kept)
