"""What changed between two texts can be read off, and both can be put together again."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.text.changes import WORDS_COMPARED, Passage, changes

WORDS = st.lists(st.sampled_from(["a", "harbour", "mayor", "said,", "“no”", "…", "😀"]), max_size=8)
TEXTS = st.lists(WORDS.map(" ".join).filter(bool), max_size=6).map("\n\n".join)


def put_together(passages: tuple[Passage, ...], without: str) -> str:
    """Leave out what came or went, and give the rest as one text."""
    texts = (
        "".join(piece.text for piece in passage.pieces if piece.kind != without)
        for passage in passages
    )
    return "\n\n".join(text for text in texts if text)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    found = changes(old, new)
    assert squeezed(put_together(found, "added")) == squeezed(old)
    assert squeezed(put_together(found, "removed")) == squeezed(new)
    assert any(passage.is_changed for passage in found) == (old != new)


def test_only_the_words_that_changed_are_named() -> None:
    old = "Judge the wording.\n\nRead it once, slowly.\n\nThen answer."
    new = "Judge the wording.\n\nRead it twice, slowly.\n\nThen answer.\n\nFlag what is unclear."
    same, changed, rest, added = changes(old, new)
    assert (same.is_changed, rest.is_changed) == (False, False)
    assert [(piece.kind, piece.text) for piece in changed.pieces] == [
        ("same", "Read it "),
        ("removed", "once,"),
        ("added", "twice,"),
        ("same", " slowly."),
    ]
    assert [(piece.kind, piece.text) for piece in added.pieces] == [
        ("added", "Flag what is unclear.")
    ]
    assert same.paragraphs == 1


def test_what_was_added_to_a_paragraph_stands_alone() -> None:
    (passage,) = changes("Sentiment", "Sentiment is what the wording carries, not the event.")
    assert [piece.kind for piece in passage.pieces] == ["same", "added"]


def test_words_that_two_paragraphs_share_by_chance_are_not_picked_out() -> None:
    (passage,) = changes("How far is it to the harbour?", "Whether it was the mayor is unknown.")
    assert [piece.kind for piece in passage.pieces] == ["removed", "added"]


def test_a_text_written_anew_is_not_compared_word_by_word() -> None:
    old, new = (" ".join([word] * WORDS_COMPARED) for word in ("old", "new"))
    (passage,) = changes(old, new)
    assert [piece.kind for piece in passage.pieces] == ["removed", "added"]
