"""Result formats: their names, media types and the serialisers behind them.

SPARQL 1.1 Query Results JSON, XML, CSV and TSV for SELECT and ASK; RDF syntaxes for
CONSTRUCT and DESCRIBE. ``format=`` of the endpoint takes the names and aliases of this table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True)
class Format:
    """A result format; ``media`` is the one sent, ``accepted`` others that ask for it."""

    name: str
    media: str
    suffix: str
    accepted: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


# The first of each list is what a client gets that states no preference.
RESULTS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("json", "application/sparql-results+json", "srj", ("application/json", "text/json")),
        Format("xml", "application/sparql-results+xml", "srx", ("application/xml", "text/xml")),
        Format("csv", "text/csv", "csv"),
        Format("tsv", "text/tab-separated-values", "tsv"),
    )
}

GRAPHS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("turtle", "text/turtle", "ttl", ("application/x-turtle",), ("ttl",)),
        Format("nt", "application/n-triples", "nt", ("text/plain",), ("ntriples", "n-triples")),
        Format("nq", "application/n-quads", "nq", (), ("nquads", "n-quads")),
        Format("trig", "application/trig", "trig"),
        Format(
            "rdfxml",
            "application/rdf+xml",
            "rdf",
            ("application/xml", "text/xml"),
            ("rdf", "rdf+xml", "xml"),
        ),
        Format(
            "jsonld",
            "application/ld+json",
            "jsonld",
            ("application/json", "text/json"),
            ("json-ld", "ld+json", "json"),
        ),
    )
}

_RESULT_WRITERS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPH_WRITERS = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def offered(form: str) -> dict[str, Format]:
    """Return the formats of a query form: SELECT and ASK have results, the others graphs."""
    return RESULTS if form in ("SELECT", "ASK") else GRAPHS


_TEXTS = ("xml", "n-triples", "n-quads", "trig", "sparql-query")


def content_type(media: str) -> str:
    """Return the Content-Type of a media type: with the charset, which is always UTF-8.

    JSON has no such parameter; without it, R and browsers take other text for Latin-1.
    """
    text = media.startswith("text/") or media.endswith(_TEXTS)
    return f"{media}; charset=utf-8" if text and "charset=" not in media else media


def first_named(form: str, names: Iterable[str]) -> Format | None:
    """Return the first format known for a query form among names and lists of names."""
    for text in names:
        for name in text.split(","):
            # In an address a plus may have become a space: application/rdf xml.
            if found := named(form, name) or named(form, name.strip().replace(" ", "+")):
                return found
    return None


def named(form: str, name: str) -> Format | None:
    """Return the format called ``name`` (or an alias, a suffix or a media type) for a query
    form.
    """
    wanted = name.strip().lower()
    table = offered(form)
    for f in table.values():
        if wanted == f.name or wanted in f.aliases or wanted == f.suffix:
            return f
    return next((f for f in table.values() if wanted == f.media or wanted in f.accepted), None)


def result_writer(name: str) -> QueryResultsFormat:
    """pyoxigraph's serialiser of a results format."""
    return _RESULT_WRITERS[name]


def graph_writer(name: str) -> RdfFormat:
    """pyoxigraph's serialiser of a graph format."""
    return _GRAPH_WRITERS[name]
