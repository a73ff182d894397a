"""What the pages of gold paragraphs show."""

from dataclasses import dataclass
from typing import Any, Literal

from workbench.adjudication.forms import write_span
from workbench.adjudication.queries import DecidedParagraph, DecisionRow
from workbench.annotations.marks import Mark, drawable
from workbench.articles.queries import current_prescores
from workbench.codebook.codebook import Codebook
from workbench.gold.grading import Expected, ExpectedSpan
from workbench.gold.queries import WITHDRAWN, GoldRow
from workbench.gold_pages.forms import NOT_CHECKED, GoldForm
from workbench.projects.queries import ProjectHeader
from workbench.text.segments import Segment, segments
from workbench.words import gettext, ngettext

TYPED_ROWS = 3

# Somebody else stored something meanwhile, or the questions have changed.
Trouble = Literal["", "stale", "codebook"]


@dataclass(frozen=True)
class SpanChoice:
    """Hold words that can be expected; `value` stands for them in the form."""

    value: str
    text: str
    category: str
    title: str


@dataclass(frozen=True)
class GoldPage:
    """Be the context of `gold/edit.html`; `revisions` are those so far, the newest first."""

    project: ProjectHeader
    codebook: Codebook
    paragraph: DecidedParagraph
    pieces: tuple[Segment[Mark], ...]
    choices: tuple[SpanChoice, ...]
    revisions: tuple[GoldRow, ...]
    form: GoldForm
    has_final: bool
    trouble: Trouble

    @property
    def stored(self) -> GoldRow | None:
        """Give what is expected now; None where the paragraph is not gold."""
        newest = next(iter(self.revisions), None)
        return None if newest is None or newest.use == WITHDRAWN else newest

    @property
    def anchor(self) -> str:
        """Name the place of the paragraph on the page of its article."""
        return f"paragraph-{self.paragraph.paragraph_position + 1}"

    def title_of(self, question: str, label: str) -> str:
        """Give the titles of a question and a label, or their names where they are gone."""
        return _title_of(self.codebook, question, label)


def gold_page(
    *,
    project: ProjectHeader,
    codebook: Codebook,
    paragraph: DecidedParagraph,
    revisions: tuple[GoldRow, ...],
    final: DecisionRow | None,
    form: GoldForm,
    trouble: Trouble = "",
) -> GoldPage:
    """Gather the page of one paragraph; words of the lexicon and of the final label are offered."""
    prescore = current_prescores([paragraph.id]).get(paragraph.id)
    words = () if prescore is None else prescore.loaded_words
    offered = {ExpectedSpan(word.start, word.end, word.category) for word in words}
    for row in revisions[:1]:
        offered |= row.expected.spans or frozenset()
    if final is not None:
        offered |= spans_of(final)
    offered = {span for span in offered if span.category in codebook.category_names}
    marks = [Mark("", word.start, word.end, word.category, "is-suggested") for word in words]
    titles = {category.name: category.title for category in codebook.span_categories}
    while len(form.typed.rows) < TYPED_ROWS:
        form.typed.rows.append({"words": "", "category": ""})
    return GoldPage(
        project=project,
        codebook=codebook,
        paragraph=paragraph,
        pieces=tuple(segments(paragraph.text, drawable(paragraph.text, marks))),
        choices=tuple(
            SpanChoice(
                value=write_span(span),  # type: ignore[arg-type]  # It has the same three fields.
                text=paragraph.text[span.start : span.end],
                category=span.category,
                title=titles[span.category],
            )
            for span in sorted(offered)
        ),
        revisions=revisions,
        form=form,
        has_final=final is not None,
        trouble=trouble,
    )


def first_values(
    codebook: Codebook, revisions: tuple[GoldRow, ...], final: DecisionRow | None
) -> dict[str, Any]:
    """Fill the form: from the final label where it is taken, else from what is expected now."""
    stored = next(iter(revisions), None)
    values: dict[str, Any] = {
        "base_revision": str(0 if stored is None else stored.revision),
        **{f"expected_{question.name}": NOT_CHECKED for question in codebook.questions},
    }
    if stored is not None:
        values |= {"note": stored.note, "use": stored.use if stored.use != WITHDRAWN else ""}
    if final is not None:
        # What adjudication said about its labels explains them here as well.
        return {
            **values,
            "note": final.note or values.get("note", ""),
            "checks_words": True,
            "spans": [write_span(span) for span in sorted(final.spans)],
            **{f"expected_{question}": label for question, label in final.labels.items()},
        }
    if stored is None:
        return values
    return {
        **values,
        "checks_words": stored.expected.spans is not None,
        "spans": [write_span(span) for span in stored.spans],  # type: ignore[arg-type]  # As above.
        **{f"expected_{name}": label for name, label in stored.expected.answers.items()},
    }


def spans_of(final: DecisionRow) -> set[ExpectedSpan]:
    """Give the words of a final label as expected ones."""
    return {ExpectedSpan(span.start, span.end, span.category) for span in final.spans}


def expected_in_words(codebook: Codebook, expected: Expected) -> tuple[str, ...]:
    """Say what is expected in few words: each label, and how many loaded words."""
    answers = tuple(_title_of(codebook, *answer) for answer in expected.answers.items())
    if expected.spans is None:
        return answers
    words = ngettext("%(num)s loaded word", "%(num)s loaded words", len(expected.spans))
    return (*answers, words if expected.spans else gettext("no loaded words"))


def _title_of(codebook: Codebook, question: str, label: str) -> str:
    for asked in codebook.questions:
        if asked.name == question:
            titles = {one.name: one.title for one in asked.labels}
            return f"{asked.title}: {titles.get(label, label)}"
    return f"{question}: {label}"
