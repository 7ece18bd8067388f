"""Writing a record is not the end: it is checked as every build checks it, and built.

One thing runs at a time, in a process of its own. A record that a build refuses becomes a draft
again, so that it stops nobody's next build, and what is wrong with it is told on the page.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from graph.extraction.finishing import is_draft, put_back
from graph.store.layers import Kind, layers_of
from graph.store.versions import current

_BUSY = "another build is writing"
_PATIENCE = 600.0
"""Seconds for which a build that somebody else began is waited for."""
MOST_LINES = 20


class Builder:
    """Checks and builds of one ``eucn curate``, in their order."""

    def __init__(self, sources: Path, store: str) -> None:
        self.sources = sources
        self.store = store
        self._waiting: deque[tuple[Path, bool]] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._began = 0.0
        self._before: Path | None = None
        """The version that the store had when the build began, while one runs."""
        self._last: dict[str, Any] = {"code": None, "built": False, "problems": []}

    def ask(self, record: Path, build: bool) -> None:
        """Check a record that was written, and build the graph with it where ``build``."""
        with self._lock:
            self._waiting.append((record, build))
            if self._thread is None:
                self._began = time.monotonic()
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def state(self) -> dict[str, Any]:
        """Return whether something runs, for how many seconds, and how the last one ended.

        ``live`` is whether a build that still runs has put the facts into the store already: what
        is computed of the network follows.
        """
        with self._lock:
            running = self._thread is not None
            seconds = round(time.monotonic() - self._began) if running else 0
            live = running and self._before not in (None, self._version())
            return {"running": running, "seconds": seconds, "live": live, **self._last}

    def _version(self) -> Path:
        return Path(self.store).resolve()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                record, build = self._waiting.popleft()
                # What waits for the same work is done with it.
                records = {record, *(one for one, other in self._waiting if other == build)}
                kept = [row for row in self._waiting if row[1] != build]
                self._waiting = deque(kept)
            # One that the last build refused is not built, so nothing may say that it was.
            records = {one for one in records if not is_draft(one)}
            if not records:
                continue
            code, problems = self._checked(records, build)
            with self._lock:
                self._last = {"code": code, "built": build, "problems": problems}

    def _checked(self, records: set[Path], build: bool) -> tuple[int, list[str]]:
        told: list[str] = []
        while True:
            code, lines = self._call(build)
            refused = {
                record: [line for line in lines if _speaks_of(line, record)] for record in records
            }
            refused = {record: found for record, found in refused.items() if found}
            if not code or not refused:
                return code or int(bool(told)), told or (lines[-MOST_LINES:] if code else [])
            for record, found in refused.items():
                put_back(record)
                told += found[:MOST_LINES]
            records = records - refused.keys()
            if not records:
                return code, told

    def _call(self, build: bool) -> tuple[int, list[str]]:
        command = [sys.executable, "-m", "eucn", "build" if build else "validate"]
        command += ["--sources", str(self.sources)]
        if build:
            command += ["--store", self.store]
            command += [] if self._has_registers() else ["--no-registers"]
        until = time.monotonic() + _PATIENCE
        while True:
            with self._lock:
                self._before = self._version() if build else None
            done = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
            if _BUSY not in done.stdout or time.monotonic() > until:
                return done.returncode, done.stdout.splitlines()
            time.sleep(2)

    def _has_registers(self) -> bool:
        """Return whether the store has registers, or would have: a first build takes them."""
        found = current(Path(self.store))
        return found is None or any(one.kind == Kind.REGISTER for one in layers_of(found[1]))


def _speaks_of(line: str, record: Path) -> bool:
    return record.name + ":" in line and ": warning:" not in line
