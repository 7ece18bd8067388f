"""The results of the network analysis as a layer, so that SPARQL can use them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache, partial
from itertools import chain, groupby
from pathlib import Path

import pyoxigraph
from rdflib import RDF, URIRef

from graph.assembly.layers import LICENCE, PUBLISHER, tool
from graph.assembly.quads import written
from graph.assembly.validate import ordered
from graph.iris import ANALYSIS_GRAPH, EUCN
from graph.paths import QUERIES
from graph.processes import Begun
from graph.store.engines import on_disk
from graph.store.layers import Evidence, Kind, Layer, Shelf, key
from graph.store.layout import Manifest
from graph.validation.check import check_analysis, layer_beside_shapes
from graph.validation.finding import Finding
from graph.validation.statements import Statements

ANALYSIS = "analysis"
_ASKED = ("network", "gaps")
"""Folders of the queries that the analysis reads."""
_NOTHING = hashlib.sha256().hexdigest()
_CLAIMED = RDF.predicate.n3().encode()
_EVIDENCE = EUCN.evidence.n3().encode()
_BESIDE = {
    one.n3().encode()
    for one in (EUCN.LoadedFile, EUCN.LoadedGraph, EUCN.Conflict, EUCN.ConflictingValue)
}
"""Classes of what is no part of any network: files, the graphs that come from them, and what
tells that sources disagree (of which the values themselves count, where they are read)."""
_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>")
_NAME = re.compile(r"(?<![\w?:/#-])([\w-]+):([\w-]+)")


def analysis_plan(
    shelf: Shelf, day: str, layers: Sequence[Layer], before: Sequence[Layer] = ()
) -> Layer:
    """Return the layer that ``analysis_layer`` makes, with its key and without its statements.

    ``day`` is the day the data is of, ``layers`` what the version is made of, ``before`` what the
    last one was made of. The key is another one where a statement changed whose property one of the
    queries names.
    """
    known = next((layer.read for layer in before if layer.name == ANALYSIS), {})
    read = {layer.sha256: _digest(shelf, layer, known) for layer in layers if layer.merged}
    # A layer of which nothing is read is none: to load what is about other things changes nothing.
    told = sorted(set(read.values()) - {_NOTHING})
    return Layer(
        ANALYSIS,
        Kind.ANALYSIS,
        key(tool(), day, *(path.read_bytes() for path in _queries()), *told),
        Evidence.NONE,
        source="computed from the network",
        date=day,
        licence=LICENCE,
        publisher=PUBLISHER,
        read=read,
    )


def analysis_layer(shelf: Shelf, plan: Layer, index: Path, last: Layer | None = None) -> Layer:
    """Brokers and gaps of the whole network, as ``graph/analysis``.

    Computed by the functions that pages and commands use, on the index of what the version holds
    so far; seeds are fixed, so equal statements give equal results. Where nobody takes part in
    anything else than in the ``last`` analysis, its measures are taken over.
    """
    # Here, because the libraries of network analysis take long to load.
    from graph.network.measures.keeping import counted, keep, measures_kept
    from graph.network.telling.results_rdf import analysis_triples
    from graph.store.local import LocalStore

    # What the analysis keeps in memory, it keeps by the version of the store.
    store = LocalStore(on_disk(index), Manifest(plan.key, plan.date, 0, ""))
    what = counted(store, measures_kept(shelf.data(last).parent) if last else None)
    with Begun(partial(keep, shelf.place(plan), what), "analysing the network") as keeping:
        triples = list(analysis_triples(what))
        lines = written(triples, ANALYSIS_GRAPH)
        made = shelf.add(plan, lines)
        named = {value for *_, value in triples if isinstance(value, URIRef)}
        found_wrong = ordered(_checked(b"".join(lines), named, index))
        made = replace(made, findings=[asdict(one) for one in found_wrong])
        shelf.note(made)
        keeping.result()
    return made


def _checked(nquads: bytes, named: Iterable[str], index: Path) -> Iterator[Finding]:
    """Yield what the gate says of the results, given the classes of all that they name."""
    own = Statements(nquads)
    yield from layer_beside_shapes(own, Evidence.NONE)
    kinds = _classes(sorted(named), on_disk(index).named)
    yield from check_analysis(chain.from_iterable(own.lines.values()), kinds, engine="shacl")


def _classes(things: Iterable[str], store: pyoxigraph.Store) -> Iterator[bytes]:
    """Yield the classes of some things as N-Triples, from the merge of all graphs."""
    kind, merge = pyoxigraph.NamedNode(str(RDF.type)), pyoxigraph.DefaultGraph()
    for thing in things:
        for quad in store.quads_for_pattern(pyoxigraph.NamedNode(thing), kind, None, merge):
            yield f"{quad.subject} {quad.predicate} {quad.object} .".encode()


def _digest(shelf: Shelf, layer: Layer, known: Mapping[str, str]) -> str:
    """Return a digest of the statements of a layer that the analysis can read."""
    before = known.get(layer.sha256)
    if before is not None:
        return before
    properties, digest = _properties(), hashlib.sha256()
    if layer.evidence == Evidence.ROW:
        # Registers make no claims, and may have millions of lines.
        with shelf.data(layer).open("rb", buffering=1 << 20) as lines:
            for line in lines:
                if line.split(b" ", 2)[1] in properties:
                    digest.update(line)
        return digest.hexdigest()
    passed: set[bytes] = set()
    held: set[bytes] = set()
    with shelf.data(layer).open("rb", buffering=1 << 20) as lines:
        for _, about in groupby(lines, key=lambda line: line.split(b" ", 1)[0]):
            said = [(line, line.split(b" ", 3)) for line in about]
            # A claim about something else is evidence of nothing that is read, and so is what it
            # alone leads to; claims come first, lines are sorted.
            evidence = {part[2] for _, part in said if part[1] == _EVIDENCE}
            if any(part[1] == _CLAIMED and part[2] not in properties for _, part in said):
                passed |= evidence
                continue
            held |= evidence
            if any(part[2] in _BESIDE for _, part in said):
                continue
            subject = said[0][1][0]
            if subject in passed and subject not in held:
                continue
            for line, part in said:
                if part[1] in properties:
                    digest.update(line)
    return digest.hexdigest()


def _queries() -> list[Path]:
    return [path for folder in _ASKED for path in sorted((QUERIES / folder).glob("*.rq"))]


@cache
def _properties() -> frozenset[bytes]:
    """Return what the queries name, as in N-Quads; classes and concepts are among it."""
    found = {RDF.type.n3()}
    for path in _queries():
        text = path.read_text(encoding="utf-8")
        spaces = dict(_PREFIX.findall(text))
        body = _PREFIX.sub("", text)
        found |= {f"<{spaces[p]}{name}>" for p, name in _NAME.findall(body) if p in spaces}
    return frozenset(name.encode() for name in found)
