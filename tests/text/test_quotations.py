"""Direct speech is found by its marks, and apostrophes are not marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.quotations import may_quote, quotations


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Go,” she said, “now.”", ["“Go,”", "“now.”"]),
        ('"Go," she said, "now."', ['"Go,"', '"now."']),
        ("Elle a dit : « Partez. » Puis rien.", ["« Partez. »"]),
        ("Elle a dit «\u202fPartez.\u202f»", ["«\u202fPartez.\u202f»"]),
        ("Er sagte: »Geht.« Dann nichts.", ["»Geht.«"]),
        ("Er sagte: „Geht.“ Dann nichts.", ["„Geht.“"]),
        ("Powiedział: „Idźcie.” I nic.", ["„Idźcie.”"]),
        ("Hon sade ”gå” och gick.", ["”gå”"]),
        ("Hon sade »gå» och gick.", ["»gå»"]),
        ("彼は「行け」と言った。", ["「行け」"]),
        ("A ‘failure’, they say.", ["‘failure’"]),
        ("A 'failure', they say.", ["'failure'"]),
        ("He called them ‘heroes’ who won.", ["‘heroes’"]),
        ("‘The dogs’ dinner was cold,’ he said.", ["‘The dogs’ dinner was cold,’"]),
        ("‘Don’t go,’ he said, ‘not now.’", ["‘Don’t go,’", "‘not now.’"]),
        ("(“Aside”) and—“dash”", ["“Aside”", "“dash”"]),
    ],
)
def test_it_finds_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I don’t know the dogs’ dinner of the ’90s.",
        "I don't know the dogs' dinner of the '90s.",
        "The ‘90s were fine, and the dogs’ dinner too.",
        "'Tis the season of the dogs' dinner.",
        "Rock 'n' roll and rock ‘n’ roll.",
        'A 5" gun on a 40" screen.',
        "He said “and never stopped.",
        "Nothing here.",
        "”",
        "",
    ],
)
def test_it_leaves_apostrophes_and_stray_marks_alone(text: str) -> None:
    assert quoted(text) == []


def test_a_nested_quotation_belongs_to_the_outer_one() -> None:
    assert quoted("“He said ‘no’ to me,” she said.") == ["“He said ‘no’ to me,”"]
    assert quoted("‘He said “no” to me,’ she said.") == ["‘He said “no” to me,’"]
    assert quoted("“He said “no” to me,” she said.") == ["“He said “no” to me,”"]
    assert quoted("« Il a dit “non”. » Fin.") == ["« Il a dit “non”. »"]


@pytest.mark.parametrize("mark", ["“", '"', "«", "„", "‘"])
def test_a_quotation_that_goes_on_in_the_next_paragraph_runs_to_the_end(mark: str) -> None:
    text = f"{mark}We left at night. Nobody spoke."
    assert quotations(text) == ((0, len(text)),)


def test_a_forgotten_closing_mark_does_not_swallow_the_paragraph() -> None:
    assert quoted("“He left. “She stayed,” he said.") == ["“She stayed,”"]
    assert quoted('"He left. "She stayed," he said.') == ['"She stayed,"']


def test_an_apostrophe_inside_a_quotation_does_not_close_one_outside() -> None:
    assert quoted("The ‘new “dogs’ home” opened.") == ["“dogs’ home”"]


@given(st.text(alphabet="“”\"'‘’«»„‚‹› abs.,9\n—"))
def test_spans_are_sorted_disjoint_and_in_range(text: str) -> None:
    last = 0
    for start, end in quotations(text):
        assert last <= start < end <= len(text)
        last = end


@pytest.mark.parametrize("mark", "“”\"'‘’«»„‚ ")
def test_a_hostile_paragraph_takes_no_longer_than_its_length_allows(mark: str) -> None:
    quotations(f"a {mark}b" * 20_000)


@pytest.mark.parametrize("before", ["\t", "\u00a0", "\u202f", "\n", "— ", "—", "¡", "(", ""])
def test_a_straight_single_mark_is_noticed_after_whatever_it_may_stand(before: str) -> None:
    text = f"{before}'Go away at once,' she said."
    assert quotations(text)
    assert may_quote(text)


@given(st.text(alphabet="ab.,'\"“”‘’ \t\u00a0—(¿«»", max_size=40))
def test_where_none_may_be_there_is_none(text: str) -> None:
    assert may_quote(text) or not quotations(text)
