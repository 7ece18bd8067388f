"""Which ties of a projection are more than the sizes of actors and activities give: its backbone.

A register's projection ties nearly everyone to everyone through large consortia. Two filters say
which ties stand out. ``sdsm`` (stochastic degree sequence model; Neal 2014, Social Networks 39,
84): the number of shared activities against random two-mode networks that have each actor's and
each activity's degree on average; probabilities from the bipartite configuration model (Saracco et
al. 2015), the upper tail by the refined normal approximation (Hong 2013). ``disparity`` (Serrano,
Boguna & Vespignani 2009, PNAS 106, 6483): the weight of a tie against an even spread over the
actor's ties.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from graph.network.model.projection import FloatArray, Projection

METHODS = ("sdsm", "disparity")
ALPHA = 0.05
EXACT = 300_000_000
"""Steps that the exact distribution may take: seconds. A whole register takes a thousand times."""


def backbone(
    method: str, matrix: Any, network: Projection, alpha: float = ALPHA
) -> NDArray[np.bool_]:
    """Return for each tie whether it is in the backbone. Raises ValueError for another method."""
    if method not in METHODS:
        raise ValueError(f"a backbone is {' or '.join(METHODS)}, not {method}")
    found = sdsm(matrix, network) if method == "sdsm" else disparity(network)
    return np.asarray(found < alpha, dtype=np.bool_)


def disparity(network: Projection) -> FloatArray:
    """Return the smaller of the two p-values of each tie; 1 for an actor's only tie."""
    strength = np.asarray(network.adjacency().sum(axis=1)).ravel()
    degree = network.degree()

    def tail(end: Any) -> FloatArray:
        share = np.divide(
            network.weight, strength[end], out=np.zeros(network.size), where=strength[end] > 0
        )
        return np.where(degree[end] > 1, (1.0 - np.minimum(share, 1.0)) ** (degree[end] - 1), 1.0)

    return np.minimum(tail(network.a), tail(network.b))


def sdsm(matrix: Any, network: Projection) -> FloatArray:
    """Return the p-value of each tie: as many shared activities or more, by chance."""
    rows = np.asarray(matrix.sum(axis=1)).ravel().astype(np.int64)
    columns = np.asarray(matrix.sum(axis=0)).ravel().astype(np.int64)
    row_kinds, row_of = np.unique(rows, return_inverse=True)
    column_kinds, times = np.unique(columns, return_counts=True)
    chance = configuration(row_kinds, np.bincount(row_of), column_kinds, times)
    one, two = row_of[network.a], row_of[network.b]
    pairs, pair_of = np.unique(np.stack([one, two]), axis=1, return_inverse=True)
    most = int(np.max(network.count, initial=0))
    if pairs.shape[1] * len(columns) * most <= EXACT:
        shares = _distribution(chance[pairs[0]] * chance[pairs[1]], times, most)
        below = np.cumsum(np.pad(shares, ((0, 0), (1, 0))), axis=1)
        at = network.count.astype(np.int64)
        return np.asarray(np.clip(1.0 - below[pair_of.ravel(), at], 0.0, 1.0), dtype=np.float64)
    return _approximated(network, chance, times, one, two)


def _distribution(both: FloatArray, times: Any, most: int) -> FloatArray:
    """Return how probable 0, 1, ... (less than ``most``) shared activities are, by row.

    ``both`` has for each kind of activity the probability that both are in one of it, ``times``
    how many of the kind there are (Poisson binomial, one activity after the other).
    """
    found = np.zeros((len(both), most))
    found[:, :1] = 1.0
    for kind, many in enumerate(times):
        there = both[:, kind, None]
        for _ in range(int(many)):
            found[:, 1:] = found[:, 1:] * (1.0 - there) + found[:, :-1] * there
            found[:, :1] *= 1.0 - there
    return found


def _approximated(
    network: Projection, chance: FloatArray, times: Any, one: Any, two: Any
) -> FloatArray:
    both = chance[:, None, :] * chance[None, :, :]
    mean = (both * times).sum(axis=2)
    variance = (both * (1.0 - both) * times).sum(axis=2)
    third = (both * (1.0 - both) * (1.0 - 2.0 * both) * times).sum(axis=2)
    deviation = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        skew = np.where(deviation > 0, third / deviation**3, 0.0)[one, two]
        # At least k: one less the distribution at k - 1, with half a step of continuity.
        x = (network.count - 0.5 - mean[one, two]) / deviation[one, two]
    density = np.exp(-x * x / 2.0) / np.sqrt(2.0 * np.pi)
    below = ndtr(x) + skew * (1.0 - x * x) * density / 6.0
    found = 1.0 - np.clip(below, 0.0, 1.0)
    return np.asarray(np.where(deviation[one, two] > 0, found, 1.0), dtype=np.float64)


def configuration(
    rows: Any, row_times: Any, columns: Any, column_times: Any, rounds: int = 2000
) -> FloatArray:
    """Return the probability of a link by degree of the actor and size of the activity.

    The degrees hold on average: p = xy / (1 + xy), x and y by fixed-point iteration. Degree 0 has
    probability 0, a degree equal to the number of the others 1.
    """
    d, r = np.asarray(rows, dtype=np.float64), np.asarray(row_times, dtype=np.float64)
    c, t = np.asarray(columns, dtype=np.float64), np.asarray(column_times, dtype=np.float64)
    links = max(float((d * r).sum()), 1.0)
    x, y = d / np.sqrt(links), c / np.sqrt(links)
    for _ in range(rounds):
        before = x
        x = _divide(d, (y * t / (1.0 + x[:, None] * y[None, :])).sum(axis=1))
        y = _divide(c, ((x * r)[:, None] / (1.0 + x[:, None] * y[None, :])).sum(axis=0))
        if np.max(np.abs(x - before), initial=0.0) < 1e-10 * max(
            1.0, float(np.max(x, initial=0.0))
        ):
            break
    product = x[:, None] * y[None, :]
    return np.asarray(product / (1.0 + product), dtype=np.float64)


def _divide(above: FloatArray, below: FloatArray) -> FloatArray:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
