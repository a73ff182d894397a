"""A lead trains a model in a browser, compares it, puts it to use and sees what it suggests."""

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tests.browser.people import set_up_administrator
from tests.browser.served import Served, barriers
from tests.databases import settings_for
from tests.model_pages.stage import add_study, annotate
from tests.paths import SEEDS
from workbench.accounts.models import Account
from workbench.app import create_app
from workbench.codebook.codebook import read_codebook
from workbench.database import db, now
from workbench.projects.operations import create_project

pytestmark = pytest.mark.browser


def add_annotated_study(served: Served) -> int:
    """Add a project of Ada's whose paragraphs somebody else has annotated, and give its number."""
    url = f"sqlite:///{served.instance / 'workbench.db'}"
    app = create_app(settings_for(served.instance, url))
    with app.app_context():
        people = db.session.scalars(select(Account).order_by(Account.id)).all()
        ada = next(each for each in people if each.email == "ada@example.org")
        project = create_project(
            name="Ploddish words",
            codebook=read_codebook(SEEDS / "codebook.toml"),
            guidelines="Read the whole paragraph first.",
            annotators_per_paragraph=2,
            lead=ada,
            at=now(),
        )
        other = next(each for each in people if each is not ada)
        annotate(project.id, other.id, add_study(project.id, 40))
        number = project.id
        db.session.commit()
        db.engine.dispose()
    return number


@pytest.mark.slow
def test_a_model_is_trained_compared_and_suggests(browser: Browser, served: Served) -> None:
    page = set_up_administrator(browser, served, "Ada")
    found: list[str] = []
    address = f"{served.address}/models/{add_annotated_study(served)}"
    page.goto(address)
    expect(page.get_by_text("The shipped scores suggest.")).to_be_visible()
    page.get_by_role("button", name="Train a model").click()
    page.get_by_role("link", name="To the models").click(timeout=120_000)
    found += barriers(page)
    page.get_by_role("link", name="Model 1", exact=True).click()
    expect(page.get_by_text("Model 1 beats the shipped scores")).to_be_visible()
    found += barriers(page)
    page.get_by_role("button", name="Put model 1 to use").click()
    expect(page.get_by_text("Model 1 suggests from now on.")).to_be_visible()
    again = page.get_by_role("link", name="They are being pre-scored again")
    if again.count():
        again.click()
        expect(page.get_by_text("pre-scored again.")).to_be_visible(timeout=120_000)
    page.goto(f"{address}/kept")
    expect(
        page.get_by_role("heading", name="Bias, by clarity of the shipped score")
    ).to_be_visible()
    found += barriers(page)
    page.goto(address.replace("/models/", "/annotations/") + "/next")
    note = page.locator("summary", has_text="suggested: biased, certainty")
    expect(note).to_contain_text("learned from 40 paragraphs of this project on")
    found += barriers(page)
    assert not found, "\n".join(found)
