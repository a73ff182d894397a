"""What is noted for a word, and that the notes leave nothing out."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.scoring.attribution import SOURCES, attributed_sentences
from workbench.scoring.cues import CUE_OF, cue, cue_as_written
from workbench.scoring.news_words import NOT_DENIED, shipped_news_words
from workbench.scoring.noted_words import noted_words
from workbench.scoring.sentiment import score_words, weigh_around
from workbench.scoring.vader import bare, vader_rules

SAID = [*SOURCES, "said:", "“said”", "told/said", "unsaid", "says,", "according", "to.", "said💘"]
TEXTS = st.lists(st.sampled_from([*SAID, "We", "they.", "voted", "’twas", "💘"]), max_size=12).map(
    " ".join
)


@given(TEXTS | st.text(max_size=60))
def test_the_words_of_a_text_name_every_source_that_is_sought_in_it(text: str) -> None:
    named = score_words(text)[1].sources
    assert attributed_sentences(text, named) == attributed_sentences(text)


@given(TEXTS)
def test_only_noted_words_have_a_valence(text: str) -> None:
    _, scored = score_words(text)
    assert {place for place, valence in enumerate(scored.valences) if valence} <= set(scored.noted)


KNOWN = [
    *("isn't", "DON'T", "barely", "kind", "so", "24th", "“said", "unsaid", "according", "—told"),
    *[*CUE_OF, *NOT_DENIED, *list(shipped_news_words().known)[::50]],
    *list(vader_rules().lexicon)[::50],
]
AROUND = st.sampled_from(["", "“", "(", ",", "*", "’s", "!!"])


@given(AROUND, st.sampled_from(KNOWN) | st.text("adehinostw'1é", max_size=8), AROUND)
def test_a_word_is_passed_over_only_where_nothing_is_known_about_it(
    before: str, word: str, after: str
) -> None:
    token, rules = f"{before}{word}{after}", vader_rules()
    lower = bare(token).lower()
    is_known = (
        rules.valence(lower)
        or rules.modifies(lower)
        or lower in shipped_news_words().known
        or cue(lower)
        or cue_as_written(token)
        or lower in NOT_DENIED
        or any(source.split()[0] in token for source in SOURCES)
    )
    assert bool(noted_words([token])) == bool(is_known)


def test_a_word_is_noted_for_all_that_is_known_about_it() -> None:
    noted = noted_words(["The", "war,", "said", "3", "ministers,", "isn't", "terrible."])
    assert list(noted) == [1, 2, 3, 5, 6]
    war, said, three, is_not, terrible = noted.values()
    assert (war.lower, war.valence < 0, war.news and war.news.is_topic) == (
        "war",
        True,
        True,
    )
    assert (said.cue, said.sources) == ("report", ("said",))
    assert three.cue == three.written_cue == "number"
    assert is_not.modifies
    assert is_not.news is not None
    assert is_not.news.is_absence
    assert (terrible.lower, terrible.valence < 0) == ("terrible", True)


@given(
    st.lists(st.sampled_from([0.0, 1.0, 2.0, 1.5, 3.0, 0.5, -1.0, -2.0, 4.5]), max_size=30),
    st.integers(0, 30),
)
def test_of_equal_valences_the_first_is_weighed_as_a_search_by_value_finds_it(
    valences: list[float], but: int
) -> None:
    searched, found = list(valences), list(valences)
    for place in range(len(searched)):
        if searched[place]:
            first = searched.index(searched[place])
            searched[first] *= 0.5 if first < but else 1.5
    weigh_around(but, found, range(len(found)))
    assert found == searched


def test_a_word_is_noted_for_what_it_tells_without_the_marks_around_it() -> None:
    quoted, short, starred = noted_words(["“We", "I,", "*our*"]).values()
    assert [word.cue for word in (quoted, short, starred)] == [None, None, "first_person"]
    assert quoted.written_cue == short.written_cue == "first_person"
    assert starred.written_cue is None
