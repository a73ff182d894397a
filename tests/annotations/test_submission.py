"""A submission is checked as a whole before any of it is stored."""

from dataclasses import replace

import pytest

from tests.annotations.stage import HEROES, codebook, word
from workbench.annotations.submission import (
    DecidedSpan,
    MarkedSpan,
    Submission,
    SubmissionError,
    TypedWords,
    check_submission,
)
from workbench.annotations.suggestions import Suggestions

WORD = word(HEROES, "heroes", "glorifying")
SUGGESTIONS = Suggestions(prescore_id=1, compound=-0.6, words=(WORD,))
GOOD = Submission(
    key="k",
    answers={"sentiment": "negative", "bias": "biased", "voice": "opinion"},
    decisions={0: "glorifying"},
)


def check(submission: Submission) -> tuple[DecidedSpan, ...]:
    return check_submission(submission, text=HEROES, codebook=codebook(), suggestions=SUGGESTIONS)


def problems(submission: Submission) -> list[str]:
    with pytest.raises(SubmissionError) as caught:
        check(submission)
    return [problem.sentence for problem in caught.value.problems]


def marked(needle: str, category: str = "moral_judgement") -> MarkedSpan:
    start = HEROES.index(needle)
    return MarkedSpan(start, start + len(needle), needle, category)


def decisions(submission: Submission) -> list[tuple[str, str, str]]:
    return [(span.text, span.category, span.decision) for span in check(submission)]


def test_a_suggestion_is_kept_recategorised_or_rejected() -> None:
    assert decisions(GOOD) == [("heroes", "glorifying", "kept")]
    assert decisions(replace(GOOD, decisions={0: "sensational"})) == [
        ("heroes", "sensational", "recategorised")
    ]
    assert decisions(replace(GOOD, decisions={0: ""})) == [("heroes", "glorifying", "rejected")]


def test_a_suggestion_that_the_form_does_not_mention_is_not_kept_in_silence() -> None:
    assert problems(replace(GOOD, decisions={})) == [
        "Say whether “heroes” is kept, recategorised or rejected."
    ]


def test_marked_and_typed_words_are_added_in_the_order_of_the_text() -> None:
    submission = replace(
        GOOD,
        added=(marked("shameful"),),
        typed=(TypedWords('"brave"', "glorifying"), TypedWords("", "")),
    )
    assert decisions(submission) == [
        ("heroes", "glorifying", "kept"),
        ("“brave”", "glorifying", "added"),
        ("shameful", "moral_judgement", "added"),
    ]


def test_typed_words_take_the_first_place_not_yet_marked() -> None:
    spans = check(replace(GOOD, typed=(TypedWords("heroes", "glorifying"),)))
    assert [(span.start, span.decision) for span in spans] == [
        (4, "kept"),
        (HEROES.rindex("heroes"), "added"),
    ]


def test_marking_a_rejected_suggestion_decides_it_anew() -> None:
    submission = replace(GOOD, decisions={0: ""}, added=(marked("heroes", "sensational"),))
    assert decisions(submission) == [("heroes", "sensational", "recategorised")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"answers": {"sentiment": "negative", "bias": "biased"}}, "Choose an answer for voice."),
        (
            {"answers": {**GOOD.answers, "bias": "lovely"}},
            "“lovely” is not an answer to bias. Choose one.",
        ),
        ({"decisions": {0: "nice"}}, "“nice” is not a category of this project. Choose another."),
        (
            {"added": (marked("shameful", "nice"),)},
            "“nice” is not a category of this project. Choose another.",
        ),
        (
            {"added": (replace(marked("shameful"), start=900, end=910),)},
            "A marked span lies outside the paragraph. Take it out and mark the words again.",
        ),
        (
            {"added": (replace(marked("shameful"), text="shameless"),)},
            "“shameless” does not stand at its place in the paragraph. "
            "Take it out and mark the words again.",
        ),
        (
            {"added": (marked("The heroes"),)},
            "“The heroes” overlaps “heroes”. Take one of the two out.",
        ),
        (
            {"added": (marked("shameful silence"), marked("silence"))},
            "“silence” overlaps “shameful silence”. Take one of the two out.",
        ),
        (
            {"typed": (TypedWords("villains", "demeaning"),)},
            "“villains” does not stand in this paragraph. Type it as it stands there.",
        ),
        ({"typed": (TypedWords("shameful", ""),)}, "Choose a category for “shameful”."),
        (
            {"typed": (TypedWords("heroes", "demeaning"),) * 2},
            "“heroes” is already marked wherever it stands in this paragraph.",
        ),
        (
            {"comment": "x" * 5001},
            "A comment has at most 5,000 characters; this one has 5,001.",
        ),
    ],
)
def test_each_fault_has_its_sentence(change: dict[str, object], sentence: str) -> None:
    assert problems(replace(GOOD, **change)) == [sentence]  # type: ignore[arg-type]  # By name.


def test_all_faults_are_named_at_once() -> None:
    assert len(problems(Submission(key="k", comment="x" * 5001))) == 5


def test_a_skipped_paragraph_needs_no_answers_and_stores_no_spans() -> None:
    assert check(Submission(key="k", outcome="skipped", added=(marked("heroes"),))) == ()
