"""What guesses: the shipped scores, bare VADER, or a lexicon of one's own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.config import resource
from workbench.evaluation.gold import GoldText, placed_texts
from workbench.evaluation.words import Span
from workbench.scoring import bias, news
from workbench.scoring.clarity import clarity
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconError
from workbench.scoring.loaded_words import LoadedWord
from workbench.scoring.prescore import Prescore, prescore
from workbench.scoring.sentiment import score_sentiment
from workbench.scoring.surroundings import prescore_together

SHIPPED = "shipped"
VADER = "vader"


@dataclass(frozen=True)
class Guess:
    """Hold what is guessed of one text; `bias` in [0, 1], `sentiment` in [-1, 1].

    What was learned comes with its certainty in [0, 1]: by question (`bias`, `voice`,
    `sentiment`), and for each of `words`. What was not learned has none. The shipped scores come
    with their clarity in [0.5, 1] by question.
    """

    words: tuple[Span, ...]
    bias: float
    voice: str
    sentiment: float
    sentiment_label: str
    certainties: Mapping[str, float] = field(default_factory=dict)
    word_certainties: tuple[float, ...] = ()
    clarities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Guesser:
    """Hold a name for the report, what guesses, and from where on it calls a text biased.

    `guess_together` guesses at texts that may tell of each other; None where each is alone.
    """

    name: str
    guess: Callable[[str], Guess]
    biased_from: float = 0.5
    guess_together: Callable[[Sequence[GoldText]], Sequence[Guess]] | None = None

    def guess_all(self, texts: Sequence[GoldText]) -> Sequence[Guess]:
        """Guess at each of some texts."""
        if self.guess_together is not None:
            return self.guess_together(texts)
        return [self.guess(text.text) for text in texts]


class ModelError(ValueError):
    """Say why a model can't be used."""


def guesser_named(model: str) -> Guesser:
    """Give the shipped scores, bare VADER, or the shipped scores with the lexicon in a CSV file."""
    if model == VADER:
        return Guesser("bare VADER", _by_vader)
    path = resource("seeds") / "lexicon.csv" if model == SHIPPED else Path(model)
    try:
        lexicon = Lexicon.load(path)
    except LexiconError as error:
        raise ModelError(str(error)) from error
    name = f"shipped scores, {lexicon.version}, {len(lexicon.entries):,} terms"

    def guess_together(texts: Sequence[GoldText]) -> list[Guess]:
        return [shipped_guess(each) for each in prescore_together(placed_texts(texts), lexicon)]

    return Guesser(
        name,
        lambda text: shipped_guess(prescore(text, lexicon)),
        guess_together=guess_together,
    )


def guess_from_scores(
    words: Iterable[LoadedWord], scored: bias.Bias, feeling: news.NewsSentiment
) -> Guess:
    """Give what some scores say, with how clearly."""
    of_news = news.NEGATIVE_FROM, news.POSITIVE_FROM
    return Guess(
        words=tuple((word.start, word.end) for word in words),
        bias=scored.score,
        voice=scored.voice,
        sentiment=feeling.score,
        sentiment_label=feeling.label,
        clarities={
            "bias": clarity(scored.score, (bias.BIASED_FROM,)),
            "voice": clarity(scored.voice_score, (bias.MIXED_FROM, bias.OPINION_FROM)),
            "sentiment": clarity(feeling.score, of_news, least=-1),
        },
    )


def shipped_guess(scored: Prescore) -> Guess:
    """Give what the shipped scores say."""
    return guess_from_scores(scored.loaded_words, scored.bias, scored.news)


def _by_vader(text: str) -> Guess:
    # VADER marks no words and knows no voice: the strength of the feeling stands for bias.
    sentiment = score_sentiment(text)
    return Guess(
        words=(),
        bias=abs(sentiment.compound),
        voice="factual",
        sentiment=sentiment.compound,
        sentiment_label=sentiment.label,
    )
