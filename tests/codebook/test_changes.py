"""What a codebook asks otherwise is said in sentences, and what it suggests is not."""

from dataclasses import replace

from tests.paths import SEEDS
from workbench.codebook.changes import codebook_changes
from workbench.codebook.codebook import Label, read_codebook

CODEBOOK = read_codebook(SEEDS / "codebook.toml")


def test_nothing_is_said_of_suggestions() -> None:
    assert codebook_changes(CODEBOOK, CODEBOOK.without_suggestions()) == ()


def test_each_change_has_its_sentence() -> None:
    first, *others = CODEBOOK.questions
    labels = (replace(first.labels[0], title="Grim", key="9"), *first.labels[:0:-1])
    first = replace(first, prompt="How does it feel?", labels=(*labels, Label("odd", "Odd", "8")))
    new = replace(
        CODEBOOK,
        questions=(first, *others[:-1]),
        span_categories=(
            replace(CODEBOOK.span_categories[0], description="Praise."),
            *CODEBOOK.span_categories[2:],
        ),
    )
    gone, lost = others[-1].title, CODEBOOK.span_categories[1].title
    old_title, title = CODEBOOK.questions[0].labels[0].title, first.title
    praised = CODEBOOK.span_categories[0].title
    assert codebook_changes(CODEBOOK, new) == (
        f"“{title}” now asks: How does it feel?",
        f"Label of “{title}”: “{old_title}” is now called “Grim”.",
        f"Label of “{title}”: “Grim” now has the key 9.",
        f"Label of “{title}”: “Odd” is new.",
        f"The labels of “{title}” stand in another order.",
        f"The question “{gone}” is no longer asked.",
        f"Category of loaded words: “{lost}” is gone.",
        f"The category “{praised}” is now described as: Praise.",
    )
    assert f"The question “{gone}” is new." in codebook_changes(new, CODEBOOK)
