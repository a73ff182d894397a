"""What a decision must hold before it is stored, and where it comes from."""

import pytest

from tests.annotations.stage import codebook
from workbench.adjudication.decision import (
    NOTE_LIMIT,
    Decision,
    DecisionError,
    GivenAnswer,
    SpanKey,
    check_decision,
)
from workbench.adjudication.disagreement import disagreement_by_paragraph
from workbench.adjudication.page import overlaid
from workbench.adjudication.proposals import majority

TEXT = "The heroes fled the mob."
HEROES, MOB, FLED = (
    SpanKey(4, 10, "glorifying"),
    SpanKey(20, 23, "demeaning"),
    SpanKey(11, 15, "demeaning"),
)
QUESTIONS = codebook().questions
FIRST = {question.name: question.labels[0].name for question in QUESTIONS}
LAST = {question.name: question.labels[-1].name for question in QUESTIONS}


def given(number: int, labels: dict[str, str], *spans: SpanKey) -> GivenAnswer:
    return GivenAnswer(number, number, f"A-{number}", labels, frozenset(spans), "", False)


ANSWERS = (given(1, FIRST, HEROES), given(2, LAST, HEROES, MOB))


def checked(
    labels: dict[str, str], *spans: SpanKey, note: str = "", typed: tuple[str, str] = ("", "")
) -> tuple[frozenset[SpanKey], str]:
    decision = Decision("key", 0, (1, 2), labels, spans, (typed,), note)
    return check_decision(decision, text=TEXT, codebook=codebook(), answers=ANSWERS)


def test_one_answer_is_accepted_and_several_are_merged() -> None:
    assert checked(FIRST, HEROES)[1] == "accepted"
    assert checked(LAST, HEROES, MOB)[1] == "accepted"
    assert checked({**FIRST, QUESTIONS[0].name: LAST[QUESTIONS[0].name]}, MOB)[1] == "merged"
    assert checked(FIRST)[1] == "merged"


def test_to_decide_afresh_asks_for_a_note() -> None:
    with pytest.raises(DecisionError, match="say in a note why"):
        checked(FIRST, typed=("fled", "demeaning"))
    spans, source = checked(FIRST, typed=("fled", "demeaning"), note="It belittles.")
    assert (spans, source) == (frozenset({FLED}), "afresh")


@pytest.mark.parametrize(
    ("labels", "spans", "note", "typed", "sentence"),
    [
        ({}, (), "", ("", ""), "Choose the final label for"),
        ({**FIRST, QUESTIONS[0].name: "odd"}, (), "", ("", ""), "Choose the final label for"),
        (FIRST, (FLED,), "", ("", ""), "stands in no answer"),
        (FIRST, (), "so", ("heroes", ""), "Choose a category for “heroes”"),
        (FIRST, (), "so", ("villains", "demeaning"), "does not stand in this paragraph"),
        (FIRST, (HEROES,), "so", ("heroes fled", "demeaning"), "overlaps"),
        (FIRST, (), "a" * (NOTE_LIMIT + 1), ("", ""), "at most 5,000 characters"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(
    labels: dict[str, str],
    spans: tuple[SpanKey, ...],
    note: str,
    typed: tuple[str, str],
    sentence: str,
) -> None:
    with pytest.raises(DecisionError) as error:
        checked(labels, *spans, note=note, typed=typed)
    if sentence == "overlaps":
        # The typed place is taken, so that the words are not found at all.
        sentence = "only where words are chosen already"
    assert sentence in str(error.value)


def test_the_overlaid_pieces_join_up_to_the_text() -> None:
    wide = SpanKey(4, 15, "demeaning")
    pieces = overlaid(TEXT, (given(1, FIRST, HEROES), given(2, LAST, wide)))
    assert "".join(piece.text for piece in pieces) == TEXT
    assert [(piece.text, piece.numbers, piece.ends) for piece in pieces if piece.numbers] == [
        ("heroes", (1, 2), (1,)),
        (" fled", (2,), (2,)),
    ]


def test_the_majority_is_the_label_that_most_gave_and_a_tie_is_none() -> None:
    question = QUESTIONS[0]
    three = (*ANSWERS, given(3, FIRST))
    found = majority(question, three)
    assert (found.label, found.sentence) == (FIRST[question.name], "2 of 3 votes")
    assert majority(question, ANSWERS).label == ""
    assert majority(question, ANSWERS).sentence == "A tie, 1 vote each."


def test_the_disagreement_is_the_mean_entropy_over_all_questions() -> None:
    question = next(one for one in QUESTIONS if len(one.labels) == 2)
    labels = {question.name: [(7, 1, question.labels[0].name), (7, 2, question.labels[1].name)]}
    found = disagreement_by_paragraph(codebook(), labels)
    assert found[7].mean == pytest.approx(1 / len(QUESTIONS))
    assert found[7].n_answers == 2
