"""Articles and a lexicon that the tests of this folder share."""

from datetime import date
from functools import cache

from workbench.scoring.lexicon import Lexicon
from workbench.text.articles import ArticleText

NEWS = ArticleText(
    headline="Ferry comes home",
    body=(
        "The ferry came back to Sandholm on Monday.\n\n"
        "The town called its crew heroes.\n\n"
        "“We did our work,” the captain said."
    ),
    outlet="The Sandholm Post",
    byline="Mira Lund",
    published_on=date(2024, 2, 27),
    url="https://example.org/ferry",
    source_line="The Sandholm Post",
    language="en",
    guesses=(),
    source_name="ferry.txt",
    line=None,
)


@cache
def a_lexicon() -> Lexicon:
    """Give a lexicon of two terms."""
    return Lexicon.from_text(
        "term,category,polarity,strength,part_of_speech,forms,unless,reason\n"
        "hero,glorifying,1,3,noun,heroes,,Praises one side in the writer's own voice.\n"
        "humiliation,demeaning,-1,3,noun,,,Lowers one side in the writer's own voice.\n"
    )


def csv_of(count: int, *, bad: int = 0) -> bytes:
    """Write a CSV with so many articles, and after them so many rows without a text."""
    rows = [
        f'Vote {number},"The council voted on plan {number} on Monday.\n\nThe mayor said no."\n'
        for number in range(count)
    ]
    return "".join(["headline,text\n", *rows, *['"No text",""\n'] * bad]).encode()
