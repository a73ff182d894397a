"""Gather a request before a thread takes it up: who sends slowly holds a socket, and no thread.

By itself gunicorn gives a connection to a thread at its first bytes, and the thread waits for the
rest: a handful of visitors who never finish would keep everybody out. Here the loop that accepts
connections collects a request first, up to what a stranger may send at all. Only a longer body is
read by a thread, and only as long as it comes at a bearable pace.
"""

import re
import select
import time
from functools import partial
from selectors import EVENT_READ
from socket import socket
from typing import Any

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from workbench.config import KIBIBYTE
from workbench.memory import share_arenas
from workbench.web.security import STRANGERS_BYTES

# Head and body together. What a stranger sends beyond it is refused as too large without being
# read, and the longest forms and the uploads come from people who are signed in.
GATHERED_BYTES = STRANGERS_BYTES + 32 * KIBIBYTE
# A browser opens connections ahead of need; they are let go like those that are kept alive.
SILENT_SECONDS = 10.0
# Waiting costs no thread here, so this is far below any line that people use.
GATHERING_SECONDS = 60.0
GATHERING_BYTES_A_SECOND = KIBIBYTE
# Here it costs one: 20 MiB at this pace take an hour and a half, and a stalled line is cut off.
READING_SECONDS = 20.0
READING_BYTES_A_SECOND = 4 * KIBIBYTE
PIECE_BYTES = 64 * KIBIBYTE

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
TOO_SLOW = "This took too long to arrive. Nothing was stored. Please send it again.\n"
TOO_SLOW_ANSWER = (
    "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: text/plain\r\n"
    f"Content-Length: {len(TOO_SLOW)}\r\n\r\n{TOO_SLOW}"
).encode("ascii")


class Gathered:
    """Hold what has arrived of a request; gunicorn reads it again, and alone decides what it means.

    A mistake here costs a thread or a wait, and never how a request is understood.
    """

    def __init__(self, begun: bytes, *, at: float) -> None:
        self.began_at = at
        self.received = bytearray()
        self.expects = False
        self._body_at = 0
        self._length: int | None = 0
        self._chunk_at = 0
        self.add(begun)

    def add(self, piece: bytes) -> None:
        """Take in what has arrived since."""
        seen = max(0, len(self.received) - len(HEAD_END) + 1)
        self.received += piece
        if self._body_at:
            return
        end = self.received.find(HEAD_END, seen)
        if end >= 0:
            self._body_at = self._chunk_at = end + len(HEAD_END)
            self._read_head(bytes(self.received[: end + 2]))

    def is_ready(self) -> bool:
        """Tell whether a thread may take it up: it is whole, or longer than is gathered."""
        if len(self.received) >= GATHERED_BYTES:
            return True
        if not self._body_at:
            return False
        if self._length is None:
            return self._has_last_chunk()
        end = self._body_at + self._length
        return len(self.received) >= end or end > GATHERED_BYTES

    def is_late(self, at: float) -> bool:
        """Tell whether it has taken longer than anybody needs."""
        if not self.received:
            return at > self.began_at + SILENT_SECONDS
        allowed = GATHERING_SECONDS + len(self.received) / GATHERING_BYTES_A_SECOND
        return at > self.began_at + allowed

    def _read_head(self, head: bytes) -> None:
        self.expects = EXPECTS.search(head) is not None
        found = LENGTH.search(head)
        if CHUNKED.search(head):
            self._length = None
        elif found is not None:
            self._length = int(found[1])

    def _has_last_chunk(self) -> bool:
        """Walk on from chunk to chunk; none is looked at twice, however many there are."""
        while True:
            end = self.received.find(b"\r\n", self._chunk_at)
            if end < 0:
                return False
            digits = bytes(self.received[self._chunk_at : end]).partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9a-fA-F]{1,8}", digits):
                return True  # gunicorn refuses it.
            size = int(digits, 16)
            if size == 0:
                return self.received.find(HEAD_END, end) >= 0
            after = end + 2 + size + 2
            if after > len(self.received):
                return False
            self._chunk_at = after


class PacedUnreader(SocketUnreader):  # type: ignore[misc]  # gunicorn ships no types.
    """Read a connection in a thread, and give up on who sends hardly anything."""

    def begin(self, gathered: bytes) -> None:
        """Begin with what was gathered; only the waiting for more is timed."""
        self.unread(gathered)
        self._waited = 0.0
        self._received = 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Wait for the next piece; raise `TimeoutError` where the pace cannot be borne."""
        allowed = READING_SECONDS + self._received / READING_BYTES_A_SECOND
        left = allowed - self._waited
        limit = self.sock.gettimeout()
        if limit is not None:
            left = min(left, limit)
        began = time.monotonic()
        waiting = select.poll()
        waiting.register(self.sock, select.POLLIN)
        arrived = waiting.poll(max(0.0, left) * 1000)
        self._waited += time.monotonic() - began
        if not arrived:
            raise TimeoutError("What was sent came too slowly.")
        piece: bytes = super().chunk(size_hint)
        self._received += len(piece)
        return piece


class GatheringWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types.
    """Be gunicorn's threaded worker, whose threads only see requests that have arrived."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._gathering: dict[TConn, Gathered] = {}
        self._gathered: dict[TConn, Gathered] = {}

    def init_process(self) -> None:
        """Begin in the worker's own process, before its threads."""
        share_arenas()
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Gather what a connection sends next; gunicorn calls this for each request."""
        # A request may have been sent right behind the last one.
        begun = conn.parser.unreader.take_buffered() if conn.parser is not None else b""
        conn.sock.setblocking(False)
        self._gather(conn, Gathered(begun, at=time.monotonic()))

    def handle(self, conn: TConn) -> Any:
        """Answer a request that was gathered, in a thread."""
        gathered = self._gathered.pop(conn)
        conn.init()
        if not isinstance(conn.parser.unreader, PacedUnreader):
            conn.parser.unreader = PacedUnreader(conn.sock)
        conn.parser.unreader.begin(bytes(gathered.received))
        return super().handle(conn)

    def murder_pending(self) -> None:
        """Let those go that take too long; gunicorn calls this every second or so."""
        super().murder_pending()
        at = time.monotonic()
        for conn, gathered in list(self._gathering.items()):
            is_leaving = not self.alive and not gathered.received
            if is_leaving or gathered.is_late(at):
                self._forget(conn)
                self._let_go(conn, TOO_SLOW_ANSWER if gathered.received else b"")

    def _gather(self, conn: TConn, gathered: Gathered) -> None:
        if not self._read(conn, gathered):
            self._let_go(conn)
        elif gathered.is_ready():
            self._gathered[conn] = gathered
            super().enqueue_req(conn)
        else:
            self._gathering[conn] = gathered
            self.poller.register(conn.sock, EVENT_READ, partial(self._go_on, conn))

    def _go_on(self, conn: TConn, _sock: socket) -> None:
        self._gather(conn, self._forget(conn))

    def _forget(self, conn: TConn) -> Gathered:
        self.poller.unregister(conn.sock)
        return self._gathering.pop(conn)

    def _read(self, conn: TConn, gathered: Gathered) -> bool:
        """Read what has arrived; False where the other side is gone."""
        try:
            while not gathered.is_ready():
                piece = conn.sock.recv(PIECE_BYTES)
                if not piece:
                    return False
                gathered.add(piece)
                if gathered.expects and not gathered.is_ready():
                    gathered.expects = False
                    conn.sock.send(GO_ON)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return True

    def _let_go(self, conn: TConn, answer: bytes = b"") -> None:
        try:
            conn.sock.send(answer)
        except OSError:
            self.log.debug("A connection was gone before it was let go.")
        self.nr_conns -= 1
        conn.close()
