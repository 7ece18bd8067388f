"""Memory that all workers share: the table of long queries, and counters.

The mapping is made before the workers are forked. Rows have one writer each, so no lock guards
the counters; the table of long queries is guarded by a file lock, which the system drops when its
holder is killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import mmap
import os
import tempfile
import time
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_FIELDS = 3
_PROCESS, _START, _CLIENT = range(_FIELDS)


class LongQueries:
    """Places for long queries, shared between clients.

    A query that has run for a while needs a place, and there is one fewer than there are workers:
    whatever the load, a worker stays for short queries. When all places are taken, a client that
    holds at least two more than the newcomer gives one back (its oldest query is ended);
    otherwise the newcomer is told to come again.
    """

    def __init__(self, places: int) -> None:
        self.places = max(1, places)
        self._map = mmap.mmap(-1, self.places * _FIELDS * 8)
        self._cells = memoryview(self._map).cast("d")
        # Record locks belong to a process, so the forked ones can share this open file.
        self._lock = tempfile.TemporaryFile(prefix="eucn-long-")  # noqa: SIM115

    def take(self, client: str) -> int | None:
        """A place for the calling process, or None; the place may be freed by ending another."""
        mark = float(zlib.crc32(client.encode()))
        with self._locked():
            held: dict[float, list[int]] = {}
            for row in range(self.places):
                if not self._alive(row):
                    return self._put(row, mark)
                held.setdefault(self._get(row, _CLIENT), []).append(row)
            mine = len(held.pop(mark, []))
            largest = max(held.values(), key=len, default=[])
            if len(largest) < mine + 2:
                return None
            return self._put(min(largest, key=lambda row: self._get(row, _START)), mark)

    def ended(self, row: int) -> bool:
        """Whether the place of the calling process was given to another."""
        return self._get(row, _PROCESS) != os.getpid()

    def release(self, row: int) -> None:
        """Give the place back, if it is still the calling process's."""
        with self._locked():
            if not self.ended(row):
                self._cells[row * _FIELDS + _PROCESS] = 0.0

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return sum(self._alive(row) for row in range(self.places))

    def _get(self, row: int, field: int) -> float:
        return self._cells[row * _FIELDS + field]

    def _put(self, row: int, client: float) -> int:
        start = row * _FIELDS
        self._cells[start + _PROCESS] = float(os.getpid())
        self._cells[start + _START] = time.monotonic()
        self._cells[start + _CLIENT] = client
        return row

    def _alive(self, row: int) -> bool:
        process = int(self._get(row, _PROCESS))
        if not process:
            return False
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        fcntl.lockf(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._lock, fcntl.LOCK_UN)


@dataclass(frozen=True)
class Counter:
    """A family of counters: one cell for each value of its label."""

    name: str
    says: str
    label: str
    values: tuple[str, ...]


BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_BUCKET_NAMES = (*(f"{bound:g}" for bound in BUCKETS), "+Inf")
COUNTERS = (
    Counter("eucn_requests", "Requests by status.", "status", ("2xx", "3xx", "4xx", "5xx")),
    Counter(
        "eucn_queries",
        "Queries that were run, by form.",
        "form",
        ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"),
    ),
    Counter(
        "eucn_ended",
        "Queries that were ended, by reason.",
        "reason",
        ("time", "memory", "busy", "queue"),
    ),
    Counter("eucn_cache", "Look-ups in the cache of answers.", "outcome", ("hit", "miss")),
    Counter("eucn_truncated", "Answers cut at the limit.", "what", ("result",)),
    Counter("eucn_bytes", "Bytes of answers sent.", "direction", ("sent",)),
    Counter("eucn_seconds_bucket", "Requests by duration.", "le", _BUCKET_NAMES),
    Counter("eucn_seconds_sum", "Seconds spent on requests.", "what", ("total",)),
)
_CELLS = {
    (counter.name, value): number
    for number, (counter, value) in enumerate(
        (counter, value) for counter in COUNTERS for value in counter.values
    )
}


class Counters:
    """Counters of all workers: each writes a row of its own, a reader adds the rows up."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._map = mmap.mmap(-1, rows * len(_CELLS) * 8)
        self._cells = memoryview(self._map).cast("d")
        self._offset = 0

    def use_row(self, row: int) -> None:
        """Let this process write row ``row``; what its last writer counted stays counted."""
        self._offset = (row % self.rows) * len(_CELLS)

    def add(self, name: str, value: str, amount: float = 1.0) -> None:
        """Add to a counter."""
        self._cells[self._offset + _CELLS[name, value]] += amount

    def total(self, name: str, value: str) -> float:
        """A counter's value over all workers."""
        cell = _CELLS[name, value]
        return sum(self._cells[row * len(_CELLS) + cell] for row in range(self.rows))


def bucket(seconds: float) -> str:
    """The histogram bucket a duration falls into: the first whose bound it does not pass."""
    return _BUCKET_NAMES[bisect_left(BUCKETS, seconds)]
