import csv
import json
from pathlib import Path

import pytest

from workbench.evaluation.gold import Fields, GoldError, GoldText, read_gold


def written(tmp_path: Path, *rows: object, name: str = "gold.jsonl") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_labelled_sentence_is_read_with_all_its_fields(tmp_path: Path) -> None:
    row = {
        "text": "A mob.",
        "outlet": "Wire",
        "article": "a1",
        "bias": 1,
        "opinion": 1,
        "biased_words": ["mob"],
    }
    assert read_gold(written(tmp_path, row)) == (
        GoldText("A mob.", "a1", "Wire", True, "mixed", ("mob",), None),
    )


def test_an_article_may_be_called_nought(tmp_path: Path) -> None:
    (text,) = read_gold(written(tmp_path, {"article": 0, "text": "A plan."}))
    assert (text.article, text.names_article) == ("0", True)


def test_labels_may_be_missing(tmp_path: Path) -> None:
    (text,) = read_gold(written(tmp_path, {"id": 7, "text": "A plan.", "bias": None}))
    assert text == GoldText("A plan.", "7", names_article=False)


def test_fields_can_have_other_names_and_labels_other_words(tmp_path: Path) -> None:
    row = {"body": "A mob.", "side": "not_biased", "feel": [1, 3], "hot": "mob; the plan"}
    fields = Fields(text="body", label="side", score="feel", words="hot")
    (text,) = read_gold(written(tmp_path, row), fields)
    assert (text.is_biased, text.sentiment, text.words) == (False, 2.0, ("mob", "the plan"))


def test_polarities_of_several_targets_are_averaged(tmp_path: Path) -> None:
    targets = [{"polarity": "negative"}, {"polarity": "neutral"}]
    (text,) = read_gold(written(tmp_path, {"text": "A plan.", "targets": targets}))
    assert text.sentiment == -0.5


def test_targets_that_are_none_are_passed_over(tmp_path: Path) -> None:
    targets = ["a mob", {"polarity": "negative"}, {"polarity": "Neutral"}]
    (text,) = read_gold(written(tmp_path, {"text": "A plan.", "targets": targets}))
    assert text.sentiment == -0.5


@pytest.mark.parametrize("polarity", [2.0, ["positive"], None, "mixed"])
def test_a_polarity_that_is_not_known_is_no_silent_neutral(
    tmp_path: Path, polarity: object
) -> None:
    path = written(tmp_path, {"text": "A plan.", "targets": [{"polarity": polarity}]})
    with pytest.raises(GoldError, match="polarity of a target is not one of negative, neutral"):
        read_gold(path)


def test_rows_of_one_headline_by_several_people_become_one_text(tmp_path: Path) -> None:
    path = tmp_path / "valence.csv"
    path.write_text("item_id,valence,headline\nh1,-100,Two die\nh1,0,Two die\nh2,50,Cup won\n")
    assert [(text.text, text.sentiment) for text in read_gold(path)] == [
        ("Two die", -50.0),
        ("Cup won", 50.0),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: is not JSON"),
        ("[]", "line 1: is not a JSON object"),
        ('{"text": " "}', "line 1: has no text in the field “text”"),
        ('{"text": "A", "bias": "left"}', "line 1: “left” in bias is not one of"),
        ('{"text": "A", "opinion": 5}', "line 1: “5” in opinion is not one of"),
        ('{"text": "A", "biased_words": [1]}', "line 1: biased_words is not a list of words"),
        ('{"text": "A", "mean": "sad"}', "line 1: “sad” in mean is not a number"),
        ('{"text": "A", "mean": NaN}', "line 1: “nan” in mean is on no scale"),
        ('{"text": "A", "mean": [1, -Infinity]}', "line 1: “[1, -inf]” in mean is on no scale"),
        ('{"text": "A", "mean": 1e300}', "line 1: “1e+300” in mean is on no scale"),
        ('{"text": "A", "mean": 1' + "0" * 400 + "}", "in mean is not a number"),
        ('{"text": "A", "mean": 1' + "0" * 5000 + "}", "line 1: holds what is too large"),
        ("[" * 100_000, "line 1: holds what is too large"),
        ('{"text": "A \\uD800"}', "line 1: holds half of a character"),
        ("", "holds no texts"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl") as raised:
        read_gold(path)
    assert message in str(raised.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b'{"text": "caf\xe9"}')
    with pytest.raises(GoldError, match="can't be read: it is not UTF-8"):
        read_gold(path)


def test_rows_of_one_text_by_several_people_are_judged_by_majority(tmp_path: Path) -> None:
    """Two of three marked the mob and called it biased; on its voice one each disagreed."""
    path = tmp_path / "raw.csv"
    path.write_text(
        "item_id,annotator,text,bias,opinion,biased_words\n"
        "1,a,A mob of thugs came.,0,0,\n"
        "1,b,A mob of thugs came.,1,1,mob\n"
        "1,c,A mob of thugs came.,1,2,Mob; thugs\n"
        "2,a,A plan.,1,0,\n"
        "2,b,A plan.,0,0,\n",
        encoding="utf-8",
    )
    mob, plan = read_gold(path)
    assert (mob.is_biased, mob.voice, mob.words) == (True, None, ("mob",))
    assert (plan.is_biased, plan.voice, plan.words) == (None, "factual", ())


def test_where_the_text_is_missing_the_fields_that_are_there_are_named(tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    path.write_text("item_id,annotator,bias\n1,a,0\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"field “text”; it has item_id, annotator, bias\."):
        read_gold(path)


@pytest.mark.parametrize(
    ("label", "is_biased"),
    [
        (1.0, True),
        (0.0, False),
        ("Biased", True),
        ("Non-biased", False),
        ("not biased", False),
        ("No agreement", None),
        ("", None),
    ],
)
def test_a_label_of_bias_may_be_written_as_studies_write_it(
    tmp_path: Path, label: object, is_biased: bool | None
) -> None:
    (text,) = read_gold(written(tmp_path, {"text": "A plan.", "bias": label}))
    assert text.is_biased is is_biased


@pytest.mark.parametrize(
    ("label", "voice"),
    [
        (2.0, "opinion"),
        ("Entirely factual", "factual"),
        ("Somewhat factual but also opinionated", "mixed"),
        ("Expresses writer’s opinion", "opinion"),
        ("No agreement", None),
    ],
)
def test_a_voice_may_be_written_as_studies_write_it(
    tmp_path: Path, label: object, voice: str | None
) -> None:
    (text,) = read_gold(written(tmp_path, {"text": "A plan.", "opinion": label}))
    assert text.voice == voice


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ";"), ("a.tsv", "\t"), ("A.CSV", ","), ("b.csv", "\t")]
)
def test_a_table_may_be_parted_as_spreadsheets_do(
    tmp_path: Path, name: str, delimiter: str
) -> None:
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=delimiter)
        table.writerow(("text", "bias", "biased_words"))
        table.writerow(("A mob came.", "1.0", "['mob', \"it's\"]"))
    (text,) = read_gold(path)
    assert (text.text, text.is_biased, text.words) == ("A mob came.", True, ("mob", "it's"))


def test_words_that_only_begin_like_a_list_are_words(tmp_path: Path) -> None:
    (text,) = read_gold(written(tmp_path, {"text": "A mob.", "biased_words": "[the] mob; a plan"}))
    assert text.words == ("[the] mob", "a plan")
