"""What the annotate page refuses, keeping what was entered."""

import pytest
from flask import Flask

from tests.annotations.reader import ANSWERS, Reader, count, stored
from tests.annotations.stage import (
    all_assignments,
    form_on,
)
from workbench.annotations.models import Annotation, Answer, StoredSpan
from workbench.database import db, transaction_mode


def test_a_missing_answer_is_named_and_what_was_entered_is_kept(app: Flask, ben: Reader) -> None:
    answer = ben.send(
        answer_bias=["biased"],
        word_4_10=["sensational"],
        comment=["Keep <b>me</b>"],
        typed_words=["shameful", "villains", ""],
        typed_category=["moral_judgement", "demeaning", ""],
        added_start=["48"],
        added_end=["52"],
        added_text=["left"],
        added_category=["euphemism"],
    )
    assert answer.status_code == 422
    assert "Choose an answer for voice." in answer.text
    assert "“villains” does not stand in this paragraph." in answer.text
    fields = form_on(answer.text)
    assert fields["answer_bias"] == ["biased"]
    assert fields["word_4_10"] == ["sensational"]
    assert fields["comment"] == ["Keep <b>me</b>"]
    assert fields["typed_words"] == ["shameful", "villains", ""]
    assert fields["typed_category"] == ["moral_judgement", "demeaning", ""]
    assert fields["added_text"] == ["left"]
    assert fields["submission_key"] == ben.fields["submission_key"]
    assert stored(app, ben) == []
    with app.app_context():
        assert all_assignments()[0].state == "leased"


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"answer_bias": ["lovely"]}, 422, "is not an answer to bias"),
        ({"word_4_10": ["nice"]}, 422, "is not a category"),
        ({"word_4_10": []}, 422, "Say whether “heroes” is kept"),
        ({"comment": ["x" * 5001]}, 422, "at most 5,000 characters"),
        ({"added_start": ["4"], "added_end": ["10"], "added_text": ["heroes"]}, 422, "overlaps"),
        ({"added_start": ["4"], "added_end": ["900"], "added_text": ["x"]}, 422, "outside"),
        ({"added_start": ["9"], "added_end": ["9"], "added_text": [""]}, 422, "outside"),
        ({"added_start": ["0"], "added_end": ["3"], "added_text": ["the"]}, 422, "does not stand"),
        ({"added_start": ["²"], "added_end": ["3"], "added_text": ["the"]}, 400, ""),
        ({"added_start": ["-1"], "added_end": ["3"], "added_text": ["the"]}, 400, ""),
        ({"added_start": ["1", "2"], "added_end": ["3"], "added_text": ["the"]}, 400, ""),
        ({"submission_key": ["short"]}, 400, ""),
        ({"base_revision": ["one"]}, 400, ""),
        ({"base_revision": ["7"]}, 409, "does not belong to the present state"),
        ({"codebook_number": ["99"]}, 400, ""),
        ({"codebook_number": []}, 400, ""),
        ({"act": ["explode"]}, 400, ""),
        ({"prescore_id": ["999"]}, 400, ""),
        ({"typed_words": ["x"] * 2001, "typed_category": [""] * 2001}, 400, ""),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_whole(
    app: Flask, ben: Reader, fields: dict[str, list[str]], status: int, sentence: str
) -> None:
    if "added_start" in fields:
        fields = {"added_category": ["euphemism"], **fields}
    answer = ben.send(**{**ANSWERS, **fields})
    assert answer.status_code == status
    assert sentence in answer.text
    with app.app_context():
        assert count(Annotation) == count(Answer) == count(StoredSpan) == 0


def test_a_prescore_of_another_paragraph_is_refused(
    app: Flask, ben: Reader, article: list[int]
) -> None:
    other = str(int(ben.fields["prescore_id"][0]) + 1)
    assert ben.send(**ANSWERS, prescore_id=[other]).status_code == 400
    assert stored(app, ben) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_is_read_and_refused_while_somebody_else_writes(app: Flask, ben: Reader) -> None:
    token = transaction_mode.set("IMMEDIATE")
    try:
        with app.app_context(), db.engine.connect() as other, other.begin():
            assert ben.send(codebook_number=["none"]).status_code == 400
    finally:
        transaction_mode.reset(token)
