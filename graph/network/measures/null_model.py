"""Is a score more than the number of activities explains? Permutation tests on the two modes.

The links between actors and settings are shuffled so that every actor keeps how many settings it
has and every setting how many actors (curveball trades: Strona et al. 2014, Nat. Commun. 5,
4114), the network is projected anew, and the score computed again. Shuffling the ties themselves
would pull the groups of a setting apart and make every real actor look unusual.

Two tests answer two questions. Shuffled *as a whole*, the network loses its islands: a score
below the expected one then says that the corpus falls apart, not that the actor does not broker.
Shuffled *within islands* (trades only between actors of one component) what is left to explain
is the actor's own place among those it can reach.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graph.network.model.projection import FloatArray, IntArray

PERMUTATIONS = 1000
SEED = 20190101


@dataclass(frozen=True)
class Comparison:
    """The observed scores beside those of the shuffled networks (arrays: one per actor).

    ``p`` is (1 + runs with at least the score) / (1 + runs), so never 0 (Phipson & Smyth 2010),
    ``p_low`` the same for at most the score;
    ``z`` is 0 where the shuffled scores do not vary.
    """

    observed: FloatArray
    mean: FloatArray
    deviation: FloatArray
    p: FloatArray
    p_low: FloatArray
    runs: int

    @property
    def z(self) -> FloatArray:
        """Return how many standard deviations the score is above the mean of the runs."""
        gap = self.observed - self.mean
        return np.divide(gap, self.deviation, out=np.zeros_like(gap), where=self.deviation > 1e-12)


def curveball(
    links: list[set[int]],
    trades: int,
    chance: random.Random,
    within: Sequence[int] | None = None,
) -> None:
    """Shuffle in place: two actors at a time trade the settings that only one of them has.

    ``within`` gives each actor a group; then only actors of one group trade.
    """
    groups: dict[int, list[int]] = {}
    for at, settings in enumerate(links):
        if settings:
            groups.setdefault(0 if within is None else within[at], []).append(at)
    # Everyone comes up equally often, whatever the size of its group.
    holders = [
        (inside, place)
        for inside in groups.values()
        if len(inside) > 1
        for place in range(len(inside))
    ]
    if not holders:
        return
    uniform = chance.random
    for _ in range(trades):
        inside, first = holders[int(uniform() * len(holders))]
        second = int(uniform() * (len(inside) - 1))
        one, two = links[inside[first]], links[inside[second + (second >= first)]]
        only_one, only_two = one - two, two - one
        if not only_one or not only_two:
            continue
        if len(only_one) == len(only_two) == 1:
            # The common case: one setting each, which change hands or stay.
            if uniform() < 0.5:
                one ^= only_one | only_two
                two ^= only_one | only_two
            continue
        pool = sorted(only_one | only_two)
        keep = set(chance.sample(pool, len(only_one)))
        one -= only_one
        one |= keep
        two -= only_two
        two |= set(pool) - keep


def permutation_test(
    matrix: Any,
    score: Callable[[Any], FloatArray],
    runs: int = PERMUTATIONS,
    seed: int = SEED,
    within: Sequence[int] | None = None,
) -> Comparison:
    """Compare ``score(incidence)`` with its values on shuffled incidences (scipy CSR, 0 and 1).

    ``within`` gives each row a group that it does not leave. The chain is shuffled by 5 trades for
    each actor before each run, 10 times that at first.
    """
    observed = score(matrix)
    links = [
        {int(s) for s in matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]}
        for row in range(matrix.shape[0])
    ]
    chance = random.Random(seed)
    trades = 5 * max(1, matrix.shape[0])
    curveball(links, 10 * trades, chance, within)
    total = np.zeros_like(observed)
    squares = np.zeros_like(observed)
    reached: IntArray = np.zeros(len(observed), dtype=np.int64)
    under: IntArray = np.zeros(len(observed), dtype=np.int64)
    for _ in range(runs):
        curveball(links, trades, chance, within)
        value = score(_matrix(links, matrix.shape))
        total += value
        squares += value * value
        reached += value >= observed - 1e-9
        under += value <= observed + 1e-9
    mean = total / max(runs, 1)
    variance = np.maximum(squares / max(runs, 1) - mean * mean, 0.0)
    return Comparison(
        observed=observed,
        mean=mean,
        deviation=np.sqrt(variance),
        p=((1.0 + reached) / (1.0 + runs)).astype(np.float64),
        p_low=((1.0 + under) / (1.0 + runs)).astype(np.float64),
        runs=runs,
    )


def islands(matrix: Any) -> list[int]:
    """Return the component of each row of an incidence, by its least row."""
    rows, columns = matrix.shape
    both = sparse.bmat([[None, matrix], [matrix.T, None]], format="csr")
    if not rows + columns:
        return []
    _, member = connected_components(both, directed=False)
    return [int(number) for number in member[:rows]]


def _matrix(links: list[set[int]], shape: tuple[int, int]) -> Any:
    rows = np.repeat(np.arange(len(links)), [len(settings) for settings in links])
    columns = np.array([s for settings in links for s in sorted(settings)], dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(columns)), (rows, columns)), shape=shape)
