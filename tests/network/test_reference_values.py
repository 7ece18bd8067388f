"""Published values, to 1e-9 where the source gives that many digits, else to its digits."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graph.network.measures.centrality import betweenness, normalise, two_mode_betweenness
from graph.network.measures.gould_fernandez import directed
from graph.network.measures.structural_holes import constraint, effective_size
from graph.network.model.projection import Projection, from_edges, project

EXACT = 1e-9


def of_networkx(graph: Any) -> tuple[list[object], Projection]:
    names = list(graph)
    at = {name: number for number, name in enumerate(names)}
    return names, from_edges(len(names), [(at[one], at[two]) for one, two in graph.edges])


def borgatti_graph() -> Any:
    # Borgatti (1997), figure 1; the same graph as in networkx's test_structuralholes.
    return nx.Graph(
        [(tie[0], tie[1]) for tie in ["AB", "AF", "AG", "AE", "BD", "BG", "CG", "DG", "EG", "FG"]]
    )


def test_gould_fernandez_of_five_nodes() -> None:
    # sna 2.8 as quoted in netmem's tests: a->b,e; b->c,d; c->a,d; d->e; e->b,c.
    arcs = [(0, 1), (0, 4), (1, 2), (1, 3), (2, 0), (2, 3), (3, 4), (4, 1), (4, 2)]
    counts = directed(arcs, ["1", "1", "2", "2", "3"])
    by_role = {role: [count[role] for count in counts] for role in counts[0]}
    assert by_role == {
        "coordinator": [0, 0, 0, 0, 0],
        "consultant": [0, 0, 1, 0, 1],
        "representative": [0, 2, 0, 1, 0],
        "gatekeeper": [1, 0, 1, 0, 0],
        "liaison": [1, 1, 1, 1, 2],
    }


def test_constraint_and_effective_size_of_borgatti() -> None:
    # Borgatti (1997); further digits: networkx, test_structuralholes.
    names, network = of_networkx(borgatti_graph())
    held = dict(zip(names, constraint(network), strict=True))
    assert held["G"] == pytest.approx(0.400, abs=1e-3)
    assert held["A"] == pytest.approx(0.595, abs=1e-3)
    assert held["C"] == pytest.approx(1.0, abs=EXACT)
    for weighted in (False, True):
        size = dict(zip(names, effective_size(network, weighted), strict=True))
        assert size["G"] == pytest.approx(14 / 3, abs=EXACT)
        assert size["A"] == pytest.approx(2.5, abs=EXACT)


def test_florentine_families() -> None:
    # Padgett's marriage ties; Medici .522, Guadagni .255, Albizzi .212 (literature, networkx).
    graph = nx.florentine_families_graph()
    names, network = of_networkx(graph)
    scores = dict(zip(names, normalise(betweenness(network)), strict=True))
    assert scores["Medici"] == pytest.approx(0.522, abs=5e-4)
    assert scores["Guadagni"] == pytest.approx(0.255, abs=5e-4)
    assert scores["Albizzi"] == pytest.approx(0.212, abs=5e-4)
    for name, value in nx.betweenness_centrality(graph).items():
        assert scores[name] == pytest.approx(value, abs=EXACT)


def test_davis_women_two_modes() -> None:
    # Borgatti & Halgin (2011): E8 .24, E9 .23, E7 .13, normalised for two modes.
    graph = nx.davis_southern_women_graph()
    events = sorted(node for node, data in graph.nodes(data=True) if data["bipartite"] == 1)
    women = sorted(set(graph) - set(events))
    matrix = sparse.csr_matrix(
        [[float(graph.has_edge(event, woman)) for woman in women] for event in events]
    )
    scores = dict(zip(events, two_mode_betweenness(matrix), strict=True))
    assert round(scores["E8"], 2) == 0.24
    assert round(scores["E9"], 2) == 0.23
    assert round(scores["E7"], 2) == 0.13
    theirs = nx.bipartite.betweenness_centrality(graph, women)
    for event in events:
        assert scores[event] == pytest.approx(theirs[event], abs=EXACT)


def test_newman_projection_of_a_path() -> None:
    # Newman (2001) as in networkx's tests: path 0-1-2-3-4 with the edge 1-5, onto {0, 2, 4, 5}.
    actors, settings = [0, 2, 4, 5], [1, 3]
    links = {(0, 1), (2, 1), (2, 3), (4, 3), (5, 1)}
    matrix = np.array([[float((a, s) in links) for s in settings] for a in actors])
    network = project(matrix)
    ties = {
        (actors[a], actors[b]): weight
        for a, b, weight in zip(network.a, network.b, network.weight, strict=True)
    }
    assert ties == pytest.approx({(0, 2): 0.5, (0, 5): 0.5, (2, 4): 1.0, (2, 5): 0.5}, abs=EXACT)
    assert project(matrix, "count").weight.tolist() == [1.0, 1.0, 1.0, 1.0]
