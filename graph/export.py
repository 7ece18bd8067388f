"""The whole dataset as one file: what a person downloads and keeps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
from rdflib.term import Identifier

from graph.files import write_out
from graph.questions import with_prefixes
from graph.store import Store
from graph.store.terms import pretty
from graph.tables import csv_text

FORMATS = ("ttl", "trig", "nq", "jsonld", "csv")
_SYNTAXES = ("ttl", "trig", "jsonld")
_TABLE = """
SELECT DISTINCT ?id ?label ?property ?value WHERE {
  { SELECT DISTINCT ?id WHERE { ?id a <%s> } }
  ?id ?property ?value .
  OPTIONAL { ?id rdfs:label ?label FILTER(lang(?label) = "en") }
  FILTER(STRSTARTS(STR(?property), STR(eucn:)))
}
ORDER BY ?id ?property ?value
"""
_CLASSES = """
SELECT DISTINCT ?class WHERE { ?class a owl:Class ; eucn:idSegment ?segment } ORDER BY ?class
"""


def serialized(store: Store, format: str) -> bytes:
    """Return the dataset as bytes in one of FORMATS.

    ``trig``, ``nq`` and ``jsonld`` keep the named graphs, ``ttl`` is their union, ``csv`` a
    zip of one table per class (columns id, label, property, value). Sorted, so that equal
    builds give equal files. Raises ValueError for another format.
    """
    if format == "csv":
        return _tables(store)
    data = store.dump()
    if format == "nq":
        return b"".join(sorted(data.splitlines(keepends=True)))
    if format not in _SYNTAXES:
        raise ValueError(f"no export format '{format}'; one of {', '.join(FORMATS)}")
    quads = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_QUADS)
    if format == "ttl":
        triples = sorted({quad.triple for quad in quads}, key=lambda t: tuple(map(str, t)))
        return pretty(triples, "turtle")
    ordered = sorted(quads, key=lambda quad: tuple(map(str, (quad.graph_name, *quad.triple))))
    return pretty(ordered, format)


def export(store: Store, format: str, output: Path) -> int:
    """Write the dataset to a file, whole or not at all; return the number of bytes.

    ``-`` is standard output. Raises OSError.
    """
    data = serialized(store, format)
    write_out(output, data)
    return len(data)


def local_name(iri: object) -> str:
    """Return the part of an IRI behind the number sign."""
    return str(iri).rpartition("#")[2]


def class_tables(store: Store) -> Iterator[tuple[str, list[dict[str, Identifier]]]]:
    """Yield the name of each class that has entities, and its rows: id, label, property, value."""
    for found in store.select(with_prefixes(_CLASSES)):
        if rows := store.select(with_prefixes(_TABLE % found["class"])):
            yield local_name(found["class"]), rows


def _tables(store: Store) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, rows in class_tables(store):
            text = csv_text([_COLUMNS, *([row.get(key) for key in _COLUMNS] for row in rows)])
            # A fixed date: equal builds give equal archives.
            entry = zipfile.ZipInfo(f"{name}.csv", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, text)
    return archive.getvalue()


_COLUMNS = ("id", "label", "property", "value")
