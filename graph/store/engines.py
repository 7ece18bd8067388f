"""Fill Oxigraph so that its default graph is a true merge of the named graphs.

The engine can treat the union of the named graphs as its default graph, but a statement that
stands in two graphs is then found twice: ``COUNT`` counts it twice. SPARQL 1.1 (13.1) asks for the
RDF merge, in which it stands once. Where no statement stands in two graphs the union is exact and
used as it is. Otherwise two more copies are kept in memory: the merge alone, for queries that
never say GRAPH, and the named graphs with the merge beside them, for those that do. (One copy
for both would cost every query: in memory the engine walks chains of statements, and with each
of them there twice the joins measured took 1.7 times as long.) Of a large graph the merge alone is
brought into memory; queries that say GRAPH read the index on disk, which has both.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from graph.iris import BASE
from graph.store.guard import Checked, plain
from graph.store.index import WithoutGraphs

Answer = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples
_GRAPH_NAME = re.compile(rb" (?:<[^<>]*>|_:\S+) \.$", re.MULTILINE)
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass
class Engines:
    """The copies of one graph: ``named`` always, ``merged`` where statements repeat.

    With ``merged``, the default graph of ``named`` holds the merge too.
    """

    named: pyoxigraph.Store
    merged: pyoxigraph.Store | None = None

    def __post_init__(self) -> None:
        self._last: tuple[tuple[tuple[str, ...], tuple[str, ...]], pyoxigraph.Store] | None = None

    def run(
        self, checked: Checked, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> Answer:
        """Evaluate a checked query; the graphs given here replace the query's own dataset."""
        if default_graphs or named_graphs:
            # SPARQL 1.1 Protocol 2.1.4: the dataset of the request replaces the query's.
            return self._over(checked, tuple(default_graphs), tuple(named_graphs))
        if checked.default is not None:
            return self._over(checked, checked.default, checked.named or ())
        if self.merged is None:
            return self.named.query(checked.text, base_iri=BASE, use_default_graph_as_union=True)
        says_graph = "graph" in plain(checked.text).lower()
        return (self.named if says_graph else self.merged).query(checked.text, base_iri=BASE)

    def _over(self, checked: Checked, default: tuple[str, ...], named: tuple[str, ...]) -> Answer:
        if len(default) > 1 and self.merged is not None:
            engine = self._merge_of(default, named)
            graphs: list[DefaultGraph | NamedNode] = [DefaultGraph()]
        else:
            engine, graphs = self.named, [NamedNode(name) for name in default]
        return engine.query(
            checked.text,
            base_iri=BASE,
            default_graph=graphs,  # type: ignore[arg-type]
            named_graphs=[NamedNode(name) for name in named],
        )

    def _merge_of(self, default: tuple[str, ...], named: tuple[str, ...]) -> pyoxigraph.Store:
        """Return a store whose default graph merges some graphs; the last one made is kept."""
        if self._last is not None and self._last[0] == (default, named):
            return self._last[1]
        engine = pyoxigraph.Store()
        for name in default:
            quads = self.named.quads_for_pattern(None, None, None, NamedNode(name))
            engine.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in quads)
        for name in named:
            engine.bulk_extend(self.named.quads_for_pattern(None, None, None, NamedNode(name)))
        self._last = ((default, named), engine)
        return engine


_CHUNK = 8 << 20
LARGE = 300_000
"""Statements from which the merge alone is held in memory, where there is an index on disk."""


def in_memory(data: Path, sha256: str = "", index: Path | None = None) -> Engines:
    """Return engines filled with the N-Quads of ``data``; the copies are loaded beside each other.

    ``index`` is that of the same data on disk. Raises OSError where the digest of the data is
    another than ``sha256``, if that is given.

    With ``load``, not ``bulk_load``: the latter spreads neighbours over memory as its threads come
    to them, and scans over 743,000 statements then took twice as long.
    """
    lines = _lines(data, sha256)
    named, merged = pyoxigraph.Store(), pyoxigraph.Store()
    if index is not None and lines >= LARGE:
        # An index that is missing or broken costs memory only.
        with contextlib.suppress(OSError, SyntaxError), WithoutGraphs(data) as stream:
            on_index = pyoxigraph.Store.read_only(str(index))
            merged.load(io.BufferedReader(stream, _CHUNK), format=RdfFormat.N_TRIPLES)
            return Engines(on_index, merged)
        merged = pyoxigraph.Store()
    quads = data.read_bytes()
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(named.load, path=str(data), format=RdfFormat.N_QUADS)
        triples = _GRAPH_NAME.sub(b" .", quads)
        del quads
        # A line outside every graph loses its object to the pattern, and is no triple then.
        with contextlib.suppress(SyntaxError):
            merged.load(triples, format=RdfFormat.N_TRIPLES)
        loading.result()
    if named.query("ASK { ?s ?p ?o }"):
        # Statements outside every graph: rare, and the engine's own update copes with them.
        named.update(_MERGE)
        merged = pyoxigraph.Store()
        merged.bulk_extend(named.quads_for_pattern(None, None, None, DefaultGraph()))
        return Engines(named, merged)
    if len(merged) == len(named):
        return Engines(named)
    named.load(triples, format=RdfFormat.N_TRIPLES)
    return Engines(named, merged)


def _lines(data: Path, sha256: str) -> int:
    """Return how many lines a file has, read once; raises OSError where its digest is another."""
    digest, count = hashlib.sha256(), 0
    with data.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            count += chunk.count(b"\n")
    if sha256 and digest.hexdigest() != sha256:
        raise OSError(f"{data.name} is not what its manifest says; it was changed or is cut")
    return count


def on_disk(folder: Path) -> Engines:
    """Return engines that read the index in ``folder``. Raises OSError where there is none."""
    engine = pyoxigraph.Store.read_only(str(folder))
    return Engines(engine, engine)
