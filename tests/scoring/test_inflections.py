import pytest

from workbench.scoring.inflections import dictionary_forms, inflections


@pytest.mark.parametrize(
    ("term", "part_of_speech", "forms"),
    [
        ("thug", "noun", ("thugs",)),
        ("crony", "noun", ("cronies",)),
        ("lackey", "noun", ("lackeys",)),
        ("genius", "noun", ("geniuses",)),
        ("witch hunt", "noun", ("witch hunts",)),
        ("war of words", "noun", ("wars of words",)),
        ("slam", "verb", ("slams", "slammed", "slamming")),
        ("boast", "verb", ("boasts", "boasted", "boasting")),
        ("vilify", "verb", ("vilifies", "vilified", "vilifying")),
        ("deride", "verb", ("derides", "derided", "deriding")),
        ("quip", "verb", ("quips", "quipped", "quipping")),
        ("vow", "verb", ("vows", "vowed", "vowing")),
        ("preen", "verb", ("preens", "preened", "preening")),
        ("lash out", "verb", ("lashes out", "lashed out", "lashing out")),
        ("belie", "verb", ("belies", "belied", "belying")),
        ("decree", "verb", ("decrees", "decreed", "decreeing")),
        ("shocking", "adjective", ()),
        ("so-called", "phrase", ()),
    ],
)
def test_regular_inflections(term: str, part_of_speech: str, forms: tuple[str, ...]) -> None:
    assert inflections(term, part_of_speech) == forms


@pytest.mark.parametrize(
    ("term", "part_of_speech", "forms"),
    [
        ("admit", "verb", ("admitted", "admitting")),
        ("tear into", "verb", ("tore into", "torn into")),
        ("slay", "verb", ("slain",)),
        ("brave", "adjective", ("braver", "bravest")),
        ("henchman", "noun", ("henchmen",)),
        ("open", "verb", ()),
        ("thug", "noun", ()),
        ("far-right mob", "adjective", ()),
        ("so-called", "phrase", ()),
    ],
)
def test_the_dictionary_adds_what_no_rule_gives(
    term: str, part_of_speech: str, forms: tuple[str, ...]
) -> None:
    assert set(dictionary_forms(term, part_of_speech)) == set(forms)
