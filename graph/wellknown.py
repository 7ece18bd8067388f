"""What the dataset says of itself in RDF: VoID statistics, example queries, prefixes.

The build puts it into named graphs of the store, so that query editors and language tools find it
by a query; the server gives the same at ``/.well-known/``.

VoID: https://www.w3.org/TR/void/, with class and property partitions within each other, as
https://github.com/JervenBolleman/void-generator nests them. Examples: the convention of
https://github.com/sib-swiss/sparql-examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import pyoxigraph
from pyoxigraph import RdfFormat
from rdflib import RDF, RDFS, SH, VOID, XSD, Graph, Literal, Namespace, URIRef

from graph.iris import BASE, WELL_KNOWN, digest
from graph.questions import SCHEMA, Question, prefixes, questions
from graph.tally import Tally
from graph.terms import rdflib_term

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
    counted = Graph(bind_namespaces="none")
    statistics(counted, tally)
    return {VOID_GRAPH: counted, **beside_statistics()}


def beside_statistics() -> dict[URIRef, Graph]:
    """Return the graphs that follow from the project's files alone."""
    found = {name: Graph(bind_namespaces="none") for name in (EXAMPLES_GRAPH, PREFIXES_GRAPH)}
    examples(found[EXAMPLES_GRAPH])
    declared(found[PREFIXES_GRAPH])
    return found


def statistics(result: Graph, tally: Tally) -> None:
    """Add the VoID statistics."""
    for found in pyoxigraph.parse(b"".join(statistics_lines(tally)), format=RdfFormat.N_TRIPLES):
        subject, predicate, value = (rdflib_term(term) for term in found.triple)
        result.add((subject, predicate, value))


def statistics_lines(tally: Tally) -> Iterator[bytes]:
    """Yield the VoID statistics as N-Triples: the merge of all graphs as a whole, by class, by
    property, by graph.

    Lines, because a build writes twenty thousand of them whenever anything changed.
    """
    yield _line(_DATASET, _TYPE, _VOID_DATASET)
    for term, total in tally.totals().items():
        yield _line(_DATASET, _void(term), _number(total))
    for name, counts in sorted(tally.properties().items()):
        yield from _property(_DATASET, name, counts)
    for kind, count in sorted(tally.by_class.items()):
        part = _part(_DATASET, b"class", kind)
        yield from _class(_DATASET, kind)
        yield _line(part, _void("entities"), _number(count))
    for (kind, name), found in sorted(tally.within().items()):
        yield from _property(_part(_DATASET, b"class", kind), name, found)
    for kind, name, target in sorted(tally.links):
        outer = _part(_part(_DATASET, b"class", kind), b"property", name)
        yield from (_class if target in tally.by_class else _range)(outer, target)
    for name, count in sorted(tally.graphs.items()):
        yield _line(_DATASET, _void("subset"), name)
        yield _line(name, _TYPE, _VOID_DATASET)
        yield _line(name, _void("triples"), _number(count))


def _line(subject: bytes, predicate: bytes, value: bytes) -> bytes:
    return b"%s %s %s .\n" % (subject, predicate, value)


def _number(value: int) -> bytes:
    return b'"%d"^^<%s>' % (value, _INTEGER)


@cache
def _void(term: str) -> bytes:
    return VOID[term].n3().encode()


@lru_cache(maxsize=1 << 14)
def _part(outer: bytes, kind: bytes, name: bytes) -> bytes:
    """Return an IRI for a partition: no blank nodes, so that it can be pointed at."""
    return b"<%s/%s/%s>" % (outer[1:-1], kind, digest(name[1:-1].decode(), length=12).encode())


def _class(outer: bytes, name: bytes) -> Iterator[bytes]:
    part = _part(outer, b"class", name)
    yield _line(outer, _void("classPartition"), part)
    yield _line(part, _void("class"), name)


def _property(outer: bytes, name: bytes, counts: Sequence[int]) -> Iterator[bytes]:
    """Yield a property with its statements, distinct subjects and, where counted, objects."""
    part = _part(outer, b"property", name)
    yield _line(outer, _void("propertyPartition"), part)
    yield _line(part, _void("property"), name)
    for term, count in zip(
        ("triples", "distinctSubjects", "distinctObjects"), counts, strict=False
    ):
        yield _line(part, _void(term), _number(count))


def _range(outer: bytes, datatype: bytes) -> Iterator[bytes]:
    part = _part(outer, b"datatype", datatype)
    yield _line(outer, _EXTENDED.datatypePartition.n3().encode(), part)
    yield _line(part, _EXTENDED.datatype.n3().encode(), datatype)


_DATASET = DATASET.n3().encode()
_TYPE = RDF.type.n3().encode()
_VOID_DATASET = VOID.Dataset.n3().encode()
_INTEGER = str(XSD.integer).encode()
