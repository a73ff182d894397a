"""A study large enough for intervals."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import Cast
from tests.reports.study import MORNING, Study, span
from workbench.database import db


@pytest.fixture
def two_weeks(app: Flask, cast: Cast) -> int:
    """Let three people answer forty articles in two weeks, the machine's word on some pages."""
    with app.app_context():
        study = Study.of(cast)
        with study.at_once():
            articles = [
                study.article(f"The ferry number {n} left.", headline=f"Ferry {n}")
                for n in range(40)
            ]
        with study.at_once():
            prescores = [study.prescore(paragraph) for (paragraph,) in articles]
        with study.at_once():
            for n, ((paragraph,), prescore) in enumerate(zip(articles, prescores, strict=True)):
                prescore.news_sentiment = "negative"
                for place, who in enumerate((cast.ada, cast.ben, cast.cy)):
                    is_biased = (n + (place if n % 5 == 0 else 0)) % 2 == 0
                    is_shown = who == cast.cy
                    turn = (n + place * (n % 3 == 0)) % 3
                    annotation = study.answer(
                        paragraph,
                        who,
                        *([span(4, 9, "ferry")] if n % 2 or place else []),
                        bias="biased" if is_biased else "not_biased",
                        sentiment=("negative", "neutral", "positive")[turn],
                        suggestions={"sentiment": "negative"} if is_shown else {},
                        prescore=prescore if is_shown else None,
                        at=MORNING + timedelta(days=7 * (n % 2)),
                    )
                    annotation.shown_ms, annotation.active_ms = 9000, 4000 + 100 * n
        db.session.commit()
    return cast.project
