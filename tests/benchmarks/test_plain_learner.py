"""What plain learning reaches is told in the words of `workbench evaluate`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.plain_learner import main


def gold_file(folder: Path, *, outlets: tuple[str, ...]) -> Path:
    path = folder / "gold.jsonl"
    rows = [
        {"text": f"the {word} council met {day} times", "outlet": outlet, "bias": bias}
        for outlet in outlets
        for day in range(6)
        for word, bias in (("disgraceful", 1), ("local", 0))
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_a_word_that_tells_in_every_outlet_is_learned_from_the_others(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, [str(gold_file(tmp_path, outlets=("Gull", "Heron", "Tern")))])
    assert ran.exit_code == 0, ran.output
    for kind in ("words", "pieces of words"):
        assert (
            f"{kind}: AUC within outlet 1.000, macro-F1 on unseen outlets 1.000, "
            "as a mean over outlets 1.000" in ran.output
        )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"text": "a", "bias": 1, "outlet": "Gull"}\n', "needs two outlets and both labels"),
        ("not json\n", "is not JSON"),
    ],
)
def test_a_file_that_tells_nothing_of_outlets_is_refused(
    content: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    ran = CliRunner().invoke(main, [str(path)])
    assert ran.exit_code == 1
    assert told in ran.output
