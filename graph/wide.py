"""The dataset as tables: a row for each entity, and Parquet of entities, statements and claims.

In a wide table every property of a class is a column; several values stand in one cell, parted by
a vertical bar. What is a statement of its own, with its graph and its claim, is in the long tables
and in Parquet.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import pyoxigraph

from graph.export import class_tables, local_name
from graph.languages import LANGUAGES
from graph.questions import with_prefixes
from graph.sheets import Sheet, table, workbook
from graph.store import Store

PARQUET = "application/vnd.apache.parquet"
PARTED = " | "
_BATCH = 50_000
_ENTITIES = """
SELECT ?id ?class ?en ?de ?zh WHERE {
  ?class eucn:idSegment ?segment . ?id a ?class .
  OPTIONAL { ?id skos:prefLabel ?en FILTER(lang(?en) = "en") }
  OPTIONAL { ?id skos:prefLabel ?de FILTER(lang(?de) = "de") }
  OPTIONAL { ?id skos:prefLabel ?zh FILTER(lang(?zh) = "zh") }
} ORDER BY ?id ?class
"""
_CLAIMS = """
SELECT ?claim ?subject ?property ?value ?document ?confidence
  (MIN(?from) AS ?start) (MIN(?to) AS ?end) WHERE {
  ?claim rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value .
  OPTIONAL { ?claim prov:wasDerivedFrom ?document }
  OPTIONAL { ?claim eucn:confidence ?confidence }
  OPTIONAL { ?claim oa:hasTarget/oa:hasSelector ?place . ?place oa:start ?from ; oa:end ?to }
} GROUP BY ?claim ?subject ?property ?value ?document ?confidence ORDER BY ?claim
"""


def sheets(store: Store) -> Iterator[Sheet]:
    """Yield a table for each class: its name, the columns, and a row for each entity."""
    for name, rows in class_tables(store):
        found: dict[str, dict[str, list[str]]] = {}
        labels: dict[str, str] = {}
        for row in rows:
            entity = str(row["id"])
            labels.setdefault(entity, str(row.get("label", "")))
            values = found.setdefault(entity, {}).setdefault(local_name(row["property"]), [])
            if str(row["value"]) not in values:
                values.append(str(row["value"]))
        columns = sorted({column for entity in found.values() for column in entity})
        yield (
            name,
            ("id", "label", *columns),
            [
                [
                    entity,
                    labels[entity],
                    *(PARTED.join(values.get(column, ())) for column in columns),
                ]
                for entity, values in found.items()
            ],
        )


def wide_csv(store: Store) -> bytes:
    """Return a zip of one CSV file per class, for spreadsheets: with a byte-order mark."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, columns, rows in sheets(store):
            # A fixed date: equal builds give equal archives.
            entry = zipfile.ZipInfo(f"{name}.csv", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, table(columns, rows))
    return archive.getvalue()


def xlsx(store: Store) -> bytes:
    """Return a workbook of one sheet per class."""
    return workbook(sheets(store))


def entities(store: Store) -> bytes:
    """Return Parquet with a row for each entity and class of it."""

    def rows() -> Iterator[dict[str, Any]]:
        for row in store.select(with_prefixes(_ENTITIES)):
            names = {code: str(row[code]) if code in row else None for code in LANGUAGES}
            yield {"id": str(row["id"]), "class": local_name(row["class"]), **names}

    return _parquet(("id", "class", *LANGUAGES), rows())


def statements(store: Store) -> bytes:
    """Return Parquet with a row for each statement of each graph."""

    def rows() -> Iterator[dict[str, Any]]:
        quads = pyoxigraph.parse(store.dump(), format=pyoxigraph.RdfFormat.N_QUADS)
        for quad in quads:
            value = quad.object
            literal = isinstance(value, pyoxigraph.Literal)
            yield {
                "graph": getattr(quad.graph_name, "value", None),
                "subject": getattr(quad.subject, "value", str(quad.subject)),
                "predicate": quad.predicate.value,
                "object": getattr(value, "value", str(value)),
                "datatype": value.datatype.value if literal else None,
                "language": value.language if literal else None,
            }

    return _parquet(("graph", "subject", "predicate", "object", "datatype", "language"), rows())


def claims(store: Store) -> bytes:
    """Return Parquet with a row for each claim: what it says, who says so, where it stands."""
    columns = ("claim", "subject", "property", "value", "document", "confidence", "start", "end")
    numbers = {"confidence": float, "start": int, "end": int}

    def rows() -> Iterator[dict[str, Any]]:
        for row in store.select(with_prefixes(_CLAIMS)):
            yield {
                name: numbers.get(name, str)(str(row[name])) if name in row else None
                for name in columns
            }

    return _parquet(columns, rows(), {"confidence": "float64", "start": "int64", "end": "int64"})


def _parquet(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    types: Mapping[str, str] | None = None,
) -> bytes:
    import pyarrow
    import pyarrow.parquet

    kinds = types or {}
    schema = pyarrow.schema(
        [(name, pyarrow.type_for_alias(kinds.get(name, "string"))) for name in columns]
    )
    out = io.BytesIO()
    left = iter(rows)
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(left, _BATCH)):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
    return out.getvalue()
