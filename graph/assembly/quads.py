"""The quads of a build: a set that knows how to write itself the same way every time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from functools import cache
from itertools import chain

import pyoxigraph
from rdflib import Graph, Literal, URIRef

from graph.terms import oxigraph_term, rdflib_term

Term = URIRef | Literal
Triple = tuple[URIRef, URIRef, Term]


class Quads:
    """Triples by named graph, indexed by subject and by predicate for the derivations."""

    def __init__(self) -> None:
        self.graphs: dict[URIRef, set[Triple]] = defaultdict(set)
        self.documents: set[URIRef] = set()
        """The graphs that hold what a document (or the curation) states."""
        self.registers: set[URIRef] = set()
        """The graphs that hold what registers say of the same things."""
        self._by_subject: dict[tuple[URIRef, URIRef], list[Term]] = defaultdict(list)
        self._by_predicate: dict[URIRef, list[tuple[URIRef, Term]]] = defaultdict(list)
        self._written: dict[URIRef, tuple[set[Triple], int, list[bytes]]] = {}

    def add(self, subject: URIRef, predicate: URIRef, value: Term, graph: URIRef) -> None:
        """Add one quad."""
        triple = (subject, predicate, value)
        if triple in self.graphs[graph]:
            return
        self.graphs[graph].add(triple)
        values = self._by_subject[subject, predicate]
        if value not in values:
            values.append(value)
            self._by_predicate[predicate].append((subject, value))

    def values(self, subject: URIRef, predicate: URIRef) -> list[Term]:
        """Return the values of a property in the union of all graphs, in the order they came."""
        return list(self._by_subject.get((subject, predicate), ()))

    def resources(self, subject: URIRef, predicate: URIRef) -> list[URIRef]:
        """Return the values that are IRIs."""
        return [value for value in self.values(subject, predicate) if isinstance(value, URIRef)]

    def pairs(self, predicate: URIRef) -> list[tuple[URIRef, Term]]:
        """Subject and value of a property in the union of all graphs."""
        return list(self._by_predicate.get(predicate, ()))

    def __len__(self) -> int:
        return sum(len(triples) for triples in self.graphs.values())

    def add_graph(self, source: Graph, name: URIRef) -> None:
        """Add an rdflib graph as a named graph. Raises ValueError at a blank node."""
        for subject, predicate, value in source:
            if not isinstance(subject, URIRef) or not isinstance(value, URIRef | Literal):
                raise ValueError(f"a blank node in {name}: {subject} {predicate} {value}")
            self.add(subject, URIRef(str(predicate)), value, name)

    def rdflib_graph(self, names: Iterable[URIRef] | None = None) -> Graph:
        """Return the union of the named graphs (of all, without names) as an rdflib graph."""
        union = Graph()
        for name in self.graphs if names is None else names:
            for triple in self.graphs.get(name, ()):
                union.add(triple)
        return union

    def parse(self, nquads: bytes) -> None:
        """Add quads written as N-Quads. Raises ValueError at a blank node, SyntaxError."""
        for quad in pyoxigraph.parse(nquads, format=pyoxigraph.RdfFormat.N_QUADS):
            subject, name = rdflib_term(quad.subject), rdflib_term(quad.graph_name)
            assert isinstance(subject, URIRef)
            assert isinstance(name, URIRef)
            predicate = rdflib_term(quad.predicate)
            assert isinstance(predicate, URIRef)
            self.add(subject, predicate, rdflib_term(quad.object), name)

    def nquads(self, names: Iterable[URIRef] | None = None) -> bytes:
        """Return the quads of some graphs (of all) as N-Quads, sorted: equal quads, equal bytes."""
        every = [self._lines(name) for name in (list(self.graphs) if names is None else names)]
        return b"".join(sorted(chain.from_iterable(every)))

    def ntriples(self, names: Iterable[URIRef]) -> bytes:
        """Return the union of some graphs as N-Triples."""
        triples: set[bytes] = set()
        for name in names:
            end = len(b" <%s> .\n" % name.encode())
            triples.update(line[:-end] + b" .\n" for line in self._lines(name))
        return b"".join(triples)

    def _lines(self, name: URIRef) -> list[bytes]:
        """Return a graph as lines of N-Quads, written once while nothing is added."""
        triples = self.graphs.get(name)
        if not triples:
            return []
        known = self._written.get(name)
        if known is not None and known[0] is triples and known[1] == len(triples):
            return known[2]
        self._written[name] = triples, len(triples), written(triples, name)
        return self._written[name][2]

    def lines_of(self, names: Iterable[URIRef], properties: Container[URIRef]) -> list[bytes]:
        """Return what some graphs say with some properties as lines of N-Quads, sorted."""
        found: list[bytes] = []
        for name in names:
            triples = self.graphs.get(name, ())
            found += written((triple for triple in triples if triple[1] in properties), name)
        return sorted(found)


def written(triples: Iterable[Triple], name: URIRef) -> list[bytes]:
    """Return statements of the named graph ``name`` as lines of N-Quads, in their order."""
    graph = pyoxigraph.NamedNode(name)
    node = cache(pyoxigraph.NamedNode)
    quads = (
        pyoxigraph.Quad(node(subject), node(predicate), oxigraph_term(value), graph)
        for subject, predicate, value in triples
    )
    lines = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    assert lines is not None
    return lines.splitlines(keepends=True)
