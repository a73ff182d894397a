import json
from pathlib import Path

import pytest

from tests.evaluation.command import ROWS, run
from tests.paths import SHARED

BABE = SHARED / "eval" / "babe.jsonl"


def test_tables_say_what_was_measured_and_on_how_many(gold: Path) -> None:
    result = run(gold)
    assert result.exit_code == 0, result.output
    assert "held against gold.jsonl: 4 texts that name no article." in result.output
    assert "Of 3 marked words in 4 texts" in result.output
    assert "Most frequent misses" in result.output
    assert "thugs [came]" in result.output
    assert "macro-F1 on unseen outlets" in result.output


def test_it_says_how_many_clear_suggestions_are_right(gold: Path) -> None:
    found = json.loads(run(gold, "--json").output)["clarity"]
    bias = {one["label"]: one["steps"] for one in found if one["question"] == "bias"}
    assert [one["question"] for one in found] == ["bias"] * 3
    whole, *clearer = bias["any"]
    assert whole == {"threshold": 0.5, "suggestions": 4, "right": 4}
    for step, biased, not_biased in zip(
        bias["any"], bias["biased"], bias["not biased"], strict=True
    ):
        assert step["suggestions"] == biased["suggestions"] + not_biased["suggestions"]
    # The report in plain words is nearer to the cut than the insults.
    assert clearer[-1]["suggestions"] < 4
    assert "1.000 (4)" in run(gold).output
    # Bare VADER has one score for everything, whose clarity would mean nothing.
    assert json.loads(run(gold, "--model", "vader", "--json").output)["clarity"] == []


def test_json_holds_the_same_numbers(gold: Path) -> None:
    found = json.loads(run(gold, "--json").output)
    hits = found["words"]["hits"]
    assert (hits["hits"], hits["misses"]) == (2, 1)
    assert hits["recall"] == pytest.approx(2 / 3)
    assert found["bias"]["labels"]["macro_f1"] == 1
    assert found["bias"]["outlets"]["within_auc"] == 1
    assert found["sentiment"] is None


def test_every_figure_has_its_interval_or_the_reason_why_not(gold: Path, tmp_path: Path) -> None:
    """Of four texts nothing can be said; of sixty of them something can."""
    assert "No interval for words: precision, words: recall" in run(gold).output
    many, page = tmp_path / "many.jsonl", tmp_path / "page.html"
    rows = [
        {**row, "bias": row["bias"] if place % 5 else 1 - row["bias"], "article": place}
        for place, row in enumerate(ROWS * 15)
    ]
    many.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = run(many, "--html", page).output
    assert "95% intervals: 1,000 draws of 60 articles with replacement, BCa limits, seed 1." in told
    found = json.loads(run(many, "--json").output)["intervals"]
    assert (found["unit"], found["units"], found["seed"]) == ("articles", 60, 1)
    low, high = (found["limits"]["bias_auc"][side] for side in ("low", "high"))
    assert 0 < low < high <= 1
    assert f"{low:.3f} to {high:.3f}" in told
    written = page.read_text(encoding="utf-8")
    assert f"{low:.3f} to {high:.3f}" in written
    assert '<path class="limits"' in written
    other = json.loads(run(many, "--json", "--seed", "2").output)["intervals"]
    assert other["limits"]["bias_auc"] != found["limits"]["bias_auc"]


def test_a_seed_below_zero_is_refused_in_a_sentence(gold: Path) -> None:
    result = run(gold, "--seed", "-1")
    assert result.exit_code == 2
    assert "Invalid value for '--seed'" in result.output


def test_bare_vader_marks_no_words(gold: Path) -> None:
    found = json.loads(run(gold, "--json", "--model", "vader").output)
    assert found["model"] == "bare VADER"
    assert found["words"]["hits"]["hits"] == 0


def test_a_lexicon_of_ones_own_is_measured(gold: Path, tmp_path: Path) -> None:
    lexicon = tmp_path / "mine.csv"
    lexicon.write_text("term,category,polarity,strength,reason\ncame,demeaning,-1,1,Is mine.\n")
    found = json.loads(run(gold, "--json", "--model", lexicon).output)
    assert found["words"]["hits"]["hits"] == 1


def test_the_page_needs_nothing_beside_it_and_escapes_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    rows = [{**row, "text": row["text"] + " <script>thugs</script>"} for row in ROWS]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    page = tmp_path / "page.html"
    assert run(path, "--html", page).exit_code == 0
    written = page.read_text(encoding="utf-8")
    # Words, calibration and outlets.
    assert written.count("<figure>") == written.count("<figcaption>") == 3
    assert written.count('role="img" aria-label="') == 3
    assert "<script" not in written
    assert "src=" not in written
    assert "<img" not in written
    assert "url(" not in written
    assert "default-src 'none'" in written


def test_sentiment_is_drawn_and_told_by_the_score_that_was_guessed(tmp_path: Path) -> None:
    path, page = tmp_path / "moods.jsonl", tmp_path / "page.html"
    rows = [
        {"text": "A wonderful, happy triumph.", "mean": 3.0},
        {"text": "A great and happy day.", "mean": 1.0},
        {"text": "A horrible, cruel murder.", "mean": -3.0},
        {"text": "The council met on Monday.", "mean": 0.0},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = json.loads(run(path, "--json", "--html", page, "--model", "vader").output)
    steps = found["sentiment"]["steps"]
    assert sum(step["count"] for step in steps) == 4
    assert (steps[0]["lowest"], steps[-1]["highest"]) == (-1, 1)
    # VADER gives the dull sentence 0, which begins the sixth step, and the cruel one −.9.
    assert (steps[5]["count"], steps[5]["mean_given"]) == (1, 0)
    assert (steps[0]["count"], steps[0]["mean_given"]) == (1, -3)
    assert steps[1]["mean_given"] is None
    written = page.read_text(encoding="utf-8")
    assert "Sentiment: r = " in written
    assert written.count("<figure>") == 1
    # Of the one negative text all were guessed so: the cell is shaded by its part of the row.
    assert '<td class="number share share-4">1 <small>100%</small></td>' in written


def test_a_piece_of_text_is_cut_only_where_it_goes_on(gold: Path) -> None:
    said = run(gold).output
    assert "A mob of thugs [came]." in said
    assert "…A mob" not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--model", "no-such.csv"], "no-such.csv: can't be read"),
        (["--text", "body"], "has no text in the field “body”"),
        (["--label", "x", "--words", "y"], "holds no labels under the fields x, y"),
        (["--html", "/no/such/folder/page.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(gold: Path, arguments: list[str], message: str) -> None:
    result = run(gold, *arguments)
    assert result.exit_code == 1
    assert message in result.output


@pytest.mark.slow
@pytest.mark.skipif(not BABE.exists(), reason="the labelled sentences are not on this machine")
def test_the_shipped_scores_are_better_than_the_outlet_and_the_best_list() -> None:
    found = json.loads(run(BABE, "--json").output)
    assert found["words"]["hits"]["f1"] > 0.34
    assert found["bias"]["outlets"]["within_auc"] > 0.66
    assert found["bias"]["outlets"]["unseen_macro_f1"] > 0.64


def test_what_is_undefined_is_null_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "one-label.jsonl"
    rows = [{"text": f"It was a shameful farce {n}.", "outlet": "A", "bias": 1} for n in range(3)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = json.loads(run(path, "--json").output)
    assert found["bias"]["auc"] is None
    assert found["undefined"] == {
        "words": "No text has a marked word.",
        "bias_auc": "All texts have the same label.",
        "bias_within_outlet_auc": "No outlet has texts of both labels.",
        "bias_unseen_macro_f1": "All texts are of one outlet.",
        "bias_unseen_mean_macro_f1": "All texts are of one outlet.",
        "voice": "No text has a label for voice.",
        "sentiment": "No text has a score for sentiment.",
    }
    told = run(path).output
    assert "Undefined, bias: AUC: all texts have the same label." in told
    assert "it is undefined" not in told


def test_everything_defined_has_no_reason(gold: Path) -> None:
    assert json.loads(run(gold, "--json").output)["undefined"] == {
        "voice": "No text has a label for voice.",
        "sentiment": "No text has a score for sentiment.",
    }
