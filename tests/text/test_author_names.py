"""Mentions of a text's own authors, told from ordinary words and from other people."""

import doctest
from types import ModuleType

import pytest

from workbench.text import author_names, bylines
from workbench.text.author_names import others_of_the_name
from workbench.text.bylines import authors_of
from workbench.text.self_mentions import self_mentions, source_of


def found(text: str, byline: str, *others: str) -> list[str]:
    source = source_of("", byline, "", [text, *others])
    return [text[start:end] for start, end in self_mentions(text, source)]


@pytest.mark.parametrize("module", [author_names, bylines])
def test_its_examples_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Sands and Ben Quay", ["Ada Sands", "Ben Quay"]),
        ("ADA SANDS", ["Ada Sands"]),
        ("ada sands", ["Ada Sands"]),
        ("Ada Sands, Washington", ["Ada Sands"]),
        ("Ada Sands, Political Editor, in New York", ["Ada Sands"]),
        ("Ada Sands Political Editor", ["Ada Sands"]),
        ("Jane Q. Writer", ["Jane Q. Writer"]),
        ("Ada Sands, Jr.", ["Ada Sands"]),
        ("Sands, Ada", ["Ada Sands"]),
        ("Words by Ada and Ben", ["Ada", "Ben"]),
        ("Staff", []),
        ("Staff Writer", []),
        ("Reuters Staff", ["Reuters"]),
        ("Associated Press", ["Associated Press"]),
        ("by ", []),
        ("", []),
    ],
)
def test_authors_are_read_from_a_byline(byline: str, names: list[str]) -> None:
    assert [author.full for author in authors_of(byline)] == names


@pytest.mark.parametrize(
    ("byline", "text", "mentions"),
    [
        ("Ada Miller", "Miller writes that he knew. So Miller waited.", ["Miller", "Miller"]),
        ("Ada Miller", "a miller; the Miller; Miller Street; Millers", []),
        ("Ada Miller", "so Miller-Reed; so Reed-Miller; anti-Miller", ["Miller"]),
        ("Flo White", "of White voters; White wrote", ["White"]),
        ("Ada Miller", "Ms Miller, Dr. Miller and columnist Miller’s view", ["Miller"] * 3),
        (
            "Ada Miller",
            "A. Miller. Ada J. Miller. ADA MILLER",
            ["A. Miller", "Ada J. Miller", "ADA MILLER"],
        ),
        ("Ada B. Miller", "Ada Miller. A.B. Miller", ["Ada Miller", "A.B. Miller"]),
        ("BY ADA MILLER", "Ada Miller saw it.", ["Ada Miller"]),
        ("Ada Miller", "Ada writes. Then Ada sat.", ["Ada"]),
        ("Mark Price", "Price rises. The Price. Mark that. PRICE RISES SOAR", []),
        ("Mark Price", "Price said so, and Price left. A mark price.", ["Price", "Price"]),
        ("Theresa May", "in May; May came; on May 3", []),
        ("Theresa May", "May writes; Ms May; by May", ["May", "May"]),
        ("Zora Quimby", "Quimby! quimby, QUIMBY WAS HERE", ["Quimby", "quimby", "QUIMBY"]),
        ("Zora Quimby", "On Monday Quimby left Rome. Quimby ate.", ["Quimby", "Quimby"]),
        ("Zora Quimby", "zora quimby", ["zora quimby"]),
        ("Jan van Dijk", "Van Dijk writes of van Dijk.", ["Van Dijk", "van Dijk"]),
        ("Sinéad O’Brien", "O'Brien and O’Brien", ["O'Brien", "O’Brien"]),
        ("Reuters", "Reuters was told by reuters.", ["Reuters", "reuters"]),
        ("Banksy", "Banksy writes.", ["Banksy"]),
        ("Staff", "The Staff left. Staff said so.", []),
        ("Associated Press", "an Associated Press photo, a Press", ["Associated Press"]),
        ("Wei Li", "Li. In Li, Li Bai", ["Li", "Li"]),
    ],
)
def test_an_author_is_found_by_the_surname_alone(
    byline: str, text: str, mentions: list[str]
) -> None:
    assert found(text, byline) == mentions


@pytest.mark.parametrize(
    "introduction",
    ["Boris Johnson resigned.", "Prime Minister Johnson", "Sen. Johnson", "B. Johnson"],
)
def test_a_surname_that_the_article_gives_to_somebody_else_stays(introduction: str) -> None:
    assert found("Johnson said so. Ted Johnson", "Ted Johnson", introduction) == ["Ted Johnson"]
    assert others_of_the_name("Ted Johnson", [introduction]) == {"johnson"}
    own = ["Ted Johnson", "T. Johnson", "Mr Johnson", "Yesterday Johnson", "in Rome. Johnson"]
    assert not others_of_the_name("Ted Johnson", own)


def test_authors_are_found_by_their_full_names() -> None:
    text = "By Ada Sands and Ben Quay. Ada Sands reports. Sands is a place. ADA SANDS"
    assert found(text, "By Ada Sands and Ben Quay") == [
        "Ada Sands",
        "Ben Quay",
        "Ada Sands",
        "ADA SANDS",
    ]


def test_a_place_in_the_byline_is_no_author() -> None:
    text = "Ada Sands, in New York for The Post, saw New York. Sands knows The Post."
    assert found(text, "By Ada Sands in New York") == ["Ada Sands"]
