"""Groups of actors that are tied more to each other than to the rest, and how firm they are.

Leiden (Traag, Waltman, van Eck 2019, Sci. Rep. 9, 5233) for modularity (Newman 2006) on weighted
ties. The method depends on chance, so it is run from fixed seeds, the best of the runs is kept,
and the agreement between the runs is told (adjusted Rand index; Hubert & Arabie 1985).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations

import igraph
import numpy as np

from graph.network.model.projection import FloatArray, IntArray, Projection

SEEDS = 50


@dataclass(frozen=True)
class Communities:
    """The best partition and how much the runs agree.

    ``member`` numbers each actor's community from 0, the largest first. ``stability`` is the mean
    adjusted Rand index over all pairs of runs (1: all the same). ``firmness`` is, for each actor,
    the mean share of runs in which it is together with those it is together with here (1.0 for
    an actor alone).
    """

    member: IntArray
    modularity: float
    stability: float
    firmness: FloatArray
    runs: int


def leiden(network: Projection, seed: int) -> IntArray:
    """Return the community of each actor in one run, numbered by size and first actor."""
    graph = network.graph()
    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = graph.community_leiden(
            objective_function="modularity", weights=network.weight.tolist(), n_iterations=4
        )
    finally:
        igraph.set_random_number_generator(random)
    return canonical(np.array(found.membership, dtype=np.int64))


def communities(network: Projection, seeds: int = SEEDS) -> Communities:
    """Run ``seeds`` times (seeds 0, 1, ...) and return the best partition with its stability."""
    if not network.size:
        alone = np.arange(network.n, dtype=np.int64)
        return Communities(alone, 0.0, 1.0, np.ones(network.n), 0)
    graph = network.graph()
    weights = network.weight.tolist()
    runs = [leiden(network, seed) for seed in range(seeds)]
    quality = [graph.modularity(run.tolist(), weights=weights) for run in runs]
    best = runs[int(np.argmax(np.round(quality, 12)))]
    agreement = [adjusted_rand(one, two) for one, two in combinations(runs, 2)]
    return Communities(
        member=best,
        modularity=float(max(quality)),
        stability=float(np.mean(agreement)) if agreement else 1.0,
        firmness=_firmness(best, runs),
        runs=seeds,
    )


def canonical(member: IntArray) -> IntArray:
    """Renumber a partition: largest community 0, equal sizes by their first actor."""
    size = np.bincount(member)
    first = np.full(len(size), len(member), dtype=np.int64)
    np.minimum.at(first, member, np.arange(len(member)))
    order = sorted(range(len(size)), key=lambda c: (-int(size[c]), int(first[c])))
    rank = np.empty(len(size), dtype=np.int64)
    rank[order] = np.arange(len(size))
    return np.asarray(rank[member], dtype=np.int64)


def adjusted_rand(one: IntArray, two: IntArray) -> float:
    """Return the adjusted Rand index of two partitions of the same actors (1: the same)."""
    if len(one) < 2:
        return 1.0
    table = np.zeros((int(one.max()) + 1, int(two.max()) + 1))
    np.add.at(table, (one, two), 1.0)

    def pairs(counts: FloatArray) -> float:
        return float((counts * (counts - 1.0) / 2.0).sum())

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = rows * columns / (len(one) * (len(one) - 1) / 2.0)
    largest = (rows + columns) / 2.0
    return 1.0 if largest == expected else (both - expected) / (largest - expected)


def _firmness(best: IntArray, runs: list[IntArray]) -> FloatArray:
    firm = np.ones(len(best))
    for community in range(int(best.max()) + 1):
        inside = np.flatnonzero(best == community)
        if len(inside) < 2:
            continue
        together = np.zeros((len(inside), len(inside)))
        for run in runs:
            together += run[inside][:, None] == run[inside][None, :]
        firm[inside] = (together.sum(axis=1) / len(runs) - 1.0) / (len(inside) - 1)
    return firm
