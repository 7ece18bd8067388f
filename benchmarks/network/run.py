"""Measure the network analysis on the CORDIS register, step by step.

    python benchmarks/network/run.py ZIP [--china] [--betweenness] [--networkx] [--tests]

Prints seconds and the highest memory so far for each step, with progress on a terminal. With
``--networkx`` plain networkx does the same steps after it, in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from cordis import load

from graph.network.measures.analysis import Analysis
from graph.network.measures.centrality import betweenness
from graph.network.measures.communities import leiden
from graph.network.measures.gaps_in_network import ended, islands, missing
from graph.network.measures.gould_fernandez import undirected
from graph.network.measures.robustness import splits
from graph.network.measures.structural_holes import constraint, effective_size

results: list[dict[str, Any]] = []


def memory() -> float:
    """Return the highest resident memory so far, in GB (children, where there are any, added)."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # The largest child, times the two that run at once.
    children = 2 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + children) / 1e6


def step(who: str, name: str, work: Callable[[], Any]) -> Any:
    if sys.stderr.isatty():
        print(f"{who}: {name} ...", end="\r", file=sys.stderr, flush=True)
    start = time.perf_counter()
    value = work()
    seconds = time.perf_counter() - start
    results.append(
        {"who": who, "step": name, "seconds": round(seconds, 2), "memory": round(memory(), 2)}
    )
    print(f"{who:9} {name:38} {seconds:9.2f} s {memory():7.2f} GB", flush=True)
    return value


def ours(analysis: Analysis, with_betweenness: bool, with_tests: bool) -> dict[str, Any]:
    network = step("eucn", "projection", lambda: analysis.projection)
    found: dict[str, Any] = {"actors": network.n, "ties": network.size}
    found["constraint"] = step("eucn", "constraint (Burt, weighted)", lambda: constraint(network))
    found["size"] = step("eucn", "effective size", lambda: effective_size(network))
    step("eucn", "communities (Leiden, one seed)", lambda: leiden(network, 0))
    step(
        "eucn",
        "Gould-Fernandez by side",
        lambda: undirected(network, analysis.sides, frozenset({"unknown"})),
    )
    found["cut"] = len(
        step("eucn", "what falls apart", lambda: splits(network, analysis.eu, analysis.china))
    )
    gaps = step(
        "eucn",
        "gaps",
        lambda: {
            "islands": len(list(islands(analysis))),
            "ended": len(list(ended(analysis))),
            "missing": len(list(missing(analysis))),
        },
    )
    found |= gaps
    step("eucn", "bridging between EU and China", lambda: analysis.bridging)
    if with_betweenness:

        def progress(share: float) -> None:
            if sys.stderr.isatty():
                print(f"betweenness {share:6.1%}", end="\r", file=sys.stderr, flush=True)

        found["betweenness"] = step(
            "eucn",
            "betweenness (exact)",
            lambda: betweenness(network, os.cpu_count() or 1, progress),
        )
    if with_tests:
        step("eucn", "communities, 50 seeds", lambda: analysis.communities)
        step("eucn", "permutation test, 199 runs", lambda: analysis.comparison)
    return found


def theirs(analysis: Analysis, with_betweenness: bool, found: dict[str, Any]) -> None:
    two_mode = analysis.view

    def project() -> Any:
        graph: Any = nx.Graph()
        graph.add_nodes_from(f"a{iri}" for iri in two_mode.actors)
        graph.add_edges_from((f"a{x.actor}", f"s{x.setting}") for x in two_mode.links)
        actors = [f"a{iri}" for iri in two_mode.actors]
        return nx.bipartite.collaboration_weighted_projected_graph(graph, actors)

    graph = step("networkx", "projection", project)
    assert graph.number_of_edges() == found["ties"]
    held = step(
        "networkx", "constraint (Burt, weighted)", lambda: nx.constraint(graph, weight="weight")
    )
    size = step("networkx", "effective size", lambda: nx.effective_size(graph))
    step(
        "networkx",
        "communities (Louvain, one seed)",
        lambda: nx.community.louvain_communities(graph, seed=0),
    )
    step("networkx", "articulation points", lambda: list(nx.articulation_points(graph)))
    names = [f"a{iri}" for iri in analysis.actors]
    close("constraint", found["constraint"], [held[name] for name in names])
    close("effective size", found["size"], [size[name] for name in names])
    if with_betweenness and "betweenness" in found:
        between = step(
            "networkx",
            "betweenness (exact)",
            lambda: nx.betweenness_centrality(graph, normalized=False),
        )
        close("betweenness", found["betweenness"], [between[name] for name in names])


def close(name: str, one: Any, two: Any) -> None:
    gap = float(np.nanmax(np.abs(np.asarray(one) - np.asarray(two, dtype=float))))
    print(f"          largest difference in {name}: {gap:.1e}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("zip", type=Path)
    parser.add_argument("--china", action="store_true", help="projects with a partner in China")
    parser.add_argument("--betweenness", action="store_true", help="exact betweenness too")
    parser.add_argument("--networkx", action="store_true", help="the same with plain networkx")
    parser.add_argument("--tests", action="store_true", help="50 seeds and the permutation test")
    parser.add_argument("--json", type=Path, help="write the figures to a file")
    chosen = parser.parse_args()
    network = step("eucn", "reading the register", lambda: load(chosen.zip, chosen.china))
    analysis = Analysis(network, runs=199)
    start = time.perf_counter()
    found = ours(analysis, chosen.betweenness, chosen.tests)
    total = time.perf_counter() - start
    print(
        f"eucn      all steps {total:.1f} s: {found['actors']} actors, {found['ties']} ties, "
        f"{found['cut']} articulation points, {memory():.2f} GB"
    )
    if chosen.networkx:
        start = time.perf_counter()
        theirs(analysis, chosen.betweenness and chosen.china, found)
        print(f"networkx  all steps {time.perf_counter() - start:.1f} s, {memory():.2f} GB")
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
