"""Structural holes: Burt's constraint and effective size.

Burt, R. (1992), Structural Holes, ch. 2; Borgatti, S. (1997), Structural holes: unpacking Burt's
redundancy measures, Connections 20, 35.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from graph.network.projection import FloatArray, Projection

# Products of large sparse matrices are cut into bands of rows, to stay within some 100 MB.
ROWS = 2000


def constraint(network: Projection, weighted: bool = True) -> FloatArray:
    """Return Burt's constraint of each actor; NaN where an actor has no tie (not defined).

    c_i = sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2, p_ij the share of i's ties
    (by weight) that goes to j. Low: open; high: contacts are tied to each other.
    """
    matrix = network.adjacency(weighted)
    strength = np.asarray(matrix.sum(axis=1)).ravel()
    inverse = np.divide(1.0, strength, out=np.zeros_like(strength), where=strength > 0)
    share = (sparse.diags(inverse) @ matrix).tocsr()
    pattern = network.adjacency(weighted=False)
    result = np.full(network.n, np.nan)
    for start in range(0, network.n, ROWS):
        rows = slice(start, start + ROWS)
        indirect = (share[rows] @ share).multiply(pattern[rows])
        invested = (share[rows] + indirect).tocsr()
        result[rows] = np.asarray(invested.multiply(invested).sum(axis=1)).ravel()
    result[strength == 0] = np.nan
    return result


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
    return closed(network.adjacency(weighted=False)) / 2.0


def closed(matrix: Any, middle: Any = None, end: Any = None) -> FloatArray:
    """Return the row sums of (A M A) * (A N), M and N diagonal matrices of ones (default: all).

    For actor j: the ordered pairs (i, k) of its contacts, i in M and k in N, tied to each other.
    """
    n = matrix.shape[0]
    result = np.zeros(n)
    right = matrix if middle is None else (middle @ matrix).tocsr()
    pattern = matrix if end is None else (matrix @ end).tocsr()
    for start in range(0, n, ROWS):
        rows = slice(start, start + ROWS)
        found = (matrix[rows] @ right).multiply(pattern[rows])
        result[rows] = np.asarray(found.sum(axis=1)).ravel()
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
