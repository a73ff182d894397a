"""The page of a repeat, its addresses and what is told around it hold no trace that it is one."""

import re

from flask import Flask

from tests.annotations.answering import pages_of, plain
from tests.annotations.stage import add_article, all_assignments, form_on
from tests.annotations.worker import add_returning_design
from tests.conftest import Cast, SignIn
from workbench.database import db


def test_the_page_of_a_repeat_is_that_of_the_first_time(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        for article in range(4):
            texts = tuple(f"The heroes of part {article}, {n} of them." for n in range(5))
            add_article(cast.project, texts, headline=f"Article {article}")
        add_returning_design(cast.project, repeat_percent=20, repeat_after=4, outlet="lot")
        db.session.commit()
    ben = sign_in(cast.ben)
    pages = pages_of(ben, cast.project)
    with app.app_context():
        rows = all_assignments()
    firsts = {row.paragraph_id: row.id for row in rows if row.occasion == "first"}
    repeats = [row for row in rows if row.occasion == "repeat"]
    assert len(repeats) == 4
    for row in repeats:
        first = firsts[row.paragraph_id]
        assert plain(pages[row.id], row.id) == plain(pages[first], first)
        assert "A remark of mine." not in pages[row.id]
    told = [re.search(r"data-progress>(\d+ of \d+)", page) for page in pages.values()]
    assert [found[1] for found in told if found] == [f"{n} of 24" for n in range(24)]
    history = ben.get(f"/annotations/{cast.project}").get_data(as_text=True)
    for row in repeats:
        assert f"/assignment/{firsts[row.paragraph_id]}" not in history
    for word in ("repeat", "occasion", "again"):
        assert word not in history.lower()


def test_a_second_pass_says_so_and_shows_the_outlet_but_not_the_first_answer(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        add_article(cast.project)
        add_returning_design(cast.project, blind_percent=100, named_percent=100)
        db.session.commit()
    pages = pages_of(sign_in(cast.ben), cast.project)
    assert len(pages) == 6
    first_pass, second_pass = list(pages.values())[:3], list(pages.values())[3:]
    for page in first_pass:
        assert "Second pass" not in page
        assert "The Example" not in page
    for number, page in enumerate(second_pass):
        assert f"Second pass: {number} of 3" in page
        assert "Here the outlet is shown" in page
        assert "The Example" in page
        assert "A remark of mine." not in page
        assert not {"answer_sentiment", "answer_bias", "answer_voice"} & form_on(page).keys()
