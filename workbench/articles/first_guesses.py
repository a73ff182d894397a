"""Say in words what each score of a pre-score suggests, how clearly, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from workbench.articles.queries import ModelFacts, PrescoreRow
from workbench.codebook.codebook import Source
from workbench.scoring import bias, news, sentiment
from workbench.scoring.clarity import clarity
from workbench.web.wording import signed
from workbench.words import day, gettext, lazy, marked, ngettext, number

MOST_SAID = 3
NEWS_CORRECTS = lazy(
    "The news score corrects VADER’s: words that only name what news is about count less, and "
    "words by which news judges count."
)
VADER_READS_WORDS = lazy(
    "VADER counts feeling words, so grim news is negative whatever its wording."
)
READS_AROUND = lazy(
    "It leans on the two paragraphs before and after this one, too, where there are any."
)
AROUND_SHIFT = marked(
    "By itself this paragraph has a news score of %(alone)s; the paragraphs around, up to two "
    "before it and two after it, add %(shift)s."
)
SENTIMENTS = {
    "negative": lazy("negative"),
    "neutral": lazy("neutral"),
    "positive": lazy("positive"),
}
SAID = {
    **SENTIMENTS,
    "biased": lazy("biased"),
    "not_biased": lazy("not biased"),
    "factual": lazy("factual"),
    "mixed": lazy("mixed"),
    "opinion": lazy("opinion"),
}
SOURCE_NAMES = {
    Source.SENTIMENT: lazy("sentiment"),
    Source.NEWS: lazy("sentiment"),
    Source.BIAS: lazy("bias"),
    Source.VOICE: lazy("voice"),
}
_LEARNED_SCORES = {
    Source.NEWS: marked("Its score of sentiment is %(score)s, from −1 to 1."),
    Source.BIAS: marked("It puts the chance that people call this paragraph biased at %(score)s."),
}
# What speaks for these is what lowers the score; for the others, what raises it.
_LOW = ("not_biased", "factual")


@dataclass(frozen=True)
class Grounds:
    """Hold why a score says what it says; see `FirstGuess`."""

    because: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class FirstGuess:
    """Hold what one score says of a paragraph.

    `clarity` tells how far the score is from the nearest cut between two labels: 0.5 at the cut,
    1 as far as can be. It is no probability. `certainty` is a probability: how often such a
    suggestion of a learned model was right on texts held back; None for the shipped scores.
    `give_grounds` puts the reasons into words, which takes longer than all the rest, and a
    submission asks for the label alone: nobody is given them who does not ask.
    """

    label: str
    score: float
    clarity: float
    give_grounds: Callable[[], Grounds] = field(compare=False, repr=False)
    certainty: float | None = None

    @cached_property
    def grounds(self) -> Grounds:
        """Give the reasons, in the language in which they are first asked for."""
        return self.give_grounds()

    @property
    def because(self) -> str:
        """Name the strongest reasons in a few words."""
        return self.grounds.because

    @property
    def reasons(self) -> tuple[str, ...]:
        """Give all reasons in a sentence each."""
        return self.grounds.reasons

    @property
    def said(self) -> str:
        """Give the label as words."""
        return str(SAID.get(self.label, self.label))


def first_guesses(prescore: PrescoreRow) -> dict[Source, FirstGuess]:
    """Give what each score says, without those that this pre-score was made without.

    Where a learned model was in use, what it says takes the place of the shipped score for each
    question that it has learned. VADER's own score stays VADER's own.
    """
    guesses = {Source.SENTIMENT: _vader(prescore)}
    if prescore.news_score is not None and prescore.news_sentiment is not None:
        guesses[Source.NEWS] = _news(prescore, prescore.news_score, prescore.news_sentiment)
    if prescore.bias_score is not None and prescore.bias is not None:
        guesses[Source.BIAS] = _bias(prescore, prescore.bias_score, prescore.bias)
    if prescore.voice_score is not None and prescore.voice is not None:
        guesses[Source.VOICE] = _voice(prescore, prescore.voice_score, prescore.voice)
    return guesses if prescore.model is None else guesses | _learned(prescore, guesses)


def learned_on(model: ModelFacts) -> str:
    """Say where a model comes from, in a few words."""
    trained = day(model.trained_at)
    if model.origin == "trained":
        return ngettext(
            "learned from %(num)s paragraph of this project on %(day)s",
            "learned from %(num)s paragraphs of this project on %(day)s",
            model.texts,
            day=trained,
        )
    return ngettext(
        "learned from %(num)s text of a file on %(day)s",
        "learned from %(num)s texts of a file on %(day)s",
        model.texts,
        day=trained,
    )


def _learned(
    prescore: PrescoreRow, shipped: Mapping[Source, FirstGuess]
) -> dict[Source, FirstGuess]:
    said = (
        (Source.NEWS, prescore.learned_sentiment, prescore.sentiment_certainty),
        (Source.BIAS, prescore.learned_bias, prescore.bias_certainty),
        (Source.VOICE, prescore.learned_voice, prescore.voice_certainty),
    )
    scores = {
        Source.NEWS: prescore.learned_sentiment_score,
        Source.BIAS: prescore.learned_bias_score,
    }
    return {
        source: FirstGuess(
            label=label,
            score=sure if (score := scores.get(source)) is None else score,
            clarity=sure,
            give_grounds=partial(_learned_grounds, prescore, source, score, shipped.get(source)),
            certainty=sure,
        )
        for source, label, sure in said
        if label is not None and sure is not None
    }


def _learned_grounds(
    prescore: PrescoreRow, source: Source, score: float | None, shipped: FirstGuess | None
) -> Grounds:
    assert prescore.model is not None  # noqa: S101  # The caller has looked.
    where_from = learned_on(prescore.model)
    model = gettext(
        "Model %(number)s, %(source)s.", number=prescore.model.number, source=where_from
    )
    own = () if score is None else (_own_score(source, score),)
    leans = source is Source.NEWS and prescore.model.reads_around
    around = (str(READS_AROUND),) if leans else ()
    beside = () if shipped is None else (_beside(shipped),)
    return Grounds(where_from, (model, *own, *around, *beside))


def _own_score(source: Source, score: float) -> str:
    written = signed(score) if source is Source.NEWS else number(score, 2)
    return gettext(_LEARNED_SCORES[source], score=written)


def _beside(shipped: FirstGuess) -> str:
    return gettext(
        "The shipped score alone says %(label)s: %(because)s.",
        label=shipped.said,
        because=shipped.because,
    )


def _vader(prescore: PrescoreRow) -> FirstGuess:
    cuts = (sentiment.NEGATIVE_FROM, sentiment.POSITIVE_FROM)
    return FirstGuess(
        label=prescore.sentiment,
        score=prescore.compound,
        clarity=clarity(prescore.compound, cuts, least=-1),
        give_grounds=lambda: Grounds(
            gettext("VADER’s own score %(score)s", score=signed(prescore.compound)),
            (str(VADER_READS_WORDS),),
        ),
    )


def _news(prescore: PrescoreRow, score: float, label: str) -> FirstGuess:
    return FirstGuess(
        label=label,
        score=score,
        clarity=clarity(score, (news.NEGATIVE_FROM, news.POSITIVE_FROM), least=-1),
        give_grounds=lambda: Grounds(
            gettext(
                "news score %(score)s; VADER’s own score %(own)s (%(sentiment)s)",
                score=signed(score),
                own=signed(prescore.compound),
                sentiment=SENTIMENTS[prescore.sentiment],
            ),
            (str(NEWS_CORRECTS), *_around(prescore, score), str(VADER_READS_WORDS)),
        ),
    )


def _around(prescore: PrescoreRow, score: float) -> tuple[str, ...]:
    """Say what the paragraphs around add to a news score, if it can be seen."""
    if prescore.news_score_alone is None:
        return ()
    # From the numbers as they are written, so that they add up.
    alone = round(prescore.news_score_alone, 2)
    shift = round(round(score, 2) - alone, 2)
    if not shift:
        return ()
    return (gettext(AROUND_SHIFT, shift=signed(shift), alone=signed(alone)),)


def _bias(prescore: PrescoreRow, score: float, label: str) -> FirstGuess:
    return FirstGuess(
        label=label,
        score=score,
        clarity=clarity(score, (bias.BIASED_FROM,)),
        give_grounds=lambda: Grounds(
            _because(prescore, label, "bias"),
            (
                *_listed(prescore, "bias", start=bias.START),
                gettext(
                    "Together they make a score of %(score)s, from 0 (not biased) to 1 (biased). "
                    "Numbers above 0 speak for bias, those below 0 against it; they are log-odds.",
                    score=number(score, 2),
                ),
            ),
        ),
    )


def _voice(prescore: PrescoreRow, score: float, label: str) -> FirstGuess:
    return FirstGuess(
        label=label,
        score=score,
        clarity=clarity(score, (bias.MIXED_FROM, bias.OPINION_FROM)),
        give_grounds=lambda: Grounds(
            _because(prescore, label, "voice"),
            (
                *_listed(prescore, "voice", start=bias.VOICE_START),
                gettext(
                    "Together they make a score of %(score)s, from 0 (factual) to 1 (opinion). "
                    "Numbers above 0 speak for opinion, those below 0 for facts; they are "
                    "log-odds.",
                    score=number(score, 2),
                ),
            ),
        ),
    )


def _because(prescore: PrescoreRow, label: str, weight: str) -> str:
    """Name what speaks for a label; what is missing speaks too."""
    found = _strongest(prescore, weight)
    names = {reason["name"] for reason in found}
    phrases = [
        _phrase(reason, prescore)
        for reason in found
        if label == "mixed" or (reason[weight] < 0) == (label in _LOW)
    ][:MOST_SAID]
    if label in _LOW and "loaded" not in names:
        phrases = [gettext("no loaded words"), *phrases]
    elif label not in _LOW and names.isdisjoint({"attributed", "quoted"}):
        phrases.append(gettext("no source named"))
    elif not phrases:
        phrases = [gettext("only %(reason)s", reason=_phrase(found[0], prescore))]
    return ", ".join(phrases)


def _listed(prescore: PrescoreRow, weight: str, *, start: float) -> tuple[str, ...]:
    """List all evidence in log-odds, from where the score begins."""
    return (
        gettext("to begin with, for any paragraph: %(score)s", score=signed(start)),
        *(
            f"{_phrase(reason, prescore)}: {signed(reason[weight])}"
            for reason in _strongest(prescore, weight)
        ),
    )


def _strongest(prescore: PrescoreRow, weight: str) -> list[Mapping[str, Any]]:
    return sorted(prescore.bias_reasons or (), key=lambda reason: -abs(reason[weight]))


def _phrase(reason: Mapping[str, Any], prescore: PrescoreRow) -> str:
    name = str(reason["name"])
    if name != "loaded":
        return gettext(bias.SAID[name]) if name in bias.SAID else name
    if prescore.model is not None:
        # The words on the page are the model's; those that this score counted are not kept.
        return gettext("loaded words of the lexicon")
    words = prescore.loaded_words
    texts = list(dict.fromkeys(word.text for word in words))
    shown = ", ".join(gettext("“%(quoted)s”", quoted=text) for text in texts[:MOST_SAID])
    more = " …" if len(texts) > MOST_SAID else ""
    return ngettext(
        "%(num)s loaded word (%(words)s)",
        "%(num)s loaded words (%(words)s)",
        len(words),
        words=shown + more,
    )
