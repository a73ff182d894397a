"""Behind Debian's nginx, with HTTPS and a path, people sign in, submit and see styled pages."""

import http.client
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.operation.served import Answer, Workbench, ask, cookie_of, served, token_of
from tests.paths import ROOT
from tests.running import free_port

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
EXAMPLE = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
FRAME = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {servers}
}}
"""


@dataclass
class Site:
    """Hold a workbench and the proxy in front of it; `prefix` is "" or the path it is under."""

    workbench: Workbench
    port: int
    prefix: str
    trusted: ssl.SSLContext

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        form: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request as a browser would, through the proxy; `path` holds the prefix."""
        connection = http.client.HTTPSConnection(
            "localhost", self.port, timeout=30, context=self.trusted
        )
        return ask(self.port, method, path, headers=headers, form=form, connection=connection)


class Browser:
    """Keep the cookie between requests."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookie = ""

    def ask(self, method: str, path: str, *, form: dict[str, str] | None = None) -> Answer:
        """Send a request with the cookie, and keep the one that comes back."""
        referrer = f"https://localhost:{self.site.port}{path}"
        headers = {"Referer": referrer, "Cookie": self.cookie}
        answer = self.site.ask(method, path, headers=headers, form=form)
        if "Set-Cookie" in answer.headers:
            self.cookie = cookie_of(answer)
        return answer


@pytest.fixture(scope="module", params=["", "/bias"], ids=["own-address", "under-a-path"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve the example configuration that we hand out, with only its names and ports changed."""
    if NGINX is None:
        reason = "No nginx; install it with: sudo apt-get install nginx-light"
        if "nginx" in os.environ.get("WORKBENCH_TEST_REQUIRES", "").split():
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("nginx")
    prefix: str = request.param
    port = free_port()
    certificate, key = make_certificate(folder)
    address = f"https://localhost:{port}{prefix}"
    settings = {"WORKBENCH_URL": address, "WORKBENCH_PROXIES": "1", "WORKBENCH_LOG": "json"}
    with served(folder / "instance", **settings) as workbench:
        servers = (
            EXAMPLE.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
            .replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
            .replace("bias.example.org", "localhost")
            .replace("127.0.0.1:8000", f"127.0.0.1:{workbench.port}")
            .replace("/etc/ssl/workbench/certificate.pem", str(certificate))
            .replace("/etc/ssl/workbench/key.pem", str(key))
            .replace("location / {", f"location {prefix}/ {{")
        )
        configuration = folder / "nginx.conf"
        configuration.write_text(FRAME.format(folder=folder, servers=servers))
        with (folder / "nginx.log").open("w") as log:
            nginx = subprocess.Popen(
                [NGINX, "-e", "stderr", "-p", str(folder), "-c", str(configuration)],
                stdout=log,
                stderr=log,
            )
        found = Site(workbench, port, prefix, ssl.create_default_context(cafile=certificate))
        wait_until_it_listens(found, nginx)
        yield found
        nginx.terminate()
        nginx.wait(timeout=20)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    return certificate, key


def wait_until_it_listens(site: Site, nginx: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        try:
            site.ask("GET", f"{site.prefix}/healthz")
        except ConnectionRefusedError:
            try:
                nginx.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
        else:
            return
    raise AssertionError("nginx did not start.")


def test_people_set_a_password_sign_in_and_submit(site: Site) -> None:
    """The whole way of a first administrator, each form with its token, as a browser sends it."""
    path = f"{site.prefix}{site.workbench.first_link.removeprefix(site.prefix)}"
    browser = Browser(site)
    page = browser.ask("GET", path)
    assert page.status == 200, page.text
    assert "Secure" in page.headers["Set-Cookie"]
    # Another workbench under another path of this host must not take it for its own.
    assert f"; Path={site.prefix or '/'}" in page.headers["Set-Cookie"]
    password = "a long enough pass phrase"
    names = set(re.findall(r'<input[^>]* name="([^"]+)"', page.text)) - {"csrf_token"}
    known = {"email": "ada@example.org", "display_name": "Ada"}
    form = {name: known.get(name, password) for name in names}
    answer = browser.ask("POST", path, form=form | {"csrf_token": token_of(page)})
    assert answer.status == 303, answer.text
    assert answer.headers["Location"].startswith(f"{site.prefix}/")

    browser = Browser(site)
    sign_in = f"{site.prefix}/accounts/sign-in"
    page = browser.ask("GET", sign_in)
    form = {"csrf_token": token_of(page), "email": "ada@example.org", "password": password}
    answer = browser.ask("POST", sign_in, form=form)
    assert answer.status == 303, answer.text
    home = browser.ask("GET", answer.headers["Location"])
    if home.status == 303:
        home = browser.ask("GET", home.headers["Location"])
    assert home.status == 200
    assert "Ada" in home.text

    sign_out = f"{site.prefix}/accounts/sign-out"
    assert browser.ask("POST", sign_out, form={"csrf_token": "x"}).status == 400
    away = browser.ask("POST", sign_out, form={"csrf_token": token_of(home)})
    assert away.status == 303, away.text
    assert away.headers["Location"].startswith(f"{site.prefix}/")


def test_redirects_keep_scheme_host_and_path(site: Site) -> None:
    answer = site.ask("GET", f"{site.prefix}/")
    assert answer.status == 303
    base = f"(https://localhost:{site.port})?"
    assert re.fullmatch(f"{base}{site.prefix}/accounts/sign-in", answer.headers["Location"])
    slash = site.ask("GET", f"{site.prefix}/projects")
    assert re.fullmatch(f"{base}{site.prefix}/projects/", slash.headers["Location"])
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_every_file_a_page_names_is_there(site: Site) -> None:
    page = site.ask("GET", f"{site.prefix}/accounts/sign-in")
    names = re.findall(r'(?:href|src)="([^"]+\.(?:css|js|svg))"', page.text)
    assert len(names) > 3
    for name in names:
        assert name.startswith(f"{site.prefix}/static/")
        assert site.ask("GET", name).status == 200, name


def test_a_visitor_cannot_put_words_into_the_proxys_mouth(site: Site) -> None:
    forged = {
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Prefix": "/elsewhere",
        "X-Request-Id": "forged-by-a-visitor",
        "Script-Name": "/elsewhere",
    }
    answer = site.ask("GET", f"{site.prefix}/projects/", headers=forged)
    assert "elsewhere" not in answer.headers["Location"]
    assert answer.headers["X-Request-Id"] != "forged-by-a-visitor"


def test_the_proxys_request_id_is_the_one_in_the_log(site: Site) -> None:
    answer = site.ask("GET", f"{site.prefix}/accounts/sign-in")
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-Id"])
    assert answer.headers["X-Request-Id"] in site.workbench.log.read_text()


def test_what_is_for_the_inside_stays_inside(site: Site) -> None:
    assert site.ask("GET", f"{site.prefix}/readyz").status == 404
    assert site.ask("GET", f"{site.prefix}/metrics").status == 404
    assert site.workbench.ask("GET", "/readyz").status == 200


def test_a_proxy_that_cuts_the_path_off_does_as_well(site: Site) -> None:
    answer = site.workbench.ask("GET", "/", headers={"X-Forwarded-Proto": "https"})
    assert answer.headers["Location"] == f"{site.prefix}/accounts/sign-in"


def test_a_chosen_language_is_kept_for_this_workbench(site: Site) -> None:
    browser = Browser(site)
    page = browser.ask("GET", f"{site.prefix}/accounts/sign-in")
    form = {"csrf_token": token_of(page), "language": "de", "next": f"{site.prefix}/"}
    answer = browser.ask("POST", f"{site.prefix}/accounts/language", form=form)
    assert answer.status == 303
    assert re.search(rf"language=de;.*Path={site.prefix or '/'}(;|$)", answer.headers["Set-Cookie"])
