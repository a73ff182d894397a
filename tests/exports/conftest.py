"""A study of odd texts."""

import pytest
from flask import Flask

from tests.conftest import Cast
from tests.exports.odd_texts import ODD_TEXTS
from tests.reports.study import Study, span
from workbench.articles.models import StoredLoadedWord
from workbench.database import db


@pytest.fixture
def study(app: Flask, cast: Cast) -> int:
    """Let Ben annotate every odd text, revise the first and skip the last; Cy marks one."""
    with app.app_context():
        study = Study.of(cast)
        paragraphs = study.article(*ODD_TEXTS, headline="=HYPERLINK(1)")
        word = StoredLoadedWord(
            start=9,
            end=15,
            text="heroes",
            term="hero",
            category="glorifying",
            polarity=1,
            strength=2,
            reason="Praises one side.",
            in_quotation=False,
        )
        prescore = study.prescore(paragraphs[2], word)
        study.answer(paragraphs[0], cast.ben, bias="biased", comment="first thought")
        study.answer(paragraphs[0], cast.ben, comment="-- on second thought", is_flagged=True)
        for paragraph in paragraphs[1:-1]:
            study.answer(paragraph, cast.ben)
        study.skip(paragraphs[-1], cast.ben)
        study.answer(
            paragraphs[2],
            cast.cy,
            span(9, 15, "heroes", decision="kept"),
            span(18, 24, "hailed", "moral_judgement"),
            prescore=prescore,
            suggestions={"sentiment": "negative"},
        )
        db.session.commit()
    return cast.project
