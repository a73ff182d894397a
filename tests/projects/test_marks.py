"""Categories that a study adds are drawn like none of its others."""

from dataclasses import replace

from flask import Flask

from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account
from workbench.codebook.codebook import SpanCategory
from workbench.database import db, now
from workbench.projects.marks import OTHERS, looks_of
from workbench.projects.operations import revise_guidelines
from workbench.projects.queries import codebook_in_force
from workbench.scoring.lexicon_entries import CATEGORIES


def test_each_has_a_look_that_is_free_as_long_as_there_are_some() -> None:
    assert looks_of(CATEGORIES) == {}
    own = [f"own_{number}" for number in range(13)]
    looks = looks_of(("glorifying", *own))
    assert list(looks) == own
    assert "glorifying" not in looks.values()
    assert len(set(looks.values())) == len(CATEGORIES) - 1 + len(OTHERS)


def test_a_page_links_how_its_own_categories_are_drawn(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    address = f"/projects/{cast.project}/guidelines"
    assert "/marks.css?" not in ada.get(address).text
    with app.app_context():
        in_force = codebook_in_force(cast.project)
        own = SpanCategory("fear", "fear", "z", "")
        revise_guidelines(
            cast.project,
            in_force.guidelines,
            seen=1,
            by=db.session.get_one(Account, cast.ada),
            at=now(),
            codebook=replace(
                in_force.codebook, span_categories=(*in_force.codebook.span_categories, own)
            ),
        )
        db.session.commit()
    assert 'href="/marks.css?fear=other-1"' in ada.get(address).text
    sheet = ada.get("/marks.css?fear=other-1")
    assert sheet.mimetype == "text/css"
    assert ".mark--fear {\n  --line: var(--mark-euphemism-line);" in sheet.text


def test_an_address_that_no_page_wrote_gives_nothing(cast: Cast, sign_in: SignIn) -> None:
    ben = sign_in(cast.ben)
    for wrong in ("fear=loud", "a}b=other-1", "A=other-1", f"{'x' * 41}=other-1"):
        assert ben.get(f"/marks.css?{wrong}").status_code == 404
    assert ben.get("/marks.css").text == ""
