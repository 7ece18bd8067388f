from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from graph.network.measures.centrality import (
    between_in_settings,
    betweenness,
    betweenness_between,
)
from graph.network.measures.null_model import Shuffled, permutation_test, unvarying
from graph.network.model.projection import project

LINKS = st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=12)


def incidence(links: list[set[int]]) -> Any:
    matrix = np.zeros((len(links), 10))
    for row, settings in enumerate(links):
        matrix[row, sorted(settings)] = 1.0
    return sparse.csr_matrix(matrix)


@given(LINKS, st.integers(0, 2**32))
def test_trades_keep_both_degrees(links: list[set[int]], seed: int) -> None:
    matrix = incidence(links)
    shuffled = Shuffled(matrix)
    shuffled.trade(7, np.random.default_rng(seed))
    found = shuffled.matrix().toarray()
    assert set(found.ravel().tolist()) <= {0.0, 1.0}
    assert found.sum(axis=0).tolist() == matrix.toarray().sum(axis=0).tolist()
    assert found.sum(axis=1).tolist() == matrix.toarray().sum(axis=1).tolist()


@given(LINKS, st.integers(0, 2**32))
def test_trades_within_groups_stay_there(links: list[set[int]], seed: int) -> None:
    matrix = incidence(links)
    groups = [at % 3 for at in range(len(links))]
    shuffled = Shuffled(matrix, groups)
    shuffled.trade(7, np.random.default_rng(seed))
    for group in range(3):
        inside = [at for at, one in enumerate(groups) if one == group]
        held = shuffled.matrix()[inside].sum(axis=0)
        assert held.tolist() == matrix[inside].sum(axis=0).tolist()


@pytest.mark.parametrize(
    ("links", "arrangements"),
    [
        ([{0}, {1}, {0, 1}], 2),
        ([{0}, {1}, {2}], 6),
        # Where the third column goes, the other two follow in either order.
        ([{0, 1}, {2}, {2}], 5),
    ],
)
def test_trades_reach_every_arrangement_about_equally(
    links: list[set[int]], arrangements: int
) -> None:
    shuffled = Shuffled(incidence(links))
    chance = np.random.default_rng(1)
    seen: Counter[bytes] = Counter()
    for _ in range(6000):
        shuffled.trade(3, chance)
        seen[shuffled.matrix().toarray().tobytes()] += 1
    assert len(seen) == arrangements
    expected = 6000 / arrangements
    assert all(abs(times - expected) < 0.15 * expected for times in seen.values())


@given(LINKS, st.lists(st.sampled_from(["eu", "china", "other"]), min_size=12, max_size=12))
def test_pairs_between_of_settings_are_those_of_the_projection(
    links: list[set[int]], drawn: list[str]
) -> None:
    matrix = incidence(links)
    sides = np.array(drawn[: len(links)])
    eu, china = sides == "eu", sides == "china"
    found = between_in_settings(matrix, eu.astype(float), china.astype(float))
    plain = betweenness_between(
        project(matrix, "count"), np.flatnonzero(eu).tolist(), np.flatnonzero(china).tolist()
    )
    assert np.allclose(found, plain, atol=1e-9)


def test_what_cannot_vary_is_as_a_test_finds_it() -> None:
    matrix = incidence([{0, 1}, {1}, {2}])
    tested = permutation_test(matrix, lambda m: np.zeros(3), runs=9)
    told = unvarying(np.zeros(3), 9)
    for name in ("observed", "mean", "deviation", "p", "p_low", "z"):
        assert getattr(told, name).tolist() == getattr(tested, name).tolist()


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
