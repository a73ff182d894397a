"""What is read from files of labels: values, marks, and everything that stands in the way."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.label_imports.files import LABELS
from workbench.codebook.codebook import Codebook
from workbench.codebook.levels import Level
from workbench.label_imports.codebooks import codebook_after
from workbench.label_imports.guessing import (
    found_questions,
    guessed_columns,
    guessed_reading,
    new_question,
)
from workbench.label_imports.mapping import Reading, ReadingError, Repeats, from_plain, to_plain
from workbench.label_imports.plan import Plan
from workbench.label_imports.planning import plan_import
from workbench.label_imports.span_cells import FoundSpan, categories_of, spans_of
from workbench.label_imports.tables import Table, TableError, read_table
from workbench.projects.defaults import beginning

EMPTY = Codebook(questions=(), span_categories=())


def table(text: str = LABELS) -> Table:
    return read_table("labels.csv", text.encode())


def reading_of(found: Table, texts: Table | None = None, **names: Any) -> Reading:
    columns = replace(guessed_columns(found, texts, EMPTY), **names)
    return guessed_reading(found, columns, EMPTY, is_fresh=True)


def planned(found: Table, reading: Reading, texts: Table | None = None) -> Plan:
    return plan_import(found, texts, reading, codebook_after(reading, EMPTY, ()))


def test_odd_values_are_labels_and_numbers_are_what_they_stand_for() -> None:
    found = table()
    reading = reading_of(found, annotator="who", time="when", answers=("slant", "scale"))
    slant, scale = reading.questions
    assert (slant.level, slant.labels) == (Level.NOMINAL, ("nan", "🙂"))
    # A table with empty cells writes 1 as 1.0: both are one label, an empty cell is none.
    assert (scale.level, scale.labels) == (Level.ORDINAL, ("1", "2", "3"))
    plan = planned(found, reading)
    assert plan.counts == {"slant": {"🙂": 3, "nan": 3}, "scale": {"1": 3, "2": 1, "3": 1}}
    assert plan.annotators == ("Ada L.", "Ben K.")
    assert plan.n_articles == 2
    assert [one.at.date().isoformat() for one in plan.given[:2] if one.at] == [
        "2026-03-02",
        "2026-03-09",
    ]


def test_marked_nothing_is_told_from_marks_that_are_nowhere() -> None:
    found = table()
    plan = planned(found, reading_of(found, annotator="who"))
    assert [one.spans for one in plan.given] == [
        ((4, 9, "marked"),),
        ((4, 9, "marked"), (10, 15, "marked")),
        (),
        (),
        ((9, 17, "marked"),),
        (),
    ]
    assert plan.notes.n_unplaced == 1
    without = replace(reading_of(found, annotator="who", spans=""), category="")
    assert {one.spans for one in planned(found, without).given} == {None}


def test_words_that_were_marked_without_a_category_get_none_of_the_codebook() -> None:
    stored = beginning().codebook
    columns = replace(guessed_columns(table(), None, stored), annotator="who")
    bare = guessed_reading(table(), columns, stored, is_fresh=False)
    assert bare.category == "marked"
    named = table('who,text,marks\nA,Grim heroes.,"[[0, 4, ""praise""]]"\n')
    columns = replace(columns, spans="marks", answers=())
    reading = guessed_reading(named, columns, stored, is_fresh=False)
    assert reading.category == ""


@pytest.mark.parametrize("odd", ["\\u0000", "\\ud800"])
def test_what_only_json_can_say_is_refused_with_its_line(odd: str) -> None:
    raw = '{"who": "A", "text": "Grim."}\n{"who": "B' + odd + '", "text": "Grim."}\n'
    with pytest.raises(TableError, match="Line 2 holds a character that cannot be stored"):
        read_table("labels.jsonl", raw.encode())


def test_a_category_is_made_of_what_can_be_printed_and_there_are_not_too_many() -> None:
    found = spans_of('[[0, 4, "gr\\u0000im\\ud800"]]', "Grim heroes.")
    assert found.spans == (FoundSpan(0, 4, "grim"),)
    assert len(categories_of(json.dumps([[0, 4, "x" * 5_000]]))[0]) == 80
    reading = reading_of(table(), annotator="who")
    with pytest.raises(ReadingError, match="would make 102 categories"):
        codebook_after(reading, EMPTY, [f"category {n}" for n in range(101)])


def test_a_row_for_each_answer_is_read_too() -> None:
    rows = "1,One.,A,bias,1\n1,One.,A,tone,no\n1,One.,B,bias,0\n"
    found = table("item,text,coder,question,label\n" + rows)
    reading = reading_of(found)
    assert reading.columns.is_long
    assert [one.source for one in reading.questions] == ["bias", "tone"]
    with pytest.raises(ReadingError, match="fewer than two labels"):
        planned(found, reading)
    more = replace(reading.questions[1], labels=("no", "yes"))
    plan = planned(found, replace(reading, questions=(reading.questions[0], more)))
    assert [dict(one.answers) for one in plan.given] == [{"bias": "1", "tone": "no"}, {"bias": "0"}]


@pytest.mark.parametrize(
    ("repeats", "label"), [(Repeats.FIRST, "1"), (Repeats.LAST, "0"), (Repeats.REFUSE, "1")]
)
def test_a_label_given_twice_is_for_the_lead_to_decide(repeats: Repeats, label: str) -> None:
    found = table("item,text,coder,bias\n1,One.,A,1\n1,One.,A,0\n1,One.,B,0\n1,One.,B,0\n")
    plan = planned(found, replace(reading_of(found), repeats=repeats))
    assert plan.given[0].answers == {"bias": label}
    assert len(plan.notes.conflicts) == (repeats is Repeats.REFUSE)
    assert plan.notes.n_doubles == 1


def test_rows_that_cannot_be_read_are_named_by_their_lines() -> None:
    found = table('item,text,coder,bias\n1,One.,A,1\n,"",B,0\n1,Two.,B,0\n2,…,B,0\n2,Two.,,1\n')
    plan = planned(found, reading_of(found))
    assert [(one.line, one.sentence.split(":")[0][:24]) for one in plan.notes.bad] == [
        (3, "The row names no item."),
        (4, "The item “1” has another"),
        (5, "The text holds no word."),
        (6, "The row names no annotat"),
    ]


def test_texts_are_joined_by_the_name_of_the_item() -> None:
    found = table("item_id,annotator,bias\nx,A,1\nx,B,0\ny,A,0\n")
    texts = read_table("texts.jsonl", b'{"id": "x", "text": "One.", "outlet": "Courier"}\n')
    reading = reading_of(found, texts)
    assert (reading.columns.text, reading.columns.key) == ("text", "id")
    plan = planned(found, reading, texts)
    assert [(item.text, item.outlet) for item in plan.items.values()] == [
        ("One.", "Courier"),
        ("", ""),
    ]
    assert plan.n_without_text == 1


def test_what_never_differs_within_an_item_is_no_question() -> None:
    found = table("item,text,coder,topic,bias\n1,One.,A,war,1\n1,One.,B,war,0\n2,Two.,A,tax,1\n")
    assert reading_of(found).columns.answers == ("bias",)


def test_long_scales_are_intervals_and_need_no_keys() -> None:
    rows = "".join(f"{n},Text {n}.,{who},{n - 50}\n" for n in range(100) for who in "AB")
    found = table("item,text,coder,valence\n" + rows)
    columns = replace(guessed_columns(found, None, EMPTY), answers=("valence",))
    reading = guessed_reading(found, columns, EMPTY, is_fresh=True)
    (question,) = codebook_after(reading, EMPTY, ()).questions
    assert (question.level, len(question.labels)) == (Level.INTERVAL, 100)
    assert sum(not label.key for label in question.labels) > 50


def test_marks_are_moved_where_cleaning_changes_a_text() -> None:
    found = read_table(
        "l.jsonl",
        b'{"id": 1, "text": "  The brave\\n crews.", "coder": "A", "bias": 1, '
        b'"spans": [{"start": 6, "end": 18, "label": "praise"}]}\n'
        b'{"id": 1, "text": "  The brave\\n crews.", "coder": "B", "bias": 0, "spans": []}\n',
    )
    reading = reading_of(found)
    plan = plan_import(found, None, reading, codebook_after(reading, EMPTY, ["praise"]))
    assert plan.items["1"].text == "The brave crews."
    assert [one.spans for one in plan.given] == [((4, 15, "praise"),), ()]


def test_marks_come_as_lists_of_python_too_and_without_those_that_were_rejected() -> None:
    text = "A grim and grim retreat."
    assert spans_of("['grim', 'grim']", text).spans == (
        FoundSpan(2, 6, ""),
        FoundSpan(11, 15, ""),
    )
    rejected = '[{"start": 2, "end": 6, "text": "grim", "decision": "rejected"}]'
    assert spans_of(rejected, text).spans == ()
    assert spans_of('[{"start": 2, "end": 99}, [3, 5]]', text).n_left_out == 1


def test_a_reading_can_be_kept() -> None:
    reading = reading_of(table(), annotator="who")
    assert from_plain(to_plain(reading)) == reading


def test_new_questions_take_names_that_are_free() -> None:
    (first, *_) = found_questions(table(), replace(reading_of(table()).columns, answers=("slant",)))
    assert new_question(first, taken={"slant"}).name == "slant_2"


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("labels.xlsx", b"PK", "is not read"),
        ("labels.csv", b"a,a\n1,2\n", "Two columns"),
        ("labels.csv", b"a,b\n1\n", "Line 2 has 1 cells"),
        ("labels.csv", b"a,b\n", "no rows"),
        ("labels.csv", b'a,b\n"1,2\n', "never closed"),
        ("labels.jsonl", b'{"a": 1}\n[1]\n', "Line 2 is not an object"),
        ("labels.csv", b"\x89PNG", "PNG"),
    ],
)
def test_files_that_are_no_tables_are_refused(name: str, raw: bytes, sentence: str) -> None:
    with pytest.raises(TableError, match=sentence):
        read_table(name, raw)
