"""What `workbench import-labels` says: what would be stored, and what stands in the way."""

from collections.abc import Iterator

from workbench.label_imports.previewing import Hindrance, Obstacle, Preview
from workbench.web.wording import counted

MOST_LINES = 20
# What a page offers beside its sentence is an option here.
_WAYS_OUT = {
    Hindrance.NOTHING_TO_STORE: (
        "--annotator, --answers and --value say which columns and values are meant."
    ),
    Hindrance.BAD_ROWS: "Mend the file, or leave them out with --keep-good.",
    Hindrance.CONFLICTS: (
        "Mend the file, or say with --repeats first or --repeats last which of them counts."
    ),
    Hindrance.UNKNOWN_PARAGRAPHS: (
        "Name the column with the texts by --text or the file with the texts by --texts, or mend "
        "the file."
    ),
}


def obstacle_lines(preview: Preview) -> Iterator[str]:
    """Say what stands in the way, and which option or what else takes it away."""
    for obstacle in preview.obstacles:
        yield f"{_what(obstacle)} {_WAYS_OUT[obstacle.hindrance]}"


def faulty_lines(preview: Preview) -> Iterator[str]:
    """Say of which lines of the file something is wrong, the first of each sort."""
    for problems in (preview.plan.notes.bad, preview.plan.notes.conflicts):
        for problem in problems[:MOST_LINES]:
            yield f"line {problem.line}: {problem.sentence}"
        if len(problems) > MOST_LINES:
            yield f"… and {len(problems) - MOST_LINES:,} more like these"


def _what(obstacle: Obstacle) -> str:
    match obstacle.hindrance:
        case Hindrance.NOTHING_TO_STORE:
            return "No row holds a label that is taken."
        case Hindrance.BAD_ROWS:
            return f"{counted(obstacle.n, 'row')} cannot be read."
        case Hindrance.CONFLICTS:
            what = counted(obstacle.n, "label contradicts", "labels contradict")
            return f"{what} an earlier one of the same annotator."
        case Hindrance.UNKNOWN_PARAGRAPHS:
            what = counted(obstacle.n, "item names a paragraph", "items name paragraphs")
            return f"{what} that this project does not have."
