"""What is made in one language and read in another."""

import pickle

import pytest

from workbench import words
from workbench.said_later import LONGEST_VALUE, later, nlater, read, said, written
from workbench.web.languages import language_named


def test_a_message_is_said_in_the_language_of_each_reader() -> None:
    with words.speaking(language_named("de")):
        rows = nlater("%(num)s article", "%(num)s articles", 1_200)
        assert rows == "1,200 articles"
        assert said(rows) == "1.200 Artikel"
        assert said(read(written(rows))) == said(written(rows)) == "1.200 Artikel"
    assert said(rows) == "1,200 articles"


def test_a_message_stands_inside_another() -> None:
    inner = nlater("%(num)s article", "%(num)s articles", 1)
    whole = later("Read %(what)s, %(n)s times, %(share)s.", what=inner, n=2_000, share=0.5)
    assert whole == said(written(whole)) == "Read 1 article, 2,000 times, 50%."
    with words.speaking(language_named("de")):
        assert said(written(whole)).startswith("Read 1 Artikel, 2.000 times, 50\N{NO-BREAK SPACE}%")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Import of 3 articles",
        '{"say": ',
        '{"say": "%(name)s", "count": null, "with": {}}',
        '{"say": [1], "with": {}}',
    ],
)
def test_text_of_another_origin_stays_as_it_is(text: str) -> None:
    assert said(text) == read(text) == written(text) == text


def test_what_is_put_in_may_hold_anything() -> None:
    odd = '100 % of "it"\n{}'
    refusal = later("The database refused: %(answer)s", answer=odd)
    assert said(written(refusal)) == f"The database refused: {odd}"
    long = written(later("The database refused: %(answer)s", answer="a\0b" * 1_000))
    assert "\0" not in said(long)
    assert len(said(long)) < LONGEST_VALUE + 30


def test_a_message_is_known_after_a_journey_to_another_process() -> None:
    sent = pickle.dumps(nlater("%(num)s article", "%(num)s articles", 2))
    rows = pickle.loads(sent)  # noqa: S301  (what was just written)
    with words.speaking(language_named("de")):
        assert said(rows) == "2 Artikel"
