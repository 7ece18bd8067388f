"""Answers under way: long ones are files that the HTTP server reads as the client takes them.

The HTTP server keeps whatever it is given until the client has taken it, so it is given no more
than a file's name: it opens the file again by the name of our descriptor and reads on as there is
room. What is under way is counted for the server as a whole, and an answer that nobody reads is
given up, by shutting down its client's connection. A file on disk costs no memory, so it does not
count: a slow reader of the whole dataset is nobody's harm.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import socket
import stat
import struct
import termios
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.serving.cache import Body

SWEEP = 0.05
"""Seconds between two looks at the files under way, while there are any."""
LOOK = 5.0
"""Seconds between two looks at the connections."""
_UNOPENED = 3.0
"""Seconds after which a file that was never opened will not be: its client had gone."""


@dataclass(eq=False)
class _Transfer:
    body: Body
    peer: str
    client: str
    held: int
    began: float
    file: tuple[int, int]
    read: int


class Sending:
    """Long answers under way, and clients that do not take theirs."""

    def __init__(self, limit: int, seconds: float, given_up: Callable[[], None]) -> None:
        self.limit = limit
        self.seconds = seconds
        self.given_up = given_up
        self._transfers: list[_Transfer] = []
        self._stuck: dict[str, float] = {}
        self._sweeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look after the connections."""
        self._looking = asyncio.get_running_loop().create_task(self._look())

    @property
    def size(self) -> int:
        """Bytes of memory that the long answers under way hold."""
        return sum({one.file: one.held for one in self._transfers}.values())

    @property
    def peers(self) -> set[str]:
        """Return the connections on which long answers are under way."""
        return {one.peer for one in self._transfers}

    def send(
        self,
        protocol: Any,
        status: int,
        headers: list[tuple[str, str]],
        body: Body,
        peer: str,
        client: str,
    ) -> None:
        """Answer with a file; ``peer`` is the connection, ``client`` whose it is."""
        found = os.fstat(body.descriptor)
        held = 0 if found.st_nlink else body.size
        if held and self._transfers and self.size + held > self.limit:
            self._make_room(held)
        file = (found.st_dev, found.st_ino)
        now = time.monotonic()
        self._transfers.append(_Transfer(body, peer, client, held, now, file, found.st_atime_ns))
        protocol.response_file(status, headers, f"/proc/self/fd/{body.descriptor}")
        if self._sweeping is None or self._sweeping.done():
            self._sweeping = asyncio.get_running_loop().create_task(self._sweep())

    async def _sweep(self) -> None:
        while self._transfers:
            await asyncio.sleep(SWEEP)
            self._forget_finished()

    def _forget_finished(self) -> None:
        """Let go of files that the HTTP server has opened, read and closed again."""
        opened: Counter[tuple[int, int]] = Counter()
        for _, found in _descriptors():
            opened[found.st_dev, found.st_ino] += 1
        now = time.monotonic()
        left = []
        for one in self._transfers:
            if opened[one.file] > 1:
                left.append(one)
            else:
                begun = os.fstat(one.body.descriptor).st_atime_ns != one.read
                if not begun and now - one.began < _UNOPENED:
                    left.append(one)
        self._transfers = left

    def _make_room(self, size: int) -> None:
        """Give up answers, the oldest of the client that has the most under way first."""
        self._forget_finished()
        while self.size and self.size + size > self.limit:
            held: Counter[str] = Counter()
            for one in self._transfers:
                held[one.client] += one.held
            most, _ = held.most_common(1)[0]
            oldest = next(one for one in self._transfers if one.client == most and one.held)
            self._transfers.remove(oldest)
            self.given_up()
            shut(oldest.peer)

    async def _look(self) -> None:
        """Shut down connections whose clients have taken too long over an answer."""
        while True:
            await asyncio.sleep(LOOK)
            now = time.monotonic()
            stuck = {}
            for peer, connection in connections():
                with contextlib.closing(connection):
                    if unsent(connection):
                        since = stuck[peer] = self._stuck.get(peer, now)
                        if now - since > self.seconds:
                            self.given_up()
                            shut_connection(connection)
            self._stuck = stuck


def shut(peer: str) -> None:
    """Shut down the connection of a client (``host:port``)."""
    for name, connection in connections():
        with contextlib.closing(connection):
            if name == peer:
                shut_connection(connection)


def shut_connection(connection: socket.socket) -> None:
    """End a connection; the HTTP server then closes it."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def unsent(connection: socket.socket) -> int:
    """Return bytes the system holds because the client takes no more."""
    try:
        raw = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, b"\0\0\0\0")
    except OSError:
        return 0
    return int(struct.unpack("i", raw)[0])


def _descriptors() -> Iterator[tuple[int, os.stat_result]]:
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            yield int(entry.name), os.fstat(int(entry.name))


def connections() -> Iterator[tuple[str, socket.socket]]:
    """Yield the clients' connections by address; each as a duplicate that the caller closes."""
    for descriptor, found in _descriptors():
        if not stat.S_ISSOCK(found.st_mode):
            continue
        with contextlib.suppress(OSError):
            connection = socket.socket(fileno=os.dup(descriptor))
            try:
                if connection.family == socket.AF_UNIX:
                    raise OSError
                host, port = connection.getpeername()[:2]
            except OSError:
                connection.close()
                continue
            yield f"{host}:{port}", connection
