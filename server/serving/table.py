"""Memory that all processes share: when each worker began what it does, and why it was ended.

A row has one worker; the worker writes when it begins and stops, the holder writes the reason
before it ends the worker, and the web process reads that once the worker is gone.
"""

from __future__ import annotations

import mmap

REASONS = ("", "time", "memory")
_FIELDS = 3
_START, _REASON, _ALLOWED = range(_FIELDS)


class Table:
    """Rows of workers, made before any process is forked."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._map = mmap.mmap(-1, max(1, rows) * _FIELDS * 8)
        self._cells = memoryview(self._map).cast("d")

    def clear(self, row: int) -> None:
        """Make a row ready for a new worker."""
        for field in range(_FIELDS):
            self._cells[row * _FIELDS + field] = 0.0

    def begin(self, row: int, moment: float) -> None:
        """Note that the worker of a row has begun something."""
        self._cells[row * _FIELDS + _ALLOWED] = 0.0
        self._cells[row * _FIELDS + _START] = moment

    def stop(self, row: int) -> None:
        """Note that it is done."""
        self._cells[row * _FIELDS + _START] = 0.0

    def started(self, row: int) -> float:
        """Return when the worker began what it does now (monotonic seconds); 0 where it is idle."""
        return self._cells[row * _FIELDS + _START]

    def allow(self, row: int, seconds: float) -> None:
        """Note that what the worker of a row does now may take so long."""
        self._cells[row * _FIELDS + _ALLOWED] = seconds

    def allowed(self, row: int) -> float:
        """Return how long that is; 0 where it has the time that all have."""
        return self._cells[row * _FIELDS + _ALLOWED]

    def end(self, row: int, reason: str) -> None:
        """Note why the worker of a row is about to be ended."""
        self._cells[row * _FIELDS + _REASON] = float(REASONS.index(reason))

    def reason(self, row: int) -> str:
        """Why a worker was ended; empty where nobody here ended it."""
        return REASONS[int(self._cells[row * _FIELDS + _REASON])]
