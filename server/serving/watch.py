"""Run a query beside a clock, and end it where it passes its time, memory or place.

The engine cannot cancel a query (oxigraph issue 1926). A query therefore runs in a thread of its
worker; when a limit is passed, the worker answers 503 and leaves, which ends the query, and the
master forks another worker from the loaded store. The engine releases the interpreter lock while
it works, so the clock is kept.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

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


class _Job(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self.done = threading.Lock()
        self.done.acquire()
        self.result: T | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except BaseException as error:
            self.error = error
        self.done.release()


class Watch:
    """Runs work within limits; ``must_leave`` says that a runaway is left in this process."""

    def __init__(self, limits: Limits, places: LongQueries | None = None) -> None:
        self.limits = limits
        self.places = places
        self.must_leave = False
        self._jobs: queue.SimpleQueue[_Job[object] | None] | None = None
        self._thread_id = 0
        self._process = 0

    def run(self, work: Callable[[], T], client: str = "") -> T:
        """The result of ``work``; raises what it raises, or Exceeded."""
        job = _Job(work)
        self._queue().put(job)  # type: ignore[arg-type]
        if not job.done.acquire(timeout=POLL):
            self._wait(job, client)
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value]

    def _wait(self, job: _Job[T], client: str) -> None:
        """Wait on for a job that took longer than one poll."""
        start = time.monotonic() - POLL
        before = resident() if self.limits.memory else 0
        row: int | None = None
        try:
            while not job.done.acquire(timeout=POLL):
                spent = time.monotonic() - start
                if spent >= self.limits.seconds:
                    raise Exceeded("time")
                if self.limits.memory and resident() - before > self.limits.memory:
                    raise Exceeded("memory")
                if self.places is None or spent < self.limits.grace:
                    continue
                if row is None:
                    row = self.places.take(client)
                    if row is None:
                        raise Exceeded("busy")
                    self._step_back()
                elif self.places.ended(row):
                    raise Exceeded("busy")
        except Exceeded:
            self.must_leave = True
            self._jobs = None
            raise
        finally:
            if row is not None and self.places is not None:
                self.places.release(row)
                if not self.must_leave and self._jobs is not None:
                    # A thread that stepped back cannot step forward again; the next is fresh.
                    self._jobs.put(None)
                    self._jobs = None

    def _step_back(self) -> None:
        """Let short queries of other workers go first: a long one runs at the lowest priority."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._thread_id, 19)

    def _queue(self) -> queue.SimpleQueue[_Job[object] | None]:
        if self._jobs is None or self._process != os.getpid():
            jobs: queue.SimpleQueue[_Job[object] | None] = queue.SimpleQueue()
            ready = threading.Event()
            before = threading.stack_size(STACK)
            try:
                threading.Thread(
                    target=self._serve, args=(jobs, ready), name="query", daemon=True
                ).start()
            finally:
                threading.stack_size(before)
            ready.wait()
            self._jobs, self._process = jobs, os.getpid()
        return self._jobs

    def _serve(self, jobs: queue.SimpleQueue[_Job[object] | None], ready: threading.Event) -> None:
        self._thread_id = threading.get_native_id()
        ready.set()
        while (job := jobs.get()) is not None:
            job.run()
            del job


def resident() -> int:
    """Bytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * _PAGE
