"""Pages speak the language that a person chose, or that the browser asks for."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn
from workbench import words
from workbench.accounts.models import Account
from workbench.database import db
from workbench.job_pages.wording import UNITS
from workbench.jobs.kinds import known_kinds
from workbench.web.languages import language_named

SIGN_IN = "/accounts/sign-in"


def language_of(page: str) -> str:
    """Give the language that a page says it is written in."""
    return page.partition('<html lang="')[2][:2]


def test_a_browser_that_says_nothing_reads_english(client: FlaskClient) -> None:
    page = client.get(SIGN_IN).text
    assert language_of(page) == "en"
    assert "Sign in" in page


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("de", "de"), ("de-AT,en;q=0.5", "de"), ("fr,de;q=0.4", "de"), ("fr", "en"), ("en-GB", "en")],
)
def test_a_browser_gets_the_language_it_likes_best(
    client: FlaskClient, asked: str, spoken: str
) -> None:
    page = client.get(SIGN_IN, headers={"Accept-Language": asked}).text
    assert language_of(page) == spoken
    assert ("Anmelden" in page) == (spoken == "de")


def test_a_stranger_chooses_and_the_browser_keeps_it(client: FlaskClient) -> None:
    answer = client.post("/accounts/language", data={"language": "de", "next": SIGN_IN})
    assert answer.location == SIGN_IN
    assert language_of(client.get(SIGN_IN, headers={"Accept-Language": "en"}).text) == "de"
    client.post("/accounts/language", data={"language": ""})
    assert language_of(client.get(SIGN_IN).text) == "en"


def test_an_account_keeps_the_choice_in_every_browser(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast.ben).post("/accounts/language", data={"language": "de"})
    page = sign_in(cast.ben).get("/projects/", headers={"Accept-Language": "en"}).text
    assert language_of(page) == "de"
    sign_in(cast.ben).post("/accounts/language", data={"language": ""})
    assert language_of(sign_in(cast.ben).get("/projects/").text) == "en"
    with app.app_context():
        ben = db.session.get(Account, cast.ben)
        assert ben is not None
        assert ben.language is None


def test_an_account_that_chose_goes_before_the_browsers_last_choice(
    cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast.ben).post("/accounts/language", data={"language": "en"})
    browser = sign_in(cast.ben)
    browser.set_cookie("language", "de")
    assert language_of(browser.get("/projects/").text) == "en"


def test_a_language_that_there_is_not_is_refused(client: FlaskClient) -> None:
    assert client.post("/accounts/language", data={"language": "xx"}).status_code == 422
    client.set_cookie("language", "../de")
    assert language_of(client.get(SIGN_IN).text) == "en"


def test_the_choice_leads_back_to_a_page_of_ours_only(client: FlaskClient) -> None:
    for elsewhere in ("//evil.example", "https://evil.example"):
        answer = client.post("/accounts/language", data={"language": "de", "next": elsewhere})
        assert answer.location == "/accounts/profile"


def test_errors_of_forms_speak_the_language_too(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    page = client.post(SIGN_IN, data={"email": ""}, headers=german).text
    assert "Geben Sie Ihre E-Mail-Adresse ein." in page
    assert "Bitte sehen Sie sich an:" in page


def test_outside_of_a_request_english_is_spoken(app: Flask) -> None:
    with app.app_context():
        assert words.language().code == "en"


def test_german_numbers_and_dates() -> None:
    with words.speaking(language_named("de")):
        assert words.number(-0.614, 2) == "−0,61"
        assert words.number(12_345) == "12.345"
        assert words.percent(0.4213, 1) == "42,1\N{NO-BREAK SPACE}%"


def test_a_lazy_message_is_put_into_the_language_of_each_reader() -> None:
    label = words.lazy("Sign in")
    with words.speaking(language_named("de")):
        assert str(label) == "Anmelden"
    assert str(label) == "Sign in"


def test_what_any_job_counts_has_its_words_in_every_language(app: Flask) -> None:
    with app.app_context():
        units = {kind.unit for kind in known_kinds().values()}
    assert units <= set(UNITS)


def test_a_figure_that_stands_in_a_template_is_written_as_the_reader_writes(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ 0.06 | number(2) }}")
    for asked, written in (("en", "0.06"), ("de", "0,06")):
        with app.test_request_context(headers={"Accept-Language": asked}):
            assert template.render() == written
