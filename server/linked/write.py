"""From descriptions to RDF syntaxes, with what the document says about itself."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import RDF, RDFS, BNode, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Identifier

from graph.iris import BASE
from graph.store import Store
from graph.store.terms import pretty
from graph.terms import oxigraph_term
from server.linked.describe import Row

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DATASET = BASE + "dataset"
DCT = "http://purl.org/dc/terms/"
HYDRA = "http://www.w3.org/ns/hydra/core#"
_DATASETS = ("trig", "nq")


def node(value: Identifier) -> NamedNode | Literal | pyoxigraph.BlankNode:
    """Return pyoxigraph's term for one of rdflib's."""
    if isinstance(value, BNode):
        return pyoxigraph.BlankNode(str(value))
    assert isinstance(value, URIRef | RdfLiteral)
    return oxigraph_term(value)


def about(store: Store, page: str, iri: str, graphs: Iterable[str]) -> list[Row]:
    """Return what a document at ``page`` says of itself: topic, source, licence, date and
    version.
    """
    rows: list[tuple[str, Identifier]] = [
        (
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
            URIRef("http://xmlns.com/foaf/0.1/Document"),
        ),
        ("http://xmlns.com/foaf/0.1/primaryTopic", URIRef(iri)),
        ("http://rdfs.org/ns/void#inDataset", URIRef(DATASET)),
        (DCT + "license", URIRef(LICENCE)),
        (DCT + "modified", date(store)),
        ("http://www.w3.org/ns/dcat#version", RdfLiteral(store.version)),
        *((DCT + "source", URIRef(graph)) for graph in graphs),
    ]
    return [(page, page, predicate, value) for predicate, value in rows]


def part(page: str, number: int, more: bool) -> list[Row]:
    """Return that a document is one of several, and where the next one is.

    https://www.hydra-cg.com/spec/latest/core/#collections; readers that know no Hydra find the
    sentence.
    """

    def view(which: int) -> URIRef:
        return URIRef(page if which == 1 else f"{page}?page={which}")

    here = str(view(number))
    says = f"Part {number} of a description that is longer than one page"
    says += "; the next part is linked by hydra:next." if more else "; this is the last part."
    rows: list[Row] = [
        (page, page, HYDRA + "view", URIRef(here)),
        (page, here, str(RDF.type), URIRef(HYDRA + "PartialCollectionView")),
        (page, here, str(RDFS.comment), RdfLiteral(says, lang="en")),
        (page, here, HYDRA + "first", view(1)),
    ]
    if number > 1:
        rows.append((page, here, HYDRA + "previous", view(number - 1)))
    if more:
        rows.append((page, here, HYDRA + "next", view(number + 1)))
    return rows


def date(store: Store) -> RdfLiteral:
    """Return the day of the build, as a date."""
    day = URIRef("http://www.w3.org/2001/XMLSchema#date")
    return RdfLiteral(store.built.date().isoformat(), datatype=day)


def rows(rows: Iterable[Row], format: str) -> bytes:
    """Return rows in an RDF syntax; those that have named graphs keep them.

    What is said stands in the default graph as well: a client that follows links reads no other.
    """
    quads = [
        Quad(
            pyoxigraph.BlankNode(subject) if isinstance(subject, BNode) else NamedNode(subject),
            NamedNode(predicate),
            node(value),
            NamedNode(graph),
        )
        for graph, subject, predicate, value in rows
    ]
    return _written(quads, format)


def dataset(nquads: bytes, format: str) -> bytes:
    """Return N-Quads in another syntax: in the default graph, and in named ones as well."""
    return _written(pyoxigraph.parse(nquads, format=pyoxigraph.RdfFormat.N_QUADS), format)


def _written(quads: Iterable[Quad], format: str) -> bytes:
    unique = dict.fromkeys(quads)
    triples = {quad.triple for quad in unique}
    if format not in _DATASETS:
        return pretty(sorted(triples, key=str), format)
    merged = (Quad(t.subject, t.predicate, t.object) for t in triples)
    return pretty(sorted([*merged, *unique], key=_order), format)


def _order(quad: Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad.triple)
