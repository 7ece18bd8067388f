"""Running functions side by side in forked processes, which share the memory of this one.

A pool of the standard library waits for ever for a worker that the system killed, and leaves its
workers behind when it is killed itself. Here every run has a pipe of its own: its end is told by
the pipe, whatever ended it.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Generic, TypeVar

from graph.errors import CALL_WRONG, EucnError
from graph.garbage import collected_rarely

T = TypeVar("T")

_PR_SET_PDEATHSIG = 1


class ProcessKilled(EucnError):
    """A process was ended from outside before it had its result."""

    exit_code = CALL_WRONG


class Begun(Generic[T]):
    """A function that runs in a process of its own while this one goes on.

    A context manager: at its end the process is gone, whether its result was asked for or not.
    Where the system cannot fork, or has one processor, the function runs when it is asked for.
    ``what`` says what it is for, in the words of an error.

    Libraries with threads of their own (``shacl``) wait for ever in a fork of a process that has
    used them. A function that uses one (``threads``) runs when it is asked for, where this process
    has; or in a ``fresh`` process, which begins with nothing of this one, so that ``run`` must be
    something that can be pickled.

    What runs ``behind`` gives way where there are more that run than processors.
    """

    def __init__(
        self,
        run: Callable[[], T],
        what: str,
        fresh: bool = False,
        threads: bool = False,
        behind: bool = False,
    ) -> None:
        self._what = what
        here = processors() < 2 or (threads and not fresh and _has_threads)
        self._run: Callable[[], T] | None = run if here else None
        self.process: BaseProcess | subprocess.Popen[bytes] | None = None
        if self._run is None:
            self.answer, theirs = multiprocessing.Pipe(duplex=False)
            self.process = (_start_fresh if fresh else _fork)(run, theirs, behind)
            theirs.close()  # so that its end is the end of the pipe

    def result(self) -> T:
        """Wait, and return what the function returned; to be asked once.

        Raises ProcessKilled, and what the function raised.
        """
        if self._run is not None:
            return self._run()
        try:
            result, error = self.answer.recv()
        except (EOFError, OSError):
            raise ProcessKilled(
                f"{self._what} was killed, possibly for lack of memory; "
                "end other programs, then run this again"
            ) from None
        finally:
            self.end()
        if error is not None:
            raise error
        found: T = result
        return found

    def end(self) -> None:
        """End the process, if it still runs."""
        if self.process is not None and not self.answer.closed:
            self.process.kill()
            if isinstance(self.process, subprocess.Popen):
                self.process.wait()
            else:
                self.process.join()
            self.answer.close()

    def __enter__(self) -> Begun[T]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()


_has_threads = False


def no_more_forks() -> None:
    """Note that this process is about to use a library whose threads a fork would lack."""
    global _has_threads
    _has_threads = True


_LESS = 3
"""By how much more a process that runs behind is nice to others."""


def _fork(run: Callable[[], object], answer: Connection, behind: bool) -> BaseProcess:
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_work, args=(run, answer, os.getpid(), behind))
    process.start()
    return process


def _start_fresh(
    run: Callable[[], object], answer: Connection, behind: bool
) -> subprocess.Popen[bytes]:
    # The standard library's own way ("spawn") would run the main script of this process again.
    os.set_inheritable(answer.fileno(), True)
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", f"from {__name__} import be_fresh; be_fresh()"),
            *(str(answer.fileno()), str(os.getpid()), str(int(behind))),
        ],
        stdin=subprocess.PIPE,
        pass_fds=[answer.fileno()],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert process.stdin is not None
    with process.stdin as pipe:
        pickle.dump(run, pipe)
    return process


def be_fresh() -> None:
    """Run what comes over standard input, and answer over the descriptor that is named."""
    descriptor, parent, behind = (int(text) for text in sys.argv[1:])
    with collected_rarely():
        run = pickle.load(sys.stdin.buffer)
        _work(run, Connection(descriptor, readable=False), parent, bool(behind))


def end_with(parent: int) -> None:
    """Let the system end this process when the thread of ``parent`` that forked it is gone,
    however it went (Linux).
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(0)


def processors() -> int:
    """Return how many processes run at a time: one where the system cannot fork."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return os.cpu_count() or 1


def side_by_side(runs: Sequence[Callable[[], T]], what: str) -> list[T]:
    """Return the results of all runs, on as many processors as there are.

    One after another where the system cannot fork. Raises ProcessKilled, which says ``what`` the
    runs were for, and what a run raises.
    """
    workers = min(len(runs), processors())
    if workers < 2:
        return [run() for run in runs]
    running: dict[int, Begun[T]] = {}
    results: dict[int, T] = {}
    begun = 0
    try:
        while len(results) < len(runs):
            while len(running) < workers and begun < len(runs):
                running[begun] = Begun(runs[begun], what)
                begun += 1
            ready = wait([one.answer for one in running.values()])
            for number in [n for n, one in running.items() if one.answer in ready]:
                results[number] = running.pop(number).result()
    finally:
        for one in running.values():
            one.end()
    return [results[number] for number in range(len(runs))]


def _work(run: Callable[[], T], answer: Connection, parent: int, behind: bool) -> None:
    if behind:
        os.nice(_LESS)
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
