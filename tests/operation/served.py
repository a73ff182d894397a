"""A workbench served as an administrator serves it, and requests that follow no redirect."""

import http.client
import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.running import free_port, run_workbench


@dataclass(frozen=True)
class Answer:
    """Hold what came back."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Workbench:
    """Hold a running workbench; `first_link` is the path that sets the first password."""

    port: int
    first_link: str
    process: subprocess.Popen[str]
    log: Path

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request to the workbench itself."""
        return ask(self.port, method, path, headers=headers, form=form)

    def stop(self) -> int:
        """Ask it to stop, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


def ask(
    port: int,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    connection: http.client.HTTPConnection | None = None,
) -> Answer:
    """Send one request and read the answer to its end."""
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=40)
    sent = dict(headers or {})
    body = None
    if form is not None:
        body = urlencode(form)
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body, sent)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return Answer(response.status, {k.title(): v for k, v in response.getheaders()}, text)


def token_of(page: Answer) -> str:
    """Find the CSRF token of a page's form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found.group(1)


def cookie_of(answer: Answer) -> str:
    """Give back the cookie that an answer set, as a browser would."""
    return answer.headers["Set-Cookie"].partition(";")[0]


@contextmanager
def served(instance: Path, **environ: str) -> Iterator[Workbench]:
    """Run `workbench run` with these settings."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {
        "WORKBENCH_INSTANCE": str(instance),
        "WORKBENCH_PORT": str(port),
        "WORKBENCH_WORKER_PROCESSES": "0",
    }
    log = instance.with_name("workbench.log")
    with log.open("w") as errors:
        process, link = run_workbench(env | environ, errors=errors)
    workbench = Workbench(port, urlsplit(link).path, process, log)
    try:
        yield workbench
    finally:
        if process.poll() is None:
            workbench.stop()
        if process.stdout is not None:
            process.stdout.close()
