"""Pre-scoring, with and without a learned model, beside bare VADER, which scores sentiment."""

from datetime import UTC, datetime
from functools import partial

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks.measuring import in_turns, middle
from benchmarks.options import Options
from benchmarks.results import Aim, Result
from benchmarks.spreading import in_rounds, spread_over
from benchmarks.texts import batch, growing
from workbench.articles.lexicon import lexicon_in_force
from workbench.learning.labelled import Labelled
from workbench.learning.model import Model
from workbench.learning.training import train
from workbench.scoring.prescore import prescore

# Characters, and how many paragraphs of that length bare VADER scores in about half a second; of
# the longest in two, because a few milliseconds of ours are more easily disturbed than measured.
LENGTHS = {195: 4_000, 600: 1_500, 2_400: 200, 40_000: 4}
AIMS = {600: Aim("at least", 2), 40_000: Aim("at least", 100)}
WITH_MODEL_AIM = Aim("at least", 0.5)
# Enough for every question to be learned; the words of more texts would cost nothing more.
TRAINED_ON = 60
# By what a reader of the results is told: the share of words that never came before, if it stays.
NEW_WORDS: dict[str, float | None] = {"new words as in news": None, "every second word new": 0.5}
NAME = "prescore"
PROCESSES = 2
# Additions for each paragraph: about the time of pre-scoring one of 600 characters.
SPINS = 4_000
UNIT = "× bare VADER's speed"


def run(options: Options) -> list[Result]:
    """Measure speed by length, on two processes, and how time grows with length."""
    results = [_by_length(length, options) for length in LENGTHS]
    new_words = [_with_new_words(case, options) for case in NEW_WORDS]
    return [*results, _with_model(options), *new_words, *_on_processes(options), _growth(options)]


def score_ours(paragraphs: tuple[str, ...]) -> None:
    """Pre-score each paragraph."""
    lexicon = lexicon_in_force()
    for text in paragraphs:
        prescore(text, lexicon)


def score_bare(paragraphs: tuple[str, ...]) -> None:
    """Let VADER score each paragraph."""
    analyzer = _analyzer()
    for text in paragraphs:
        analyzer.polarity_scores(text)


def score_both(paragraphs: tuple[str, ...]) -> None:
    """Score once in either way, so that whatever is read for it was read."""
    score_ours(paragraphs)
    score_bare(paragraphs)


def spin(paragraphs: tuple[str, ...]) -> int:
    """Keep a processor busy with nothing but itself, about as long as pre-scoring does."""
    return sum(step for _ in paragraphs for step in range(SPINS))


def score_with_model(model: Model, paragraphs: tuple[str, ...]) -> None:
    """Pre-score each paragraph, and let the model guess at it."""
    lexicon = lexicon_in_force()
    for text in paragraphs:
        model.guess(text, prescore(text, lexicon))


def _with_model(options: Options) -> Result:
    texts = batch(600, _count(600, options)).paragraphs
    pair = in_turns(
        partial(score_with_model, _model(), texts),
        partial(score_bare, texts),
        repetitions=options.repetitions,
    )
    return Result(
        NAME,
        "600 characters, with a learned model",
        UNIT,
        pair.speed_ups,
        WITH_MODEL_AIM,
        {"paragraphs/s": len(texts) / middle(pair.subject)},
    )


def _with_new_words(case: str, options: Options) -> Result:
    """Give other paragraphs in every turn: a word is new to a model once."""
    model, count = _model(), _count(600, options)
    turns = [
        growing(600, count, seed=number, share=NEW_WORDS[case])
        for number in range(options.repetitions + 1)
    ]
    ours, bare = iter(turns), iter(turns)
    pair = in_turns(
        lambda: score_with_model(model, next(ours)),
        lambda: score_bare(next(bare)),
        repetitions=options.repetitions,
    )
    return Result(
        NAME,
        f"600 characters, with a learned model, {case}",
        UNIT,
        pair.speed_ups,
        WITH_MODEL_AIM if NEW_WORDS[case] is None else None,
        {
            "paragraphs/s": count / middle(pair.subject),
            "× by processor time": 1 / pair.processor_ratio,
        },
    )


def _model() -> Model:
    """Learn every question from made-up paragraphs, whose loaded words are marked."""
    lexicon = lexicon_in_force()
    learned_from = [
        Labelled(
            text,
            article=str(number),
            marked=tuple((word.start, word.end) for word in prescore(text, lexicon).loaded_words),
            is_biased=number % 2 == 0,
            voice=("factual", "mixed", "opinion")[number % 3],
            sentiment=number % 5 / 2 - 1,
        )
        for number, text in enumerate(batch(600, TRAINED_ON, seed=2).paragraphs)
    ]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return train(learned_from, lexicon, at=at, software="benchmark").model


def _by_length(length: int, options: Options) -> Result:
    texts = batch(length, _count(length, options)).paragraphs
    pair = in_turns(
        partial(score_ours, texts), partial(score_bare, texts), repetitions=options.repetitions
    )
    return Result(
        NAME,
        f"{length:,} characters",
        UNIT,
        pair.speed_ups,
        AIMS.get(length),
        {
            "paragraphs/s": len(texts) / middle(pair.subject),
            "bare paragraphs/s": len(texts) / middle(pair.baseline),
            "× by processor time": 1 / pair.processor_ratio,
        },
    )


def _on_processes(options: Options) -> list[Result]:
    """Compare two processes with two of VADER's, and with one that works as they do.

    What only counts is timed in the same rounds: two processes that share nothing gain no more than
    the machine gives them at that moment.
    """
    texts = batch(600, 4 * _count(600, options)).paragraphs
    with (
        spread_over(PROCESSES, texts, warm_up=score_both) as on_two,
        spread_over(1, texts, warm_up=score_both) as on_one,
    ):
        ours, bare, alone, counting, counting_alone = in_rounds(
            on_two(score_ours),
            on_two(score_bare),
            on_one(score_ours),
            on_two(spin),
            on_one(spin),
            repetitions=options.repetitions,
        )
    speed_up, given = _ratios(alone, ours), _ratios(counting_alone, counting)
    return [
        Result(
            NAME,
            f"600 characters, {PROCESSES} processes",
            UNIT,
            _ratios(bare, ours),
            AIMS[600],
            {"paragraphs/s": len(texts) / middle(ours)},
        ),
        Result(
            NAME,
            f"{PROCESSES} processes ÷ one",
            "× the speed",
            speed_up,
            Aim("at least", 1.7),
            {"÷ what the machine gives": middle(_ratios(speed_up, given))},
        ),
        Result(
            NAME,
            f"{PROCESSES} processes that only count ÷ one, what the machine gives",
            "× the speed",
            given,
        ),
    ]


def _ratios(above: tuple[float, ...], below: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(a / b for a, b in zip(above, below, strict=True))


def _growth(options: Options) -> Result:
    count = options.size(20, quick=5, tiny=1)
    long, short = (batch(length, count).paragraphs for length in (40_000, 4_000))
    pair = in_turns(
        partial(score_ours, long), partial(score_ours, short), repetitions=options.repetitions
    )
    return Result(NAME, "40,000 ÷ 4,000 characters", "× the time", pair.ratios, Aim("at most", 12))


def _count(length: int, options: Options) -> int:
    full = LENGTHS[length]
    return options.size(full, quick=max(1, full // 4), tiny=1)


_shared: list[SentimentIntensityAnalyzer] = []


def _analyzer() -> SentimentIntensityAnalyzer:
    if not _shared:
        _shared.append(SentimentIntensityAnalyzer())
    return _shared[0]
