"""How the pairs of a European and a Chinese actor are joined: by a tie, through others, or not.

A share of *all* pairs counts those that nothing joins, and reads as if a broker were negligible;
a share of the connections that exist says what hangs on it. The pairs that nothing joins are
told beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.network.measures.robustness import components
from graph.network.model.projection import IntArray, Projection


@dataclass(frozen=True)
class Pairs:
    """Pairs of the two groups: ``tied``, ``through`` others only, ``apart`` (no path).

    ``through_of`` counts for each actor the pairs of the second kind that it is itself an end of.
    """

    tied: int
    through: int
    apart: int
    through_of: IntArray


def joined(network: Projection, first: Sequence[bool], second: Sequence[bool]) -> Pairs:
    """Count the pairs (first group, second group), which must not share an actor."""
    one, two = np.array(first, dtype=bool), np.array(second, dtype=bool)
    through_of: IntArray = np.zeros(network.n, dtype=np.int64)
    if not network.n:
        return Pairs(0, 0, 0, through_of)
    member = components(network)
    islands = int(member.max()) + 1
    ones = np.bincount(member[one], minlength=islands)
    twos = np.bincount(member[two], minlength=islands)
    crossing = (one[network.a] & two[network.b]) | (two[network.a] & one[network.b])
    tied_of = np.bincount(
        np.concatenate([network.a[crossing], network.b[crossing]]), minlength=network.n
    )
    through_of[one] = twos[member[one]] - tied_of[one]
    through_of[two] = ones[member[two]] - tied_of[two]
    tied = int(crossing.sum())
    reachable = int((ones * twos).sum())
    every = int(one.sum()) * int(two.sum())
    return Pairs(tied, reachable - tied, every - reachable, through_of)
