"""What all commands of ``eucn`` do alike: tell what is wrong in one message, show progress.

Exit codes: 1 where the data or a store is wrong, 2 where the call is or the machine refuses.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import click

from graph.errors import CALL_WRONG, DATA_WRONG, EucnError
from graph.garbage import collected_rarely


def fail(message: object, code: int = DATA_WRONG) -> NoReturn:
    """Print a message to standard error and leave with an exit code (1 data, 2 call)."""
    click.echo(str(message), err=True)
    sys.exit(code)


class Commands(click.Group):
    """A group of commands of which none ends with a traceback for what a person can mend."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command of the command line; what it raises becomes a message."""
        try:
            try:
                return super().main(*args, **extra)
            finally:
                # Here and not when Python ends, where a full disk could not be told.
                if sys.stdout is not None:
                    sys.stdout.flush()
        except Exception as error:
            found = _explained(error)
            if found is None:
                raise
            _drop_output()
            message, code = found
            if message:
                click.echo(message, err=True)
            sys.exit(code)


def _explained(error: Exception) -> tuple[str, int] | None:
    """Message and exit code of an error; None for a fault of the program itself."""
    if isinstance(error, OSError):
        if error.errno == errno.EPIPE:
            return "", DATA_WRONG  # who reads has read enough
        # Whoever opens or writes a file names it; what is written to all along is the output.
        return f"{error.filename or 'standard output'}: {error.strerror or error}", CALL_WRONG
    if isinstance(error, UnicodeEncodeError):
        return (
            f"the output is to be in {error.encoding}, which cannot write "
            f"'{error.object[error.start]}'; set PYTHONIOENCODING=utf-8",
            CALL_WRONG,
        )
    if isinstance(error, MemoryError):
        return "there is not enough memory; end other programs, then run this again", CALL_WRONG
    if isinstance(error, EucnError):
        return str(error), error.exit_code
    return None


def _drop_output() -> None:
    """Let go of what cannot be written, or Python tries again at its end and complains."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def progress(expected: str = "") -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being done, and of each step how long it took; stay silent in a
    pipe.

    ``expected`` says beforehand how long all of it may take. Whoever ends the command by SIGTERM
    meanwhile leaves no temporary files.
    """
    with collected_rarely(), _shown(expected) as step:
        yield step


@contextlib.contextmanager
def _shown(expected: str) -> Iterator[Callable[[str], None]]:
    def end(number: int, frame: object) -> NoReturn:
        sys.exit(128 + number)

    with contextlib.suppress(ValueError):  # outside the main thread nobody can ask for signals
        signal.signal(signal.SIGTERM, end)
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, highlight=False)
    if expected:
        console.print(expected)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        told = _Steps(console, shown)
        yield told.begin
        told.end()


class _Steps:
    """The steps of a command: the one under way with its clock, those before with their seconds."""

    def __init__(self, console: Any, shown: Any) -> None:
        self.console = console
        self.shown = shown
        self.step = "starting"
        self.since = time.monotonic()
        self.task = shown.add_task(self.step)

    def begin(self, step: str) -> None:
        """End the step under way and begin another; one that only counts on is the same."""
        if _COUNTED.sub("", step) != _COUNTED.sub("", self.step):
            self.end()
            self.since = time.monotonic()
            self.shown.reset(self.task)
        self.step = step
        self.shown.update(self.task, description=step)

    def end(self) -> None:
        """Leave a line about the step under way, if it took long enough to be noticed."""
        took = time.monotonic() - self.since
        if took >= NOTICED:
            self.console.print(f"  {self.step}: {took:.1f} s")


_COUNTED = re.compile(r"[\d,.%]+")
NOTICED = 0.5
"""Seconds from which on a step leaves a line."""


def query_text(file: str) -> str:
    """Return the SPARQL that an argument means: a file, a name in the gallery, or standard
    input.
    """
    from graph.paths import QUERIES
    from graph.questions import QuestionError, read_question

    path = Path(file)
    try:
        if file == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        if not path.exists() and (QUERIES / f"{file}.ttl").exists():
            path = QUERIES / f"{file}.ttl"
        return read_question(path).query if path.suffix == ".ttl" else path.read_text("utf-8-sig")
    except (QuestionError, UnicodeDecodeError, OSError, ValueError) as error:
        if "{" in file:
            fail(
                f"'{file}' is not a file; to pass a query directly, use: echo '...' | eucn query -",
                CALL_WRONG,
            )
        if isinstance(error, FileNotFoundError):
            fail(f"{file}: no such file, and no query of that name in queries/", CALL_WRONG)
        reason = error.strerror if isinstance(error, OSError) else error
        fail(f"{file}: {reason}", CALL_WRONG)
