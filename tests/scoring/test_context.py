import pytest

from workbench.scoring.context import ContextError, is_title_case, read_rules
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.lexicon_entries import LexiconError
from workbench.scoring.lint import problems
from workbench.scoring.loaded_words import LoadedWord, find_loaded_words

HEADER = "term,category,polarity,strength,part_of_speech,context,weaker,example,reason\n"


def lexicon(
    term: str, context: str = "", *, weaker: str = "", example: str = "", kind: str = "noun"
) -> Lexicon:
    row = f'{term},demeaning,-1,2,{kind},"{context}",{weaker},"{example}",Judges.\n'
    return Lexicon.from_text(HEADER + row)


def found(text: str, term: str, context: str, kind: str = "noun") -> bool:
    return bool(find_loaded_words(text, lexicon(term, context, kind=kind)))


def word(text: str, term: str, weaker: str = "") -> LoadedWord:
    (one,) = find_loaded_words(text, lexicon(term, weaker=weaker))
    return one


@pytest.mark.parametrize(
    ("context", "text", "is_found"),
    [
        ("next: our, the press", "They rat the press out.", True),
        ("next: our, the press", "They rat the\n  press out.", True),
        ("next: our, the press", "They rat the pressed.", False),
        ("next: our, the press", "A rat.", False),
        ("not next: race", "A rat race.", False),
        ("not next: race", "A rat-race.", False),
        ("not next: race", "A rat ran.", True),
        ("previous: a, the old", "A rat.", True),
        ("previous: a, the old", "The old “rat”.", True),
        ("previous: a, the old", "Old rat.", False),
        ("not previous: lab", "A lab rat.", False),
        ("not previous: lab", "A slab rat.", True),
        ("previous: a; not next: race", "A rat race.", False),
        ("previous: a; not next: race", "A rat ran.", True),
    ],
)
def test_a_term_is_confined_to_its_neighbours(context: str, text: str, is_found: bool) -> None:
    assert found(text, "rat", context) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("“Get out,” he barked.", True),
        ('"Get out," the old man barked.', True),
        ("He barked: “Get out.”", True),
        ("He barked that it was over.", True),
        ("The dog barked.", False),
        ("The dog barked all night.", False),
    ],
)
def test_a_verb_of_speech_stands_by_what_was_said(text: str, is_found: bool) -> None:
    assert found(text, "bark", "speech", "verb") is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("These lawyers are parasites.", True),
        ("He is a parasite.", True),
        ("The parasites of Westminster met.", True),
        ("The drug kills the parasite within days.", False),
        ("A parasite lives in warm water.", False),
    ],
)
def test_a_word_of_people_stands_by_people(text: str, is_found: bool) -> None:
    assert found(text, "parasite", "people") is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("They cried liberty.", True),
        ("Liberty was their cry.", True),
        ("It ended. Liberty was their cry.", True),
        ("Our Liberty was lost.", True),
        ("They saw the Liberty Bell.", False),
        ("They met at Camp Liberty.", False),
        ("LIBERTY NOW", True),
        ("Liberty Lost in Third Vote", True),
    ],
)
def test_a_part_of_a_name_is_left_alone(text: str, is_found: bool) -> None:
    assert found(text, "liberty", "no name") is is_found


def test_a_term_turned_down_leaves_its_place_to_a_shorter_one() -> None:
    rows = (
        "mob rule,demeaning,-1,3,phrase,next: now,,They want mob rule now.,Judges.\n"
        "mob,demeaning,-1,2,noun,,,,Lowers.\n"
    )
    found = find_loaded_words("It is mob rule.", Lexicon.from_text(HEADER + rows))
    assert [one.term for one in found] == ["mob"]


@pytest.mark.parametrize("rule", ["nearby: x", "next", "next: ,", "speech: x", "verb"])
def test_a_rule_that_is_not_known_is_refused(rule: str) -> None:
    with pytest.raises(ContextError, match="is not one of speech, people, no name"):
        read_rules([rule])
    with pytest.raises(LexiconError, match=r"line 2 \(“rat”\): the context rule"):
        lexicon("rat", rule)


def test_a_word_is_weaker_where_its_entry_says_so() -> None:
    assert word("“The rat won.”", "rat").strength == 2
    assert word("“The rat won.”", "rat", "quoted").strength == 1
    assert word("The rat won.", "rat", "quoted").strength == 2
    assert word("The rat won, she said.", "rat", "attributed").strength == 1
    assert word("She said so. The rat won.", "rat", "attributed").strength == 2
    assert word("“The rat won,” she said.", "rat", "quoted; attributed").strength == 1


def test_a_negated_word_is_weaker_and_turns_its_sign() -> None:
    for text in ("He is no rat.", "He isn’t a rat.", "He was not the rat."):
        one = word(text, "rat")
        assert (one.polarity, one.strength, one.is_negated) == (1, 1, True)
    assert word("No, the mayor is a rat.", "rat").is_negated is False


def test_a_shouted_word_is_stronger_unless_everything_is_shouted() -> None:
    assert word("He is a RAT.", "rat").strength == 3
    assert word("HE IS A RAT.", "rat").strength == 2
    assert word("He Is a Rat.", "rat").strength == 2


def test_title_case_is_seen_in_short_texts_only() -> None:
    assert is_title_case("Mayor Slams Critics of New Bridge")
    assert not is_title_case("Mayor slams critics of new bridge")
    assert not is_title_case("Mayor Slams Critics " * 20)


def test_the_linter_asks_for_an_example_of_each_rule_and_tries_it() -> None:
    assert problems(lexicon("rat", "people")) == (
        "“rat”: has a context rule and no example that passes it.",
    )
    assert problems(lexicon("rat", "people", example="A rat ran.")) == (
        "“rat”: is not found in its example “A rat ran.”.",
    )
    assert problems(lexicon("rat", "people; people", example="He is a rat.")) == (
        "“rat”: the rule “people” stands in context twice.",
    )
    assert problems(lexicon("rat", "people", example="He is a rat.")) == ()
