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

from graph.network.model.projection import FloatArray, IntArray, Projection, project

Progress = Callable[[float], None]

# Below this many actors one process is faster than starting several.
PARALLEL_FROM = 10_000
# From so many on it pays to look for actors that one search serves.
TWINS_FROM = 600
# Columns of the matrices that count paths: 10 MB each on a network of ten thousand groups.
SOURCES_AT_ONCE = 128
# Up to so many groups their ties are a full matrix.
FEW_GROUPS = 300


def betweenness(
    network: Projection, processes: int = 1, progress: Progress | None = None
) -> FloatArray:
    """Return the betweenness of each actor, unnormalised.

    Large networks are searched by groups of actors with the same closed neighbourhood: see
    ``_between_groups``.
    """
    if network.n < 3 or not network.size:
        return np.zeros(network.n)
    if network.n < TWINS_FROM:
        return np.array(network.graph().betweenness(directed=False), dtype=np.float64)
    everyone = np.ones(network.n)
    # Each unordered pair comes up in both directions.
    return _between_groups(network, everyone, everyone, processes, progress) / 2.0


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
    if network.n >= TWINS_FROM:
        ends = np.zeros((2, network.n))
        ends[0, few] = ends[1, many] = 1.0
        return _between_groups(network, ends[0], ends[1])
    one = network.graph().betweenness(directed=False, sources=few, targets=many)
    # igraph halves for undirected networks as if each pair came up in both directions.
    return np.array(one, dtype=np.float64) * 2.0


def between_in_settings(matrix: Any, sources: FloatArray, targets: FloatArray) -> FloatArray:
    """Return what ``betweenness_between`` gives on the projection of an incidence (scipy CSR).

    ``sources`` and ``targets`` are 1 for those who are, else 0. Who takes part in the same settings
    as another is one node with it (see ``_between_groups``). Where few such nodes are left, as of
    five hundred actors in fifty settings, neither the ties nor the paths between all have to be
    made; else they are.
    """
    taking, group = _of_same_settings(matrix)
    size = int(group.max()) + 1 if len(group) else 0
    total = np.zeros(matrix.shape[0])
    begin, weigh = (
        np.bincount(group, weights=one[taking]).astype(np.float64) for one in (sources, targets)
    )
    if not (begin.any() and weigh.any()):
        return total
    if size > FEW_GROUPS:
        ends = (np.flatnonzero(one).tolist() for one in (sources, targets))
        return betweenness_between(project(matrix, "count"), *ends)
    first = np.zeros(size, dtype=np.int64)
    first[group[::-1]] = taking[::-1]
    held = matrix[first]
    # Sparse, though small: of full matrices the library's threads wait for each other.
    ties = held @ held.T
    ties.data[:] = 1.0
    ties.setdiag(0.0)
    ties.eliminate_zeros()
    if np.count_nonzero(begin) > np.count_nonzero(weigh):
        begin, weigh = weigh, begin
    from_ = np.flatnonzero((begin > 0) & (np.diff(ties.indptr) > 0))
    many = np.bincount(group).astype(np.float64)
    total[taking] = (_shares(ties, many, weigh, from_) @ begin[from_])[group]
    return total


def _of_same_settings(matrix: Any) -> tuple[IntArray, IntArray]:
    """Return the rows that have any column, and for each the number of those with the same ones."""
    counts = np.diff(matrix.indptr)
    taking = np.flatnonzero(counts)
    # Most have one: its number says all. Others are told apart by all of theirs.
    key = matrix.indices[matrix.indptr[taking]].astype(np.int64)
    seen: dict[bytes, int] = {}
    for at in np.flatnonzero(counts[taking] > 1).tolist():
        row = taking[at]
        mine = np.sort(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]).tobytes()
        key[at] = seen.setdefault(mine, matrix.shape[1] + len(seen))
    _, group = np.unique(key, return_inverse=True)
    return taking, group.astype(np.int64)


def _between_groups(
    network: Projection,
    sources: FloatArray,
    targets: FloatArray,
    processes: int = 1,
    progress: Progress | None = None,
) -> FloatArray:
    """Return betweenness over ordered pairs, each weighed by its source's and its target's weight.

    Actors with the same closed neighbourhood (partners of one single project, as a rule) are one
    node, as often as there are of them: they are tied to each other and to the same others, so no
    shortest path has two of them, and each has the same share of all. On the network of these
    groups the paths from many sources are counted at once, level by level, as products of
    matrices (Brandes 2001, J. Math. Sociology 25, 163).
    """
    group, many = _groups(network)
    first = np.zeros(len(many), dtype=np.int64)
    first[group[::-1]] = np.arange(network.n)[::-1]
    matrix = network.adjacency(weighted=False)[first][:, first].tocsr()
    # Ties within a group lie on no path between others.
    matrix.setdiag(0.0)
    matrix.eliminate_zeros()
    begin = np.bincount(group, weights=sources, minlength=len(many))
    weigh = np.bincount(group, weights=targets, minlength=len(many)).astype(np.float64)
    from_ = np.flatnonzero((begin > 0) & (np.diff(matrix.indptr) > 0))
    blocks = [from_[at : at + SOURCES_AT_ONCE] for at in range(0, len(from_), SOURCES_AT_ONCE)]
    total = np.zeros(len(many))
    if network.n < PARALLEL_FROM or processes < 2:
        for done, block in enumerate(blocks, start=1):
            total += _shares(matrix, many, weigh, block) @ begin[block]
            if progress:
                progress(done / len(blocks))
        return np.asarray(total[group])
    with ProcessPoolExecutor(
        max_workers=processes, initializer=_start, initargs=(matrix, many, weigh)
    ) as pool:
        waiting = {pool.submit(_of_block, block): block for block in blocks}
        for done, future in enumerate(as_completed(waiting), start=1):
            total += future.result() @ begin[waiting[future]]
            if progress:
                progress(done / len(blocks))
    return np.asarray(total[group])


def _groups(network: Projection) -> tuple[IntArray, FloatArray]:
    """Return the group of each actor, and how many actors each group has."""
    found = twins(network)
    group = np.zeros(network.n, dtype=np.int64)
    for at, members in enumerate(found):
        group[members] = at
    return group, np.array([float(len(members)) for members in found])


def _shares(matrix: Any, many: FloatArray, targets: FloatArray, sources: IntArray) -> FloatArray:
    """Return for each group (row) and source the paths to all targets that pass through one of it.

    Each path counts as its share of the shortest ones between its ends. ``paths`` counts the
    shortest paths from the source to one actor of a group.
    """
    shape = (matrix.shape[0], len(sources))
    many, targets = many[:, None], targets[:, None]
    start = sources, np.arange(len(sources))
    paths = np.zeros(shape)
    paths[start] = 1.0
    ahead, new = paths, paths > 0.0
    seen, levels = new, [new]
    while True:
        found = matrix @ ahead
        new = (found > 0.0) & ~seen
        if not new.any():
            break
        ahead = np.where(new, found, 0.0)
        paths = paths + ahead
        ahead *= many
        seen = seen | new
        levels.append(new)
    shares = np.zeros(shape)
    for level in range(len(levels) - 1, 1, -1):
        ends = np.zeros(shape)
        np.divide(targets + many * shares, paths, out=ends, where=levels[level])
        shares += np.where(levels[level - 1], (matrix @ ends) * paths, 0.0)
    return shares


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


class _Worker:
    """What a process of the pool keeps between its tasks."""

    given: tuple[Any, FloatArray, FloatArray] | None = None


def _start(matrix: Any, many: FloatArray, targets: FloatArray) -> None:
    _Worker.given = matrix, many, targets


def _of_block(sources: IntArray) -> FloatArray:
    assert _Worker.given is not None
    return _shares(*_Worker.given, sources)
