"""People at their laptops: they ask one web server or the other, and follow no other way."""

import http.client
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import cycle
from urllib.parse import urlencode

from flask import Flask

from tests.annotations.stage import form_on

Place = tuple[str, int]
Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Answer:
    """Hold what came back."""

    status: int
    location: str
    text: str


class Person:
    """Be signed in, and ask the next of several web servers each time."""

    def __init__(self, app: Flask, account_id: int, servers: Iterable[Place]) -> None:
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own interface has it.
        self._cookie = f"workbench={signer.dumps({'_user_id': f'{account_id}.0', '_fresh': True})}"
        self._servers = cycle(servers)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Fields) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        host, port = next(self._servers)
        connection = http.client.HTTPConnection(host, port, timeout=40)
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        if cookie := response.headers.get("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        return Answer(response.status, response.headers.get("Location", ""), text)


def annotate_all(person: Person, project_id: int) -> list[int]:
    """Submit what the queue gives until it is empty; give the assignments acknowledged."""
    acknowledged: list[int] = []
    while True:
        page = person.get(f"/annotations/{project_id}/next")
        if page.status != 303 or "/assignment/" not in page.location:
            return acknowledged
        path = page.location
        fields = form_on(person.get(path).text) | {
            "answer_sentiment": ["neutral"],
            "answer_bias": ["biased"],
            "answer_voice": ["opinion"],
            "act": ["confirm"],
        }
        answer = person.post(path, fields)
        assert answer.status == 303, answer.text
        # Sent once more, as a browser does that has not seen the answer.
        assert person.post(path, fields).status == 303
        acknowledged.append(int(path.rsplit("/", 1)[1]))


def import_everything(person: Person, path: str) -> int:
    """Press the import button of a preview with everything ticked; give the job."""
    page = person.get(path).text
    ids = re.findall(r'name="shown" value="(\d+)"', page)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token, page
    fields: Fields = {"csrf_token": unescape(token[1]), "shown": ids, "chosen": ids}
    answer = person.post(path, fields)
    assert answer.status == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])
