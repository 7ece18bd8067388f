"""The process that was started: it holds the sockets, and keeps the others running.

It holds no store, reads no module of the pages (each holder would write to what it shares of them,
and so copy it: 50 MB) and runs nothing that could fail. Should it be killed, the system ends the
others with it. The first holder opens the index on disk, which takes a moment; the second makes
the pages, from the index too where the graph is large, so that readers need not wait until that is
in memory; the last one brings it there, and takes over when it is ready. A new build is taken up
in the same way: a holder for it is started beside the present one.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from graph.store.layout import DATA
from graph.store.opening import is_address
from server.serving import wire
from server.serving.parent import called, plain_signals
from server.serving.table import Table
from server.settings import Settings

_LOOK = 0.5
"""Seconds between two looks at the store's link."""
_AGAIN = 1.0
"""Seconds to wait before a process is started again that was lost soon after its start."""
_BLOCKS = 6
"""Blocks of rows in the table: holders that can be there at a time."""
_ROWS_PER_WORKER = 4
_LARGE = 40 << 20
"""Bytes of a graph from which on it takes seconds to bring it into memory."""


@dataclass
class _Child:
    """A process that was started: what it is, and what it has said."""

    kind: str
    process: int
    said: int
    started: float
    place: str = ""
    quick: bool = False
    disk: bool = False
    block: int = -1
    ready: bool = False
    leaving: bool = False
    heard: str = ""


class Keeper:
    """Starts and watches the web process and the holders."""

    def __init__(self, settings: Settings, listener: socket.socket, listens: str) -> None:
        self.settings = settings
        self.listener = listener
        self.listens = listens
        self.table = Table(_BLOCKS * settings.workers * _ROWS_PER_WORKER)
        self.hellos = wire.channel()
        # A name without a file (Linux), so that nothing is left however this process ends; the web
        # process takes nobody of another user.
        self.address = f"\0eucn-{os.getpid()}-{secrets.token_hex(8)}"
        self.hellos.bind(self.address)
        self.hellos.listen(1024)
        self.children: dict[int, _Child] = {}
        self.generation = 0
        self.unusable = ""
        self.stopping = 0
        # Whether queries are answered; and whether the pages are made, so that the first one takes
        # no longer than any other.
        self.announced = False
        self.complete = False
        self.again = False
        self.code = 0
        self.later: list[tuple[float, str]] = []

    def run(self) -> int:
        """Serve until told to stop; returns the exit code."""
        called("eucn-keeper")
        self.wake, waker = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            signal.signal(number, self._told)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        try:
            self._start_holder(quick=True)
            self._start_web()
            while self.children or self.later:
                self._step()
        finally:
            self._end_all()
        return self.code

    def _step(self) -> None:
        pipes = [child.said for child in self.children.values() if child.said >= 0]
        pause = 0.05 if self.stopping else _LOOK
        found, _, _ = select.select([self.wake, *pipes], [], [], pause)
        with contextlib.suppress(BlockingIOError):
            os.read(self.wake, 4096)
        for child in list(self.children.values()):
            if child.said in found:
                self._hear(child)
        self._bury()
        if self.stopping:
            self._stop()
            return
        now = time.monotonic()
        for due in [due for due in self.later if due[0] <= now]:
            self.later.remove(due)
            if due[1] == "web":
                self._start_web()
            else:
                self._start_holder(quick=due[1] != "settled")
        self._look_at_link()

    # -- starting ---------------------------------------------------------------------------------

    def _start_web(self) -> None:
        said, say = os.pipe()
        parent = os.getpid()
        process = self._fork()
        if not process:
            os.close(said)
            from server.serving.web import become_web

            plain_signals()
            become_web(
                parent, self.settings, self.table, self.listener, self.hellos, self.listens, say
            )
        os.close(say)
        self.children[process] = _Child("web", process, said, time.monotonic())

    def _start_pages(self) -> None:
        """Start a holder with pages: of a large graph one that reads the index on disk first."""
        self._start_holder(quick=False, disk=self._large())

    def _start_holder(self, quick: bool, disk: bool = False) -> None:
        place = self._place()
        used = {child.block for child in self.children.values()}
        block = next((n for n in range(_BLOCKS) if n not in used), 0)
        rows = self.settings.workers * _ROWS_PER_WORKER
        self.generation += 1
        said, say = os.pipe()
        parent = os.getpid()
        process = self._fork()
        if not process:
            os.close(said)
            self.listener.close()
            self.hellos.close()
            from server.serving.holder import Task, become_holder

            plain_signals()
            task = Task(
                self.generation,
                place,
                quick,
                disk,
                range(block * rows, (block + 1) * rows),
                self.address,
                say,
            )
            become_holder(parent, self.settings, self.table, task)
        os.close(say)
        self.children[process] = _Child(
            "holder", process, said, time.monotonic(), place, quick, disk, block
        )

    @staticmethod
    def _fork() -> int:
        """Fork; the child has a group of its own, so that Ctrl-C reaches the keeper alone."""
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        with contextlib.suppress(OSError):
            os.setpgid(process, 0)
        return process

    def _place(self) -> str:
        """Return the version the store's link points to now, or the address of a remote store."""
        if is_address(self.settings.store):
            return self.settings.store
        return os.path.realpath(self.settings.store)

    def _large(self) -> bool:
        """Return whether pages come sooner from the index on disk than from memory."""
        if self.settings.disk or is_address(self.settings.store):
            return False
        try:
            return (Path(self._place()) / DATA).stat().st_size >= _LARGE
        except OSError:
            return False

    # -- watching ---------------------------------------------------------------------------------

    def _holders(self) -> list[_Child]:
        return [child for child in self.children.values() if child.kind == "holder"]

    def _hear(self, child: _Child) -> None:
        data = os.read(child.said, 65536)
        child.heard += data.decode("utf-8", "replace")
        if data:
            return
        os.close(child.said)
        child.said = -1
        word, _, rest = child.heard.strip().partition(" ")
        if word != "ready":
            if rest and child.kind == "holder":
                self._failed(child, rest)
            return
        child.ready = True
        if child.kind == "web":
            if not self.announced:
                self.announced = True
                at = f"http://{self.listens}/sparql"
                print(f"Queries are answered at {at}; the pages are being made ready.", flush=True)
            self._settle()
            return
        for other in self._holders():
            if other.process != child.process and other.started < child.started:
                # It leaves when its workers have; the web process lets them go.
                other.leaving = True
                _signal(other.process, signal.SIGTERM)
        if child.quick:
            self._settle()
        elif not self.complete:
            self.complete = True
            print(f"Serving build {rest} at http://{self.listens}/ (Ctrl-C stops)", flush=True)
        elif self.again:
            print(f"Serving build {rest}", file=sys.stderr, flush=True)
        self.again = False
        if child.disk and child.place == self._place():
            # Into memory, where it is quicker, once readers have the pages.
            self._start_holder(quick=False)

    def _settle(self) -> None:
        """Make the pages, once something answers from disk."""
        holders = self._holders()
        if self.announced and holders and all(one.quick and one.ready for one in holders):
            self._start_pages()

    def _failed(self, child: _Child, says: str) -> None:
        ready = [other for other in self._holders() if other.ready]
        if any(other.place == child.place for other in ready):
            print(f"The graph is read from disk: {says}", file=sys.stderr, flush=True)
        elif ready:
            # Until the link changes again: what cannot be read now is not tried every second.
            self.unusable = child.place
            print(f"The new build stays unused: {says}", file=sys.stderr, flush=True)
        elif not self.announced:
            print(f"The server cannot start: {says}", file=sys.stderr, flush=True)
            self.code = 1
            self.stopping = 2

    def _bury(self) -> None:
        while True:
            try:
                process, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not process:
                return
            child = self.children.pop(process, None)
            if child is None:
                continue
            while child.said >= 0:
                self._hear(child)
            if not self.stopping:
                self._replace(child)

    def _replace(self, child: _Child) -> None:
        """Start again what was lost; a holder only if no other is there or coming."""
        if child.leaving or (child.kind == "holder" and child.heard and not child.ready):
            return
        if child.kind == "holder" and any(not other.leaving for other in self._holders()):
            if not child.quick:
                self.later.append((time.monotonic() + _AGAIN, "settled"))
            return
        if child.kind == "holder" and not child.ready and not self.announced:
            self.code = 1
            self.stopping = 2
            return
        print(f"The {child.kind} process was lost; starting it again.", file=sys.stderr, flush=True)
        soon = time.monotonic() - child.started < _AGAIN
        self.later.append((time.monotonic() + (_AGAIN if soon else 0.0), child.kind))

    def _look_at_link(self) -> None:
        holders = self._holders()
        if not any(child.ready for child in holders):
            return
        place = self._place()
        newest = max(holders, key=lambda child: child.started)
        starting = [child for child in holders if not child.ready]
        if starting and newest.place == place:
            return
        if place not in (newest.place, self.unusable) or self.again:
            for child in starting:
                # What it makes is of a build that is none any more.
                child.leaving = True
                _signal(child.process, signal.SIGKILL)
            self.again = True
            self._start_pages()

    # -- stopping ---------------------------------------------------------------------------------

    def _told(self, number: int, frame: object) -> None:
        if number == signal.SIGHUP:
            self.unusable, self.again = "", True
            return
        # The first stop is graceful; whoever presses Ctrl-C again does not want to wait.
        self.stopping += 2 if number == signal.SIGQUIT else 1
        if self.stopping == 1:
            for child in self.children.values():
                if child.kind == "web":
                    _signal(child.process, signal.SIGTERM)

    def _stop(self) -> None:
        """End the rest, once the web process has answered what it had begun."""
        self.later.clear()
        if self.stopping > 1 or not any(c.kind == "web" for c in self.children.values()):
            self._end_all()

    def _end_all(self) -> None:
        for child in list(self.children.values()):
            _signal(child.process, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child.process, 0)
            self.children.pop(child.process, None)


def _signal(process: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)
