"""Running functions side by side in forked processes, which share the memory of this one.

A pool of the standard library waits for ever for a worker that the system killed, and leaves its
workers behind when it is killed itself. Here every run has a pipe of its own: its end is told by
the pipe, whatever ended it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeVar

from graph.errors import CALL_WRONG, EucnError

T = TypeVar("T")


class ProcessKilled(EucnError):
    """A process was ended from outside before it had its result."""

    exit_code = CALL_WRONG


def side_by_side(runs: Sequence[Callable[[], T]], what: str) -> list[T]:
    """Return the results of all runs, on as many processors as there are.

    One after another where the system cannot fork. Raises ProcessKilled, which says ``what`` the
    runs were for, and what a run raises.
    """
    workers = min(len(runs), os.cpu_count() or 1)
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [run() for run in runs]
    context = multiprocessing.get_context("fork")
    running: dict[Connection, int] = {}
    processes: list[BaseProcess] = []
    results: dict[int, T] = {}
    try:
        while len(results) < len(runs):
            while len(running) < workers and len(processes) < len(runs):
                ours, theirs = context.Pipe(duplex=False)
                run = runs[len(processes)]
                process: BaseProcess = context.Process(
                    target=_work, args=(run, theirs, os.getpid())
                )
                running[ours] = len(processes)
                processes.append(process)
                process.start()
                theirs.close()  # so that its end is the end of the pipe
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                number = running.pop(ready)
                with ready:
                    try:
                        result, error = ready.recv()
                    except (EOFError, OSError):
                        raise ProcessKilled(
                            f"{what} was killed, possibly for lack of memory; "
                            "end other programs, then run this again"
                        ) from None
                if error is not None:
                    raise error
                results[number] = result
    finally:
        for process in processes:
            if process.pid is not None:
                process.kill()
                process.join()
        for connection in running:
            connection.close()
    return [results[number] for number in range(len(runs))]


def _work(run: Callable[[], T], answer: Connection, parent: int) -> None:
    # An interrupt reaches the whole group; the parent says what it means, and only once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        answer.send((run(), None))
    except BrokenPipeError:
        pass
    except Exception as error:
        answer.send((None, error))


def _end_with(parent: int) -> None:
    """End this process soon after its parent, which may be killed without a word."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)
