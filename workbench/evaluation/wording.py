"""How measures are called, and how their numbers are written."""

from workbench.evaluation.intervals import Limits

UNDEFINED = "–"
INTERVAL = "95% interval"
NAMES = {
    "word_precision": "words: precision",
    "word_recall": "words: recall",
    "word_f1": "words: F1",
    "bias_auc": "bias: AUC",
    "bias_within_outlet_auc": "bias: AUC within outlet",
    "bias_macro_f1": "bias: macro-F1",
    "bias_unseen_macro_f1": "bias: macro-F1 on unseen outlets",
    "bias_unseen_mean_macro_f1": "bias: the same, mean over outlets",
    "outlet_only_macro_f1": "bias: macro-F1 from the outlet alone",
    "voice_macro_f1": "voice: macro-F1",
    "sentiment_r": "sentiment: r",
    "sentiment_macro_f1": "sentiment: macro-F1",
}
"""How the measures that have intervals are called."""


def number(value: float | None) -> str:
    """Write a measure with three decimals, or a dash where it is undefined."""
    return UNDEFINED if value is None else f"{value:.3f}".replace("-", "−")


def signed(value: float) -> str:
    """Write a difference of measures with its sign; nothing has none.

    >>> signed(0.0123), signed(-0.0123), signed(0.0001)
    ('+0.012', '−0.012', '0')
    """
    rounded = round(value, 3)
    return f"{rounded:+.3f}".replace("-", "−") if rounded else "0"


def interval_as_text(limits: Limits | None) -> str:
    """Write an interval, or a dash where it is not given."""
    if limits is None or limits.low is None:
        return UNDEFINED
    return f"{number(limits.low)} to {number(limits.high)}"
