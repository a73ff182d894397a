"""What scores the paragraphs of a project: the shipped scores, and the model in use beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.stored_scores import ScoreRow, score_row
from workbench.articles.suggestions import texts_to_score
from workbench.evaluation.gold import VOICE_NAMES
from workbench.evaluation.guessing import Guess
from workbench.learned.queries import ModelInUse, model_in_use
from workbench.learning.model import Placed
from workbench.scoring.attribution import attributed_sentences
from workbench.scoring.bias import BIASED_FROM
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.loaded_words import LoadedWord, is_within
from workbench.scoring.matching import folded
from workbench.scoring.prescore import Prescore
from workbench.scoring.surroundings import prescore_article
from workbench.text.articles import ArticleText
from workbench.text.quotations import quotations

LEARNED_REASON = (
    "In the texts that the model learned from, people marked this word or words like it."
)
# How many answers each question has, so that certainty by chance alone is known.
_SIDES = {"bias": 2, "voice": len(VOICE_NAMES), "sentiment": 3}


@dataclass(frozen=True)
class Learned:
    """Hold what a model says of one paragraph; None where it has not learned the question.

    The fields are those of the table of pre-scores.
    """

    learned_model_id: int
    model_version: str
    learned_bias_score: float | None
    learned_bias: str | None
    bias_certainty: float | None
    learned_voice: str | None
    voice_certainty: float | None
    learned_sentiment_score: float | None
    learned_sentiment: str | None
    sentiment_certainty: float | None
    certainty: float | None


class Scored(NamedTuple):
    """Hold what is stored of a paragraph: the shipped scores, the words suggested, the model's.

    Nothing else of a pre-score is kept: what it is made of takes many times the memory, and some
    hundred paragraphs wait to be stored together.
    """

    row: ScoreRow
    words: tuple[LoadedWord, ...]
    learned: Learned | None = None


class Scorer:
    """Score paragraphs with a lexicon and, where one is in use, a learned model."""

    def __init__(self, lexicon: Lexicon, in_use: ModelInUse | None = None) -> None:
        self._lexicon, self._in_use = lexicon, in_use
        # A model remembers words as it goes, and threads of a server share it.
        self._guessing = Lock()

    def __call__(self, text: str) -> Scored:
        """Score an English paragraph that stands alone."""
        return self.score_article({0: text})[0]

    def score_text(self, article: ArticleText) -> dict[int, Scored]:
        """Score those paragraphs of an article that are pre-scored, by their positions."""
        return self.score_article(texts_to_score(article))

    def score_article(self, texts: Mapping[int, str]) -> dict[int, Scored]:
        """Score the English paragraphs of an article, by their positions in it."""
        scored = prescore_article(texts, self._lexicon)
        if self._in_use is None:
            return {
                position: Scored(score_row(each), each.loaded_words)
                for position, each in scored.items()
            }
        placed = [
            Placed(texts[position], each, ("", position)) for position, each in scored.items()
        ]
        with self._guessing:
            guesses = self._in_use.model.guess_together(placed)
        return {
            position: _scored(each, guess, self._in_use)
            for position, each, guess in zip(scored, placed, guesses, strict=True)
        }


def scorer_in_force(project_id: int | None) -> Scorer:
    """Give what scores the paragraphs of a project now."""
    return Scorer(lexicon_in_force(project_id), model_in_use(project_id))


def _scored(placed: Placed, guess: Guess, in_use: ModelInUse) -> Scored:
    words = placed.scored.loaded_words
    if guess.word_certainties or in_use.model.fitted.words is not None:
        words = learned_words(placed.text, placed.scored, guess, in_use.word_categories)
    return Scored(score_row(placed.scored), words, learned_from(guess, in_use))


def learned_from(guess: Guess, in_use: ModelInUse) -> Learned:
    """Take from a guess what is stored of it."""
    sure = guess.certainties
    has_bias, has_voice, has_sentiment = (name in sure for name in _SIDES)
    return Learned(
        learned_model_id=in_use.id,
        model_version=in_use.version,
        learned_bias_score=guess.bias if has_bias else None,
        learned_bias=("biased" if guess.bias >= BIASED_FROM else "not_biased")
        if has_bias
        else None,
        bias_certainty=sure.get("bias"),
        learned_voice=guess.voice if has_voice else None,
        voice_certainty=sure.get("voice"),
        learned_sentiment_score=guess.sentiment if has_sentiment else None,
        learned_sentiment=guess.sentiment_label if has_sentiment else None,
        sentiment_certainty=sure.get("sentiment"),
        certainty=overall_certainty(guess),
    )


def overall_certainty(guess: Guess) -> float | None:
    """Average how far the certainty of each answer lies above chance, in [0, 1].

    Of a model that learned words alone it is how far the least certain of them is from one half;
    None where nothing was learned.

    >>> overall_certainty(Guess((), 0.9, "mixed", 0.0, "neutral", {"bias": 0.75}))
    0.5
    """
    above = [_above_chance(sure, _SIDES[name]) for name, sure in guess.certainties.items()]
    if above:
        return sum(above) / len(above)
    if guess.word_certainties:
        return min(abs(2 * sure - 1) for sure in guess.word_certainties)
    return None


def learned_words(
    text: str, scored: Prescore, guess: Guess, categories: Mapping[str, str]
) -> tuple[LoadedWord, ...]:
    """Give the words that a model suggests, each with what the lexicon says of it if it does.

    A word that is in no lexicon is shown in the category that it was given most often.
    """
    if not guess.words:
        return ()
    quoted, attributed = quotations(text), attributed_sentences(text)
    found = []
    for (start, end), sure in zip(guess.words, guess.word_certainties, strict=True):
        listed = next(
            (word for word in scored.loaded_words if word.start < end and start < word.end), None
        )
        piece = text[start:end]
        if listed is not None:
            found.append(listed._replace(start=start, end=end, text=piece, certainty=sure))
            continue
        found.append(
            LoadedWord(
                start=start,
                end=end,
                text=piece,
                term="",
                category=_category(piece, categories),
                polarity=0,
                strength=0,
                reason=LEARNED_REASON,
                in_quotation=is_within(start, end, quoted),
                is_attributed=is_within(start, end, attributed),
                certainty=sure,
            )
        )
    return tuple(found)


def _category(piece: str, categories: Mapping[str, str]) -> str:
    whole = folded(piece)
    known = (categories[word] for word in (whole, *whole.split()) if word in categories)
    return next(known, categories.get("", ""))


def _above_chance(sure: float, sides: int) -> float:
    chance = 1 / sides
    return max(0.0, (sure - chance) / (1 - chance))
