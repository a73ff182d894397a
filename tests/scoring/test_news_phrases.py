from hypothesis import given
from hypothesis import strategies as st

from workbench.scoring.news_phrases import phrases_among
from workbench.scoring.news_words import NewsWord, shipped_news_words
from workbench.scoring.sentiment import score_words
from workbench.scoring.vader import bare

PHRASES = list(shipped_news_words().phrases)
NEAR_MISSES = ["turned a blind, eye", "(falls short)", "FALLS SHORT!", "*bad news*", "bad", "news"]
TEXTS = st.lists(
    st.sampled_from([*PHRASES, *(phrase.title() for phrase in PHRASES[::9]), *NEAR_MISSES])
    | st.sampled_from(["the", "short", "to,", "--", "of"]),
    max_size=12,
).map(" ".join)


def sought_everywhere(
    marked: list[tuple[int, NewsWord]], tokens: list[str]
) -> list[tuple[int, str]]:
    found, reached = [], 0
    for place, word in marked:
        for phrase in word.phrases:
            start = place - phrase.place
            words = tokens[start : start + phrase.size] if start >= reached else []
            if len(words) == phrase.size and bare(" ".join(words)).lower() == phrase.text:
                found.append((start, phrase.text))
                reached = start + phrase.size
                break
    return found


@given(TEXTS)
def test_no_phrase_is_passed_over(text: str) -> None:
    scored = score_words(text)[1]
    marked = [(place, word.news) for place, word in scored.noted.items() if word.news]
    found = [(start, phrase.text) for start, phrase in phrases_among(marked, scored.tokens)]
    assert found == sought_everywhere(marked, scored.tokens)
