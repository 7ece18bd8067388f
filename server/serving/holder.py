"""The process that holds a build: it forks workers that share it, and keeps the clock for them.

A query cannot be cancelled inside the engine, and the engine keeps the interpreter lock while it
parses; so the clock stands here, in another process, which looks at every worker many times a
second and ends the one that has passed its time or its memory. Another is forked in its place
within milliseconds: the store is in this process, and a fork copies no page of it until it is
written to.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import NoReturn

from graph.processes import end_with
from graph.store import Store, StoreError, open_store
from server.app import create_site
from server.http import Application
from server.serving.parent import anonymous_memory, called, give_back, plain_signals
from server.serving.table import Table
from server.serving.worker import become_worker
from server.settings import Settings

POLL = 0.03
"""Seconds between two looks at the workers."""
_QUICK_DEATHS = 20
"""Workers that may be lost within a second before forking slows down."""


@dataclass
class _Child:
    """A worker as its holder sees it: ``held`` is its memory when it was last idle."""

    row: int
    held: int = -1


@dataclass(frozen=True)
class Task:
    """What a holder is to hold: a version folder (or a remote address), and how.

    ``quick``: from the index on disk, which opens at once, and without making the pages; ``disk``:
    from the index, with the pages.
    """

    generation: int
    place: str
    quick: bool
    disk: bool
    rows: range
    address: str
    said: int


class Holder:
    """Forks and watches the workers of one build."""

    def __init__(self, settings: Settings, table: Table, task: Task) -> None:
        self.settings = settings
        self.table = table
        self.task = task
        self.children: dict[int, _Child] = {}
        self.free = deque(task.rows)
        self.deaths: deque[float] = deque(maxlen=_QUICK_DEATHS)
        self.leaving = False

    def run(self) -> None:
        """Open the store, tell the keeper, and keep the workers until told to leave."""
        store = self._open()
        application = create_site(self.settings, store)
        if not self.task.quick:
            application.warm()
        self.application: Application = application
        self.build = store.version
        # What is here now is shared; collecting would touch, and so copy, its pages.
        gc.collect()
        gc.freeze()
        give_back()
        self.wake, waker = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGTERM, self._leave)
        # Before the workers are forked: they would keep the pipe open.
        os.write(self.task.said, f"ready {self.build}\n".encode())
        os.close(self.task.said)
        while self.children or not self.leaving:
            select.select([self.wake], [], [], POLL)
            with contextlib.suppress(BlockingIOError):
                os.read(self.wake, 4096)
            self._bury()
            self._fork()
            self._look()

    def _open(self) -> Store:
        """Return the store; from its index on disk where that is quicker and the index can be
        read.
        """
        if self.task.quick or self.task.disk:
            with contextlib.suppress(StoreError):
                return open_store(self.task.place, disk=True)
        return open_store(self.task.place, self.settings.disk)

    def _leave(self, number: int, frame: object) -> None:
        self.leaving = True

    def _bury(self) -> None:
        while self.children:
            process, _ = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            child = self.children.pop(process, None)
            if child is not None:
                self.free.append(child.row)
                self.deaths.append(time.monotonic())

    def _fork(self) -> None:
        while not self.leaving and len(self.children) < self.settings.workers:
            full = len(self.deaths) == _QUICK_DEATHS
            if full and time.monotonic() - self.deaths[0] < 1.0 and self.children:
                return
            # The row that was given back longest ago: the web process still reads the others.
            row = self.free.popleft()
            self.table.clear(row)
            here = os.getpid()
            process = os.fork()
            if not process:
                become_worker(
                    here,
                    lambda: self.application,
                    self.task.address,
                    self.table,
                    row,
                    self.task.generation,
                    self.build,
                    self.task.quick,
                    self.settings.memory,
                )
            self.children[process] = _Child(row)

    def _look(self) -> None:
        """End the workers that have passed a limit."""
        now = time.monotonic()
        grown: list[tuple[int, int]] = []
        for process, child in self.children.items():
            started = self.table.started(child.row)
            try:
                if not started:
                    if child.held < 0 or now % 1.0 < POLL:
                        child.held = anonymous_memory(process)
                    continue
                if now - started >= max(self.settings.timeout, self.table.allowed(child.row)):
                    self._end(process, child, "time")
                    continue
                memory = anonymous_memory(process)
            except (OSError, ValueError, IndexError):
                continue
            if child.held < 0:
                child.held = memory
            # What may take longer is what is made once of the whole graph: it needs more room.
            room = self.settings.memory * (2 if self.table.allowed(child.row) else 1)
            if room and memory - child.held > room:
                self._end(process, child, "memory")
            else:
                grown.append((memory - child.held, process))
        limit = self.settings.memory_all
        if limit and grown and sum(size for size, _ in grown) > limit:
            _, process = max(grown)
            self._end(process, self.children[process], "memory")

    def _end(self, process: int, child: _Child, reason: str) -> None:
        self.table.end(child.row, reason)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def become_holder(parent: int, settings: Settings, table: Table, task: Task) -> NoReturn:
    """Hold a build until told to leave; called in a process just forked."""
    code = 1
    try:
        end_with(parent)
        called("eucn-holder")
        plain_signals()
        Holder(settings, table, task).run()
        code = 0
    except (StoreError, OSError) as error:
        with contextlib.suppress(OSError):
            os.write(task.said, f"error {' '.join(str(error).split())}\n".encode())
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
        with contextlib.suppress(OSError):
            os.write(task.said, f"error {type(error).__name__}: {error}\n".encode())
    finally:
        sys.stderr.flush()
        os._exit(code)
