"""Email addresses are kept in one form, and nothing long is worked on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.accounts import emails
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
def test_a_long_text_is_refused_unread(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object, **__: object) -> None:
        pytest.fail("A long text was brought into normal form, which takes minutes.")

    monkeypatch.setattr(emails, "validate_email", read)
    with pytest.raises(BadEmailError):
        clean_email(raw)


def fits(character: str) -> bool:
    """Tell whether a character may stand in an address as far as its form goes."""
    return not (character.isspace() or character == "@" or "\ud800" <= character <= "\udfff")


# Drawn by number: a strategy by pattern or category first sorts all of Unicode for some seconds.
LETTERS = st.sampled_from("abcxyzABCXYZ0189äßéİǅſ")
CHARACTERS = st.one_of(LETTERS, st.integers(0x21, 0x10FFFF).map(chr).filter(fits))


@given(
    st.lists(CHARACTERS, min_size=1, max_size=12).map("".join),
    st.lists(CHARACTERS, min_size=1, max_size=8).map("".join),
    st.lists(LETTERS, min_size=2, max_size=4).map("".join),
)
def test_an_address_in_its_form_stays_as_it_is(name: str, domain: str, ending: str) -> None:
    try:
        kept = clean_email(f"{name}@{domain}.{ending}")
    except BadEmailError:
        return
    assert clean_email(kept) == kept == kept.lower()
