"""The same numbers as networkx and igraph on random networks."""

from __future__ import annotations

import math
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from graph.network.measures import centrality
from graph.network.measures.centrality import betweenness, betweenness_between, core_numbers
from graph.network.measures.communities import adjusted_rand, communities, leiden
from graph.network.measures.gould_fernandez import undirected, undirected_role_of
from graph.network.measures.robustness import (
    bridges,
    components,
    pairs_cut,
    pairs_without_other_contact,
    reach,
    splits,
)
from graph.network.measures.structural_holes import constraint, effective_size
from graph.network.model.projection import Projection, from_edges, project

EXACT = 1e-9


@st.composite
def networks(draw: st.DrawFn, largest: int = 12) -> Projection:
    n = draw(st.integers(1, largest))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    weights = [draw(st.integers(1, 8)) / 4 for _ in chosen]
    return from_edges(n, chosen, weights)


def graph_of(network: Projection) -> Any:
    graph: Any = nx.Graph()
    graph.add_nodes_from(range(network.n))
    graph.add_weighted_edges_from(
        zip(network.a.tolist(), network.b.tolist(), network.weight.tolist(), strict=True)
    )
    return graph


def close(ours: object, theirs: object) -> None:
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), atol=EXACT, rtol=0)


@given(networks())
def test_betweenness(network: Projection) -> None:
    theirs = nx.betweenness_centrality(graph_of(network), normalized=False)
    close(betweenness(network), [theirs[node] for node in range(network.n)])


@given(networks(), st.data())
def test_groups_of_twins_give_the_same(network: Projection, data: st.DataObject) -> None:
    """Both numbers as on small networks, which igraph counts; sources and targets of any kind."""
    kinds = data.draw(
        st.lists(st.sampled_from("ec-"), min_size=network.n, max_size=network.n), label="kinds"
    )
    ends = np.array([[float(kind == side) for kind in kinds] for side in "ec"])
    one, two = (np.flatnonzero(row).tolist() for row in ends)
    ones = np.ones(network.n)
    close(centrality._between_groups(network, ones, ones) / 2.0, betweenness(network))
    close(
        centrality._between_groups(network, *ends),
        centrality.betweenness_between(network, one, two),
    )


def test_processes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(5)
    network = project((chance.random((60, 25)) < 0.06).astype(float))
    expected = betweenness(network)
    monkeypatch.setattr(centrality, "TWINS_FROM", 1)
    close(betweenness(network), expected)
    monkeypatch.setattr(centrality, "PARALLEL_FROM", 1)
    monkeypatch.setattr(centrality, "SOURCES_AT_ONCE", 7)
    steps: list[float] = []
    close(betweenness(network, processes=2, progress=steps.append), expected)
    assert steps[-1] == 1.0


@given(st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=9))
def test_two_modes_with_twins_give_the_same(held: list[set[int]]) -> None:
    rows, columns = len(held), 6
    matrix = np.zeros((rows, columns))
    for row, settings in enumerate(held):
        matrix[row, list(settings)] = 1.0
    if not matrix.any():
        return
    graph = nx.Graph()
    graph.add_nodes_from(range(rows + columns))
    graph.add_edges_from(
        (row, rows + column) for row, column in zip(*np.nonzero(matrix), strict=False)
    )
    raw = nx.betweenness_centrality(graph, normalized=False)
    expected = centrality.normalise_two_mode(
        np.array([raw[row] for row in range(rows)]), rows, columns
    )
    close(centrality.two_mode_betweenness(sparse.csr_matrix(matrix)), expected.tolist())


@given(networks(), st.data())
def test_betweenness_between_two_sides(network: Projection, data: st.DataObject) -> None:
    sides = data.draw(st.lists(st.sampled_from("ab-"), min_size=network.n, max_size=network.n))
    sources = [at for at, side in enumerate(sides) if side == "a"]
    targets = [at for at, side in enumerate(sides) if side == "b"]
    graph = graph_of(network)
    expected = dict.fromkeys(range(network.n), 0.0)
    for one in sources:
        for two in targets:
            if nx.has_path(graph, one, two):
                paths = list(nx.all_shortest_paths(graph, one, two))
                for path in paths:
                    for between in path[1:-1]:
                        expected[between] += 1 / len(paths)
    close(betweenness_between(network, sources, targets), list(expected.values()))


@given(networks())
def test_constraint(network: Projection) -> None:
    for weighted in (True, False):
        theirs = nx.constraint(graph_of(network), weight="weight" if weighted else None)
        close(constraint(network, weighted), [theirs[node] for node in range(network.n)])
    igraphs = network.graph().constraint(weights=network.weight.tolist())
    close(constraint(network), igraphs)


@given(networks())
def test_effective_size(network: Projection) -> None:
    for weighted in (True, False):
        graph = graph_of(network)
        # networkx 3.6.1 divides by the largest weight of the wrong actor when it is asked for all
        # actors at once (`.max(axis=1)` broadcasts over columns); for named ones it does not.
        theirs = nx.effective_size(graph, list(graph), "weight" if weighted else None)
        close(effective_size(network, weighted), [theirs[node] for node in range(network.n)])


@given(networks(), st.data())
def test_brokerage_by_counting_every_pair(network: Projection, data: st.DataObject) -> None:
    groups = data.draw(
        st.lists(
            st.sampled_from(["cn", "eu", "no", "unknown"]), min_size=network.n, max_size=network.n
        )
    )
    found = undirected(network, groups, ignore=frozenset({"unknown"}))
    graph = graph_of(network)
    for broker in range(network.n):
        near = sorted(n for n in graph[broker] if groups[n] != "unknown")
        patterns: dict[tuple[str, str, str], int] = {}
        roles = dict.fromkeys(found.roles(broker), 0)
        for at, one in enumerate(near):
            for two in near[at + 1 :]:
                if not graph.has_edge(one, two):
                    ends = sorted((groups[one], groups[two]))
                    pattern = (ends[0], groups[broker], ends[1])
                    patterns[pattern] = patterns.get(pattern, 0) + 1
                    roles[undirected_role_of(*pattern)] += 1
        assert found.patterns(broker) == patterns
        assert found.roles(broker) == roles


@given(networks(), st.data())
def test_what_falls_apart(network: Projection, data: st.DataObject) -> None:
    sides = data.draw(st.lists(st.sampled_from("ab-"), min_size=network.n, max_size=network.n))
    first, second = [s == "a" for s in sides], [s == "b" for s in sides]
    graph = graph_of(network)
    found = {split.actor: split for split in splits(network, first, second)}
    assert sorted(found) == sorted(nx.articulation_points(graph))
    for actor, split in found.items():
        pairs = [
            (one, two)
            for one in graph
            for two in graph
            if first[one] and second[two] and actor not in (one, two)
        ]
        without = graph.copy()
        without.remove_node(actor)
        lost = [
            pair for pair in pairs if nx.has_path(graph, *pair) and not nx.has_path(without, *pair)
        ]
        assert pairs_cut(network, actor, first, second) == sorted(lost)
        assert split.pairs_lost == len(lost)
    assert bridges(network) == sorted(tuple(sorted(edge)) for edge in nx.bridges(graph))


@given(networks(), st.data())
def test_pairs_and_reach(network: Projection, data: st.DataObject) -> None:
    sides = data.draw(st.lists(st.sampled_from("ab-"), min_size=network.n, max_size=network.n))
    first, second = [s == "a" for s in sides], [s == "b" for s in sides]
    graph = graph_of(network)
    found = pairs_without_other_contact(network, first, second)
    for one in graph:
        for two in graph:
            common = sorted(nx.common_neighbors(graph, one, two)) if one != two else []
            alone = first[one] and second[two] and not graph.has_edge(one, two) and len(common) == 1
            assert ((one, two) in found.get(common[0] if common else -1, [])) == alone
    for steps in (1, 2):
        within = [
            sum(
                1
                for other, length in nx.single_source_shortest_path_length(
                    graph, node, steps
                ).items()
                if length and second[other]
            )
            for node in range(network.n)
        ]
        assert reach(network, (second, second), steps).tolist() == [within, within]


@given(networks())
def test_cores_and_components(network: Projection) -> None:
    graph = graph_of(network)
    assert core_numbers(network).tolist() == [nx.core_number(graph)[n] for n in range(network.n)]
    numbers = components(network)
    assert len(set(numbers.tolist())) == nx.number_connected_components(graph)
    sizes = np.bincount(numbers).tolist()
    assert sizes == sorted(sizes, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=20))
def test_adjusted_rand(pairs: list[tuple[int, int]]) -> None:
    one, two = (np.array(side) for side in zip(*pairs, strict=True))
    theirs = igraph.compare_communities(one.tolist(), two.tolist(), method="adjusted_rand")
    if math.isnan(theirs):  # igraph: not defined where both put all together
        assert adjusted_rand(one, two) == 1.0
    else:
        assert adjusted_rand(one, two) == pytest.approx(theirs, abs=EXACT)


def test_communities_of_two_cliques_are_found_every_time() -> None:
    edges = [
        (a, b) for base in (0, 5) for a in range(base, base + 5) for b in range(a + 1, base + 5)
    ]
    found = communities(from_edges(11, [*edges, (4, 5)]), seeds=10)
    assert found.member.tolist() == [0] * 5 + [1] * 5 + [2]
    assert found.stability == 1.0
    assert found.firmness.tolist() == [1.0] * 11


def test_leiden_is_the_same_for_the_same_seed() -> None:
    chance = np.random.default_rng(3)
    network = project((chance.random((80, 40)) < 0.06).astype(float))
    assert leiden(network, 7).tolist() == leiden(network, 7).tolist()
