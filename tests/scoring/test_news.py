import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.paths import SEEDS
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.news import Corrections, NewsSentiment, is_headline, news_label
from workbench.scoring.news_words import (
    NewsWordsError,
    read_news_words,
    shipped_news_words,
)
from workbench.scoring.prescore import prescore
from workbench.scoring.sentiment import score_sentiment

SHIPPED = Lexicon.load(SEEDS / "lexicon.csv")
NOTHING = Corrections(topics=False, stances=False, shifts=False, headlines=False, quotations=False)


def news(text: str, corrections: Corrections = NOTHING) -> NewsSentiment:
    return prescore(text, SHIPPED, corrections=corrections).news


def test_vaders_own_scores_stay_beside_the_correction() -> None:
    text = "The war on crime was a war on death."
    assert prescore(text, SHIPPED).sentiment == score_sentiment(text)


def test_topics_are_discounted_and_can_be_left() -> None:
    text = "The inquiry into the murder and the war began."
    only = Corrections(topics=True, stances=False, shifts=False)
    assert news(text).score < news(text, only).score < 0


def test_news_judges_by_words_that_vader_does_not_know() -> None:
    text = "The council squandered the grants through cronyism."
    only = Corrections(topics=False, stances=True, shifts=False)
    assert news(text).score >= 0 > news(text, only).score


def test_a_judging_word_is_turned_by_a_negation() -> None:
    only = Corrections(topics=False, stances=True, shifts=False)
    assert news("The work was squandered.", only).score < -0.2
    assert news("The work was not squandered.", only).score > 0


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("The rule led to corruption.", "The rule reduced corruption."),
        ("It brings the risk of cancer.", "It cuts the risk of cancer."),
        ("The office lacks support.", "The office has support."),
        ("It is a threat to freedom.", "It is a chance of freedom."),
        ("With little success it began.", "With success it began."),
    ],
)
def test_what_undoes_the_bad_is_good_and_what_takes_the_good_away_is_bad(
    bad: str, good: str
) -> None:
    assert news(bad, Corrections()).score < 0 < news(good, Corrections()).score


def test_a_word_turns_what_follows_in_its_own_clause_only() -> None:
    only = Corrections(topics=False, stances=True, shifts=True)
    assert news("They could not end, corruption went on.", only) == news(
        "They could not end, corruption went on.", Corrections(topics=False, shifts=False)
    )
    assert news("It cut 😀 corruption.", only) == news("It cut 😀 corruption.", only)


def test_what_is_bad_weighs_more_than_what_is_good() -> None:
    good, bad = news("The plan is good."), news("The plan is bad.")
    assert -bad.score > 1.3 * good.score


def test_what_is_quoted_counts_half_where_that_is_asked_for() -> None:
    text = "“It is a horrible plan,” he said."
    quoted = Corrections(topics=False, stances=False, shifts=False, quotations=True)
    assert news(text).score < news(text, quoted).score < 0


def test_a_headline_keeps_its_topics_where_that_is_asked_for() -> None:
    text = "Three Killed in War Near Northern Border"
    assert is_headline(text)
    assert news(text, Corrections(headlines=True)).score < news(text, Corrections()).score
    sentence = "Three were killed in the war near the border."
    assert news(sentence, Corrections(headlines=True)) == news(sentence, Corrections())


def test_an_emoji_leaves_quotations_alone_and_breaks_nothing() -> None:
    quoted = Corrections(topics=False, stances=False, shifts=False, quotations=True)
    assert news("“Horrible 😀,” he said.", quoted) == news("“Horrible 😀,” he said.")


def test_scores_keep_their_range_and_an_empty_text_is_neutral() -> None:
    assert news("", Corrections()) == NewsSentiment(0.0, "neutral")
    assert -1 <= news("horrible cruel " * 50, Corrections()).score < -0.9
    assert [news_label(score) for score in (-0.2, -0.15, 0.15, 0.2)] == [
        "negative",
        "neutral",
        "neutral",
        "positive",
    ]


def test_the_shipped_words_are_read_with_their_forms() -> None:
    words = shipped_news_words()
    assert {"war", "wars", "killed", "killing"} <= words.topics
    assert words.stances["squandered"] == words.stances["squander"] < 0
    assert words.stances["unfairly"] == -2
    assert words.stances["sloppily"] == words.stances["sloppy"]
    assert {"reduced", "reduction", "cures"} <= words.remedies
    assert {"lacked", "without"} <= words.losses
    assert not words.topics & words.stances.keys()


def test_no_word_is_listed_twice_with_one_kind_and_every_word_does_something() -> None:
    with (SEEDS / "news_sentiment.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = Counter((row["word"], row["part_of_speech"], row["kind"]) for row in rows)
    assert [word for word, times in listed.items() if times > 1] == []
    topics = {row["word"] for row in rows if row["kind"] == "topic"}
    judging = {row["word"] for row in rows if row["kind"] == "stance"}
    assert topics & judging == set()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word,valence\n", "the first line is not"),
        ("word,part_of_speech,kind,valence\nwar,noun,stance,\n", "line 2: “war” is no topic"),
        ("word,part_of_speech,kind,valence\nwar,noun,stance,4\n", "has no valence"),
        ("word,part_of_speech,kind,valence\nwar,noun,other,1\n", "is no topic"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NewsWordsError, match=message):
        read_news_words(path)
