"""`workbench evaluate`, and texts to give it."""

from typing import Any

from click.testing import CliRunner, Result

from workbench.evaluation_commands import evaluate_command

ROWS: list[dict[str, Any]] = [
    {"text": "A mob of thugs came.", "outlet": "A", "bias": 1, "biased_words": ["mob", "came"]},
    {"text": "The council met on Monday.", "outlet": "A", "bias": 0, "biased_words": []},
    {"text": "It was a shameful farce.", "outlet": "B", "bias": 1, "biased_words": ["shameful"]},
    {"text": "Rain fell, she said.", "outlet": "B", "bias": 0, "biased_words": []},
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate_command, [str(argument) for argument in arguments])
