"""Guess without a part of the shipped scores, to see what that part adds."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from workbench.evaluation.gold import GoldText, places_of
from workbench.evaluation.guessing import Guess, Guesser, guess_from_scores
from workbench.scoring.attribution import attributed_sentences
from workbench.scoring.bias import Bias, score_bias
from workbench.scoring.features import Features, features
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconEntry
from workbench.scoring.loaded_words import LoadedWord, find_loaded_words
from workbench.scoring.news import EVERY_CORRECTION, NewsSentiment, score_news
from workbench.scoring.sentiment import score_words
from workbench.scoring.surroundings import with_surroundings
from workbench.text.quotations import quotations

Scores = tuple[Sequence[LoadedWord], Bias, NewsSentiment]

OF_SENTIMENT = ("topics", "stances", "connotations", "shifts", "surroundings")
PARTS = {
    "words": "the loaded words",
    "voice": "who speaks and how: persons, emphasis, argument, obligation, report, ?, !, numbers",
    "subjectivity": "VADER's share of words with a feeling",
    "quotation": "quotations: their share, and that words in them weigh less",
    "attribution": "attributed sentences: their share, and that words in them weigh less",
    "context": "the rules of context, the neutral phrases, and where terms are weaker",
    "topics": "topics that count less in the sentiment for news",
    "stances": "words by which news judges, in the sentiment for news",
    "connotations": "words that sound pleasant or unpleasant, in the sentiment for news",
    "shifts": "what is undone, taken away or granted, in the sentiment for news",
    "surroundings": "the texts around in the same article, in the sentiment for news",
}
"""What can be left out, with what that is."""


def guesser_without(parts: Collection[str], lexicon: Lexicon) -> Guesser:
    """Give the shipped scores without some of `PARTS`."""
    if "words" in parts:
        lexicon = Lexicon(())
    elif "context" in parts:
        lexicon = Lexicon(_free_of_context(lexicon))
    corrections = replace(
        EVERY_CORRECTION, **{name: False for name in OF_SENTIMENT if name in parts}
    )

    def scores(text: str) -> Scores:
        sentiment, scored = score_words(text)
        quoted = () if "quotation" in parts else quotations(text)
        attributed = () if "attribution" in parts else attributed_sentences(text)
        words = find_loaded_words(text, lexicon, quoted=quoted, attributed=attributed)
        found = features(
            text,
            loaded_words=words,
            sentiment=sentiment,
            scored=scored,
            quoted=quoted,
            attributed=attributed,
        )
        news = score_news(text, scored, loaded_words=words, quoted=quoted, corrections=corrections)
        return words, score_bias(_left_of(found, parts)), news

    def guess_together(texts: Sequence[GoldText]) -> list[Guess]:
        found = [scores(text.text) for text in texts]
        news = [each for _, _, each in found]
        if corrections.surroundings:
            news = with_surroundings(places_of(texts), news)
        return [
            guess_from_scores(words, bias, joint)
            for (words, bias, _), joint in zip(found, news, strict=True)
        ]

    name = ", ".join(part for part in PARTS if part in parts)
    return Guesser(
        f"shipped scores without {name}" if parts else "shipped scores",
        lambda text: guess_from_scores(*scores(text)),
        guess_together=guess_together,
    )


def _free_of_context(lexicon: Lexicon) -> list[LexiconEntry]:
    return [replace(entry, unless=(), context=(), weaker=()) for entry in lexicon.entries]


def _left_of(found: Features, parts: Collection[str]) -> Features:
    if "voice" in parts:
        found = found._replace(cues=Counter(), questions=0, exclamations=0, numbers=0)
    return found._replace(emotion=0.0) if "subjectivity" in parts else found
