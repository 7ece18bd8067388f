"""Backbones against what they stand for, by other means: integrals, exact sums, fractions.

Shared activities are counted pair by pair here, and every degree again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy import sparse
from scipy.integrate import quad

from graph.network.measures.analysis import Analysis
from graph.network.measures.backbone import ALPHA, configuration, disparity, sdsm
from graph.network.model.projection import from_edges, project


def davis() -> Any:
    """Davis' women and their events: the two-mode network that everybody has."""
    graph: Any = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    return sparse.csr_matrix(nx.bipartite.biadjacency_matrix(graph, women, events).astype(float))


def chances(matrix: Any) -> Any:
    """Return the probability of each actor in each activity, from those by degree."""
    rows, columns = (np.asarray(matrix.sum(axis=axis)).ravel().astype(int) for axis in (1, 0))
    kinds, row_of, times = np.unique(rows, return_inverse=True, return_counts=True)
    sizes, column_of, of_size = np.unique(columns, return_inverse=True, return_counts=True)
    return configuration(kinds, times, sizes, of_size)[row_of][:, column_of]


def test_the_degrees_hold_on_average() -> None:
    matrix = davis()
    chance = chances(matrix)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert chance.sum(axis=1) == pytest.approx(np.asarray(matrix.sum(axis=1)).ravel(), abs=1e-6)
    assert chance.sum(axis=0) == pytest.approx(np.asarray(matrix.sum(axis=0)).ravel(), abs=1e-6)


def test_the_odds_are_a_product_of_one_number_for_each_actor_and_activity() -> None:
    """Of all models with these degrees the one of the greatest entropy (Saracco et al. 2015)."""
    chance = chances(davis())
    odds = np.log(chance / (1 - chance))
    apart = odds - odds[:1] - odds[:, :1] + odds[0, 0]
    assert apart == pytest.approx(np.zeros_like(apart), abs=1e-6)


def test_the_tail_is_that_of_the_exact_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = davis()
    network, chance = project(matrix), chances(matrix)
    exact = []
    for a, b, count in zip(network.a, network.b, network.count, strict=True):
        # How many activities the two share: one more or not, activity by activity.
        shares = np.array([1.0])
        for both in chance[a] * chance[b]:
            shares = np.append(shares * (1 - both), 0.0) + np.append(0.0, shares * both)
        exact.append(shares[int(count) :].sum())
    assert sdsm(matrix, network) == pytest.approx(np.array(exact), abs=1e-9)
    # What is too large for that is near it.
    monkeypatch.setattr("graph.network.measures.backbone.EXACT", 0)
    assert sdsm(matrix, network) == pytest.approx(np.array(exact), abs=0.02)


def test_disparity_is_the_integral_of_serrano() -> None:
    """1 - (k - 1) times the integral of (1 - x)^(k - 2) from 0 to the share of the weight."""
    network = from_edges(5, [(0, 1), (0, 2), (0, 3), (1, 2), (3, 4)], [6.0, 1.0, 1.0, 2.0, 4.0])
    strength, ties = np.zeros(5), np.zeros(5, dtype=int)
    for a, b, weight in zip(network.a, network.b, network.weight, strict=True):
        for end in (a, b):
            strength[end] += weight
            ties[end] += 1

    def tail(end: int, weight: float) -> float:
        k = int(ties[end])
        if k == 1:
            return 1.0
        area, _ = quad(lambda x: (1 - x) ** (k - 2), 0, weight / strength[end])
        return float(1 - (k - 1) * area)

    expected = [
        min(tail(a, weight), tail(b, weight))
        for a, b, weight in zip(network.a, network.b, network.weight, strict=True)
    ]
    assert disparity(network) == pytest.approx(np.array(expected), abs=1e-9)
    # By hand: the first actor gives 6 of 8 to one of its three.
    assert disparity(network)[0] == pytest.approx(float(Fraction(1, 4) ** 2))


def test_the_backbone_of_a_view_has_its_ties_in_their_order(generated_network: Any) -> None:
    analysis = Analysis(generated_network(40, 25, 3), runs=0)
    p = disparity(analysis.projection)
    by_pair = {
        (analysis.actors[a], analysis.actors[b]): value < ALPHA
        for a, b, value in zip(analysis.projection.a, analysis.projection.b, p, strict=True)
    }
    kept = analysis.backbone("disparity")
    assert {(t.a, t.b): bool(k) for t, k in zip(analysis.ties, kept, strict=True)} == by_pair
    with pytest.raises(ValueError, match="disparity, not other"):
        analysis.backbone("other")
