"""People who label: each has a connection of their own and sends what a browser would send."""

import html
import json
import re
import socket
import threading
from collections.abc import Sequence
from time import perf_counter
from typing import Any, Protocol
from urllib.parse import urlencode

HEADERS = {"Host": "127.0.0.1", "Accept-Encoding": "gzip"}
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nSet-Cookie: ([^;\r]+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nLocation: ([^\r]+)", re.IGNORECASE)
_HIDDEN = re.compile(r'<input (?=[^>]*type="hidden")[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
_CHECKED = re.compile(r'<input (?=[^>]*\bchecked\b)(?=[^>]*type="radio")[^>]*>')
_RADIO = re.compile(r'<input (?=[^>]*type="radio")[^>]*>')
_NAME, _VALUE = re.compile(r'\bname="([^"]+)"'), re.compile(r'\bvalue="([^"]*)"')
_DECISION = re.compile(
    r'<select[^>]*\bname="(word_\d+_\d+)"(?:(?!</select>).)*?<option value="([^"]*)" selected',
    re.DOTALL,
)


class UnexpectedAnswerError(RuntimeError):
    """Say that a server answered otherwise than a client can go on from."""


class Connection:
    """Speak just enough HTTP over one connection to cost the machine little."""

    def __init__(self, port: int, cookie: str = "", *, accept: str = "") -> None:
        self._address = ("127.0.0.1", port)
        self._fields = HEADERS | ({"Cookie": cookie} if cookie else {})
        self._fields |= {"Accept": accept} if accept else {}
        self._socket: socket.socket | None = None

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, bytes]:
        """Send a request; give the status, the place it leads to and the body."""
        body = b"" if form is None else urlencode(form).encode()
        head = f"{'GET' if form is None else 'POST'} {path} HTTP/1.1\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in self._fields.items())
        if form is not None:
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        request = f"{head}\r\n".encode() + body
        try:
            return self._exchange(request)
        except ConnectionError:
            # The server closes connections that were idle; nothing of this request was read then.
            self.close()
            return self._exchange(request)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _exchange(self, request: bytes) -> tuple[int, str, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=120)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head, body = received[:end], received[end + 4 :]
        found = _LENGTH.search(head)
        if found is None:
            raise UnexpectedAnswerError("An answer does not tell its length.")
        pieces, missing = [body], int(found[1]) - len(body)
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        if renewed := _COOKIE.search(head):
            # The session's is the only one; without it, it would be renewed with every answer.
            self._fields["Cookie"] = renewed[1].decode()
        place = _LOCATION.search(head)
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return int(head[9:12]), place[1].decode() if place else "", b"".join(pieces)

    def _more(self) -> bytes:
        if self._socket is None:
            raise ConnectionResetError
        received = self._socket.recv(65_536)
        if not received:
            raise ConnectionResetError
        return received


class Client(Protocol):
    """Be a person who labels one text after the other."""

    def label(self) -> None:
        """Submit a label and get the next text."""

    def close(self) -> None:
        """Leave."""


class MinimalClient:
    """Insert a row and select the next."""

    def __init__(self, port: int, texts: int, first: int) -> None:
        self._connection = Connection(port)
        self._texts, self._text = texts, first

    def label(self) -> None:
        """Submit a label and get the next text."""
        self._text = self._text % self._texts + 1
        form = {"text_id": str(self._text), "content": "biased"}
        _expect(200, self._connection.ask("/labels", form))
        _expect(200, self._connection.ask(f"/texts/{self._text}"))

    def close(self) -> None:
        """Leave."""
        self._connection.close()


class ScriptedAnnotator:
    """Confirm what the annotate page suggests, asking what the page's script asks for."""

    def __init__(self, port: int, project_id: int, *, cookie: str) -> None:
        self._connection = Connection(port, cookie, accept="application/json, text/html;q=0.9")
        place = f"/annotations/{project_id}/next"
        status, then, body = self._connection.ask(place)
        while status == 303:
            place = then
            status, then, body = self._connection.ask(place)
        _expect(200, (status, then, body))
        self._place, self._form = place, form_on(body.decode())
        token = {"csrf_token": self._form["csrf_token"]}
        self._ahead = self._read(self._connection.ask(f"{place}/ahead", token))
        self.submitted = 0

    def label(self) -> None:
        """Submit a label and turn to the next text, whose leaf is here already."""
        leaf = self._ahead
        held = {"held": leaf["address"].rpartition("/")[2]}
        answer = self._read(self._connection.ask(self._place, self._form | held))
        self.submitted += 1
        if answer["next"] != leaf["address"] or answer["leaf"] is None:
            raise UnexpectedAnswerError("The study has too few paragraphs for so many submissions.")
        self._place, self._form = leaf["address"], form_on(leaf["html"])
        self._ahead = answer["leaf"]

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _read(self, answer: tuple[int, str, bytes]) -> Any:
        _expect(200, answer)
        return json.loads(answer[2])


class Annotator:
    """Confirm what the annotate page suggests, as a signed-in person whose browser has no script.

    The form that is sent is the one that the page held, with the first label where nothing is
    suggested; redirects are followed.
    """

    def __init__(self, port: int, project_id: int, *, cookie: str) -> None:
        self._connection = Connection(port, cookie)
        self._place = ""
        self._form: dict[str, str] = {}
        self.submitted = 0
        self._open(f"/annotations/{project_id}/next")

    def label(self) -> None:
        """Submit a label and get the next text."""
        status, place, body = self._connection.ask(self._place, self._form)
        _expect(303, (status, place, body))
        self.submitted += 1
        self._open(place)

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _open(self, place: str) -> None:
        status, then, body = self._connection.ask(place)
        while status == 303:
            place = then
            status, then, body = self._connection.ask(place)
        _expect(200, (status, then, body))
        if "/assignment/" not in place:
            raise UnexpectedAnswerError("The study has too few paragraphs for so many submissions.")
        self._place, self._form = place, form_on(body.decode())


def form_on(page: str) -> dict[str, str]:
    """Read what the annotate page would send when it is confirmed as it stands."""
    # What a template holds is sent by nobody.
    page = page.partition("<template")[0]
    form = {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}
    for radio in [*_CHECKED.findall(page), *_RADIO.findall(page)]:
        form.setdefault(_match(_NAME, radio), _match(_VALUE, radio))
    form.update(_DECISION.findall(page))
    return form | {"act": "confirm"}


def all_at_once(clients: Sequence[Client], rounds: int) -> float:
    """Let every client label so many texts; give the seconds until the last one is done."""
    failures: list[BaseException] = []
    start = threading.Barrier(len(clients) + 1)
    threads = [
        threading.Thread(target=_work, args=(client, rounds, start, failures)) for client in clients
    ]
    for thread in threads:
        thread.start()
    start.wait()
    begun = perf_counter()
    for thread in threads:
        thread.join()
    taken = perf_counter() - begun
    if failures:
        raise failures[0]
    return taken


def _work(
    client: Client, rounds: int, start: threading.Barrier, failures: list[BaseException]
) -> None:
    start.wait()
    try:
        for _ in range(rounds):
            client.label()
    except (UnexpectedAnswerError, OSError) as failure:
        failures.append(failure)


def _expect(status: int, answer: tuple[int, str, bytes]) -> None:
    if answer[0] != status:
        text = answer[2][:2_000].decode(errors="replace")
        raise UnexpectedAnswerError(f"The server answered {answer[0]} instead of {status}:\n{text}")


def _match(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return html.unescape(found[1]) if found else ""
