"""The results of the network analysis as a layer, so that SPARQL can use them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.assembly.layers import LICENCE, PUBLISHER, tool
from graph.assembly.quads import Quads
from graph.paths import QUERIES
from graph.questions import with_prefixes
from graph.store.engines import on_disk
from graph.store.layers import Evidence, Kind, Layer, Shelf, key
from graph.store.layout import Manifest
from graph.store.local import LocalStore

ANALYSIS = "analysis"


def analysis_layer(shelf: Shelf, index: Path, day: str) -> Layer:
    """Brokers and gaps of the whole network, as ``graph/analysis``.

    Computed by the functions that pages and commands use, on the index of what the version holds
    so far; seeds are fixed, so equal statements give equal results. ``day`` is the day the data is
    of. Made anew where one of the queries that the analysis asks has another answer.
    """
    asked = key(tool(), day, *_answers(_store(index, "0" * 16, day)))
    layer = Layer(
        ANALYSIS,
        Kind.ANALYSIS,
        asked,
        Evidence.NONE,
        source="computed from the network",
        date=day,
        licence=LICENCE,
        publisher=PUBLISHER,
    )
    found = shelf.find(layer.name, layer.key)
    if found is not None:
        return found
    # Here, because the libraries of network analysis take long to load.
    from graph.network.telling.results_rdf import ANALYSIS_GRAPH, analysis_graph

    quads = Quads()
    # What the analysis keeps in memory, it keeps by the version of the store.
    quads.add_graph(analysis_graph(_store(index, asked, day)), ANALYSIS_GRAPH)
    return shelf.add(layer, quads.nquads().splitlines(keepends=True))


def _store(index: Path, version: str, day: str) -> LocalStore:
    return LocalStore(on_disk(index), Manifest(version, day, 0, ""))


def _answers(store: LocalStore) -> Iterator[bytes]:
    """Yield the answers of all queries that network and gaps are read by; their rows in one
    order.
    """
    for folder in ("network", "gaps"):
        for path in sorted((QUERIES / folder).glob("*.rq")):
            query = with_prefixes(path.read_text(encoding="utf-8"))
            rows = store.query_bytes(query, "tsv").splitlines()
            yield path.name.encode() + b"\n" + b"\n".join(sorted(rows))
