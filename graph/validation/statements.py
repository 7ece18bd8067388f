"""The quads that are checked, as a store that can be asked, and as N-Triples by graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property

import pyoxigraph
from rdflib import RDF

from graph import iris

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
Statement = tuple[str, Term, str]
"""Subject, value and graph of a statement whose property is known."""
NQ = pyoxigraph.RdfFormat.N_QUADS


def _unusual(quads: bytes) -> bool:
    """Return whether N-Quads have tabs, comments or more blanks than one: what a layer never has.

    Texts may have two blanks: only where they stand behind a subject they are looked for.
    """
    if (
        b"\t" in quads
        or b"\r" in quads
        or not quads.startswith((b"<", b"_"))
        or b"\n#" in quads
        or b"\n\n" in quads
        or b"\n " in quads
    ):
        return True
    place = quads.find(b"  ")
    while place >= 0:
        start = quads.rfind(b"\n", 0, place) + 1
        if b" " not in quads[start:place]:
            return True
        place = quads.find(b"  ", quads.find(b"\n", place) + 1 or len(quads))
    return False


class Statements:
    """Quads to be checked. Raises SyntaxError for N-Quads that cannot be read.

    ``of_layer`` says that they are lines of a layer, written as all layers are.
    """

    def __init__(self, quads: bytes | Iterable[pyoxigraph.Quad], of_layer: bool = False) -> None:
        if not isinstance(quads, bytes):
            quads = pyoxigraph.serialize(quads, format=NQ) or b""
        elif not of_layer and _unusual(quads):
            parsed = pyoxigraph.parse(input=quads, format=NQ)
            quads = pyoxigraph.serialize(parsed, format=NQ) or b""
        self.nquads = quads
        self.graphs: list[str] = []
        """The names of the named graphs, sorted."""
        self.outside = False
        """Whether there are statements in no named graph."""
        self._by_property = self._read()
        self._links: dict[str, list[tuple[str, str]]] = {}
        self._values: dict[str, dict[str, list[Term]]] = {}

    def _read(self) -> dict[str, list[Statement]]:
        """Return subject, value and graph of every statement, each once, by property.

        Nearly all checks ask by property, and to take a statement out of a store costs more than to
        read it.
        """
        lines = self.nquads.splitlines(keepends=True)
        once = dict.fromkeys(lines)
        text = self.nquads if len(once) == len(lines) else b"".join(once)
        del lines, once
        found: dict[str, list[Statement]] = defaultdict(list)
        names: dict[str, str] = {}
        graphs: dict[str, str] = {}
        for quad in pyoxigraph.parse(text, format=NQ):
            subject, graph = _name(quad.subject), _name(quad.graph_name)
            found[quad.predicate.value].append(
                (names.setdefault(subject, subject), quad.object, graphs.setdefault(graph, graph))
            )
        self.outside = graphs.pop("", None) is not None
        self.graphs = sorted(graphs)
        return dict(found)

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """Return a store of the statements, for what is not asked by property."""
        store = pyoxigraph.Store()
        store.bulk_load(input=self.nquads, format=NQ)
        return store

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

    @property
    def properties(self) -> Iterable[str]:
        """Return the properties that are used."""
        return self._by_property.keys()

    def pairs(self, predicate: str) -> Sequence[Statement]:
        """Subject, value and graph of every statement with a predicate."""
        return self._by_property.get(predicate, ())

    def links(self, predicate: str) -> list[tuple[str, str]]:
        """Subject and value of a predicate where the value is an IRI; each pair once."""
        found = self._links.get(predicate)
        if found is None:
            pairs = self.pairs(predicate)
            found = self._links[predicate] = list(
                dict.fromkeys((s, v.value) for s, v, _ in pairs if type(v) is pyoxigraph.NamedNode)
            )
        return found

    def values(self, subject: str, predicate: str) -> list[Term]:
        """Return the values of a property of a thing, in all graphs."""
        found = self._values.get(predicate)
        if found is None:
            found = self._values[predicate] = defaultdict(list)
            for thing, value, _ in self.pairs(predicate):
                if value not in found[thing]:
                    found[thing].append(value)
        return list(found.get(subject, ()))

    def subjects(self, graphs: Container[str] | None = None) -> set[str]:
        """Return the subjects of what stands in some graphs, or anywhere."""
        if graphs is None:
            return {subject for pairs in self._by_property.values() for subject, _, _ in pairs}
        return {s for pairs in self._by_property.values() for s, _, g in pairs if g in graphs}

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
