"""Arms are drawn before a page is served; a blind page holds no trace of a suggestion."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from tests.annotations.designs import add_design, suggest_by_scores
from tests.annotations.pages import TRACES, opened, without_what_differs
from tests.annotations.reader import ANSWERS
from tests.annotations.stage import (
    HEROES,
    LAST,
    PLAIN,
    add_article,
    all_assignments,
    annotations_of,
    form_on,
    spans_of,
)
from tests.conftest import Cast, SignIn
from workbench.annotations.models import Answer, Assignment
from workbench.annotations.operations import draw_assignment
from workbench.arms import Factor, Tally, is_withheld
from workbench.articles.models import Prescore, StoredLoadedWord
from workbench.database import db, now
from workbench.projects.models import CodebookVersion, StudyDesign

LEASE = timedelta(minutes=30)


@pytest.fixture
def study(app: Flask, cast: Cast) -> Cast:
    with app.app_context():
        add_article(cast.project)
        suggest_by_scores(cast.project)
        db.session.commit()
    return cast


def designed(app: Flask, study: Cast, **choices: Any) -> None:
    with app.app_context():
        add_design(study.project, **choices)
        db.session.commit()


def test_without_a_design_nothing_is_drawn(app: Flask, study: Cast, sign_in: SignIn) -> None:
    opened(sign_in(study.ben), study.project)
    with app.app_context():
        (assignment,) = all_assignments()
        assert (assignment.design_id, assignment.arm, assignment.context, assignment.stratum) == (
            None,
            "assisted",
            "neighbours",
            "",
        )


def test_a_blind_page_is_the_page_of_a_paragraph_of_which_the_machine_said_nothing(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    designed(app, study, blind_percent=100)
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    for trace in TRACES:
        assert trace not in page, trace
    assert form_on(page)["prescore_id"] == [""]
    assert "answer_sentiment" not in form_on(page)
    assert "the study asks for your own reading" in page
    with app.app_context():
        db.session.execute(delete(StoredLoadedWord))
        db.session.execute(delete(Prescore))
        db.session.commit()
    assert without_what_differs(ben.get(address).text) == without_what_differs(page)


def test_an_assisted_page_beside_it_holds_what_the_blind_one_does_not(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    designed(app, study, blind_percent=100)
    _, blind = opened(sign_in(study.ben), study.project)
    with app.app_context():
        db.session.execute(update(StudyDesign).values(blind_percent=0))
        db.session.commit()
    _, assisted = opened(sign_in(study.cy), study.project)
    assert all(trace in assisted for trace in ("a reason", "is-suggested", "word_4_10"))
    assert not any(trace in blind for trace in TRACES)


def test_every_answer_to_a_blind_form_stays_blind(app: Flask, study: Cast, sign_in: SignIn) -> None:
    designed(app, study, blind_percent=100)
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    with app.app_context():
        prescore_id = db.session.scalars(select(Prescore.id).order_by(Prescore.id)).first()
    form = form_on(page)
    forged = form | ANSWERS | {"prescore_id": [str(prescore_id)], "word_4_10": ["glorifying"]}
    refused = ben.post(address, data=forged | {"answer_bias": [""]})
    assert refused.status_code == 422
    stored = ben.post(address, data=forged)
    assert stored.status_code == 303
    stale = ben.post(address, data=forged | {"submission_key": [form["submission_key"][0][::-1]]})
    assert stale.status_code in {400, 409}
    history = ben.get(f"/annotations/{study.project}").text
    revised = ben.get(address).text
    for shown in (refused.text, stale.text, history, revised):
        assert not any(trace in shown for trace in TRACES)
    with app.app_context():
        (annotation,) = annotations_of(int(address.rsplit("/", 1)[1]))
        # Nothing was shown; what was withheld is known, so that the arms can be compared.
        assert annotation.prescore_id == prescore_id
        assert spans_of(annotation) == []
        answers = db.session.scalars(select(Answer).order_by(Answer.id)).all()
        assert [(answer.suggestion, answer.withheld) for answer in answers] == [
            ("", "negative"),
            ("", ""),
            ("", ""),
        ]


def test_a_draw_is_stored_with_all_that_is_needed_to_draw_again(app: Flask, cast: Cast) -> None:
    with app.app_context():
        add_article(cast.project, tuple(f"Item {n} was heard." for n in range(40)), words={})
        design_id = add_design(cast.project, blind_percent=30, outlet="lot", hidden_percent=50)
        db.session.commit()
        drawn = None
        for _ in range(40):
            beyond = None if drawn is None else drawn.id
            drawn = draw_assignment(cast.project, cast.ben, at=now(), lease=LEASE, beyond=beyond)
            assert drawn is not None
            db.session.execute(update(Assignment).values(state="skipped"))
            db.session.commit()
        blind = hidden = 0
        for place, each in enumerate(all_assignments()):
            assert (each.design_id, each.stratum) == (design_id, "negative")
            assert (each.drawn_before, each.blind_before, each.hidden_before) == (
                place,
                blind,
                hidden,
            )
            again = {
                factor: is_withheld(
                    seed=77,
                    factor=factor,
                    annotator=cast.ben,
                    paragraph=each.paragraph_id,
                    share=share,
                    tally=Tally(place, before),
                )
                for factor, share, before in (
                    (Factor.SUGGESTION, 0.3, blind),
                    (Factor.OUTLET, 0.5, hidden),
                )
            }
            assert (each.arm == "blind") == again[Factor.SUGGESTION]
            assert (each.outlet_arm == "hidden") == again[Factor.OUTLET]
            blind += each.arm == "blind"
            hidden += each.outlet_arm == "hidden"
        assert abs(blind - 12) <= 3
        assert abs(hidden - 20) <= 3


def test_a_person_and_a_stratum_have_a_tally_of_their_own(app: Flask, cast: Cast) -> None:
    with app.app_context():
        ids = add_article(cast.project, tuple(f"Item {n}." for n in range(4)), words={})
        db.session.execute(
            update(Prescore)
            .where(Prescore.paragraph_id.in_(ids[2:]))
            .values(news_sentiment="positive", news_score=0.6)
        )
        add_design(cast.project, blind_percent=50)
        db.session.commit()
        for person in (cast.ben, cast.cy):
            drawn = None
            for _ in ids:
                beyond: int | None = None if drawn is None else drawn.id
                drawn = draw_assignment(cast.project, person, at=now(), lease=LEASE, beyond=beyond)
                db.session.execute(update(Assignment).values(state="skipped"))
                db.session.commit()
        tallies = Counter(
            (each.account_id, each.stratum, each.drawn_before) for each in all_assignments()
        )
        assert tallies == Counter(
            (person, stratum, n)
            for person in (cast.ben, cast.cy)
            for stratum in ("negative", "positive")
            for n in (0, 1)
        )


@pytest.mark.parametrize(
    ("suggested_by", "said", "stratum"),
    [
        ("sentiment", {"sentiment": "positive"}, "positive"),
        ("news", {"news_sentiment": "neutral"}, "neutral"),
        ("news", {"news_sentiment": "neutral", "learned_sentiment": "positive"}, "positive"),
        ("bias", {"bias": "biased"}, "biased"),
        ("voice", {"voice": "mixed"}, "mixed"),
        ("bias", {"bias": None}, ""),
        ("", {"news_sentiment": "positive"}, ""),
    ],
)
def test_the_lot_is_balanced_over_what_is_suggested_first(
    app: Flask, cast: Cast, suggested_by: str, said: dict[str, str], stratum: str
) -> None:
    with app.app_context():
        add_article(cast.project)
        version = db.session.scalars(
            select(CodebookVersion).where(CodebookVersion.project_id == cast.project)
        ).one()
        asked, *others = version.definition["questions"]
        if suggested_by not in ("", "sentiment", "news"):
            asked = next(one for one in others if one["name"] == suggested_by)
        questions = [
            one | {"suggested_by": suggested_by if one["name"] == asked["name"] else ""}
            for one in version.definition["questions"]
        ]
        version.definition = version.definition | {"questions": questions}
        db.session.execute(update(Prescore).values(**said))
        add_design(cast.project, blind_percent=50)
        db.session.commit()
        draw_assignment(cast.project, cast.ben, at=now(), lease=LEASE)
        (drawn,) = all_assignments()
        assert drawn.stratum == stratum


def test_a_lease_taken_up_again_keeps_what_was_drawn(app: Flask, study: Cast) -> None:
    with app.app_context():
        add_design(study.project, blind_percent=100)
        db.session.commit()
        first = draw_assignment(study.project, study.ben, at=now(), lease=timedelta(0))
        db.session.commit()
        add_design(study.project, number=2, blind_percent=0, context="article")
        db.session.commit()
        again = draw_assignment(study.project, study.ben, at=now(), lease=LEASE)
        assert first is not None
        assert again is not None
        assert (again.id, again.arm, again.context) == (first.id, "blind", "neighbours")


def test_what_is_never_shown_is_withheld_and_the_rest_is_not(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    designed(app, study, shows={"sentiment": "never"})
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    assert "answer_sentiment" not in form_on(page)
    assert form_on(page)["word_4_10"] == ["glorifying"]
    assert ben.post(address, data=form_on(page) | ANSWERS).status_code == 303
    with app.app_context():
        answer = db.session.scalars(select(Answer).where(Answer.question == "sentiment")).one()
        assert (answer.suggestion, answer.withheld) == ("", "negative")


def test_words_that_are_never_shown_are_on_no_page(
    app: Flask, study: Cast, sign_in: SignIn
) -> None:
    designed(app, study, shows_words="never")
    ben = sign_in(study.ben)
    address, page = opened(ben, study.project)
    assert not any(trace in page for trace in ("a reason", "word_4_10", "is-suggested"))
    assert ben.post(address, data=form_on(page) | ANSWERS).status_code == 303
    with app.app_context():
        assert spans_of(annotations_of(int(address.rsplit("/", 1)[1]))[0]) == []


@pytest.mark.parametrize(
    ("context", "seen", "unseen"),
    [
        ("paragraph", (), (PLAIN, LAST)),
        ("neighbours", (PLAIN,), (LAST,)),
        ("article", (PLAIN, LAST), ()),
    ],
)
def test_the_context_is_that_of_the_assignment(
    app: Flask,
    study: Cast,
    sign_in: SignIn,
    context: str,
    seen: tuple[str, ...],
    unseen: tuple[str, ...],
) -> None:
    designed(app, study, context=context, blind_percent=100)
    _, page = opened(sign_in(study.ben), study.project)
    assert HEROES.split(" 🚒")[0] in page
    assert all(text in page for text in seen)
    assert not any(text in page for text in unseen)
