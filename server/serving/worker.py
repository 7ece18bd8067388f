"""A gunicorn worker that is never kept waiting by a slow client.

gunicorn's sync worker reads a request, and writes its answer, with blocking calls: whoever sends a
header one byte a minute, or never reads, holds a worker. This one lets the system poll: a request
is handed to the application only once it is here as a whole, and what a client does not take at
once is sent while other requests are served. One request is worked on at a time, as before, so a
query may use the worker's whole interpreter, and a worker may leave after it.
"""

from __future__ import annotations

import json
import os
import re
import selectors
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, BinaryIO, NoReturn

from gunicorn import http
from gunicorn.workers.sync import SyncWorker

from server.serving.watch import STACK

HEAD_LIMIT = 256 * 1024
"""Bytes of request line and header fields; a GET may carry a long query."""
MAX_WAITING = 500
"""Connections a worker holds that are slow to send or to take; the slowest goes first."""
_CHUNK = 256 * 1024
_MOMENT = 0.02
_PATIENCE = 0.25
_LINGER = 2.0
_LAST_SENDING = 0.4
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,18})[ \t]*\r?$")
_CHUNKED = re.compile(rb"(?im)^transfer-encoding:[^\r\n]*chunked")
_EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue")
_TCP_INFO_UNACKED = 24  # offset in struct tcp_info; for a listening socket: connections waiting


@dataclass
class Connection:
    """A client that is being read from, written to, or waited for to close."""

    socket: socket.socket
    address: Any
    deadline: float
    received: bytearray = field(default_factory=bytearray)
    outgoing: list[memoryview | BinaryIO] = field(default_factory=list)
    state: str = "reading"
    continued: bool = False


class _Outbox:
    """What gunicorn takes for the client's socket: it keeps what is sent."""

    def __init__(self) -> None:
        self.pieces: list[memoryview | BinaryIO] = []

    def sendall(self, data: bytes) -> None:
        self.pieces.append(memoryview(data))

    def send(self, data: bytes) -> int:
        # Only "100 Continue", which was sent when the header had come.
        return len(data)

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> None:
        # gunicorn closes the file when the answer is made, which is before it is sent.
        copy = os.fdopen(os.dup(file.fileno()), "rb", buffering=0)
        copy.seek(offset)
        self.pieces.append(copy)

    def recv(self, size: int) -> bytes:
        return b""

    def _nothing(self, *arguments: object) -> None:
        """The connection is not gunicorn's to close."""

    setblocking = settimeout = shutdown = close = _nothing


class PatientWorker(SyncWorker):  # type: ignore[misc]
    """One request at a time; slow clients wait in the poll set, not in the worker."""

    def run(self) -> None:
        """Serve until told to stop: one thread serves, this one keeps the clock."""
        self.busy: Connection | None = None
        self.app.watch.arm()
        before = threading.stack_size(STACK)
        serving = threading.Thread(target=self._serve, name="serving", daemon=True)
        serving.start()
        threading.stack_size(before)
        self.app.watch.guard(serving, self._leave)

    def _serve(self) -> None:
        """Take and answer requests."""
        self.settings = self.app.settings
        self.poller = selectors.DefaultSelector()
        self.connections: dict[int, Connection] = {}
        listener = self.sockets[0]
        listener.setblocking(False)
        self.poller.register(listener, selectors.EVENT_READ, None)
        self.poller.register(self.PIPE[0], selectors.EVENT_READ, None)
        self.address = listener.getsockname()
        while self.alive:
            self.notify()
            for key, _ in self.poller.select(1.0 if not self.connections else 0.2):
                if key.fileobj is listener:
                    self._accept(listener)
                elif key.fd == self.PIPE[0]:
                    os.read(self.PIPE[0], 512)
                else:
                    self._advance(key.data)
            self._sweep()
            if not self.is_parent_alive():
                break
        listener.close()
        self._finish(time.monotonic() + self.cfg.graceful_timeout)

    def _accept(self, listener: Any) -> None:
        """Take connections while any wait; one whose request is here is answered at once."""
        for _ in range(64):
            try:
                client, address = listener.accept()
            except OSError:
                return
            client.setblocking(False)
            if len(self.connections) >= MAX_WAITING:
                self._drop(min(self.connections.values(), key=lambda c: c.deadline))
            deadline = time.monotonic() + self.settings.header_seconds
            self._read(Connection(client, address, deadline), patient=True)
            if not self.alive:
                return
            self.notify()

    def _advance(self, connection: Connection) -> None:
        if connection.state == "reading":
            self._read(connection)
        elif connection.state == "sending":
            self._send(connection)
        else:
            try:
                gone = not connection.socket.recv(_CHUNK)
            except BlockingIOError:
                return
            except OSError:
                gone = True
            if gone:
                self._drop(connection)

    def _read(self, connection: Connection, patient: bool = False) -> None:
        """Read what is here, and answer when the request is whole."""
        while True:
            try:
                data = connection.socket.recv(_CHUNK)
            except BlockingIOError:
                if (
                    patient
                    and connection.received
                    and self._ready(connection, selectors.EVENT_READ)
                ):
                    continue
                self._watch(connection, selectors.EVENT_READ)
                return
            except OSError:
                data = b""
            if not data:
                self._drop(connection)
                return
            connection.received += data
            if self._whole(connection):
                self._answer(connection)
                return

    @staticmethod
    def _ready(connection: Connection, event: int) -> bool:
        """Whether a client sends or takes more within a moment."""
        poll = selectors.PollSelector()
        poll.register(connection.socket, event)
        return bool(poll.select(_MOMENT))

    def _whole(self, connection: Connection) -> bool:
        """Whether the request is here, or so wrong that more of it will not help."""
        received = connection.received
        end = received.find(b"\r\n\r\n", 0, HEAD_LIMIT + 4)
        if end < 0:
            return len(received) > HEAD_LIMIT
        head = bytes(received[: end + 2])
        body = len(received) - end - 4
        length = _LENGTH.search(head)
        if _CHUNKED.search(head):
            whole = received.endswith(b"0\r\n\r\n") or body > 2 * self.settings.body + 4096
        elif length is None:
            return True
        else:
            whole = body >= int(length[1]) or int(length[1]) > self.settings.body
        if not whole and not connection.continued and _EXPECTS.search(head):
            connection.continued = True
            connection.socket.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return whole

    def _answer(self, connection: Connection) -> None:
        """Let the application answer, and send what it said."""
        received = connection.received
        connection.received = bytearray()
        outbox = _Outbox()
        if received.find(b"\r\n\r\n", 0, HEAD_LIMIT + 4) < 0:
            outbox.sendall(_refusal(431, "head", f"A request head may have {HEAD_LIMIT} bytes."))
        elif self._queue_length() > self.settings.queue:
            self.app.count("eucn_ended", "queue")
            outbox.sendall(_refusal(503, "queue", "Too many requests are waiting; try again."))
        else:
            self._apply(connection, bytes(received), outbox)
        connection.outgoing = _joined(outbox.pieces)
        connection.state = "sending"
        connection.deadline = time.monotonic() + self.settings.send_seconds
        self._send(connection, _PATIENCE)
        if self.app.watch.tired:
            self.alive = False

    def _apply(self, connection: Connection, received: bytes, outbox: _Outbox) -> None:
        address = connection.address
        self.busy = connection
        try:
            request = next(http.get_parser(self.cfg, iter([received]), address))
            self.handle_request(self, request, outbox, address)
        except (http.errors.ParseException, StopIteration, OSError) as error:
            # OSError is how gunicorn says that the bytes ended before the request did.
            if not outbox.pieces:
                status, says = _complaint(error)
                outbox.sendall(_refusal(status, "request", says))
        except Exception:
            self.log.exception("The request failed")
            if not outbox.pieces:
                outbox.sendall(_refusal(500, "failed", "Something went wrong here."))
        finally:
            self.busy = None

    def getsockname(self) -> Any:
        """Address of the listening socket; gunicorn asks its listener, here this worker."""
        return self.address

    def _queue_length(self) -> int:
        """Connections that wait to be accepted (Linux; 0 elsewhere)."""
        try:
            info = self.sockets[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 32)
        except (OSError, AttributeError):
            return 0
        waiting: int = struct.unpack_from("I", info, _TCP_INFO_UNACKED)[0]
        return waiting

    def _send(self, connection: Connection, patience: float = 0.0) -> None:
        """Send as much as the client takes now; the rest when it takes more.

        ``patience`` is for how many seconds to wait for a client that takes its answer quickly:
        coming back to it only after the next request would keep it waiting for that.
        """
        until = time.monotonic() + patience
        while connection.outgoing:
            piece = connection.outgoing[0]
            try:
                if isinstance(piece, memoryview):
                    sent = connection.socket.send(piece[:_CHUNK])
                    connection.outgoing[0] = piece[sent:]
                    if not connection.outgoing[0]:
                        connection.outgoing.pop(0)
                else:
                    sent = os.sendfile(connection.socket.fileno(), piece.fileno(), None, _CHUNK)
                    if sent == 0:
                        connection.outgoing.pop(0)
                        piece.close()
            except BlockingIOError:
                if time.monotonic() < until and self._ready(connection, selectors.EVENT_WRITE):
                    continue
                self._watch(connection, selectors.EVENT_WRITE)
                return
            except OSError:
                self._drop(connection)
                return
        self._close(connection)

    def _close(self, connection: Connection) -> None:
        """Close; where more was sent than read, wait for the client so that it gets the answer."""
        try:
            connection.socket.shutdown(socket.SHUT_WR)
            left = connection.socket.recv(_CHUNK)
        except BlockingIOError:
            self._drop(connection)
            return
        except OSError:
            left = b""
        if not left:
            self._drop(connection)
            return
        connection.state = "closing"
        connection.deadline = time.monotonic() + _LINGER
        self._watch(connection, selectors.EVENT_READ)

    def _watch(self, connection: Connection, event: int) -> None:
        number = connection.socket.fileno()
        if number in self.connections:
            self.poller.modify(connection.socket, event, connection)
        else:
            self.connections[number] = connection
            self.poller.register(connection.socket, event, connection)

    def _drop(self, connection: Connection) -> None:
        number = connection.socket.fileno()
        if self.connections.pop(number, None) is not None:
            self.poller.unregister(connection.socket)
        for piece in connection.outgoing:
            if not isinstance(piece, memoryview):
                piece.close()
        connection.socket.close()

    def _sweep(self) -> None:
        """Let go of clients that were too slow; one that sent half a request is told so."""
        now = time.monotonic()
        for connection in [c for c in self.connections.values() if c.deadline < now]:
            if connection.state == "reading" and connection.received:
                says = _refusal(408, "slow", "The request did not come in time.")
                connection.outgoing = [memoryview(says)]
                connection.state, connection.deadline = "sending", now + _LINGER
                self._send(connection)
            else:
                self._drop(connection)

    def _finish(self, deadline: float) -> None:
        """Send what has been begun, up to the deadline."""
        for connection in list(self.connections.values()):
            if connection.state != "sending":
                self._drop(connection)
        while self.connections and time.monotonic() < deadline:
            self.notify()
            for key, _ in self.poller.select(0.1):
                if isinstance(key.data, Connection):
                    self._advance(key.data)
            self._sweep()

    def _leave(self, answer: bytes) -> NoReturn:
        """End this process with the query that cannot be ended otherwise.

        Called by the clock while the serving thread is inside the engine, never to come back.
        """
        try:
            if self.busy is not None:
                self.busy.outgoing = [memoryview(answer)]
                self.busy.state = "sending"
                self.busy.deadline = time.monotonic() + _LAST_SENDING
                self._send(self.busy)
            self._finish(time.monotonic() + _LAST_SENDING)
        finally:
            os._exit(0)


def _joined(pieces: list[memoryview | BinaryIO]) -> list[memoryview | BinaryIO]:
    """Header and body in one piece, where they are small, so that one packet carries them."""
    memory: list[memoryview] = []
    for piece in pieces:
        if not isinstance(piece, memoryview) or len(piece) > _CHUNK:
            return pieces
        memory.append(piece)
    return [memoryview(b"".join(memory))] if memory else []


def _complaint(error: Exception) -> tuple[int, str]:
    """Status and sentence for a request that is no HTTP; gunicorn's text repeats the request."""
    errors = http.errors
    for kind, status, says in (
        (errors.LimitRequestLine, 414, "The address is too long."),
        (errors.LimitRequestHeaders, 431, "The request has too many or too long header fields."),
        (errors.UnsupportedTransferCoding, 501, "This transfer coding is not supported."),
        (errors.ExpectationFailed, 417, "This expectation cannot be met."),
        (errors.InvalidHTTPVersion, 505, "This version of HTTP is not supported."),
    ):
        if isinstance(error, kind):
            return status, says
    return 400, "The request is not well-formed HTTP/1.1."


def _refusal(status: int, kind: str, says: str) -> bytes:
    """A problem document (see ``server.problems``) without the application."""
    phrase = HTTPStatus(status).phrase
    body = json.dumps(
        {
            "type": "https://w3id.org/eucn/docs/problems#" + kind,
            "title": phrase,
            "status": status,
            "detail": says,
        }
    ).encode()
    head = (
        f"HTTP/1.1 {status} {phrase}\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\nRetry-After: 2\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        "Access-Control-Allow-Origin: *\r\n\r\n"
    )
    return head.encode() + body
