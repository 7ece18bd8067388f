"""Structural holes: Burt's constraint and effective size.

Burt, R. (1992), Structural Holes, ch. 2; Borgatti, S. (1997), Structural holes: unpacking Burt's
redundancy measures, Connections 20, 35.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from graph.network.model.projection import FloatArray, Projection

# Products of large sparse matrices are cut into bands of rows, to stay within some 100 MB.
ROWS = 2000


def constraint(network: Projection, weighted: bool = True) -> FloatArray:
    """Return Burt's constraint of each actor; NaN where an actor has no tie (not defined).

    c_i = sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2, p_ij the share of i's ties
    (by weight) that goes to j. Low: open; high: contacts are tied to each other.
    """
    if not network.n:
        return np.zeros(0)
    weights = network.weight.tolist() if weighted else None
    # igraph needs 3 s for a million ties, products of sparse matrices 11 s.
    return np.array(network.graph().constraint(weights=weights), dtype=np.float64)


def effective_size(network: Projection, weighted: bool = False) -> FloatArray:
    """Return the effective size of each actor's network; NaN where it has no tie.

    Unweighted: contacts minus the mean number of ties that a contact has to other contacts,
    n - 2t/n (Borgatti 1997). Weighted: sum over contacts j of 1 - sum over q of p_iq m_jq, with
    m_jq the weight of j-q over the largest weight j has (Burt 1992). They agree on equal weights.
    """
    degree = network.degree().astype(np.float64)
    if weighted:
        redundancy = _burt_redundancy(network)
    else:
        redundancy = np.divide(
            2.0 * triangles(network), degree, out=np.zeros(network.n), where=degree > 0
        )
    return np.where(degree > 0, degree - redundancy, np.nan)


def triangles(network: Projection) -> FloatArray:
    """Return for each actor how many pairs of its contacts are tied to each other."""
    if not network.size:
        return np.zeros(network.n)
    degree = network.degree().astype(np.float64)
    share = np.array(network.graph().transitivity_local_undirected(mode="zero"))
    # The share of closed pairs times their number, rounded back to the count that it came from.
    return np.asarray(np.rint(share * degree * (degree - 1.0) / 2.0), dtype=np.float64)


def closed_by_end(matrix: Any, middle: Any, ends: FloatArray) -> FloatArray:
    """Return ((A M A) * A) E: for actor j and end group h the ordered pairs of tied contacts.

    ``middle`` is a diagonal matrix M of ones for the first contact's group, ``ends`` (n x groups)
    has
    ones for the second contact's. The work grows with the ties of the first group.
    """
    n = matrix.shape[0]
    result = np.zeros((n, ends.shape[1]))
    left = (matrix @ middle).tocsr()
    for start in range(0, n, ROWS):
        rows = slice(start, start + ROWS)
        found = (left[rows] @ matrix).multiply(matrix[rows])
        result[rows] = np.asarray(found @ ends)
    return result


def _burt_redundancy(network: Projection) -> FloatArray:
    """Return sum over contacts j and q of p_iq m_jq (q other than i and j) for each i."""
    matrix = network.adjacency(weighted=True)
    strength = np.asarray(matrix.sum(axis=1)).ravel()
    largest = np.zeros(network.n)
    np.maximum.at(largest, network.a, network.weight)
    np.maximum.at(largest, network.b, network.weight)
    inverse = np.divide(1.0, strength, out=np.zeros(network.n), where=strength > 0)
    tallest = np.divide(1.0, largest, out=np.zeros(network.n), where=largest > 0)
    share = (sparse.diags(inverse) @ matrix).tocsr()
    mutual = (sparse.diags(tallest) @ matrix).tocsr()
    pattern = network.adjacency(weighted=False)
    result = np.zeros(network.n)
    for start in range(0, network.n, ROWS):
        rows = slice(start, start + ROWS)
        redundant = (share[rows] @ mutual.T).multiply(pattern[rows])
        result[rows] = np.asarray(redundant.sum(axis=1)).ravel()
    return result
