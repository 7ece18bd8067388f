"""What the dataset says of itself in RDF: VoID statistics, example queries, prefixes.

The build puts it into named graphs of the store, so that query editors and language tools find it
by a query; the server gives the same at ``/.well-known/``.

VoID: https://www.w3.org/TR/void/, with class and property partitions within each other, as
https://github.com/JervenBolleman/void-generator nests them. Examples: the convention of
https://github.com/sib-swiss/sparql-examples.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from rdflib import RDF, RDFS, SH, VOID, XSD, Graph, Literal, Namespace, URIRef

from graph.iris import BASE, WELL_KNOWN, digest
from graph.questions import SCHEMA, Question, prefixes, questions
from graph.tally import Tally

VOID_GRAPH = URIRef(WELL_KNOWN + "void")
EXAMPLES_GRAPH = URIRef(WELL_KNOWN + "sparql-examples")
PREFIXES_GRAPH = URIRef(WELL_KNOWN + "prefixes")
GRAPHS = (VOID_GRAPH, EXAMPLES_GRAPH, PREFIXES_GRAPH)
DATASET = URIRef(BASE + "dataset")
ENDPOINT = URIRef(BASE + "sparql")
AS_BEFORE = {
    "en": "The network analysis is still that of the build before, and is being made again.",
    "de": "Die Netzwerkanalyse ist noch die des vorherigen Stands und wird gerade erneuert.",
    "zh": "网络分析仍为上一次构建的结果，正在重新计算。",
}
"""What is said of the analysis while it is that of the build before, by language."""
_EXTENDED = Namespace("http://ldf.fi/void-ext#")


def example(result: Graph, question: Question, endpoint: URIRef = ENDPOINT) -> None:
    """Add one query of the gallery."""
    node = URIRef(f"{BASE}queries/{question.name}")
    form = question.form.capitalize()
    result.add((node, RDF.type, SH.SPARQLExecutable))
    result.add((node, RDF.type, SH[f"SPARQL{form}Executable"]))
    result.add((node, SH[question.form], Literal(question.complete)))
    result.add((node, SH.prefixes, DATASET))
    result.add((node, SCHEMA.target, endpoint))
    for language, text in question.comment.items():
        result.add((node, RDFS.comment, Literal(text, lang=language)))
    for word in question.keywords:
        result.add((node, SCHEMA.keywords, Literal(word)))


def examples(result: Graph, endpoint: URIRef = ENDPOINT) -> None:
    """Add every query of the gallery."""
    for question in questions():
        example(result, question, endpoint)


def declared(result: Graph) -> None:
    """Add the project's prefixes, as SHACL declares such."""
    for name, namespace in prefixes().items():
        node = URIRef(f"{PREFIXES_GRAPH}#{name}")
        result.add((DATASET, SH.declare, node))
        result.add((node, SH.prefix, Literal(name)))
        result.add((node, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))


def described(tally: Tally) -> dict[URIRef, Graph]:
    """Return the three graphs for what was counted."""
    found = {name: Graph(bind_namespaces="none") for name in GRAPHS}
    statistics(found[VOID_GRAPH], tally)
    examples(found[EXAMPLES_GRAPH])
    declared(found[PREFIXES_GRAPH])
    return found


class Triples(Protocol):
    """What triples are added to: an rdflib graph, or something quicker."""

    def add(self, triple: tuple[URIRef, URIRef, URIRef | Literal], /) -> object:
        """Add one triple."""


def statistics(result: Triples, tally: Tally) -> None:
    """Add the VoID statistics: the merge of all graphs as a whole, by class, by property, by
    graph.
    """
    result.add((DATASET, RDF.type, VOID.Dataset))
    for term, total in tally.totals().items():
        result.add((DATASET, VOID[term], Literal(total)))
    for name, (triples, subjects, objects) in sorted(tally.properties().items()):
        part = _property(result, DATASET, name, triples)
        result.add((part, VOID.distinctSubjects, Literal(subjects)))
        result.add((part, VOID.distinctObjects, Literal(objects)))
    for kind, count in sorted(tally.by_class.items()):
        result.add((_class(result, DATASET, kind), VOID.entities, Literal(count)))
    for (kind, name), (triples, subjects) in sorted(tally.within().items()):
        part = _property(result, _part(DATASET, "class", kind), name, triples)
        result.add((part, VOID.distinctSubjects, Literal(subjects)))
    for kind, name, target in sorted(tally.links):
        outer = _part(_part(DATASET, "class", kind), "property", name)
        (_class if target in tally.by_class else _range)(result, outer, target)
    for name, count in sorted(tally.graphs.items()):
        part = URIRef(name[1:-1].decode())
        result.add((DATASET, VOID.subset, part))
        result.add((part, RDF.type, VOID.Dataset))
        result.add((part, VOID.triples, Literal(count)))


@lru_cache(maxsize=1 << 14)
def _part(outer: URIRef, kind: str, name: bytes) -> URIRef:
    """Return an IRI for a partition: no blank nodes, so that it can be pointed at."""
    return URIRef(f"{outer}/{kind}/{digest(name[1:-1].decode(), length=12)}")


def _class(result: Triples, outer: URIRef, name: bytes) -> URIRef:
    part = _part(outer, "class", name)
    result.add((outer, VOID.classPartition, part))
    result.add((part, VOID["class"], URIRef(name[1:-1].decode())))
    return part


def _property(result: Triples, outer: URIRef, name: bytes, count: int) -> URIRef:
    part = _part(outer, "property", name)
    result.add((outer, VOID.propertyPartition, part))
    result.add((part, VOID.property, URIRef(name[1:-1].decode())))
    result.add((part, VOID.triples, Literal(count)))
    return part


def _range(result: Triples, outer: URIRef, datatype: bytes) -> URIRef:
    part = _part(outer, "datatype", datatype)
    result.add((outer, _EXTENDED.datatypePartition, part))
    result.add((part, _EXTENDED.datatype, URIRef(datatype[1:-1].decode())))
    return part
