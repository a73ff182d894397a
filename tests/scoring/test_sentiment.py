import random
from functools import cache
from importlib.metadata import version
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from workbench.scoring.sentiment import (
    SENTIMENT_VERSION,
    Sentiment,
    score_sentiment,
    score_words,
    sentiment_label,
    word_valence,
)

# Words that meet each of VADER's rules: sentiment, boosters, negations, idioms, "but", "least".
SCORED = ["good", "bad", "great", "terrible", "war", "love", "hope", "death", "happy", "kind"]
SCORED += ["bomb", "shit", "ass", "no", "sucks", "heart", "right"]
RULES = ["not", "never", "isn't", "isn’t", "without", "doubt", "so", "this", "very", "VERY"]
RULES += ["kind of", "sort of", "just enough", "barely", "slightly", "least", "at", "but", "But"]
RULES += ["BUT", "nor", "or", "no", "the bomb", "bad ass", "badass", "bus stop", "yeah right"]
RULES += ["kiss of death", "to die for", "beating heart", "CAN'T", "kindof", "kind-of", "the"]
PLAIN = ["minister", "vote", "Tuesday", "said", "people", "in", "a", "of", "x", "NATO", "2022", "Σ"]
MARKS = [
    "!",
    "?",
    "!!!",
    "???",
    ":)",
    ":(",
    ":D",
    "💘",
    "😁",
    "a💘b",
    "❤️",
    "👍🏽",
    "...",
    "“good”",
    "—",
]
ENDS = ["", "", "", "", ".", ",", "!", "?", "!!", "’", "'s", '"', "…"]


@cache
def bare_vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def bare_scores(text: str) -> tuple[float, float, float, float]:
    scores = bare_vader().polarity_scores(text.replace("’", "'"))
    return scores["compound"], scores["pos"], scores["neu"], scores["neg"]


def our_scores(text: str) -> tuple[float, float, float, float]:
    ours = score_sentiment(text)
    return ours.compound, ours.positive, ours.neutral, ours.negative


def varied_text(chance: random.Random) -> str:
    lexicon = list(bare_vader().lexicon)
    words = []
    for _ in range(chance.randint(0, 30)):
        pool = chance.choice([SCORED, RULES, RULES, PLAIN, MARKS, lexicon])
        word = chance.choice(pool)
        shape = chance.random()
        if shape < 0.1:
            word = word.upper()
        elif shape < 0.2:
            word = word.capitalize()
        words.append(word + chance.choice(ENDS))
    return "".join(
        word + chance.choice([" ", " ", " ", " ", "  ", "\n", "\u00a0"]) for word in words
    )


def test_scores_are_vaders_own_on_six_thousand_varied_texts() -> None:
    chance = random.Random(20220912)  # noqa: S311  # The texts shall be the same in every run.
    for text in (varied_text(chance) for _ in range(6000)):
        assert our_scores(text) == bare_scores(text), text


@given(st.text(max_size=80))
def test_scores_are_vaders_own_on_any_characters(text: str) -> None:
    assert our_scores(text) == bare_scores(text)


@given(
    st.lists(st.sampled_from([*SCORED, *RULES, *PLAIN, *MARKS]), max_size=40).map(" ".join),
    st.sampled_from(["", "!", "?", "!!!!!", "????"]),
)
def test_scores_are_vaders_own_on_any_order_of_its_words(words: str, end: str) -> None:
    assert our_scores(words + end) == bare_scores(words + end)


@given(st.lists(st.sampled_from(["good", "great", "bad", "but", "very", "fine"]), max_size=60))
def test_equal_valences_around_but_are_weighed_as_vader_weighs_them(words: list[str]) -> None:
    text = " ".join(words)
    assert our_scores(text) == bare_scores(text)


@pytest.mark.parametrize(
    "text",
    [
        "At least it isn't a horrible book.",
        "The service was the least good of all",
        "Never so good, never this bad, without doubt terrible",
        "That party was the bomb and he is a bad ass",
        "It was the kiss of death for the plan, a cake to die for",
        "No good, no great or bad, no",
        "He is kind of nice. Kind of.",
        "VERY good but NOT great, BUT bad",
        "",
        "   ",
        "?",
    ],
)
def test_scores_are_vaders_own_on_its_special_cases(text: str) -> None:
    assert our_scores(text) == bare_scores(text)


@given(st.one_of(st.sampled_from([*SCORED, *RULES, *MARKS]), st.text(max_size=12)))
def test_a_word_alone_has_the_valence_that_it_has_as_a_text(word: str) -> None:
    assert word_valence(word) == sum(score_words(word)[1].valences)


def test_every_emoji_of_vader_is_scored_as_vader_scores_it() -> None:
    for emoji in bare_vader().emojis:
        text = f"x{emoji} {emoji}y {emoji}"
        assert our_scores(text) == bare_scores(text), emoji


def test_a_curly_apostrophe_negates_like_a_straight_one() -> None:
    assert score_sentiment("This isn’t good.") == score_sentiment("This isn't good.")
    assert score_sentiment("This isn’t good.").compound == pytest.approx(-0.3412)


def test_a_paragraph_of_a_hundred_thousand_characters_is_scored_whole() -> None:
    text = "The plan is not good but never so terrible! " * 2300
    assert score_sentiment(text).compound == -1


def test_words_after_the_first_but_weigh_more_in_a_long_text() -> None:
    assert score_sentiment("good " * 200 + "but " + "bad " * 200).compound < 0


@pytest.mark.parametrize(
    ("compound", "label"),
    [(0.05, "positive"), (0.0499, "neutral"), (-0.0499, "neutral"), (-0.05, "negative")],
)
def test_labels_follow_the_published_thresholds(compound: float, label: str) -> None:
    assert sentiment_label(compound) == label


def test_a_text_without_words_is_neutral() -> None:
    assert score_sentiment("") == Sentiment(0.0, 0.0, 0.0, 0.0, "neutral")


def test_threads_that_start_together_get_the_same_scores() -> None:
    scores: list[Sentiment] = []
    threads = [
        Thread(target=lambda: scores.append(score_sentiment("A good day"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(scores) == 8
    assert len(set(scores)) == 1


def test_the_version_names_the_installed_vader() -> None:
    assert SENTIMENT_VERSION.startswith(f"vader-{version('vaderSentiment')}+")
