"""What the preview of an import says in words."""

from collections.abc import Iterator

from workbench.label_imports.mapping import Reading, Repeats
from workbench.label_imports.operations import Preview
from workbench.web.wording import counted

# More labels than these make no sentence.
MOST_LABELS = 20
REPEATS = {
    Repeats.REFUSE: "import nothing, and say where",
    Repeats.FIRST: "the first one counts",
    Repeats.LAST: "the last one counts",
}


def preview_lines(preview: Preview, reading: Reading) -> Iterator[str]:
    """Say in a line each what would be stored and what would not."""
    plan, notes = preview.plan, preview.plan.notes
    yield (
        f"{counted(plan.n_labels, 'label')} in {counted(len(plan.given), 'annotation')} of "
        f"{counted(len(plan.annotators), 'annotator')} on {counted(len(plan.items), 'paragraph')} "
        f"in {counted(plan.n_articles, 'article')}."
    )
    for one in reading.questions:
        question = preview.codebook.question(one.name)
        count = plan.counts.get(one.name, {})
        shares = ", ".join(
            f"{label} {count.get(label, 0):,}" for label in question.label_names[:20]
        )
        new = ", new" if one.is_new else ""
        yield f"{one.source} → {question.title} ({question.level}{new}): {shares}."
    if reading.columns.spans:
        yield f"{counted(notes.n_spans, 'span')} marked in the texts."
    if preview.n_known:
        yield f"{counted(preview.n_known, 'paragraph')} of them are in this project already."
    if plan.n_without_text:
        yield (
            f"{counted(plan.n_without_text, 'paragraph')} come without a text: a line with the "
            "item’s name stands in its place."
        )
    yield from _left_out(preview)
    if reading.replaces_codebook:
        yield "The project will ask only what the file answers."


def _left_out(preview: Preview) -> Iterator[str]:
    notes = preview.plan.notes
    if notes.bad:
        yield f"{counted(len(notes.bad), 'row')} cannot be read."
    if notes.conflicts:
        yield f"{counted(len(notes.conflicts), 'label')} contradict an earlier one."
    if notes.n_doubles:
        yield f"{counted(notes.n_doubles, 'label')} repeat an earlier one and count once."
    if notes.n_left_out_values:
        yield f"{counted(notes.n_left_out_values, 'label')} are left out by their values."
    if notes.n_unplaced:
        yield (
            f"{counted(notes.n_unplaced, 'mark')} are left out: the words do not stand in the "
            "text, overlap others, or have no category."
        )
    if notes.n_bad_times:
        yield (
            f"{counted(notes.n_bad_times, 'time')} were not understood: the time of the import "
            "stands in."
        )
