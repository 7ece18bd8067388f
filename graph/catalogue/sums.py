"""Sums of money of a build, looked up by their amount: whose they are and in what."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

Row = tuple[Decimal, str, str, str]
"""An amount, whose it is, in what (``""`` where it is its own), and the property that gives it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sum: ``thing`` has it by ``property`` for its part in ``within``, ``""`` for its own."""

    amount: Decimal
    thing: str
    within: str
    property: str


@dataclass(slots=True)
class Sums:
    """Sums in the order of their amounts, in cents; IRIs stand once, as they are many."""

    _cents: array[int] = field(default_factory=lambda: array("q"))
    _rows: array[int] = field(default_factory=lambda: array("l"))
    """Three places of ``_iris`` for each sum."""
    _iris: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Sums:
        """Return the sums of some rows, each once."""
        made, at = cls(), dict[str, int]()
        ordered = sorted(
            {(int(amount * 100), thing, within, name) for amount, thing, within, name in rows}
        )
        for cents, thing, within, name in ordered:
            if cents > 0:
                made._cents.append(cents)
                made._rows.extend(at.setdefault(iri, len(at)) for iri in (thing, within, name))
        made._iris = list(at)
        return made

    def __len__(self) -> int:
        """Return how many sums there are."""
        return len(self._cents)

    def between(self, least: Decimal, most: Decimal) -> list[Found]:
        """Return the sums between two, the least first."""
        first = bisect_left(self._cents, math.ceil(least * 100))
        last = bisect_right(self._cents, math.floor(most * 100))
        found = []
        for place in range(first, last):
            thing, within, name = self._rows[3 * place : 3 * place + 3]
            amount = Decimal(self._cents[place]) / 100
            found.append(Found(amount, self._iris[thing], self._iris[within], self._iris[name]))
        return found
