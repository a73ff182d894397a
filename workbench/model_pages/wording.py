"""What the pages of models say in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.learned.queries import SHIPPED, ModelRow
from workbench.model_pages.comparing import BETTER, SAME, UNCLEAR, WORSE

PARTS = {
    "words": "loaded words",
    "bias": "bias",
    "voice": "voice",
    "sentiment": "sentiment",
}
MEASURES = {
    "word_f1": "Loaded words: F1 by word",
    "bias_within_outlet_auc": "Bias: AUC within outlet",
    "bias_auc": "Bias: AUC",
    "bias_macro_f1": "Bias: macro-F1",
    "bias_calibration": "Bias: calibration error (less is better)",
    "voice_macro_f1": "Voice: macro-F1",
    "sentiment_r": "Sentiment: correlation r",
    "sentiment_macro_f1": "Sentiment: macro-F1",
}
_VERDICTS = {
    BETTER: "better",
    WORSE: "worse",
    UNCLEAR: "not told apart",
    SAME: "the same",
}


@dataclass(frozen=True)
class MeasureRow:
    """Hold one line of a comparison as it is written."""

    title: str
    texts: int
    ours: str
    theirs: str
    difference: str
    decides: bool


@dataclass(frozen=True)
class Comparison:
    """Hold a comparison with one other as it is written."""

    title: str
    sentence: str
    beats: bool
    texts: int
    articles: int
    left_out: int
    rows: tuple[MeasureRow, ...]


def name_of(number: int) -> str:
    """Name what suggests.

    >>> name_of(0), name_of(3)
    ('the shipped scores', 'model 3')
    """
    return "the shipped scores" if number == SHIPPED else f"model {number}"


def listed(parts: tuple[str, ...] | list[str]) -> str:
    """List what was learned.

    >>> listed(("words", "bias", "voice"))
    'loaded words, bias and voice'
    """
    names = [PARTS[part] for part in parts if part in PARTS]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def comparisons(row: ModelRow) -> tuple[Comparison, ...]:
    """Write the newest comparison of a model: with what was in use then, and the shipped scores."""
    if row.comparison is None:
        return ()
    return tuple(_comparison(row.number, each) for each in row.comparison["against"])


def comparison_with(row: ModelRow, other: int) -> Comparison | None:
    """Find the comparison of a model with one other; None where there is none."""
    if row.comparison is None:
        return None
    found = (each for each in row.comparison["against"] if each["other"] == other)
    return next((_comparison(row.number, each) for each in found), None)


def _comparison(number: int, against: Mapping[str, Any]) -> Comparison:
    return Comparison(
        title=f"Beside {name_of(against['other'])}",
        sentence=_sentence(number, against),
        beats=against["beats"],
        texts=against["texts"],
        articles=against["articles"],
        left_out=against["left_out"],
        rows=tuple(
            MeasureRow(
                title=MEASURES[each["name"]],
                texts=each["texts"],
                ours=_figure(each["first"]),
                theirs=_figure(each["second"]),
                difference=_figure(each["difference"], is_signed=True),
                decides=each["decides"],
            )
            for each in against["measures"]
            if each["name"] in MEASURES
        ),
    )


def _sentence(number: int, against: Mapping[str, Any]) -> str:
    other, verdicts = name_of(against["other"]), against["verdicts"]
    if not against["texts"]:
        return f"Nothing is annotated that model {number} and {other} can both be held against."
    said = [
        f"{listed([part for part, verdict in verdicts.items() if verdict == each])}: {words}"
        for each, words in _VERDICTS.items()
        if each in verdicts.values()
    ]
    lead = "beats" if against["beats"] else "does not beat"
    return f"Model {number} {lead} {other} on articles that it had not seen ({'; '.join(said)})."


def _figure(values: list[float | None], *, is_signed: bool = False) -> str:
    value, low, high = values
    if value is None:
        return "–"
    if low is None or high is None:
        return _number(value, is_signed=is_signed)
    limits = (_number(each, is_signed=is_signed) for each in (low, high))
    return f"{_number(value, is_signed=is_signed)} ({' to '.join(limits)})"


def _number(value: float, *, is_signed: bool) -> str:
    written = f"{value:+.3f}" if is_signed else f"{value:.3f}"
    return written.replace("0.", ".", 1).replace("-", "−")
