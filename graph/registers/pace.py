"""How far a long reading has come: rows, rate, and the time that is left."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY = 5_000
"""Rows between two notes: often enough to see that it goes on, too seldom to cost anything."""

Progress = Callable[[str], None]


class Pace:
    """Tells on a progress line where the reading of a member stands."""

    def __init__(self, tell: Progress | None = None, now: Callable[[], float] = time.monotonic):
        self.tell = tell
        self.now = now
        self.started = now()

    def start(self) -> None:
        """A new member begins."""
        self.started = self.now()

    def at(self, name: str, rows: int, done: int, size: int) -> None:
        """So many rows were read, which are so many of the bytes."""
        if self.tell is None:
            return
        spent = max(self.now() - self.started, 1e-6)
        text = f"{name}: {rows:,} rows, {rows / spent:,.0f} per second"
        if 0 < done <= size:
            text += f", about {spent * (size - done) / done:,.0f} s left"
        self.tell(text)
