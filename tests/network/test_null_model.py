from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from graph.network.measures.centrality import betweenness
from graph.network.measures.null_model import curveball, permutation_test
from graph.network.model.projection import project


@given(st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=12), st.integers())
def test_trades_keep_both_degrees(links: list[set[int]], seed: int) -> None:
    before = [len(settings) for settings in links]
    held = sorted(s for settings in links for s in settings)
    curveball(links, 100, random.Random(seed))
    assert [len(settings) for settings in links] == before
    assert sorted(s for settings in links for s in settings) == held


def test_trades_reach_every_arrangement_about_equally() -> None:
    # Two actors with one setting each of two, and a third with both: 2 arrangements.
    links = [{0}, {1}, {0, 1}]
    chance = random.Random(1)
    seen = {0: 0, 1: 0}
    for _ in range(4000):
        curveball(links, 3, chance)
        seen[next(iter(links[0]))] += 1
    assert abs(seen[0] - 2000) < 200


def test_a_broker_by_degree_alone_is_not_unusual() -> None:
    # A star: the hub is in every pair whatever is shuffled, so nothing is unusual.
    matrix = sparse.csr_matrix(np.array([[1.0, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]))
    found = permutation_test(matrix, lambda m: betweenness(project(m)), runs=50)
    assert found.observed[0] == 3.0
    assert found.p[0] > 0.4
    assert not np.isnan(found.z).any()


def test_a_bridge_between_two_dense_groups_is_unusual_and_reproducible() -> None:
    rows = 13
    matrix = np.zeros((rows, 12))
    for setting in range(5):
        matrix[0:6, setting] = 1.0
        matrix[6:12, 5 + setting] = 1.0
    matrix[0, 0:4] = 0.0
    matrix[12, [0, 5]] = 1.0
    sparse_matrix = sparse.csr_matrix(matrix)
    one = permutation_test(sparse_matrix, lambda m: betweenness(project(m)), runs=99)
    two = permutation_test(sparse_matrix, lambda m: betweenness(project(m)), runs=99)
    assert one.p[12] == 0.01
    assert one.z[12] > 2
    assert one.p.tolist() == two.p.tolist()
