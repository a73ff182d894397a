"""Visitors who never finish hold no thread; who sends slowly but steadily is answered."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.operation.served import Workbench, served
from workbench.web import gathering
from workbench.web.gathering import GATHERED_BYTES, Gathered, PacedUnreader

THREADS = 2
DRIPPING = 12
HEAD = b"POST /accounts/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """Serve with very few threads."""
    folder = tmp_path_factory.mktemp("slow") / "instance"
    with served(folder, WORKBENCH_THREADS=str(THREADS)) as running:
        yield running


def dial(workbench: Workbench) -> socket.socket:
    return socket.create_connection(("127.0.0.1", workbench.port), timeout=30)


def status(line: socket.socket) -> int:
    received = b""
    while b"\r\n" not in received:
        piece = line.recv(65_536)
        assert piece, "The server hung up without an answer."
        received += piece
    return int(received.split()[1])


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /healthz HTTP/1.1\r\nHost",
        HEAD + b"Content-Length: 60000\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        HEAD + b"Expect: 100-continue\r\nContent-Length: 60000\r\n\r\n",
    ],
    ids=["silence", "half-a-head", "body", "chunks", "expecting"],
)
def test_visitors_who_never_finish_keep_nobody_out(workbench: Workbench, begun: bytes) -> None:
    with ExitStack() as lines:
        dripping = [lines.enter_context(dial(workbench)) for _ in range(DRIPPING)]
        for line in dripping:
            line.sendall(begun)
        for _ in range(2 * DRIPPING):
            for line in dripping:
                if begun:
                    line.sendall(b"a" if b"chunked" not in begun else b"1\r\na\r\n")
            assert workbench.ask("GET", "/accounts/sign-in").status == 200
        # Nobody was hung up on either: those who are slow may still finish.
        for line in dripping:
            line.setblocking(False)
            if b"Expect" in begun:
                assert line.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
            with pytest.raises(BlockingIOError):
                line.recv(1)


def test_a_request_that_comes_in_pieces_is_answered(workbench: Workbench) -> None:
    form = b"email=a%40example.org&password=x"
    request = HEAD + f"Content-Length: {len(form)}\r\n\r\n".encode() + form
    with dial(workbench) as line:
        for at in range(0, len(request), 7):
            line.sendall(request[at : at + 7])
            time.sleep(0.002)
        assert status(line) == 400  # It has no token, which is found out last.


def test_requests_sent_one_behind_the_other_are_all_answered(workbench: Workbench) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with dial(workbench) as line:
        line.sendall(3 * one + one[:20])
        received = b""
        while received.count(b"alive") < 3:
            received += line.recv(65_536)
        line.sendall(one[20:])
        while received.count(b"alive") < 4:
            received += line.recv(65_536)


def test_a_stranger_who_promises_much_is_refused_before_sending_it(workbench: Workbench) -> None:
    with dial(workbench) as line:
        line.sendall(HEAD + b"Content-Length: 10000000\r\n\r\n" + b"a" * 1000)
        assert status(line) == 413


def test_chunks_are_put_together(workbench: Workbench) -> None:
    with dial(workbench) as line:
        line.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n")
        line.sendall(b"2;name=value\r\n=a\r\n0\r\n")
        line.sendall(b"\r\n")
        assert status(line) == 400


def request_of(body: bytes, *, chunked: bool = False) -> bytes:
    if not chunked:
        return HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
    return HEAD + b"transfer-ENCODING: chunked\r\n\r\n" + body


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        request_of(b"a" * 300),
        request_of(b"3\r\nabc\r\n0\r\n\r\n", chunked=True),
        request_of(b"3\r\nabc\r\n0;end\r\nExpires: never\r\n\r\n", chunked=True),
        request_of(b"7\r\n0\r\n\r\nab\r\n0\r\n\r\n", chunked=True),
    ],
)
def test_a_request_is_ready_with_its_last_byte_and_not_before(request_: bytes) -> None:
    for step in (1, 3, len(request_)):
        gathered = Gathered(b"", at=0)
        for at in range(0, len(request_) - 1, step):
            assert not gathered.is_ready()
            gathered.add(request_[at : min(at + step, len(request_) - 1)])
        assert not gathered.is_ready()
        gathered.add(request_[-1:])
        assert gathered.is_ready()
        assert gathered.received == request_


def test_what_is_too_long_or_makes_no_sense_is_left_to_a_thread() -> None:
    assert Gathered(HEAD + b"Content-Length: 999999\r\n\r\n", at=0).is_ready()
    assert Gathered(b"a" * GATHERED_BYTES, at=0).is_ready()
    assert Gathered(request_of(b"x y\r\n", chunked=True), at=0).is_ready()


def test_how_late_a_request_may_be_grows_with_what_has_come() -> None:
    silent, begun = Gathered(b"", at=0), Gathered(HEAD, at=0)
    assert [silent.is_late(9), silent.is_late(11)] == [False, True]
    assert [begun.is_late(59), begun.is_late(62)] == [False, True]
    begun.add(b"a" * 20 * 1024)
    assert [begun.is_late(79), begun.is_late(82)] == [False, True]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for hardly anything."""
    monkeypatch.setattr(gathering, "READING_SECONDS", 0.05)
    monkeypatch.setattr(gathering, "READING_BYTES_A_SECOND", 1_000_000)


@pytest.mark.usefixtures("impatient")
def test_a_long_body_that_stalls_is_given_up() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        reader = PacedUnreader(ours)
        reader.begin(b"begun ")
        theirs.sendall(b"and gone on")
        assert reader.read(17) == b"begun and gone on"
        with pytest.raises(TimeoutError):
            reader.read(1)


def test_a_long_body_that_keeps_coming_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    # The first wait alone would use up what is allowed at the start: what comes earns more.
    monkeypatch.setattr(gathering, "READING_SECONDS", 5.0)
    monkeypatch.setattr(gathering, "READING_BYTES_A_SECOND", 100)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        reader = PacedUnreader(ours)
        reader.begin(b"")
        for _ in range(5):
            theirs.sendall(b"a" * 1000)
            assert len(reader.read(1000)) == 1000
            reader._waited += 4.0
        theirs.sendall(b"a")
        assert reader.read(1) == b"a"
