"""Between serialised answers, rdflib terms and RDF syntaxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Identifier

from graph.questions import prefixes
from graph.store.errors import AnswerUnwritable
from graph.store.formats import GRAPHS, graph_writer

__all__ = ["Identifier", "graph", "pretty", "rows"]


def rows(results: Mapping[str, Any]) -> list[dict[str, Identifier]]:
    """Return rows of a SPARQL JSON results document as rdflib terms."""
    # Rows repeat their IRIs, dates and numbers, and each takes rdflib a while.
    iris: dict[str, Identifier] = {}
    others: dict[tuple[str | None, ...], Identifier] = {}

    def made(value: Mapping[str, Any]) -> Identifier:
        if value["type"] == "triple":
            return term(value)
        if value["type"] == "uri":
            text = value["value"]
            found = iris.get(text)
            if found is None:
                found = iris[text] = URIRef(text)
            return found
        key = value["type"], value["value"], value.get("xml:lang"), value.get("datatype")
        found = others.get(key)
        if found is None:
            found = others[key] = term(value)
        return found

    return [
        {name: made(value) for name, value in row.items()} for row in results["results"]["bindings"]
    ]


def term(value: Mapping[str, Any]) -> Identifier:
    """Return one RDF term of SPARQL JSON results; literals keep their written form.

    rdflib has no triple terms: one becomes a text as SPARQL 1.2 writes it.
    """
    kind, text = value["type"], value["value"]
    if kind == "triple":
        parts = (term(text[name]).n3() for name in ("subject", "predicate", "object"))
        return Literal(f"<<( {' '.join(parts)} )>>")
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
    """Return an rdflib graph of N-Triples."""
    result = Graph(bind_namespaces="none")
    result.parse(data=ntriples, format="nt")
    return result


def turtle(ntriples: bytes) -> bytes:
    """Return N-Triples as Turtle."""
    parsed = pyoxigraph.parse(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return pretty((quad.triple for quad in parsed), "turtle")


def pretty(
    statements: Iterable[pyoxigraph.Triple] | Iterable[pyoxigraph.Quad], format: str
) -> bytes:
    """Return statements in a graph format, duplicates dropped, with the project's prefixes in
    order.

    The engine writes prefixes in no fixed order; here equal statements give equal bytes. Raises
    AnswerUnwritable: RDF/XML has reserved names, and not every format has triple terms.
    """
    unique: list[Any] = list(dict.fromkeys(statements))
    try:
        body = pyoxigraph.serialize(unique, format=graph_writer(format), prefixes=prefixes()) or b""
    except (OSError, ValueError) as error:
        raise AnswerUnwritable(f"{GRAPHS[format].title} cannot hold this: {error}.") from error
    if format in ("turtle", "trig"):
        end = _PREFIX_LINES.match(body)
        head, rest = (body[: end.end()], body[end.end() :]) if end else (b"", body)
        return b"".join(sorted(head.splitlines(keepends=True))) + rest
    if format == "rdfxml":
        return _ROOT.sub(_ordered_root, body, count=1)
    return body


_PREFIX_LINES = re.compile(rb"(?:@prefix [^\n]*\n)*")
_ROOT = re.compile(rb"<rdf:RDF( [^>]*)>")


def _ordered_root(match: re.Match[bytes]) -> bytes:
    return b"<rdf:RDF " + b" ".join(sorted(match[1].split())) + b">"


def reference(iri: str) -> str | None:
    """``<iri>`` for a query, None where the text is no IRI (RFC 3987, as the engine reads it)."""
    try:
        return str(pyoxigraph.NamedNode(iri))
    except ValueError:
        return None
