"""A study's design in sentences."""

from collections.abc import Iterator

from workbench.codebook.codebook import Codebook
from workbench.projects.designs import Design

CONTEXTS = {
    "paragraph": "Each paragraph stands alone.",
    "neighbours": "Each paragraph stands between its neighbours.",
    "article": "Each paragraph stands in its whole article.",
}
OUTLETS = {
    "unnamed": "The outlet is not printed above the text.",
    "hidden": "The outlet is hidden in the text, too.",
    "shown": "The outlet is shown.",
}


def sentences(design: Design, codebook: Codebook) -> tuple[str, ...]:
    """Say what a design does, one sentence for each choice.

    >>> sentences(Design(blind_percent=20), Codebook((), ()))[0]
    '20% of the paragraphs are blind, by lot.'
    """
    return (
        _blind(design.blind_percent),
        *_shown(design, codebook),
        CONTEXTS[design.context],
        OUTLETS.get(design.outlet)
        or f"The outlet is hidden on {design.hidden_percent}% of the paragraphs, by lot.",
    )


def _blind(percent: int) -> str:
    if percent in (0, 100):
        return "Every paragraph is blind." if percent else "No paragraph is blind."
    return f"{percent}% of the paragraphs are blind, by lot."


def _shown(design: Design, codebook: Codebook) -> Iterator[str]:
    said = {"after": "Suggested after a first answer", "never": "Never suggested"}
    for when, beginning in said.items():
        titles = [
            question.title.lower()
            for question in codebook.questions
            if question.suggested_by and design.shows.get(question.name) == when
        ]
        if design.shows_words == when:
            titles.append("loaded words")
        if titles:
            yield f"{beginning}: {', '.join(titles)}."
