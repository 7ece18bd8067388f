"""Betweenness, exact, for networks of up to some ten thousand actors; and k-cores.

Definition: sum over pairs of actors of the share of their shortest paths that pass through the
actor (Freeman 1977, Sociometry 40, 35), ties unweighted, each unordered pair counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

import igraph
import numpy as np

from graph.network.model.projection import FloatArray, IntArray, Projection

Progress = Callable[[float], None]

# Below this many actors one process is faster than starting several.
PARALLEL_FROM = 10_000
# From so many on it pays to look for actors that one search serves.
TWINS_FROM = 600
SOURCES_IN_A_TASK = 400


def betweenness(
    network: Projection, processes: int = 1, progress: Progress | None = None
) -> FloatArray:
    """Return the betweenness of each actor, unnormalised.

    On large networks actors with the same closed neighbourhood (partners of one single project,
    as a rule) are searched from once: none of them lies between the others and anyone, so what
    they add to third actors is the same, and is multiplied.
    """
    if network.n < 3 or not network.size:
        return np.zeros(network.n)
    if network.n < TWINS_FROM:
        return np.array(network.graph().betweenness(directed=False), dtype=np.float64)
    tasks = _tasks(network)
    total = np.zeros(network.n)
    if network.n < PARALLEL_FROM:
        for times, sources in tasks:
            found = network.graph().betweenness(directed=False, sources=sources)
            total += times * np.array(found, dtype=np.float64)
        return total
    done = 0
    with ProcessPoolExecutor(
        max_workers=max(1, processes), initializer=_start, initargs=(network,)
    ) as pool:
        waiting = {pool.submit(_from, sources): times for times, sources in tasks}
        for future in as_completed(waiting):
            total += waiting[future] * future.result()
            done += 1
            if progress:
                progress(done / len(tasks))
    return total


def betweenness_between(
    network: Projection, sources: Sequence[int], targets: Sequence[int]
) -> FloatArray:
    """Return for each actor the sum, over pairs (source, target), of its share of their paths.

    With European actors as sources and Chinese ones as targets this is brokerage between the
    two sides (Flom et al. 2004, Connections 26, 62: Q-measures, before normalisation). The two
    lists must not share an actor (ValueError).
    """
    if set(sources) & set(targets):
        raise ValueError("sources and targets must be different actors")
    if not sources or not targets or not network.size:
        return np.zeros(network.n)
    # One search for each source: from the smaller side, ties having no direction.
    few, many = sorted((list(sources), list(targets)), key=len)
    one = network.graph().betweenness(directed=False, sources=few, targets=many)
    # igraph halves for undirected networks as if each pair came up in both directions.
    return np.array(one, dtype=np.float64) * 2.0


def normalise(scores: FloatArray) -> FloatArray:
    """Divide betweenness by the number of pairs without the actor, (n-1)(n-2)/2; 0 for n < 3."""
    n = len(scores)
    return scores / ((n - 1) * (n - 2) / 2) if n > 2 else np.zeros(n)


def normalise_two_mode(scores: FloatArray, mine: int, others: int) -> FloatArray:
    """Divide by the largest betweenness that a node of its mode can have in a two-mode network.

    ``mine`` nodes are in the mode of the scored nodes, ``others`` in the other one (Borgatti &
    Everett 1997, Social Networks 19, 243, eq. 4). 0 where no node could have any.
    """
    if not mine or not others:
        return np.zeros(len(scores))
    s, t = divmod(mine - 1, others)
    largest = (others * (s + 1)) ** 2 + others * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)
    return scores / (largest / 2) if largest > 0 else np.zeros(len(scores))


def two_mode_betweenness(matrix: Any) -> FloatArray:
    """Return the normalised betweenness of the rows (actors) of an incidence in its two modes.

    Projection ties everyone in a setting to everyone and so hides who joins settings; here paths
    run through the settings themselves.
    """
    rows, columns = matrix.shape
    if not matrix.nnz:
        return np.zeros(rows)
    entries = matrix.tocoo()
    edges = np.column_stack([entries.row, entries.col + rows])
    graph = igraph.Graph(n=rows + columns, edges=edges)
    # Actors of the same settings lie between nobody, and from each the same paths begin.
    same: dict[bytes, list[int]] = {}
    for row in range(rows):
        settings = np.sort(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]])
        same.setdefault(settings.tobytes(), []).append(row)
    by_times: dict[int, list[int]] = {1: list(range(rows, rows + columns))}
    for group in same.values():
        by_times.setdefault(len(group), []).append(group[0])
    raw = np.zeros(rows)
    for times, sources in sorted(by_times.items()):
        found = graph.betweenness(vertices=list(range(rows)), directed=False, sources=sources)
        raw += times * np.array(found, dtype=np.float64)
    return normalise_two_mode(raw, rows, columns)


def core_numbers(network: Projection) -> IntArray:
    """Return the largest k for which each actor is in the k-core (Seidman 1983)."""
    if not network.n:
        return np.zeros(0, dtype=np.int64)
    return np.array(network.graph().coreness(), dtype=np.int64)


def twins(network: Projection) -> list[list[int]]:
    """Group the actors by their closed neighbourhood (themselves and those they are tied to)."""
    matrix = network.adjacency(weighted=False)
    groups: dict[bytes, list[int]] = {}
    for actor in range(network.n):
        near = matrix.indices[matrix.indptr[actor] : matrix.indptr[actor + 1]]
        key = np.sort(np.append(near, actor)).tobytes()
        groups.setdefault(key, []).append(actor)
    return list(groups.values())


def _tasks(network: Projection) -> list[tuple[int, list[int]]]:
    """Return (multiplicity, sources) for every search; actors without ties need none."""
    degree = network.degree()
    by_times: dict[int, list[int]] = {}
    for group in twins(network):
        if degree[group[0]]:
            by_times.setdefault(len(group), []).append(group[0])
    return [
        (times, sources[start : start + SOURCES_IN_A_TASK])
        for times, sources in sorted(by_times.items())
        for start in range(0, len(sources), SOURCES_IN_A_TASK)
    ]


class _Worker:
    """What a process of the pool keeps between its tasks."""

    graph = None


def _start(network: Projection) -> None:
    _Worker.graph = network.graph()


def _from(sources: list[int]) -> FloatArray:
    assert _Worker.graph is not None
    return np.array(_Worker.graph.betweenness(directed=False, sources=sources), dtype=np.float64)
