"""The pages of influence speak the reader's language, whatever there is to say."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import Cast, SignIn
from tests.influence import test_anchoring, test_groups, test_second_pass
from tests.web.brackets import BRACKETED, Content
from workbench.words import speaking

# What pages say is the same on either engine.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Simulate = Callable[[Flask, Cast], None]


def effects(app: Flask, cast: Cast) -> None:
    test_anchoring.simulate(app, cast, people=2, each=12, shown=1.0, withheld=0.0, named=0.3)


def one_person(app: Flask, cast: Cast) -> None:
    test_anchoring.simulate(app, cast, people=1, each=8)


def second_looks(app: Flask, cast: Cast) -> None:
    test_second_pass.simulate(app, cast, named=0.4, without=0.02, people=2, each=12)


def one_second_look(app: Flask, cast: Cast) -> None:
    test_second_pass.simulate(app, cast, named=0.4, without=0.4, people=1, each=4)


def large_groups(app: Flask, cast: Cast) -> None:
    test_groups.study_of(app, cast, ["left"] * 5 + ["right"] * 5)


def small_groups(app: Flask, cast: Cast) -> None:
    test_groups.study_of(app, cast, ["left"] * 5 + ["right"] * 4)


@pytest.mark.parametrize(
    ("simulate", "page", "words"),
    [
        (effects, "anchoring", "Annotierende folgen ihm um 100,0 Punkte öfter"),
        (one_person, "anchoring", "Nur eine Person hat Labels aus beiden Armen"),
        (second_looks, "anchoring", "Mit gezeigtem Medium änderten sich beim zweiten Blick"),
        (one_second_look, "anchoring", "Nur eine Person hat etwas zweimal beantwortet"),
        (
            large_groups,
            "groups",
            "„left“ (innerhalb α = 1,00) und „right“ (α = 1,00) miteinander κ",
        ),
        (small_groups, "groups", "weniger als 5 Personen"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_all_that_is_found_is_said_in_the_language_of_the_reader(
    app: Flask,
    cast: Cast,
    sign_in: SignIn,
    simulate: Simulate,
    page: str,
    words: str,
) -> None:
    simulate(app, cast)
    ada, address = sign_in(cast.ada), f"/influence/{cast.project}/{page}"
    with app.app_context():
        content = Content.stored()
    with speaking(BRACKETED):
        assert content.foreign_in(ada.get(address).text) == []
    assert words in ada.get(address, headers={"Accept-Language": "de"}).text


def test_files_stay_english(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    one_person(app, cast)
    ada, address = sign_in(cast.ada), f"/influence/{cast.project}/anchoring"
    for kind in ("json", "csv"):
        text = ada.get(f"{address}.{kind}", headers={"Accept-Language": "de"}).text
        assert "Only one annotator has labels with and without it" in text
