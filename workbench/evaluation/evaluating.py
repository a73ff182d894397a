"""Evaluate a guesser on texts that people have labelled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.evaluation.certainties import Certainty, certainties
from workbench.evaluation.clarities import Clarity, clarities
from workbench.evaluation.gold import (
    BIAS_NAMES,
    SENTIMENT_NAMES,
    VOICE_NAMES,
    GoldText,
    marked_places,
)
from workbench.evaluation.guessing import Guess, Guesser
from workbench.evaluation.intervals import SEED, Intervals, intervals
from workbench.evaluation.measured import Judged, Rules
from workbench.evaluation.metrics import (
    Bin,
    Hits,
    Step,
    auc,
    calibration,
    calibration_error,
    confusion,
    macro_f1,
    means_by_score,
    pearson,
)
from workbench.evaluation.outlets import Outlets, by_outlet
from workbench.evaluation.words import Span, word_spans, words_within
from workbench.scoring.matching import folded

MOST_FREQUENT = 20
CONTEXT = 30


@dataclass(frozen=True)
class Slip:
    """Hold a word that is often missed or wrongly marked, with a piece of one text around it."""

    word: str
    times: int
    context: str


@dataclass(frozen=True)
class WordResult:
    """Hold how far the marked words agree."""

    texts: int
    marked: int
    hits: Hits
    misses: tuple[Slip, ...]
    false_alarms: tuple[Slip, ...]


@dataclass(frozen=True)
class Labels:
    """Hold how far labels agree: `table` counts texts by label (rows) and guess (columns)."""

    texts: int
    names: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    macro_f1: float | None


@dataclass(frozen=True)
class BiasResult:
    """Hold how far the bias scores agree, over all texts and by outlet."""

    labels: Labels
    auc: float | None
    outlets: Outlets
    calibration: tuple[Bin, ...]
    calibration_error: float | None


@dataclass(frozen=True)
class SentimentResult:
    """Hold how far the sentiment agrees; people's scores from `-margin` down are negative.

    `steps` hold the mean that people gave, on their scale, by what was guessed.
    """

    labels: Labels
    margin: float
    r: float | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Evaluation:
    """Hold everything measured; None is what the file has no labels for.

    `articles` counts those that texts name, 0 where none does.

    `remark` says what makes the figures less than they look. `intervals` are None where they were
    not asked for.
    """

    model: str
    gold: str
    texts: int
    articles: int
    words: WordResult | None
    bias: BiasResult | None
    voice: Labels | None
    sentiment: SentimentResult | None
    certainty: tuple[Certainty, ...]
    remark: str = ""
    intervals: Intervals | None = None
    clarity: tuple[Clarity, ...] = ()


def evaluate(
    gold: Iterable[GoldText], guesser: Guesser, *, name: str, seed: int = SEED
) -> Evaluation:
    """Guess each text and hold the guesses against the labels, with intervals."""
    judged = judged_by(guesser, gold)
    found = evaluate_guesses(judged, model=guesser.name, name=name, biased_from=guesser.biased_from)
    return with_intervals(found, judged, biased_from=guesser.biased_from, seed=seed)


def judged_by(guesser: Guesser, gold: Iterable[GoldText]) -> list[tuple[GoldText, Guess]]:
    """Guess each text."""
    texts = tuple(gold)
    return list(zip(texts, guesser.guess_all(texts), strict=True))


def with_intervals(
    found: Evaluation, judged: Judged, *, biased_from: float = 0.5, seed: int = SEED
) -> Evaluation:
    """Add the intervals of what was found of these guesses."""
    return replace(
        found, intervals=intervals(judged, rules_of(found, biased_from=biased_from), seed=seed)
    )


def rules_of(found: Evaluation, *, biased_from: float = 0.5) -> Rules:
    """Say what this evaluation counts as biased, and as a side of sentiment."""
    margin = found.sentiment.margin if found.sentiment else 0.0
    return Rules(biased_from, lambda score: _side(score, margin))


def evaluate_guesses(
    judged: Judged, *, model: str, name: str, biased_from: float = 0.5
) -> Evaluation:
    """Hold guesses that were made already against the labels."""
    sentiment = _sentiment([pair for pair in judged if pair[0].sentiment is not None])

    def side(score: float) -> str:
        return _side(score, sentiment.margin if sentiment else 0.0)

    return Evaluation(
        model=model,
        gold=name,
        texts=len(judged),
        articles=len({text.article for text, _ in judged if text.names_article}),
        words=_words([pair for pair in judged if pair[0].words is not None]),
        bias=_bias([pair for pair in judged if pair[0].is_biased is not None], biased_from),
        voice=_voice([pair for pair in judged if pair[0].voice is not None]),
        sentiment=sentiment,
        certainty=certainties(judged, biased_from=biased_from, side=side),
        clarity=clarities(judged, biased_from=biased_from, side=side),
    )


def _words(judged: Judged) -> WordResult | None:
    if not any(text.words for text, _ in judged):
        return None
    hits = alarms = missed = 0
    slips: dict[str, list[tuple[str, str]]] = {"missed": [], "alarm": []}
    for text, guess in judged:
        words = word_spans(text.text)
        marked = marked_places(text, words)
        guessed = words_within(words, guess.words)
        hits += len(marked & guessed)
        alarms += len(guessed - marked)
        missed += len(marked - guessed)
        slips["missed"] += [_at(text.text, words[place]) for place in sorted(marked - guessed)]
        slips["alarm"] += [_at(text.text, words[place]) for place in sorted(guessed - marked)]
    return WordResult(
        texts=len(judged),
        marked=hits + missed,
        hits=Hits(hits, alarms, missed),
        misses=_most_frequent(slips["missed"]),
        false_alarms=_most_frequent(slips["alarm"]),
    )


def _at(text: str, span: Span) -> tuple[str, str]:
    start, end = span
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    cut = "…" if start > CONTEXT else "", "…" if end + CONTEXT < len(text) else ""
    return folded(text[start:end]), f"{cut[0]}{before}[{text[start:end]}]{after}{cut[1]}"


def _most_frequent(slips: Sequence[tuple[str, str]]) -> tuple[Slip, ...]:
    first: dict[str, str] = {}
    for word, context in slips:
        first.setdefault(word, context)
    counts = Counter(word for word, _ in slips)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_FREQUENT]
    return tuple(Slip(word, times, first[word]) for word, times in ordered)


def _bias(judged: Judged, biased_from: float) -> BiasResult | None:
    if not judged:
        return None
    truths = [bool(text.is_biased) for text, _ in judged]
    scores = [guess.bias for _, guess in judged]
    bins = tuple(calibration(truths, scores))
    return BiasResult(
        labels=_labels(
            [BIAS_NAMES[truth] for truth in truths],
            [BIAS_NAMES[score >= biased_from] for score in scores],
            BIAS_NAMES,
        ),
        auc=auc(truths, scores),
        outlets=by_outlet(
            [text.outlet for text, _ in judged], truths, scores, biased_from=biased_from
        ),
        calibration=bins,
        calibration_error=calibration_error(bins),
    )


def _voice(judged: Judged) -> Labels | None:
    if not judged:
        return None
    return _labels(
        [text.voice or "" for text, _ in judged], [guess.voice for _, guess in judged], VOICE_NAMES
    )


def _sentiment(judged: Judged) -> SentimentResult | None:
    if not judged:
        return None
    scores = [text.sentiment or 0.0 for text, _ in judged]
    guesses = [guess.sentiment for _, guess in judged]
    # A scale of any width: an eighth of its half counts as neither side, ±0.5 on −4 to 4.
    margin = _half_width(scores) / 8
    return SentimentResult(
        labels=_labels(
            [_side(score, margin) for score in scores],
            [guess.sentiment_label for _, guess in judged],
            SENTIMENT_NAMES,
        ),
        margin=margin,
        r=pearson(scores, guesses),
        steps=tuple(means_by_score(scores, guesses)),
    )


def _half_width(scores: Sequence[float]) -> float:
    widest = max(abs(score) for score in scores)
    return next((width for width in (1.0, 4.0, 10.0, 100.0) if widest <= width), widest)


def _side(score: float, margin: float) -> str:
    if score >= margin:
        return "positive"
    return "negative" if score <= -margin else "neutral"


def _labels(labels: Sequence[str], guesses: Sequence[str], names: tuple[str, ...]) -> Labels:
    return Labels(len(labels), names, confusion(labels, guesses, names), macro_f1(labels, guesses))
