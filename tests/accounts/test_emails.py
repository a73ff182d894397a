"""Email addresses are kept in one form, and nothing long is worked on."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.patience import STUCK_SECONDS
from workbench.accounts.emails import BadEmailError, clean_email, comparable_email


def test_case_and_spaces_around_make_no_difference() -> None:
    assert clean_email(" Ada@Example.ORG\t") == comparable_email("ADA@example.org ")


@pytest.mark.parametrize(
    "raw",
    [
        "a" * 5_000_000 + "@example.org",
        "a" + "\u0316\u0301" * 50_000 + "@example.org",
        "a@" + "b." * 2_000_000 + "org",
    ],
)
def test_a_long_text_is_refused_at_once(raw: str) -> None:
    began = time.process_time()
    with pytest.raises(BadEmailError):
        clean_email(raw)
    assert time.process_time() - began < STUCK_SECONDS


@given(st.from_regex(r"[^\s@]{1,12}@[^\s@]{1,8}\.[a-zA-Zäßéİ]{2,4}", fullmatch=True))
def test_an_address_in_its_form_stays_as_it_is(raw: str) -> None:
    try:
        kept = clean_email(raw)
    except BadEmailError:
        return
    assert clean_email(kept) == kept == kept.lower()
