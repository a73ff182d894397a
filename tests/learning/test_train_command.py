import json
import resource
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.learning.conftest import sentences
from tests.paths import SHARED
from workbench.evaluation_commands import evaluate_command, train_command

BABE = SHARED / "eval" / "babe.jsonl"
NUMBERS = {"factual": 0, "mixed": 1, "opinion": 2}


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    rows = [
        {
            "text": text.text,
            "article": text.article,
            "outlet": text.outlet,
            "bias": int(bool(text.is_biased)),
            "opinion": NUMBERS[text.voice or ""],
            "biased_words": [text.text[start:end] for start, end in text.marked or ()],
            "state": "assisted",
        }
        for text in sentences(40)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def run_train(*arguments: object) -> Result:
    return CliRunner().invoke(train_command, [str(argument) for argument in arguments])


def run_evaluate(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate_command, [str(argument) for argument in arguments])


def test_a_model_is_written_and_can_be_evaluated(gold: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.npz"
    result = run_train(gold, "--out", out, "--leave-outlets-out")
    assert result.exit_code == 0, result.output
    assert "learned, cross-validated by article" in result.output
    assert "learned, each outlet left out in turn" in result.output
    assert "Beside the shipped scores, on the same texts" in result.output
    assert "words: F1" in result.output
    assert "learned from 40 texts of 20 articles" in result.output
    found = json.loads(run_evaluate(gold, "--model", out, "--json").output)
    assert found["model"].startswith("model-")
    assert found["words"]["hits"]["f1"] > 0.9
    assert {one["question"] for one in found["certainty"]} == {"words", "bias", "voice"}
    told = run_evaluate(gold, "--model", out).output
    assert "Certainty of suggestions" in told
    # What it learned from says nothing of how good it is.
    assert "The model learned from these very texts" in told
    others = tmp_path / "others.jsonl"
    others.write_text("".join(gold.read_text(encoding="utf-8").splitlines(keepends=True)[1:]))
    told = run_evaluate(others, "--model", out).output
    assert "very texts" not in told
    assert "The model learned from 39 of these texts: the figures here flatter it." in told
    unseen = tmp_path / "unseen.jsonl"
    unseen.write_text('{"text": "The mayor spoke.", "bias": 0}', encoding="utf-8")
    assert "flatter" not in run_evaluate(unseen, "--model", out).output


def test_a_model_that_learned_nothing_true_is_said_not_to_be_better(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    texts = ["A mob of thugs came.", "The council met."]
    rows = [
        {"text": f"{texts[number % 2]} {number}", "bias": (number + 1) % 2, "article": number}
        for number in range(40)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    output = run_train(path, "--out", tmp_path / "mine.npz").output
    # The shipped score parts these without a slip, so that nothing can be better.
    line = next(each for each in output.splitlines() if each.startswith("bias: AUC  "))
    assert line.endswith(("not better", "worse"))


def test_json_says_where_the_model_came_from(gold: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.npz"
    found = json.loads(run_train(gold, gold, "--out", out, "--json").output)
    assert found["origin"]["texts"] == 80
    assert found["by_article"]["words"]["texts"] == 80
    assert found["by_outlet"] is None
    assert found["shipped"]["word_f1"] is not None
    assert found["origin"]["measures"]["word_f1"] > found["shipped"]["word_f1"]
    words = next(row for row in found["beside_shipped"] if row["name"] == "word_f1")
    assert words["said"] == "better"
    assert 0 < words["difference_limits"]["low"] < words["learned"] - words["shipped"]
    assert found["by_article"]["intervals"]["units"] == 20


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "mine.model"], "must end in .npz"),
        (["--out", "/no/such/folder/mine.npz"], "cannot be written"),
        (["--out", "mine.npz", "--text", "body"], "has no text in the field “body”"),
        (["--out", "mine.npz", "--condition", "outlet"], "The condition “"),
        (["--out", "mine.npz", "--label", "x", "--words", "x", "--voice", "x"], "too little"),
    ],
)
def test_what_cannot_be_learned_is_said(gold: Path, arguments: list[str], message: str) -> None:
    result = run_train(gold, *arguments)
    assert result.exit_code == 1
    assert message in result.output


def test_a_model_that_cannot_be_written_whole_leaves_the_one_before(
    gold: Path, tmp_path: Path
) -> None:
    out = tmp_path / "mine.npz"
    out.write_bytes(b"the one before")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        result = run_train(gold, "--out", out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert result.exit_code == 1
    assert "mine.npz cannot be written: File too large." in result.output
    assert out.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_that_is_no_model_is_refused(gold: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    path.write_text("nothing")
    result = run_evaluate(gold, "--model", path)
    assert result.exit_code == 1
    assert "mine.npz: is not a model of this workbench" in result.output


@pytest.mark.slow
@pytest.mark.skipif(not BABE.exists(), reason="the labelled sentences are not on this machine")
def test_what_is_learned_is_better_than_what_is_shipped(tmp_path: Path) -> None:
    result = run_train(BABE, "--out", tmp_path / "model.npz", "--json")
    found = json.loads(result.output)["by_article"]
    shipped = json.loads(run_evaluate(BABE, "--json").output)
    assert found["words"]["hits"]["f1"] > max(0.43, shipped["words"]["hits"]["f1"])
    assert found["bias"]["outlets"]["within_auc"] > max(
        0.72, shipped["bias"]["outlets"]["within_auc"]
    )
    assert found["bias"]["outlets"]["unseen_macro_f1"] > 0.69


def test_texts_of_an_unknown_condition_are_evaluated_and_not_learned_from(
    gold: Path, tmp_path: Path
) -> None:
    out, others = tmp_path / "mine.npz", tmp_path / "others.jsonl"
    assert run_train(gold, "--out", out).exit_code == 0
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    rows[3]["condition"] = "in class"
    others.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run_evaluate(others, "--model", out).exit_code == 0
    refused = run_train(others, "--out", out)
    assert refused.exit_code == 1
    assert "others.jsonl: The condition “in class” is not one of" in refused.output
