"""Run a query within limits, on the command line: in a process beside its clock.

The engine cannot be told to stop, so the query runs in a forked process that is ended when its time
or memory is used up; this one only waits for the answer. The server does the same with processes
that it keeps (``server.serving``).
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

from graph.limits import MEMORY, SECONDS
from graph.processes import end_with
from graph.store.errors import StoreError, StoreTimeout

T = TypeVar("T")

STACK = 1 << 30
"""Bytes of address space for the stack: the engine's parser recurses. What is unused costs none."""
_POLL = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")


def within(work: Callable[[], T], seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """Return the result of ``work``, done in a process of its own; raises what it raises.

    Raises StoreTimeout where it passes ``seconds``, StoreError where it passes ``memory`` bytes or
    is lost.
    """
    source, sink = os.pipe()
    here = os.getpid()
    process = os.fork()
    if not process:
        os.close(source)
        # Should the one that waits be ended, as the server's workers are, nobody else would.
        end_with(here)
        _labour(work, sink)
    os.close(sink)
    try:
        answer = _wait(process, source, seconds, memory)
    finally:
        os.close(source)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    try:
        good, value = pickle.loads(answer)
    except (EOFError, pickle.UnpicklingError):
        raise StoreError("The engine failed on this query; its process was lost.") from None
    if not good:
        raise value
    return value  # type: ignore[no-any-return]


def _labour(work: Callable[[], object], sink: int) -> NoReturn:
    def run() -> None:
        try:
            answer: tuple[bool, object] = (True, work())
        except Exception as error:
            answer = (False, error)
        with os.fdopen(sink, "wb") as stream:
            pickle.dump(answer, stream)

    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        threading.stack_size(STACK)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        os._exit(0)


def _wait(process: int, source: int, seconds: float, memory: int) -> bytes:
    """Return what the process writes until it ends."""
    parts: list[bytes] = []
    end = time.monotonic() + seconds
    before = _held(process)
    while True:
        ready, _, _ = select.select([source], [], [], _POLL)
        if ready:
            part = os.read(source, 1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
            continue
        if time.monotonic() > end:
            raise StoreTimeout(f"The query passed the time limit of {seconds:g} seconds.")
        if memory and _held(process) - before > memory:
            raise StoreError(f"The query passed the memory limit of {memory >> 20} MB.")


def _held(process: int) -> int:
    """Return bytes of memory that a process holds and that belong to no file."""
    fields = Path(f"/proc/{process}/statm").read_bytes().split()
    return (int(fields[1]) - int(fields[2])) * _PAGE
