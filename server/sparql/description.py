"""The service description of the endpoint.

SPARQL 1.1 Service Description, https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Triple

from graph.iris import BASE
from graph.per_build import PerBuild
from graph.reference.published import SHAPES_IRI
from graph.store import Store
from graph.store.formats import GRAPHS, RESULTS, W3C
from graph.store.terms import pretty

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCT = "http://purl.org/dc/terms/"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SHAPES_GRAPH = "http://www.w3.org/ns/shacl#shapesGraph"


_counted = PerBuild[dict[str, int]]()


def _counts(store: Store) -> dict[str, int]:
    """Return statements by graph, and of the union under the empty name; counted once a build."""
    return _counted.get(store.version, lambda: _count(store))


def _count(store: Store) -> dict[str, int]:
    rows = store.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    counts = {str(row["g"]): int(str(row["n"])) for row in rows}
    counts[""] = int(str(store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]))
    return counts


def describe(store: Store, address: str, format: str) -> bytes:
    """Return the description of the endpoint at ``address``, in a graph format."""
    service = NamedNode(address + "#service")
    triples: list[Triple] = []

    def say(subject: NamedNode, predicate: str, object: NamedNode | Literal) -> None:
        triples.append(Triple(subject, NamedNode(predicate), object))

    say(service, RDF_TYPE.value, NamedNode(SD + "Service"))
    say(service, SD + "endpoint", NamedNode(address))
    say(service, SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query"))
    say(service, SD + "feature", NamedNode(SD + "UnionDefaultGraph"))
    for known in (*RESULTS.values(), *GRAPHS.values()):
        say(service, SD + "resultFormat", NamedNode(W3C + known.w3c))
    dataset = NamedNode(BASE + "dataset")
    say(service, SD + "defaultDataset", dataset)
    say(dataset, RDF_TYPE.value, NamedNode(SD + "Dataset"))
    say(dataset, DCT + "identifier", Literal(store.version))
    say(dataset, DCT + "modified", _date(store))
    say(dataset, SHAPES_GRAPH, NamedNode(SHAPES_IRI))
    counts = _counts(store)
    union = NamedNode(address + "#default-graph")
    say(dataset, SD + "defaultGraph", union)
    say(union, RDF_TYPE.value, NamedNode(SD + "Graph"))
    say(union, VOID + "triples", Literal(counts[""]))
    for number, name in enumerate(sorted(store.graphs()), 1):
        entry = NamedNode(f"{address}#graph-{number}")
        say(dataset, SD + "namedGraph", entry)
        say(entry, RDF_TYPE.value, NamedNode(SD + "NamedGraph"))
        say(entry, SD + "name", NamedNode(name))
        graph = NamedNode(f"{address}#graph-{number}-content")
        say(entry, SD + "graph", graph)
        say(graph, RDF_TYPE.value, NamedNode(SD + "Graph"))
        say(graph, VOID + "triples", Literal(counts.get(name, 0)))
    return pretty(triples, format)


def _date(store: Store) -> Literal:
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    return pyoxigraph.Literal(store.built.date().isoformat(), datatype=day)
