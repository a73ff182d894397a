from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from benchmarks.texts import growing
from tests.learning.conftest import sentences
from workbench.evaluation.evaluating import evaluate_guesses
from workbench.evaluation.gold import GoldText
from workbench.learning import paragraphs, words
from workbench.learning.fitting import Fitted, Material, fit_everything, score_held
from workbench.learning.labelled import Labelled, TrainingError, fingerprint, folds, labelled
from workbench.learning.linear import Linear
from workbench.learning.model import Model
from workbench.learning.training import Trained, as_gold, train
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import prescore

AT = datetime(2026, 1, 2, tzinfo=UTC)


def learn(texts: list[Labelled], lexicon: Lexicon) -> Trained:
    return train(texts, lexicon, at=AT, software="1.2.3", with_outlets=True)


@pytest.fixture(scope="module")
def trained(lexicon: Lexicon) -> Trained:
    return learn(sentences(60), lexicon)


def test_what_these_people_mark_is_found_in_articles_never_seen(trained: Trained) -> None:
    found = trained.by_article
    assert found.words is not None
    assert (found.words.hits.f1 or 0) > 0.9
    assert found.bias is not None
    assert found.bias.auc == pytest.approx(1)
    assert found.sentiment is not None
    assert (found.sentiment.r or 0) > 0.9
    assert found.texts == 60
    assert {one.question for one in found.certainty} == {"words", "bias", "voice", "sentiment"}


def test_each_text_has_a_guess_by_what_never_saw_its_article(trained: Trained) -> None:
    texts = sentences(60)
    assert len(trained.held_out) == len(texts)
    judged = [(as_gold(text), each) for text, each in zip(texts, trained.held_out, strict=True)]
    again = evaluate_guesses(judged, model=trained.by_article.model, name=trained.by_article.gold)
    assert again == trained.by_article


def test_unseen_outlets_are_measured_when_asked_for(trained: Trained) -> None:
    assert trained.by_outlet is not None
    assert trained.by_outlet.bias is not None
    assert {row.outlet for row in trained.by_outlet.bias.outlets.rows} == {"Herald", "Post"}


def test_a_model_says_what_it_came_from(trained: Trained) -> None:
    origin = trained.model.origin
    assert (origin.texts, origin.articles, origin.software) == (60, 30, "1.2.3")
    assert origin.trained_at == AT
    assert origin.fingerprint == fingerprint(reversed(sentences(60)))
    assert (origin.measures["word_f1"] or 0) > 0.9


def test_a_guess_comes_with_its_words_and_certainties(trained: Trained, lexicon: Lexicon) -> None:
    text = "They met in the ploddish harbour."
    guess = trained.model.guess(text, prescore(text, lexicon))
    assert [text[start:end] for start, end in guess.words] == ["ploddish"]
    assert guess.word_certainties[0] > 0.5
    assert guess.bias > 0.5
    assert guess.sentiment_label == "negative"
    assert set(guess.certainties) == {"bias", "voice", "sentiment"}
    assert all(0 <= value <= 1 for value in guess.certainties.values())


def test_the_quick_sums_of_a_model_are_those_of_the_fitted_matrix(
    trained: Trained, lexicon: Lexicon
) -> None:
    texts = sentences(40)
    texts[3] = replace(texts[3], text="“It was a WITCH hunt,” Mayor Ann Lee said. Why? Radical!")
    material = Material(texts, lexicon)
    held = np.array([place % 3 == 0 for place in range(len(texts))])
    scored = score_held(material, held)
    rest = score_held(material, ~held)
    everything = type(scored)(scored.words | rest.words, scored.heads | rest.heads)
    fitted: Fitted = fit_everything(material, everything)
    every = np.ones(len(texts), dtype=bool)
    by_matrix = material.score_words(material.fit_words(every), every)
    design = material.paragraph_design(by_matrix)
    model = Model(trained.model.origin, fitted, trained.model.rules)
    assert fitted.paragraphs is not None
    for place, (view, prescored) in enumerate(zip(material.views, material.scored, strict=True)):
        found = model.scores(prescored, view)
        assert found.words == pytest.approx(by_matrix[place])
        row = dict(zip(design.names, design.matrix[place].toarray()[0], strict=True))
        for number, head in enumerate(fitted.paragraphs.heads):
            expected = fitted.paragraphs.intercepts[number] + sum(
                amount * fitted.paragraphs.weights[name][number]
                for name, amount in row.items()
                if name in fitted.paragraphs.weights
            )
            assert found.heads[head] == pytest.approx(expected)


def test_guesses_are_made_from_what_describes_a_text_in_full(
    trained: Trained, lexicon: Lexicon
) -> None:
    model = trained.model
    of_words, of_paragraphs = model.fitted.words, model.fitted.paragraphs
    assert of_words is not None
    assert of_paragraphs is not None
    odd = [
        "",
        "…",
        "WAR",
        "“It isn’t a HERO’s town,” Ann Lee said.\u00a0Why?  So-called REFORM! 14 é",
    ]
    for text in [*growing(400, 30, seed=3), *odd]:
        scored = prescore(text, lexicon)
        seen = words.view(text, scored)
        found = model.scores(scored, seen)
        by_word = [
            of_words.intercepts[0] + _dot(of_words, row, head=0) for row in words.describe(seen)
        ]
        assert found.words == pytest.approx(by_word, abs=1e-9)
        marks = paragraphs.marks_expected(by_word)
        row = paragraphs.describe(scored, seen.words, marks)
        for head, (name, start) in enumerate(
            zip(of_paragraphs.heads, of_paragraphs.intercepts, strict=True)
        ):
            expected = start + _dot(of_paragraphs, row, head=head)
            assert found.heads[name] == pytest.approx(expected, abs=1e-9)


def _dot(linear: Linear, row: dict[str, float], *, head: int) -> float:
    return sum(
        amount * linear.weights[name][head]
        for name, amount in row.items()
        if name in linear.weights
    )


def test_an_order_of_the_texts_changes_no_fold() -> None:
    texts = sentences(30)
    there = dict(zip([text.text for text in texts], folds(texts, 5), strict=True))
    back = dict(zip([text.text for text in texts[::-1]], folds(texts[::-1], 5), strict=True))
    assert there == back
    by_article: dict[str, set[int]] = {}
    for text in texts:
        by_article.setdefault(text.article, set()).add(there[text.text])
    assert all(len(found) == 1 for found in by_article.values())


def test_what_was_labelled_beside_a_suggestion_counts_less() -> None:
    gold = [
        GoldText("It rained.", "1", condition="assisted", sentiment=2.0),
        GoldText("It rained.", "1", condition="blind", sentiment=-4.0),
    ]
    shown, blind = labelled(gold)
    assert shown.weight < blind.weight
    assert (shown.sentiment, blind.sentiment) == (0.5, -1.0)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([], "two articles"),
        (sentences(2), "two articles"),
        (sentences(10), "too little to learn from"),
        (
            [
                replace(text, marked=None, is_biased=None, voice=None, sentiment=None)
                for text in sentences(60)
            ],
            "too little to learn from",
        ),
    ],
)
def test_too_little_is_refused(texts: list[Labelled], message: str, lexicon: Lexicon) -> None:
    with pytest.raises(TrainingError, match=message):
        learn(texts, lexicon)


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(TrainingError, match="condition “guessed”"):
        labelled([GoldText("It rained.", "1", condition="guessed")])


def test_what_was_not_learned_is_as_shipped(lexicon: Lexicon) -> None:
    texts = [replace(text, marked=None, voice=None, is_biased=None) for text in sentences(60)]
    model = learn(texts, lexicon).model
    text = "A mob of thugs came."
    scored = prescore(text, lexicon)
    guess = model.guess(text, scored)
    assert guess.words == tuple((word.start, word.end) for word in scored.loaded_words)
    assert guess.bias == scored.bias.score
    assert set(guess.certainties) == {"sentiment"}
    assert guess.word_certainties == ()
    assert model.guess("…", prescore("…", lexicon)).words == ()
