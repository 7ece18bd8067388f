"""The quads that are checked, as a store that can be asked, and as N-Triples by graph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph
from rdflib import RDF

from graph import iris

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
NQ = pyoxigraph.RdfFormat.N_QUADS

_UNUSUAL = re.compile(rb"(?m)^[^<_]|^\S+  ")


def _unusual(quads: bytes) -> bool:
    """Return whether N-Quads have tabs, comments or more blanks than one: what a layer never has.

    The slow search is only made where there are two blanks somewhere.
    """
    return (
        b"\t" in quads
        or b"\r" in quads
        or not quads.startswith((b"<", b"_"))
        or b"\n#" in quads
        or b"\n\n" in quads
        or b"\n " in quads
        or (b"  " in quads and _UNUSUAL.search(quads) is not None)
    )


class Statements:
    """Quads to be checked. Raises SyntaxError for N-Quads that cannot be read."""

    def __init__(self, quads: bytes | Iterable[pyoxigraph.Quad]) -> None:
        if not isinstance(quads, bytes):
            quads = pyoxigraph.serialize(quads, format=NQ) or b""
        elif _unusual(quads):
            parsed = pyoxigraph.parse(input=quads, format=NQ)
            quads = pyoxigraph.serialize(parsed, format=NQ) or b""
        self.nquads = quads
        self.store = pyoxigraph.Store()
        self.store.bulk_load(input=quads, format=NQ)

    @cached_property
    def lines(self) -> dict[str, list[bytes]]:
        """Return the N-Triples of each graph as they were written, before a store normalises
        literals.

        The empty name stands for the default graph.
        """
        found: dict[str, list[bytes]] = defaultdict(list)
        for line in self.nquads.split(b"\n"):
            if not line:
                continue
            triple, graph = _split(line)
            found[graph].append(triple)
        return dict(found)

    @cached_property
    def graphs(self) -> list[str]:
        """Return the names of the named graphs, sorted."""
        return sorted(str(graph.value) for graph in self.store.named_graphs())

    @cached_property
    def stated(self) -> list[str]:
        """Return the graphs of what sources state: neither evidence, nor derived, nor our own
        terms.
        """
        ours = {
            str(graph)
            for graph in (
                iris.DERIVED_GRAPH,
                iris.ANALYSIS_GRAPH,
                iris.ONTOLOGY_GRAPH,
                iris.VOCABULARY_GRAPH,
            )
        }
        ends = ("/claims", "/rows", "/derived")
        return [name for name in self.graphs if name not in ours and not name.endswith(ends)]

    @cached_property
    def types(self) -> dict[str, set[str]]:
        """Return the classes of each subject, in all graphs together."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, value, _ in self.pairs(str(RDF.type)):
            found[subject].add(str(getattr(value, "value", value)))
        return dict(found)

    @cached_property
    def _by_property(self) -> dict[str, list[tuple[str, Term, str]]]:
        """Return subject, value and graph of every statement, by property.

        Checks ask for most properties several times, and taking a statement out of the store is
        most of what that costs.
        """
        found: dict[str, list[tuple[str, Term, str]]] = defaultdict(list)
        names: dict[str, str] = {}
        for quad in self.store.quads_for_pattern(None, None, None, None):
            subject, graph = _name(quad.subject), _name(quad.graph_name)
            pair = names.setdefault(subject, subject), quad.object, names.setdefault(graph, graph)
            found[quad.predicate.value].append(pair)
        return dict(found)

    def pairs(self, predicate: str) -> Iterator[tuple[str, Term, str]]:
        """Subject, value and graph of every statement with a predicate."""
        yield from self._by_property.get(predicate, ())

    def links(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and value of a predicate where the value is an IRI; each pair once."""
        seen = set()
        for subject, value, _ in self.pairs(predicate):
            if isinstance(value, pyoxigraph.NamedNode) and (subject, value.value) not in seen:
                seen.add((subject, value.value))
                yield subject, value.value

    def values(self, subject: str, predicate: str) -> list[Term]:
        """Return the values of a property of a thing, in all graphs."""
        pattern = pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(predicate)
        return list({q.object: 1 for q in self.store.quads_for_pattern(*pattern, None, None)})

    def every(self) -> Iterator[tuple[str, str, Term, str]]:
        """Yield every statement: subject, predicate, value, graph."""
        for predicate, pairs in self._by_property.items():
            for subject, value, graph in pairs:
                yield subject, predicate, value, graph

    def literals(self) -> Iterator[tuple[str, str, pyoxigraph.Literal, str]]:
        """Yield every statement whose value is a literal."""
        for subject, predicate, value, graph in self.every():
            if isinstance(value, pyoxigraph.Literal):
                yield subject, predicate, value, graph

    def ask(self, query: str) -> pyoxigraph.QuerySolutions:
        """Return rows of a SPARQL query over the union of all graphs."""
        rows = self.store.query(query, use_default_graph_as_union=True)
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        return rows


def _name(term: object) -> str:
    if type(term) is pyoxigraph.NamedNode:  # nearly always
        return term.value
    if isinstance(term, pyoxigraph.DefaultGraph):
        return ""
    if isinstance(term, pyoxigraph.BlankNode):
        return f"_:{term.value}"
    return str(getattr(term, "value", term))


def _split(line: bytes) -> tuple[bytes, str]:
    """Return a line of N-Quads as a line of N-Triples and the name of its graph."""
    start = line.rfind(b" ", 0, len(line) - 2)
    last = line[start + 1 : -2]
    # The last term is a graph if it is an IRI (no part of a literal) and not the third.
    if last[:1] == b"<" and b'"' not in last and line.count(b" ", 0, start + 1) > 2:
        return line[:start] + b" .", last[1:-1].decode()
    return line, ""
