"""What the paragraphs around one tell of its sentiment."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.learning.editorials import editorials, trained_on_editorials
from workbench.evaluation.evaluating import evaluate_guesses
from workbench.evaluation.gold import GoldText, places_of
from workbench.evaluation.guessing import Guess
from workbench.evaluation_commands import evaluate_command, train_command
from workbench.learning import model_file
from workbench.learning.around import Around, fit_around
from workbench.learning.labelled import Labelled, fingerprint
from workbench.learning.model import Placed
from workbench.learning.training import Trained, as_gold, train
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import prescore


@pytest.fixture
def trained() -> Trained:
    return trained_on_editorials()


def r_of(texts: Sequence[Labelled], guesses: Sequence[Guess]) -> float:
    judged = [(as_gold(text), guess) for text, guess in zip(texts, guesses, strict=True)]
    sentiment = evaluate_guesses(judged, model="", name="").sentiment
    assert sentiment is not None
    return sentiment.r or 0.0


def test_what_tells_nothing_gets_no_weight() -> None:
    draw = random.Random(1)  # noqa: S311  # Only made-up numbers.
    own = [draw.gauss(0, 1) for _ in range(400)]
    near = [draw.gauss(0, 1) for _ in range(400)]
    against = [score - 0.1 * around for score, around in zip(own, near, strict=True)]
    ones = [1.0] * 400
    assert fit_around(own[:19], own[:19], own[:19], ones[:19]) is None
    assert fit_around(own, near, against, ones) is None
    assert fit_around([0.0] * 400, own, own, ones) is None


def test_the_weight_is_that_of_least_squares_and_the_scale_that_of_the_score_alone() -> None:
    draw = random.Random(2)  # noqa: S311  # Only made-up numbers.
    rows = [(draw.gauss(0.5, 1), draw.gauss(-0.2, 1)) for _ in range(4_000)]
    own, near = (list(side) for side in zip(*rows, strict=True))
    labels = [2 * score + 0.5 * around for score, around in rows]
    found = fit_around(own, near, labels, [1.0] * 4_000)
    assert found is not None
    assert found.own == pytest.approx(1, abs=0.02)
    assert found.around == pytest.approx(0.25, abs=0.02)
    joint = [found.joint(score, around) for score, around in rows]
    assert sum(joint) / 4_000 == pytest.approx(sum(own) / 4_000)
    assert found.joint(0.7, None) == 0.7


def test_what_stands_around_tells_of_a_paragraph_that_says_nothing_itself(
    trained: Trained, lexicon: Lexicon
) -> None:
    around = trained.model.rules.around
    assert around is not None
    assert around.around > 0
    texts = editorials(24)
    alone = train(
        [replace(text, position=None) for text in texts],
        lexicon,
        at=datetime(2026, 1, 2, tzinfo=UTC),
        software="1",
    )
    assert alone.model.rules.around is None
    # Every second text says nothing by itself, so that r cannot come near 1 without the others.
    assert r_of(texts, alone.held_out) < 0.8
    assert r_of(texts, trained.held_out) > r_of(texts, alone.held_out) + 0.1
    # The weights of a paragraph itself are the same: the guess at one alone is no worse.
    assert trained.model.fitted == alone.model.fitted


def test_no_label_of_a_paragraph_around_is_read(trained: Trained, lexicon: Lexicon) -> None:
    new = editorials(6, seed=9)
    scored = [prescore(text.text, lexicon) for text in new]
    placed = [Placed(text.text, each, text.place) for text, each in zip(new, scored, strict=True)]
    together = trained.model.guess_together(placed)
    assert r_of(new, together) > r_of(
        new, [trained.model.guess(each.text, each.scored) for each in placed]
    )
    # Parted from the others a paragraph is guessed at alone, bit for bit.
    for each, guess in zip(placed, together, strict=True):
        (by_itself,) = trained.model.guess_together([each])
        assert by_itself == trained.model.guess(each.text, each.scored)
        assert (by_itself.bias, by_itself.voice, by_itself.words) == (
            guess.bias,
            guess.voice,
            guess.words,
        )
    # The order in which they come says nothing; their places do.
    assert trained.model.guess_together(placed[::-1]) == together[::-1]


def test_the_file_keeps_what_stands_around_and_older_files_have_nothing_of_it(
    trained: Trained,
) -> None:
    model = trained.model
    assert model_file.from_bytes(model_file.as_bytes(model)).rules == model.rules
    older = replace(model, rules=replace(model.rules, around=None))
    assert model_file.from_bytes(model_file.as_bytes(older)).rules.around is None


def test_the_places_of_a_file_follow_its_lines_where_it_names_articles() -> None:
    texts = [GoldText("One.", "a"), GoldText("Two.", "b"), GoldText("Three.", "a")]
    assert places_of(texts) == [("a", 0), ("b", 0), ("a", 1)]
    assert places_of([replace(text, names_article=False) for text in texts]) == [
        ("a", None),
        ("b", None),
        ("a", None),
    ]


def test_where_a_text_stands_does_not_change_what_the_training_data_is_called() -> None:
    texts = editorials(2)
    assert fingerprint(texts) == fingerprint([replace(text, position=None) for text in texts])


def test_the_commands_read_what_stands_around(tmp_path: Path) -> None:
    def write(name: str, texts: Sequence[Labelled], *, names_article: bool) -> Path:
        rows = [
            {"text": text.text, "mean": 4 * (text.sentiment or 0)}
            | ({"article": text.article} if names_article else {"id": str(number)})
            for number, text in enumerate(texts)
        ]
        path = tmp_path / name
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        return path

    gold = write("gold.jsonl", editorials(24), names_article=True)
    out = tmp_path / "mine.npz"
    result = CliRunner().invoke(train_command, [str(gold), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "sentiment leans on the paragraphs around" in result.output.lower()
    found = []
    for names_article in (True, False):
        new = write(f"{names_article}.jsonl", editorials(8, seed=9), names_article=names_article)
        told = CliRunner().invoke(evaluate_command, [str(new), "--model", str(out), "--json"])
        found.append(json.loads(told.output)["sentiment"]["r"])
    assert found[0] > found[1] + 0.1


def test_scores_are_joined_on_the_scale_of_one_alone() -> None:
    assert Around(0.1, 0.8, 0.5).joint(1.0, -0.4) == pytest.approx(0.7)
