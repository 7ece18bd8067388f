"""Is a score more than the number of activities explains? Permutation tests on the two modes.

The links between actors and settings are shuffled so that every actor keeps how many settings it
has and every setting how many actors (curveball trades: Strona et al. 2014, Nat. Commun. 5,
4114; see ``Shuffled``), the network is projected anew, and the score computed again. Shuffling the
ties themselves would pull the groups of a setting apart and make every real actor look unusual.

Two tests answer two questions. Shuffled *as a whole*, the network loses its islands: a score
below the expected one then says that the corpus falls apart, not that the actor does not broker.
Shuffled *within islands* (trades only between actors of one component) what is left to explain
is the actor's own place among those it can reach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graph.network.model.projection import FloatArray, IntArray

PERMUTATIONS = 1000
SEED = 20190101
ROUNDS = 10
"""How often everyone trades between two runs: five trades for each actor, of two each."""


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


class Shuffled:
    """The links of an incidence, shuffled so that rows and columns keep how many they have.

    In a round all rows are paired at random, and the two of each pair trade the columns that only
    one of them has (global curveball: Carstens, Berger & Strona 2018, MethodsX 5, 773): the trades
    of a round do not touch each other, so they are made at once. A link keeps its column and
    changes its row. ``within`` gives each row a group; then only rows of one group are paired.
    """

    def __init__(self, matrix: Any, within: Sequence[int] | None = None) -> None:
        links = sparse.coo_matrix(matrix)
        self.rows: IntArray = links.row.astype(np.int64)
        self.columns: IntArray = links.col.astype(np.int64)
        self._shape = matrix.shape
        taking = np.unique(self.rows)
        group = np.asarray(within, dtype=np.int64)[taking] if within is not None else 0 * taking
        order = np.argsort(group, kind="stable")
        # Rows in the order of their groups, and where each place of that order belongs.
        self._taking, self._group = taking[order], group[order]
        _, first, many = np.unique(self._group, return_index=True, return_counts=True)
        place = np.arange(len(order)) - np.repeat(first, many)
        begin = np.cumsum((many + 1) // 2) - (many + 1) // 2
        self._pair: IntArray = np.repeat(begin, many) + place // 2
        self._second: IntArray = place % 2
        self._pairs = int(((many + 1) // 2).sum())

    def trade(self, rounds: int, chance: np.random.Generator) -> None:
        """Shuffle by so many rounds, in each of which everyone trades once."""
        height, width = self._shape
        pair_of, second_of = np.zeros(height, np.int64), np.zeros(height, np.int64)
        held: IntArray = np.zeros((2, self._pairs), dtype=np.int64)
        for _ in range(rounds):
            drawn = self._taking[np.argsort(self._group + chance.random(len(self._group)))]
            held[self._second, self._pair] = drawn
            pair_of[drawn], second_of[drawn] = self._pair, self._second
            pair = pair_of[self.rows]
            cell = pair * width + self.columns
            only = np.flatnonzero(np.bincount(cell)[cell] == 1) if len(cell) else cell
            key = pair[only] + chance.random(len(only))
            only = only[np.argsort(key)]
            pair = pair[only]
            many = np.bincount(pair, minlength=self._pairs)
            ones = np.bincount(pair[second_of[self.rows[only]] == 0], minlength=self._pairs)
            place = np.arange(len(only)) - (np.cumsum(many) - many)[pair]
            self.rows[only] = held[(place >= ones[pair]).astype(np.int64), pair]

    def matrix(self) -> Any:
        """Return the incidence as it is now (scipy CSR)."""
        ones = np.ones(len(self.rows))
        return sparse.csr_matrix((ones, (self.rows, self.columns)), shape=self._shape)


def permutation_test(
    matrix: Any,
    score: Callable[[Any], FloatArray],
    runs: int = PERMUTATIONS,
    seed: int = SEED,
    within: Sequence[int] | None = None,
) -> Comparison:
    """Compare ``score(incidence)`` with its values on shuffled incidences (scipy CSR, 0 and 1).

    ``within`` gives each row a group that it does not leave. Between two runs everyone trades ten
    times, ten times as often at first.
    """
    observed = score(matrix)
    links = Shuffled(matrix, within)
    chance = np.random.default_rng(seed)
    links.trade(10 * ROUNDS if runs else 0, chance)
    total = np.zeros_like(observed)
    squares = np.zeros_like(observed)
    reached: IntArray = np.zeros(len(observed), dtype=np.int64)
    under: IntArray = np.zeros(len(observed), dtype=np.int64)
    for _ in range(runs):
        links.trade(ROUNDS, chance)
        value = score(links.matrix())
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


def unvarying(observed: FloatArray, runs: int) -> Comparison:
    """Return the comparison of scores that are the same whatever is shuffled, without shuffling."""
    certain = np.ones(len(observed))
    return Comparison(observed, observed, np.zeros(len(observed)), certain, certain, runs)


def islands(matrix: Any) -> list[int]:
    """Return the component of each row of an incidence, by its least row."""
    rows, columns = matrix.shape
    both = sparse.bmat([[None, matrix], [matrix.T, None]], format="csr")
    if not rows + columns:
        return []
    _, member = connected_components(both, directed=False)
    return [int(number) for number in member[:rows]]
