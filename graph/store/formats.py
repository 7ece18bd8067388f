"""Result formats: their names, media types and the serialisers behind them.

SPARQL 1.1 Query Results JSON, XML, CSV and TSV for SELECT and ASK; RDF syntaxes for
CONSTRUCT and DESCRIBE. ``format=`` of the endpoint takes the names and aliases of this table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph.sheets import XLSX


@dataclass(frozen=True)
class Format:
    """A result format; ``media`` is the one sent, ``accepted`` others that ask for it."""

    name: str
    title: str
    """As people call it."""
    media: str
    suffix: str
    writer: QueryResultsFormat | RdfFormat
    """pyoxigraph's serialiser."""
    w3c: str
    """The end of its IRI below http://www.w3.org/ns/formats/."""
    accepted: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    shown: bool = True
    """Whether pages offer it; those of whole datasets are only for programs that ask."""
    datasets: bool = False
    """Whether it keeps named graphs."""
    sheet: bool = False
    """Whether it is for spreadsheets, and so for saving: nobody asks for it by media type."""


W3C = "http://www.w3.org/ns/formats/"
_R, _G = QueryResultsFormat, RdfFormat
_JSON = ("application/json", "text/json")
_XML = ("application/xml", "text/xml")

# The first of each list is what a client gets that states no preference.
RESULTS: dict[str, Format] = {
    f.name: f
    for f in (
        Format(
            *("json", "JSON", "application/sparql-results+json", "srj", _R.JSON),
            *("SPARQL_Results_JSON", _JSON),
        ),
        Format(
            *("xml", "XML", "application/sparql-results+xml", "srx", _R.XML),
            *("SPARQL_Results_XML", _XML),
        ),
        Format("csv", "CSV", "text/csv", "csv", _R.CSV, "SPARQL_Results_CSV"),
        Format("tsv", "TSV", "text/tab-separated-values", "tsv", _R.TSV, "SPARQL_Results_TSV"),
        Format(
            *("csv-bom", "CSV (Excel)", "text/csv", "csv", _R.CSV, "SPARQL_Results_CSV"),
            sheet=True,
        ),
        Format(
            *("csv-semicolon", "CSV (;)", "text/csv", "csv", _R.CSV, "SPARQL_Results_CSV"),
            sheet=True,
        ),
        Format("xlsx", "XLSX", XLSX, "xlsx", _R.JSON, "SPARQL_Results_JSON", sheet=True),
    )
}

GRAPHS: dict[str, Format] = {
    f.name: f
    for f in (
        Format(
            *("turtle", "Turtle", "text/turtle", "ttl", _G.TURTLE, "Turtle"),
            *(("application/x-turtle",), ("ttl",)),
        ),
        Format(
            *("nt", "N-Triples", "application/n-triples", "nt", _G.N_TRIPLES, "N-Triples"),
            *(("text/plain",), ("ntriples", "n-triples")),
        ),
        Format(
            *("nq", "N-Quads", "application/n-quads", "nq", _G.N_QUADS, "N-Quads", ()),
            *(("nquads", "n-quads"), False, True),
        ),
        Format(
            *("trig", "TriG", "application/trig", "trig", _G.TRIG, "TriG"),
            shown=False,
            datasets=True,
        ),
        Format(
            *("rdfxml", "RDF/XML", "application/rdf+xml", "rdf", _G.RDF_XML, "RDF_XML", _XML),
            ("rdf", "rdf+xml", "xml"),
        ),
        Format(
            *("jsonld", "JSON-LD", "application/ld+json", "jsonld", _G.JSON_LD, "JSON-LD", _JSON),
            ("json-ld", "ld+json", "json"),
            datasets=True,
        ),
    )
}

SHEETS = tuple(one.name for one in RESULTS.values() if one.sheet)
"""Names of the formats for spreadsheets (``graph.sheets``), of answers and of lists alike."""


def offered(form: str) -> dict[str, Format]:
    """Return the formats of a query form: SELECT and ASK have results, the others graphs."""
    return RESULTS if form in ("SELECT", "ASK") else GRAPHS


_MOST_NAMES = 20
_TEXTS = ("xml", "n-triples", "n-quads", "trig", "sparql-query")


@lru_cache(maxsize=64)
def content_type(media: str) -> str:
    """Return the Content-Type of a media type: with the charset, which is always UTF-8.

    JSON has no such parameter; without it, R and browsers take other text for Latin-1.
    """
    text = media.startswith("text/") or media.endswith(_TEXTS)
    return f"{media}; charset=utf-8" if text and "charset=" not in media else media


def first_named(form: str, names: Iterable[str]) -> Format | None:
    """Return the first format known for a query form among names and lists of names."""
    for text in islice(names, _MOST_NAMES):
        for name in text.split(",", _MOST_NAMES)[:_MOST_NAMES]:
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
    """Return pyoxigraph's serialiser of a results format."""
    writer = RESULTS[name].writer
    assert isinstance(writer, QueryResultsFormat)
    return writer


def graph_writer(name: str) -> RdfFormat:
    """Return pyoxigraph's serialiser of a graph format."""
    writer = GRAPHS[name].writer
    assert isinstance(writer, RdfFormat)
    return writer


def shown(form: str) -> list[Format]:
    """Return the formats that pages offer for a query form; ASK has no tables."""
    found = [f for f in offered(form).values() if f.shown]
    return [f for f in found if form != "ASK" or f.name in _YES_OR_NO]


_YES_OR_NO = ("json", "xml")
