"""An axis of years that leaves out long stretches in which nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEAST_GAP = 6
"""Years without anything from which on a stretch is left out."""
KEPT = 1.0
"""How many years wide a stretch that was left out is drawn."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Years to x; ``gaps`` are the stretches (first year, last year) that are left out."""

    first: int
    last: int
    left: float
    right: float
    gaps: tuple[tuple[int, int], ...] = ()

    def x(self, year: float) -> float:
        """Return where a year, with its fraction, is drawn."""
        whole = self._drawn(float(self.last))
        return self.left + (self.right - self.left) * self._drawn(year) / max(whole, 1.0)

    def _drawn(self, year: float) -> float:
        """Return how many years wide everything before ``year`` is drawn."""
        wide = year - self.first
        for start, end in self.gaps:
            if year > start:
                passed = min(year, float(end)) - start
                wide -= passed * (1 - KEPT / (end - start))
        return wide

    @property
    def breaks(self) -> tuple[float, ...]:
        """Return the middles of the stretches that are left out."""
        return tuple(round((self.x(start) + self.x(end)) / 2, 1) for start, end in self.gaps)

    def marks(self, most: int = 9) -> tuple[tuple[int, float], ...]:
        """Return the years to write, at most about ``most``, and where; none in a gap."""
        step = max(1, -(-round(self._drawn(self.last)) // most))
        edges = {self.first, *(year for gap in self.gaps for year in gap)}
        found: list[tuple[int, float]] = []
        room = (self.right - self.left) / (most + 3)
        for year in range(self.first, self.last + 1):
            if any(start < year < end for start, end in self.gaps):
                continue
            wanted = year in edges or (year - self.first) % step == 0
            if wanted and (not found or self.x(year) - found[-1][1] >= room):
                found.append((year, round(self.x(year), 1)))
        return tuple(found)


def axis(spans: Iterable[tuple[float, float]], left: float, right: float) -> Axis:
    """Return the axis for some spans of years; long empty stretches between them are left out."""
    ordered = sorted(spans)
    first, reached = int(ordered[0][0]), ordered[0][1]
    gaps = []
    for begin, finish in ordered[1:]:
        start, end = int(reached - 0.001) + 1, int(begin)
        if end - start >= LEAST_GAP:
            gaps.append((start, end))
        reached = max(reached, finish)
    return Axis(first, int(reached - 0.001) + 1, left, right, tuple(gaps))
