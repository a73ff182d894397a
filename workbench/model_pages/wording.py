"""What the pages of models say in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.learned.queries import SHIPPED, ModelRow
from workbench.model_pages.comparing import BETTER, SAME, UNCLEAR, WORSE
from workbench.words import ENGLISH, digits, gettext, joined, language, lazy

PARTS = {
    "words": lazy("loaded words"),
    "bias": lazy("bias"),
    "voice": lazy("voice"),
    "sentiment": lazy("sentiment"),
}
MEASURES = {
    "word_f1": lazy("Loaded words: F1 by word"),
    "bias_within_outlet_auc": lazy("Bias: AUC within outlet"),
    "bias_auc": lazy("Bias: AUC"),
    "bias_macro_f1": lazy("Bias: macro-F1"),
    "bias_calibration": lazy("Bias: calibration error (less is better)"),
    "voice_macro_f1": lazy("Voice: macro-F1"),
    "sentiment_r": lazy("Sentiment: correlation r"),
    "sentiment_macro_f1": lazy("Sentiment: macro-F1"),
}
_VERDICTS = {
    BETTER: lazy("better"),
    WORSE: lazy("worse"),
    UNCLEAR: lazy("not told apart"),
    SAME: lazy("the same"),
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
    other: str
    sentence: str
    beats: bool
    texts: int
    articles: int
    left_out: int
    has_limits: bool
    rows: tuple[MeasureRow, ...]


def name_of(number: int) -> str:
    """Name what suggests.

    >>> name_of(0), name_of(3)
    ('the shipped scores', 'model 3')
    """
    if number == SHIPPED:
        return gettext("the shipped scores")
    return gettext("model %(number)s", number=number)


def listed(parts: tuple[str, ...] | list[str]) -> str:
    """List what was learned.

    >>> listed(("words", "bias", "voice"))
    'loaded words, bias and voice'
    """
    return joined([PARTS[part] for part in parts if part in PARTS])


def capitalised(words: str) -> str:
    """Write words as they begin a sentence or a cell.

    >>> capitalised(name_of(0))
    'The shipped scores'
    """
    return words[:1].upper() + words[1:]


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
        title=_beside(against["other"]),
        other=name_of(against["other"]),
        sentence=_sentence(number, against),
        beats=against["beats"],
        texts=against["texts"],
        articles=against["articles"],
        left_out=against["left_out"],
        has_limits=_has_limits(against),
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
        return gettext(
            "Nothing is annotated that model %(number)s and %(other)s can both be held against.",
            number=number,
            other=other,
        )
    if not _has_limits(against):
        return gettext(
            "Whether model %(number)s beats %(other)s cannot be told: there is too little to draw "
            "intervals from.",
            number=number,
            other=other,
        )
    said = "; ".join(
        f"{listed([part for part, verdict in verdicts.items() if verdict == each])}: {words}"
        for each, words in _VERDICTS.items()
        if each in verdicts.values()
    )
    if against["beats"]:
        return gettext(
            "Model %(number)s beats %(other)s on articles that it had not seen (%(verdicts)s).",
            number=number,
            other=other,
            verdicts=said,
        )
    return gettext(
        "Model %(number)s does not beat %(other)s on articles that it had not seen (%(verdicts)s).",
        number=number,
        other=other,
        verdicts=said,
    )


def _has_limits(against: Mapping[str, Any]) -> bool:
    return any(each["difference"][1] is not None for each in against["measures"])


def _beside(number: int) -> str:
    if number == SHIPPED:
        return gettext("Beside the shipped scores")
    return gettext("Beside model %(number)s", number=number)


def _figure(values: list[float | None], *, is_signed: bool = False) -> str:
    value, low, high = values
    if value is None:
        return "–"
    if low is None or high is None:
        return _number(value, is_signed=is_signed)
    return gettext(
        "%(value)s (%(low)s to %(high)s)",
        value=_number(value, is_signed=is_signed),
        low=_number(low, is_signed=is_signed),
        high=_number(high, is_signed=is_signed),
    )


def _number(value: float, *, is_signed: bool) -> str:
    written = f"{value:+.3f}" if is_signed else f"{value:.3f}"
    return digits(written.replace("0.", ".", 1) if language() is ENGLISH else written)
