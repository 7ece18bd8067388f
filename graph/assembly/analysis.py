"""The results of the network analysis as a named graph, so that SPARQL can use them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from graph.assembly.quads import Quads
from graph.network.telling.results_rdf import ANALYSIS_GRAPH, analysis_graph
from graph.store.engines import in_memory
from graph.store.layout import Manifest
from graph.store.local import LocalStore
from graph.store.reserving import StoreProblem


def derive_analysis(quads: Quads, day: str) -> None:
    """Add brokers and gaps of the whole network (DQV) as ``graph/analysis``.

    ``day`` is the day the data is of. Computed by the functions that pages and commands use,
    on the quads so far; seeds are fixed, so equal quads give equal results. Raises StoreProblem
    where there is no room for a temporary file.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "data.nq"
            path.write_bytes(quads.nquads())
            store = LocalStore(in_memory(path), Manifest("0" * 16, day, len(quads), ""))
    except OSError as error:
        raise StoreProblem(
            f"cannot write a temporary file: {error.strerror or error}; "
            "TMPDIR names the folder for them"
        ) from error
    quads.add_graph(analysis_graph(store), ANALYSIS_GRAPH)
