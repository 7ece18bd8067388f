"""From two modes to one: the weighted network between actors, as arrays.

Everything that counts works on ``Projection``, so that the same code serves five documents and a
register with a million ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import igraph
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.network.model.ties import TwoMode

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Projection:
    """An undirected network of ``n`` actors: tie k joins ``a[k]`` < ``b[k]`` with ``weight[k]`` >
    0.

    ``count[k]`` is the number of settings the two share.
    """

    n: int
    a: IntArray
    b: IntArray
    weight: FloatArray
    count: IntArray

    @property
    def size(self) -> int:
        """Return the number of ties."""
        return len(self.a)

    def adjacency(self, weighted: bool = True) -> Any:
        """Return the symmetric scipy CSR matrix (n x n), of weights or of ones."""
        data = self.weight if weighted else np.ones(self.size)
        upper = sparse.coo_matrix((data, (self.a, self.b)), shape=(self.n, self.n))
        matrix = (upper + upper.T).tocsr()
        matrix.sort_indices()
        return matrix

    def graph(self) -> igraph.Graph:
        """Return the network for igraph, vertices in the same order, without attributes.

        Made once; nobody may change it.
        """
        return self._graph

    @cached_property
    def _graph(self) -> igraph.Graph:
        return igraph.Graph(n=self.n, edges=np.column_stack([self.a, self.b]))

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept of it: what is quick to make again is not."""
        made = {"_graph", "contacts"}
        return {name: value for name, value in self.__dict__.items() if name not in made}

    @cached_property
    def contacts(self) -> list[list[int]]:
        """Return the contacts of each actor, in order."""
        matrix = self.adjacency(weighted=False)
        return [
            matrix.indices[matrix.indptr[actor] : matrix.indptr[actor + 1]].tolist()
            for actor in range(self.n)
        ]

    def degree(self) -> IntArray:
        """Return the number of ties of each actor."""
        ends = np.concatenate([self.a, self.b]) if self.size else np.zeros(0, dtype=np.int64)
        return np.bincount(ends, minlength=self.n).astype(np.int64)


def from_edges(
    n: int, edges: list[tuple[int, int]], weights: list[float] | None = None
) -> Projection:
    """Make a network of given ties; a tie given twice adds up, a self-tie is left out."""
    joined: dict[tuple[int, int], float] = {}
    for at, (one, two) in enumerate(edges):
        if one != two:
            pair = (min(one, two), max(one, two))
            joined[pair] = joined.get(pair, 0.0) + (weights[at] if weights else 1.0)
    pairs = sorted(joined)
    return Projection(
        n=n,
        a=np.array([pair[0] for pair in pairs], dtype=np.int64),
        b=np.array([pair[1] for pair in pairs], dtype=np.int64),
        weight=np.array([joined[pair] for pair in pairs], dtype=np.float64),
        count=np.ones(len(pairs), dtype=np.int64),
    )


def incidence(two_mode: TwoMode) -> tuple[list[str], list[str], Any]:
    """Return actors and settings (sorted) and their incidence (scipy CSR, actors x settings)."""
    actors = sorted(two_mode.actors)
    settings = sorted(two_mode.settings)
    row = {iri: at for at, iri in enumerate(actors)}
    column = {iri: at for at, iri in enumerate(settings)}
    links = {(row[link.actor], column[link.setting]) for link in two_mode.links}
    pairs = np.array(sorted(links), dtype=np.int64).reshape(-1, 2)
    shape = (len(actors), len(settings))
    ones = np.ones(len(pairs))
    return actors, settings, sparse.csr_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=shape)


def project(matrix: Any, weighting: str = "newman") -> Projection:
    """Project an actors x settings incidence onto the actors.

    ``weighting`` is ``newman`` (each shared setting of n actors adds 1/(n-1); Newman 2001, Phys.
    Rev. E 64, 016132) or ``count`` (each adds 1). Raises ValueError on any other.
    """
    if weighting not in ("newman", "count"):
        raise ValueError(f"weighting must be newman or count, not {weighting!r}")
    ones = sparse.csr_matrix(matrix, dtype=np.float64, copy=True)
    ones.sum_duplicates()
    ones.data[:] = 1.0
    size = np.asarray(ones.sum(axis=0)).ravel()
    shared = sparse.triu(ones @ ones.T, k=1).tocsr()
    shared.sort_indices()
    counts = shared.tocoo()
    count = np.rint(counts.data).astype(np.int64)
    weight = counts.data.astype(np.float64)
    if weighting == "newman":
        share = np.where(size > 1, 1.0 / np.maximum(size - 1, 1), 0.0)
        weighed = sparse.triu(ones @ sparse.diags(share) @ ones.T, k=1).tocsr()
        weighed.sort_indices()
        weight = weighed.data.astype(np.float64)
    return Projection(
        n=ones.shape[0],
        a=counts.row.astype(np.int64),
        b=counts.col.astype(np.int64),
        weight=weight,
        count=count,
    )
