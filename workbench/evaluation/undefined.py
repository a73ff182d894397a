"""Say of each measure that could not be given why not."""

from collections.abc import Iterator

from workbench.evaluation.evaluating import BiasResult, Evaluation

_ONE_LABEL = "All texts have the same label."
_NO_OUTLET = "No text names its outlet."
_ONE_OUTLET = "All texts are of one outlet."
_NONE_OF_BOTH = "No outlet has texts of both labels."


def undefined(found: Evaluation) -> dict[str, str]:
    """Map the names of the parts and measures that are missing to a sentence each."""
    return dict(_undefined(found))


def _undefined(found: Evaluation) -> Iterator[tuple[str, str]]:
    if found.words is None:
        yield "words", "No text has a marked word."
    elif found.words.hits.precision is None:
        yield "word_precision", "Nothing was guessed."
    if found.bias is None:
        yield "bias", "No text has a label for bias."
    else:
        yield from _of_bias(found.bias)
    if found.voice is None:
        yield "voice", "No text has a label for voice."
    if found.sentiment is None:
        yield "sentiment", "No text has a score for sentiment."
    elif found.sentiment.r is None:
        few = "There are fewer than two texts."
        same = "People's scores, or the guesses, are all the same."
        yield "sentiment_r", few if found.sentiment.labels.texts < 2 else same


def _of_bias(bias: BiasResult) -> Iterator[tuple[str, str]]:
    if bias.auc is None:
        yield "bias_auc", _ONE_LABEL
    outlets = bias.outlets
    names = {
        "bias_within_outlet_auc": (outlets.within_auc, _NONE_OF_BOTH),
        "bias_unseen_macro_f1": (outlets.unseen_macro_f1, _ONE_OUTLET),
        "bias_unseen_mean_macro_f1": (
            outlets.unseen_mean_macro_f1,
            _ONE_OUTLET if len(outlets.rows) == 1 else _NONE_OF_BOTH,
        ),
        "outlet_only_macro_f1": (outlets.outlet_only_macro_f1, _NO_OUTLET),
    }
    for name, (value, reason) in names.items():
        if value is None:
            yield name, reason if outlets.rows else _NO_OUTLET
