"""Run a query beside a clock, and end it where it passes its time, memory or place.

The engine cannot cancel a query (oxigraph issue 1926), but it releases the interpreter lock while
it works. So two threads of a worker share the work: one serves, and runs the queries; the other
keeps the clock. When a limit is passed, the second answers 503 on the first one's behalf and ends
the process, which ends the query; the master forks another worker from the loaded store. Handing
each query to a thread of its own would do as well, but costs two switches of threads a query:
on a busy machine four times what the query takes.

Without a clock (in tests and on the command line) a query is handed to a thread of its own.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

from server.serving.shared import LongQueries

T = TypeVar("T")

STACK = 1 << 30
"""Bytes of address space for the thread's stack: the engine's parser recurses, and the longest
chain of operators a request body can hold needs about half of it. Only what is used is memory."""
POLL = 0.03
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Exceeded(Exception):
    """A limit was passed; ``reason`` is ``time``, ``memory`` or ``busy``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Limits:
    """Seconds and bytes a query may take, and the seconds after which it needs a place."""

    seconds: float
    memory: int
    grace: float


class _Job:
    """A query under way: when it began, for whom, and how to answer in its place."""

    def __init__(self, client: str, refuse: Callable[[Exceeded], bytes]) -> None:
        self.client = client
        self.refuse = refuse
        self.start = time.monotonic()
        self.before = -1
        self.row: int | None = None


class Watch:
    """Runs work within limits. ``guard`` is the clock; without it work runs in a thread."""

    def __init__(self, limits: Limits, places: LongQueries | None = None) -> None:
        self.limits = limits
        self.places = places
        self.tired = False
        """Whether the serving thread was put back and cannot come forward again."""
        self._job: _Job | None = None
        self._lock = threading.Lock()
        self._server = 0
        self._process = 0

    def run(
        self,
        work: Callable[[], T],
        client: str = "",
        refuse: Callable[[Exceeded], bytes] = lambda error: b"",
    ) -> T:
        """The result of ``work``; raises what it raises, or Exceeded.

        Under a guard nothing is raised for a limit: ``refuse`` then makes the answer that is sent.
        """
        job = _Job(client, refuse)
        if not self.armed:
            return self._in_thread(work, job)
        self._job = job
        try:
            return work()
        finally:
            # Held for good by a guard that has begun to end this process.
            with self._lock:
                self._job = None
            if job.row is not None and self.places is not None:
                self.places.release(job.row)
                self._step_forward()

    def arm(self) -> None:
        """Let work run in the thread that asks for it, in this process: a guard will watch it.

        To be called before that thread takes its first request. What ran in a thread of its own,
        because the guard was not there yet, could never be ended.
        """
        self._process = os.getpid()

    @property
    def armed(self) -> bool:
        """Whether work runs under a guard in this process (a forked one begins without)."""
        return self._process == os.getpid()

    def guard(self, serving: threading.Thread, leave: Callable[[bytes], NoReturn]) -> None:
        """Keep the clock for a serving thread until that ends; ``leave`` ends the process."""
        self.arm()
        self._server = serving.native_id or 0
        while serving.is_alive():
            serving.join(POLL)
            job = self._job
            if job is None:
                continue
            try:
                self._check(job)
            except Exceeded as error:
                self._lock.acquire()
                if self._job is job:
                    leave(job.refuse(error))
                self._lock.release()

    def _in_thread(self, work: Callable[[], T], job: _Job) -> T:
        done: list[T] = []
        errors: list[BaseException] = []

        def labour() -> None:
            try:
                done.append(work())
            except BaseException as error:
                errors.append(error)

        before = threading.stack_size(STACK)
        try:
            thread = threading.Thread(target=labour, name="query", daemon=True)
            thread.start()
        finally:
            threading.stack_size(before)
        self._server = thread.native_id or 0
        try:
            while thread.is_alive():
                thread.join(POLL)
                if thread.is_alive():
                    self._check(job)
        finally:
            if job.row is not None and self.places is not None:
                self.places.release(job.row)
        if errors:
            raise errors[0]
        return done[0]

    def _check(self, job: _Job) -> None:
        """Raise Exceeded where a job has passed a limit; called every ``POLL`` seconds."""
        spent = time.monotonic() - job.start
        if spent >= self.limits.seconds:
            raise Exceeded("time")
        if self.limits.memory:
            if job.before < 0:
                job.before = resident()
            elif resident() - job.before > self.limits.memory:
                raise Exceeded("memory")
        if self.places is None or spent < self.limits.grace:
            return
        if job.row is None:
            job.row = self.places.take(job.client)
            if job.row is None:
                raise Exceeded("busy")
            self._step_back()
        elif self.places.ended(job.row):
            raise Exceeded("busy")

    def _step_back(self) -> None:
        """Let short queries of other workers go first: a long one runs at the lowest priority."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._server, 19)

    def _step_forward(self) -> None:
        """Back to normal; where the system does not allow that, this worker is to be replaced."""
        try:
            os.setpriority(os.PRIO_PROCESS, self._server, 0)
        except OSError:
            self.tired = True


def resident() -> int:
    """Bytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * _PAGE
