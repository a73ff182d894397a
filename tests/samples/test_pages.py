"""A lead draws a sample on the pages: archive, strata, store, recipe."""

import io
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.samples.conftest import PutArchive
from workbench.archive.recipes import Recipe
from workbench.articles.models import Article, Prescore
from workbench.config import Settings
from workbench.database import db
from workbench.samples.queries import datasheet_lines

WANTED = {
    "archive": "shared/news.parquet",
    "unit": "article",
    "size": "30",
    "strata": ["outlet"],
    "allocation": "proportional",
    "seed": "5",
}


def count(app: Flask, model: type[Article] | type[Prescore]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(model.id))) or 0


def hidden(page: str) -> dict[str, str]:
    found = re.search(r'name="checksum" value="(\w+)"', page)
    assert found is not None
    return {"checksum": found[1]}


def test_a_sample_is_drawn_stored_and_told_about(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff, put_archive: PutArchive
) -> None:
    put_archive("news.parquet", 60)
    ada = sign_in(cast.ada)
    index = ada.get(f"/samples/{cast.project}").text
    assert "news.parquet" in index
    address = f"/samples/{cast.project}/new"
    page = ada.get(address, query_string=WANTED).text
    assert "30 articles of 60 that can be drawn." in page
    assert "The Courier" in page
    assert count(app, Article) == 0
    stored = ada.post(address, data={**WANTED, **hidden(page)})
    assert stored.status_code == 303, stored.text
    assert work_off() > 0
    assert (count(app, Article), count(app, Prescore)) == (30, 60)
    shown = ada.get(stored.location).text
    assert "30 articles drawn from news.parquet; 30 stored here by now." in shown
    assert "Ada" in shown
    sent = ada.get(f"{stored.location}/recipe.json")
    assert "attachment" in sent.headers["Content-Disposition"]
    recipe = Recipe.from_json(sent.text)
    assert (recipe.drawn, recipe.drawn_by, recipe.plan.seed) == (30, "A-LEAD", 5)
    assert "Ada" not in sent.text
    with app.app_context():
        told = datasheet_lines(cast.project)
        assert datasheet_lines(cast.other_project) == []
    assert recipe.checksum in " ".join(told)


def test_a_second_sample_leaves_out_what_is_here(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff, put_archive: PutArchive
) -> None:
    put_archive("news.parquet", 40)
    ada, address = sign_in(cast.ada), f"/samples/{cast.project}/new"
    page = ada.get(address, query_string=WANTED).text
    ada.post(address, data={**WANTED, **hidden(page)})
    work_off()
    again = ada.get(address, query_string={**WANTED, "seed": "6"}).text
    assert "10 articles of 10 that can be drawn." in again
    assert "The archive has no more." in again
    stale = ada.post(address, data={**WANTED, **hidden(page)})
    assert stale.status_code == 422
    assert "Nothing was stored" in stale.text
    ada.post(address, data={**WANTED, "seed": "6", **hidden(again)})
    work_off()
    assert count(app, Article) == 40
    nothing = ada.get(address, query_string=WANTED)
    assert nothing.status_code == 422
    assert "this project has all of the archive" in nothing.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"size": "0"}, "from 1 to 30,000"),
        ({"size": "many"}, "Not a valid integer"),
        ({"seed": "-1"}, "from 0 to"),
        ({"strata": ["colour"]}, "colour"),
        ({"allocation": "mine"}, "Not a valid choice"),
        ({"archive": "shared/../workbench.db"}, "Not a valid choice"),
        ({"archive": "own/news.parquet"}, "Not a valid choice"),
    ],
)
def test_a_wrong_wish_is_kept_and_explained(
    cast: Cast,
    sign_in: SignIn,
    put_archive: PutArchive,
    change: dict[str, object],
    sentence: str,
) -> None:
    put_archive("news.parquet", 3)
    ada, address = sign_in(cast.ada), f"/samples/{cast.project}/new"
    wanted = {**WANTED, **change}
    for answer in (ada.get(address, query_string=wanted), ada.post(address, data=wanted)):
        assert answer.status_code == 422
        assert sentence in answer.text


def test_an_upload_belongs_to_its_project_and_can_be_removed(
    cast: Cast, sign_in: SignIn, put_archive: PutArchive
) -> None:
    raw = put_archive("elsewhere.parquet", 5).read_bytes()
    ada, dee = sign_in(cast.ada), sign_in(cast.dee)

    def upload(name: str, content: bytes) -> tuple[int, str]:
        answer = ada.post(
            f"/samples/{cast.project}/archives", data={"file": (io.BytesIO(content), name)}
        )
        return answer.status_code, answer.location or answer.text

    status, location = upload("../My news.parquet", raw)
    assert status == 303
    assert location.endswith("archive=own/My-news.parquet")
    assert "My-news.parquet" in ada.get(f"/samples/{cast.project}").text
    assert "My-news.parquet" not in dee.get(f"/samples/{cast.other_project}").text
    for name, content, sentence in (
        ("My news.parquet", raw, "already"),
        ("broken.parquet", b"PAR1", "broken.parquet is not a whole Parquet file"),
        ("news.csv", raw, "ends in .parquet"),
        ("", b"", "Choose a file first"),
    ):
        status, page = upload(name, content)
        assert status == 422
        assert sentence in page
    removed = {"archive": "own/My-news.parquet"}
    dee.post(f"/samples/{cast.other_project}/archives/remove", data=removed)
    assert "My-news.parquet" in ada.get(f"/samples/{cast.project}").text
    ada.post(
        f"/samples/{cast.project}/archives/remove", data={"archive": "shared/elsewhere.parquet"}
    )
    assert "elsewhere.parquet" in ada.get(f"/samples/{cast.project}").text
    ada.post(f"/samples/{cast.project}/archives/remove", data=removed)
    assert "My-news.parquet was removed" in ada.get(f"/samples/{cast.project}").text


def test_a_form_without_its_file_is_told_to_choose_one(cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    for sent in ({}, {"file": "news.parquet"}):
        answer = ada.post(f"/samples/{cast.project}/archives", data=sent)
        assert answer.status_code == 422
        assert "Choose a file first" in answer.text


def test_without_an_archive_the_page_says_where_to_bring_one(cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    assert "No archives yet" in ada.get(f"/samples/{cast.project}/new").text
    refused = ada.get(f"/samples/{cast.project}/new", query_string=WANTED)
    assert refused.status_code == 422


def test_links_out_of_the_folder_are_not_listed(
    cast: Cast, sign_in: SignIn, put_archive: PutArchive, settings: Settings
) -> None:
    path = put_archive("news.parquet", 2)
    outside = path.rename(settings.instance / "outside.parquet")
    Path(settings.instance / "archives" / "link.parquet").symlink_to(outside)
    assert "link.parquet" not in sign_in(cast.ada).get(f"/samples/{cast.project}").text


def test_samples_are_for_leads_and_of_their_project(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff, put_archive: PutArchive
) -> None:
    put_archive("news.parquet", 3)
    ada, address = sign_in(cast.ada), f"/samples/{cast.project}/new"
    page = ada.get(address, query_string=WANTED).text
    shown = ada.post(address, data={**WANTED, **hidden(page)}).location
    other = shown.replace(f"/samples/{cast.project}/", f"/samples/{cast.other_project}/")
    assert sign_in(cast.dee).get(other).status_code == 404
    assert sign_in(cast.dee).get(f"{other}/recipe.json").status_code == 404
    assert sign_in(cast.dee).get(shown).status_code == 404
    for path in (f"/samples/{cast.project}", address, shown, f"{shown}/recipe.json"):
        assert sign_in(cast.ben).get(path).status_code == 403


def test_a_paragraph_is_stored_as_an_article_of_its_own(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff, put_archive: PutArchive
) -> None:
    put_archive("news.parquet", 5)
    ada, address = sign_in(cast.ada), f"/samples/{cast.project}/new"
    wanted = {**WANTED, "unit": "paragraph", "size": "4", "strata": []}
    page = ada.get(address, query_string=wanted).text
    assert "4 paragraphs of 10" in page
    stored = ada.post(address, data={**wanted, **hidden(page)})
    work_off()
    assert (count(app, Article), count(app, Prescore)) == (4, 4)
    assert json.loads(ada.get(f"{stored.location}/recipe.json").text)["plan"]["unit"] == "paragraph"
