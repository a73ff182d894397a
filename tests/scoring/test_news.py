import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
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
from workbench.scoring.vader import has_valence

SHIPPED = Lexicon.load(SEEDS / "lexicon.csv")
NOTHING = Corrections(topics=False, stances=False, connotations=False, shifts=False)


def news(text: str, corrections: Corrections = NOTHING) -> NewsSentiment:
    return prescore(text, SHIPPED, corrections=corrections).news


def test_vaders_own_scores_stay_beside_the_correction() -> None:
    text = "The war on crime was a war on death."
    assert prescore(text, SHIPPED).sentiment == score_sentiment(text)


def test_topics_are_discounted_and_can_be_left() -> None:
    text = "The inquiry into the murder and the war began."
    only = replace(NOTHING, topics=True)
    assert news(text).score < news(text, only).score < 0


def test_news_judges_by_words_that_vader_does_not_know() -> None:
    text = "The council squandered the grants through cronyism."
    only = replace(NOTHING, stances=True)
    assert news(text).score >= 0 > news(text, only).score


def test_a_judging_word_is_turned_by_a_negation() -> None:
    only = replace(NOTHING, stances=True)
    assert news("The work was squandered.", only).score < -0.2
    assert news("The work was not squandered.", only).score > 0


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("The ministry turned a blind eye to the plan.", -1),
        ("The ministry fell short.", -1),
        ("Both rules are double standards.", -1),
        ("The measure is a step in the right direction.", 1),
        ("The court stood up to the ministry.", 1),
        ("The plan is not a step in the right direction.", -1),
        # What punctuation parts is no phrase.
        ("The members stood up, to the hall they went.", 0),
        ("In the right, direction signs.", 1),
    ],
)
def test_news_judges_by_phrases(text: str, sign: int) -> None:
    only = replace(NOTHING, stances=True)
    assert np.sign(news(text, only).score - news(text).score) == sign


def test_a_phrase_adds_to_what_its_words_say() -> None:
    only = replace(NOTHING, stances=True)
    assert news("It is bad news.", only).score < news("It is bad weather.", only).score < 0


def test_a_loaded_phrase_that_is_listed_counts_once() -> None:
    assert "witch hunt" in shipped_news_words().phrases.keys() & {
        entry.term for entry in SHIPPED.entries
    }
    only = replace(NOTHING, stances=True)
    text = "The ministry calls it a witch hunt."
    assert news(text, only) == prescore(text, Lexicon(()), corrections=only).news


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("The rule led to corruption.", "The rule reduced corruption."),
        ("It brings the risk of cancer.", "It cuts the risk of cancer."),
        ("The office lacks support.", "The office has support."),
        ("It is a threat to freedom.", "It is a chance of freedom."),
        ("With little success it began.", "With success it began."),
        ("The offer is too generous.", "The offer is generous."),
        ("It is far from impressive.", "It is impressive."),
    ],
)
def test_what_undoes_the_bad_is_good_and_what_takes_the_good_away_is_bad(
    bad: str, good: str
) -> None:
    assert news(bad, Corrections()).score < 0 < news(good, Corrections()).score


def test_a_word_turns_what_follows_in_its_own_clause_only() -> None:
    only = replace(NOTHING, stances=True, shifts=True)
    text = "They could not end, corruption went on."
    assert news(text, only) == news(text, replace(NOTHING, stances=True))
    assert news("It cut 😀 corruption.", only) == news("It cut 😀 corruption.", only)


def test_a_negation_reaches_four_words_in_its_clause_and_no_further() -> None:
    only = replace(NOTHING, stances=True)
    assert news("It was not seen as very squandered.", only).score > -0.2
    # VADER looks back at three words, so that the fourth is left to the correction.
    assert news("It did not turn out to succeed.", only).score < 0
    assert news("If not, it was squandered.", only).score < -0.2
    assert news("It would not by any means at all be great.", only).score > 0


@pytest.mark.parametrize("text", ["Not only was it squandered.", "It was not just squandered."])
def test_a_negation_that_denies_nothing_turns_nothing(text: str) -> None:
    only = replace(NOTHING, stances=True)
    plain = text.replace("Not only", "Now then").replace("not just", "as ever")
    assert news(text, only) == news(plain, only)


def test_what_is_granted_counts_half_to_the_end_of_its_clause() -> None:
    shifts = replace(NOTHING, shifts=True)
    granted = "Although it is horrible, it is a plan."
    assert news(granted).score < news(granted, shifts).score < 0
    after = "Although it began, it is a horrible plan."
    assert news(after, shifts) == news(after)


def test_words_that_sound_pleasant_or_unpleasant_add_a_little() -> None:
    only = replace(NOTHING, connotations=True)
    assert 0 < news("There is a garden in the report.", only).score < 0.3
    assert -0.4 < news("There is a bullet in the report.", only).score < 0
    assert news("There is a paragraph in the report.", only).score == 0
    # What judges is no longer counted by how it sounds.
    shipped = shipped_news_words()
    assert not shipped.connotations.keys() & (shipped.stances.keys() | shipped.topics)
    assert not any(has_valence(word) for word in shipped.connotations)


def test_what_is_bad_weighs_more_than_what_is_good() -> None:
    good, bad = news("The plan is good."), news("The plan is bad.")
    assert -bad.score > 1.3 * good.score


def test_what_is_quoted_counts_half_where_that_is_asked_for() -> None:
    text = "“It is a horrible plan,” he said."
    quoted = replace(NOTHING, quotations=True)
    assert news(text).score < news(text, quoted).score < 0


def test_a_headline_keeps_its_topics_where_that_is_asked_for() -> None:
    text = "Three Killed in War Near Northern Border"
    assert is_headline(text)
    assert news(text, Corrections(headlines=True)).score < news(text, Corrections()).score
    sentence = "Three were killed in the war near the border."
    assert news(sentence, Corrections(headlines=True)) == news(sentence, Corrections())


def test_an_emoji_leaves_quotations_alone_and_breaks_nothing() -> None:
    quoted = replace(NOTHING, quotations=True)
    assert news("“Horrible 😀,” he said.", quoted) == news("“Horrible 😀,” he said.")


def test_scores_keep_their_range_and_an_empty_text_is_neutral() -> None:
    found = news("", Corrections())
    assert (found, found.score, found.label) == (NewsSentiment(0.0), 0.0, "neutral")
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
    assert words.phrases["fell short"] == words.phrases["fall short"] == -1.5
    assert not words.topics & words.stances.keys()


def test_no_word_is_listed_twice_with_one_kind_and_every_word_does_something() -> None:
    with (SEEDS / "news_sentiment.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = Counter((row["word"], row["part_of_speech"], row["kind"]) for row in rows)
    assert [word for word, times in listed.items() if times > 1] == []
    topics = {row["word"] for row in rows if row["kind"] == "topic"}
    judging = {row["word"] for row in rows if row["kind"] == "stance"}
    assert topics & judging == set()
    sounding = [row["word"] for row in rows if row["kind"] == "connotation"]
    assert [word for word in sounding if word in topics | judging or has_valence(word)] == []
    assert {row["valence"] for row in rows if row["kind"] == "connotation"} == {
        *("-1", "-0.5", "0.5", "1")
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word,valence\n", "the first line is not"),
        ("word,part_of_speech,kind,valence\nwar,noun,stance,\n", "line 2: “war” is no topic"),
        ("word,part_of_speech,kind,valence\nwar,noun,stance,4\n", "has no valence"),
        ("word,part_of_speech,kind,valence\nwar,noun,other,1\n", "is no topic"),
        ("word,part_of_speech,kind,valence\nwar,noun,connotation,2\n", "has no valence"),
        ("word,part_of_speech,kind,valence\nbad news,noun,stance,-1\n", "has several words"),
        ("word,part_of_speech,kind,valence\nnews,noun,phrase,-1\n", "has several words"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NewsWordsError, match=message):
        read_news_words(path)
