"""Between serialised answers, rdflib terms and RDF syntaxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Identifier

from graph.iris import BASE
from graph.store.formats import graph_writer

__all__ = ["Identifier", "graph", "pretty", "rows"]

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "eucn": BASE + "ontology#",
}


def rows(results: Mapping[str, Any]) -> list[dict[str, Identifier]]:
    """Rows of a SPARQL JSON results document as rdflib terms."""
    return [
        {name: term(value) for name, value in row.items()} for row in results["results"]["bindings"]
    ]


def term(value: Mapping[str, str]) -> Identifier:
    """One RDF term of SPARQL JSON results; literals keep their written form."""
    kind, text = value["type"], value["value"]
    if kind == "uri":
        return URIRef(text)
    if kind == "bnode":
        return BNode(text)
    language, datatype = value.get("xml:lang"), value.get("datatype")
    return Literal(
        text,
        lang=language,
        datatype=None if language or datatype is None else URIRef(datatype),
        normalize=False,
    )


def graph(ntriples: bytes) -> Graph:
    """An rdflib graph of N-Triples."""
    result = Graph(bind_namespaces="none")
    result.parse(data=ntriples, format="nt")
    return result


def pretty(triples: Iterable[pyoxigraph.Triple], format: str) -> bytes:
    """Triples in a graph format, with prefixes where the format has them, duplicates dropped."""
    unique = dict.fromkeys(triples)
    return pyoxigraph.serialize(unique, format=graph_writer(format), prefixes=PREFIXES) or b""
