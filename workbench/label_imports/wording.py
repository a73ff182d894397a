"""What the preview of an import says in words."""

from collections.abc import Iterator

from workbench.label_imports.mapping import Reading, Repeats
from workbench.label_imports.previewing import Hindrance, Obstacle, Preview
from workbench.web.wording import term
from workbench.words import gettext, lazy, ngettext, number

# More labels than these make no sentence.
MOST_LABELS = 20
REPEATS = {
    Repeats.REFUSE: lazy("import nothing, and say where"),
    Repeats.FIRST: lazy("the first one counts"),
    Repeats.LAST: lazy("the last one counts"),
}


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Say what stands in the way of an import, and what can be done about it on its page."""
    match obstacle.hindrance:
        case Hindrance.NOTHING_TO_STORE:
            return gettext("Nothing would be stored: no row holds a label that is taken.")
        case Hindrance.BAD_ROWS:
            return ngettext(
                "%(num)s row cannot be read. Leave it out by the tick below, or mend the file.",
                "%(num)s rows cannot be read. Leave them out by the tick below, or mend the file.",
                obstacle.n,
            )
        case Hindrance.CONFLICTS:
            return ngettext(
                "%(num)s label contradicts an earlier one of the same annotator. Say below which "
                "of them counts, or mend the file.",
                "%(num)s labels contradict an earlier one of the same annotator. Say below which "
                "of them counts, or mend the file.",
                obstacle.n,
            )
        case Hindrance.UNKNOWN_PARAGRAPHS:
            return ngettext(
                "%(num)s item names a paragraph that this project does not have. Choose a column "
                "with the texts, or mend the file.",
                "%(num)s items name paragraphs that this project does not have. Choose a column "
                "with the texts, or mend the file.",
                obstacle.n,
            )


def preview_lines(preview: Preview, reading: Reading) -> Iterator[str]:
    """Say in a line each what would be stored and what would not."""
    plan, notes = preview.plan, preview.plan.notes
    yield gettext(
        "%(labels)s in %(annotations)s of %(annotators)s on %(paragraphs)s in %(articles)s.",
        labels=ngettext("%(num)s label", "%(num)s labels", plan.n_labels),
        annotations=ngettext("%(num)s annotation", "%(num)s annotations", len(plan.given)),
        annotators=ngettext("%(num)s annotator", "%(num)s annotators", len(plan.annotators)),
        articles=ngettext("%(num)s article", "%(num)s articles", plan.n_articles),
        paragraphs=ngettext("%(num)s paragraph", "%(num)s paragraphs", len(plan.items)),
    )
    for one in reading.questions:
        question = preview.codebook.question(one.name)
        count = plan.counts.get(one.name, {})
        shares = ", ".join(
            f"{label} {number(count.get(label, 0))}" for label in question.label_names[:20]
        )
        level = term(question.level)
        yield gettext(
            "%(source)s → %(question)s (%(level)s): %(shares)s.",
            source=one.source,
            question=question.title,
            level=gettext("%(level)s, new", level=level) if one.is_new else level,
            shares=shares,
        )
    if reading.columns.spans:
        yield ngettext(
            "%(num)s span marked in the texts.", "%(num)s spans marked in the texts.", notes.n_spans
        )
    if preview.n_known:
        yield ngettext(
            "%(num)s of these paragraphs is in this project already.",
            "%(num)s of these paragraphs are in this project already.",
            preview.n_known,
        )
    if plan.n_without_text:
        yield ngettext(
            "%(num)s paragraph comes without a text: a line with the item’s name stands in its "
            "place.",
            "%(num)s paragraphs come without a text: a line with the item’s name stands in its "
            "place.",
            plan.n_without_text,
        )
    yield from _left_out(preview)
    if reading.replaces_codebook:
        yield gettext("The project will ask only what the file answers.")


def _left_out(preview: Preview) -> Iterator[str]:
    notes = preview.plan.notes
    if notes.bad:
        yield ngettext(
            "%(num)s row cannot be read.", "%(num)s rows cannot be read.", len(notes.bad)
        )
    if notes.conflicts:
        yield ngettext(
            "%(num)s label contradicts an earlier one.",
            "%(num)s labels contradict an earlier one.",
            len(notes.conflicts),
        )
    if notes.n_doubles:
        yield ngettext(
            "%(num)s label repeats an earlier one and counts once.",
            "%(num)s labels repeat an earlier one and count once.",
            notes.n_doubles,
        )
    if notes.n_left_out_values:
        yield ngettext(
            "%(num)s label is left out by its value.",
            "%(num)s labels are left out by their values.",
            notes.n_left_out_values,
        )
    if notes.n_unplaced:
        yield ngettext(
            "%(num)s mark is left out: its words do not stand in the text, overlap others, or have "
            "no category.",
            "%(num)s marks are left out: the words do not stand in the text, overlap others, or "
            "have no category.",
            notes.n_unplaced,
        )
    if notes.n_bad_times:
        yield ngettext(
            "%(num)s time was not understood: the time of the import stands in.",
            "%(num)s times were not understood: the time of the import stands in.",
            notes.n_bad_times,
        )
