"""The access log: a line of JSON a request, written beside the serving, never in its way."""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

PAUSE = 0.2
"""Seconds after which lines are written together."""
MOST = 20_000
"""Lines that wait for a terminal or disk that does not take them; older ones are dropped."""


class AccessLog:
    """Lines are kept, and written by a thread of their own."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.lines: deque[bytes] = deque(maxlen=MOST)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="access log", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, where: str) -> AccessLog | None:
        """Return the log at ``where``: ``-`` for standard output, ``none`` for no log, else a
        file.
        """
        if where in ("", "none"):
            return None
        if where == "-":
            return cls(os.fdopen(1, "wb", buffering=0, closefd=False))
        return cls(Path(where).open("ab", buffering=0))

    def write(
        self,
        client: str,
        method: str,
        path: str,
        query: str,
        status: int,
        size: int,
        seconds: float,
        agent: str,
    ) -> None:
        """Note a request. Addresses of clients are noted, what they ask in a POST is not."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": client,
            "method": method[:20],
            "path": path[:500],
            "query": query[:1000],
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 2),
            "agent": agent[:200],
        }
        self.lines.append(json.dumps(line).encode("ascii") + b"\n")

    def close(self) -> None:
        """Write what is left."""
        self._stop.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        while not self._stop.wait(PAUSE):
            self._flush()
        self._flush()

    def _flush(self) -> None:
        lines = []
        while self.lines:
            lines.append(self.lines.popleft())
        try:
            if lines:
                self.stream.write(b"".join(lines))
        except OSError:
            # A full disk or a closed terminal must not cost the reader the answer.
            self.stream = Path(os.devnull).open("wb", buffering=0)  # noqa: SIM115
