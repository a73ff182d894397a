"""What the machine suggests on a page, as far as the codebook asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.articles.queries import PrescoreRow
from workbench.codebook.codebook import Codebook
from workbench.scoring.loaded_words import LoadedWord


@dataclass(frozen=True)
class Suggestions:
    """Hold what a page suggests: a label by question, and loaded words sorted by place.

    Without a pre-score nothing is suggested and `prescore_id` is None.
    """

    prescore_id: int | None = None
    compound: float = 0.0
    labels: Mapping[str, str] = field(default_factory=dict)
    words: tuple[LoadedWord, ...] = ()


def suggestions_from(prescore: PrescoreRow | None, codebook: Codebook) -> Suggestions:
    """Take from a pre-score what the codebook has a question or a category for."""
    if prescore is None:
        return Suggestions()
    return Suggestions(
        prescore_id=prescore.id,
        compound=prescore.compound,
        labels={
            question.name: prescore.sentiment
            for question in codebook.questions
            if question.suggested_by == "sentiment" and prescore.sentiment in question.label_names
        },
        words=tuple(
            word for word in prescore.loaded_words if word.category in codebook.category_names
        ),
    )
