"""Static files have addresses that change with them, and travel small and once."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from tests.conftest import Cast, SignIn
from tests.paths import ROOT
from workbench.web.bundling import BundleError, bundle, is_module
from workbench.web.static import version_of

STATIC = ROOT / "static"
MODULES = sorted(path for path in STATIC.rglob("*.js") if is_module(path.read_text("utf-8")))


@pytest.fixture
def sheet(app: Flask) -> str:
    with app.test_request_context():
        return url_for("static", filename="css/base.css")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.css").write_text("a {}")
    (tmp_path / "two.css").write_text("b {}")
    return tmp_path


def test_a_page_names_files_that_a_browser_may_keep(client: FlaskClient) -> None:
    page = client.get("/accounts/sign-in").text
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert named
    for address in named:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_bare_address_gives_the_file_as_it_lies_there(client: FlaskClient) -> None:
    with client.get("/static/js/annotations/edit.js") as answer:
        assert answer.data == (STATIC / "js/annotations/edit.js").read_bytes()
        assert "immutable" not in answer.headers["Cache-Control"]


def test_an_address_from_before_an_upgrade_gives_what_there_is_and_is_not_kept(
    client: FlaskClient,
) -> None:
    answer = client.get("/static/v0123456789abcde/css/base.css")
    assert answer.data == (STATIC / "css/base.css").read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "name", ["css/none.css", "css", "../pyproject.toml", "%2e%2e/wsgi.py", "a" * 300]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{version_of(STATIC)}/{name}").status_code == 404


def test_text_is_compressed_for_those_who_can_read_it(client: FlaskClient, sheet: str) -> None:
    plain = client.get(sheet)
    short = client.get(sheet, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert short.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(short.data) == plain.data
    assert plain.headers["Vary"] == short.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != short.headers["ETag"]


def test_those_who_refuse_gzip_get_none(client: FlaskClient, sheet: str) -> None:
    answer = client.get(sheet, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer.headers


def test_who_has_the_file_gets_no_body(client: FlaskClient, sheet: str) -> None:
    tag = client.get(sheet).headers["ETag"]
    answer = client.get(sheet, headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert not answer.data


def test_a_page_is_never_compressed_because_it_holds_a_secret(client: FlaskClient) -> None:
    answer = client.get("/accounts/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "csrf_token" in answer.text
    assert "Content-Encoding" not in answer.headers


def test_a_file_for_everybody_carries_nobodys_cookie(
    cast: Cast, sign_in: SignIn, sheet: str
) -> None:
    browser = sign_in(cast.ben)
    with browser.session_transaction() as session:
        session.permanent = True
    assert "Set-Cookie" in browser.get("/accounts/sign-in").headers
    answer = browser.get(sheet)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


def test_static_files_carry_the_security_headers(client: FlaskClient, sheet: str) -> None:
    assert client.get(sheet).headers["X-Content-Type-Options"] == "nosniff"


def test_the_version_follows_names_and_contents(folder: Path) -> None:
    first = version_of(folder)
    version_of.cache_clear()
    (folder / "two.css").rename(folder / "three.css")
    second = version_of(folder)
    version_of.cache_clear()
    (folder / "three.css").write_text("c {}")
    assert len({first, second, version_of(folder)}) == 3


def test_the_parts_of_a_sheet_arrive_as_one_file(client: FlaskClient) -> None:
    entry = (STATIC / "css/components.css").read_text("utf-8")
    with client.application.test_request_context():
        sent = client.get(url_for("static", filename="css/components.css")).text
    parts = re.findall(r'@import "\./([^"]+)";', entry)
    assert parts
    assert "@import" not in sent
    places = [sent.index((STATIC / "css" / part).read_text("utf-8")) for part in parts]
    assert places == sorted(places)


def test_every_module_of_ours_can_be_bundled(tmp_path: Path) -> None:
    node = shutil.which("node")
    assert MODULES
    for number, path in enumerate(MODULES):
        bundled = tmp_path / f"{number}.mjs"
        bundled.write_text(bundle(path), encoding="utf-8")
        assert not re.search(r"^(import|export)\b", bundled.read_text("utf-8"), re.MULTILINE)
        if node:
            subprocess.run([node, "--check", bundled], check=True)


def test_a_bundle_runs_each_module_once_and_keeps_names_apart(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("No node; install it to run bundles.")
    (tmp_path / "base.js").write_text(
        'console.log("base");\nconst own = 1;\nexport const base = own;\n'
    )
    (tmp_path / "left.js").write_text(
        'import { base } from "./base.js";\n'
        "const own = 10;\nexport function left() {\n  return base + own;\n}\n"
    )
    (tmp_path / "main.js").write_text(
        'import {\n  base as ground,\n} from "./base.js";\nimport { left } from "./left.js";\n'
        "console.log(ground, left());\n"
    )
    script = tmp_path / "bundle.mjs"
    script.write_text(bundle(tmp_path / "main.js"))
    printed = subprocess.run([node, script], check=True, capture_output=True, text=True).stdout
    assert printed.split() == ["base", "1", "11"]


@pytest.mark.parametrize(
    "source",
    [
        'import all from "./a.js";\n',
        'import * as a from "./a.js";\n',
        'import "./a.js";\n',
        "export default 1;\n",
        "const a = 1;\nexport { a };\n",
        'const a = await import("./a.js");\n',
    ],
)
def test_other_ways_to_import_are_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "a.js").write_text("")
    (tmp_path / "main.js").write_text(source)
    with pytest.raises(BundleError, match=r"main\.js"):
        bundle(tmp_path / "main.js")


def test_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = 1;\n')
    with pytest.raises(BundleError, match="itself"):
        bundle(tmp_path / "a.js")
