"""The conflicts report, read from a store: the same rows for page, command and JSON."""

from __future__ import annotations

from typing import Any

from rdflib import Literal, URIRef

from graph import iris
from graph.assembly.conflicts import RULE
from graph.paths import QUERIES
from graph.questions import with_prefixes
from graph.store import Store
from graph.tables import Table

DEFINITION = (
    "Statements about one thing of which only one can hold, as several documents (or one "
    f"document in two places) make them. Ranking: {RULE}. Nothing is deleted."
)


def conflict_table(store: Store, language: str = "en") -> Table:
    """Return every conflict of the graph: ``subject, property, values`` with document and claim
    each.

    Labels are in ``language`` where there is one, else English, else any.
    """
    query = (QUERIES / "reports" / "conflicts.rq").read_text(encoding="utf-8")
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for found in store.select(with_prefixes(query)):
        key = str(found["subject"]), str(found["property"])
        row = rows.setdefault(
            key,
            {
                "subject": key[0],
                "subjectLabel": _label(store, found["subject"], language),
                "property": key[1],
                "propertyLabel": _label(store, found["property"], language),
                "values": [],
            },
        )
        value = found["value"]
        row["values"].append(
            {
                "value": str(value),
                "label": _label(store, value, language),
                "document": str(found["document"]),
                "documentLabel": _label(store, found["document"], language),
                "claim": str(found["claim"]),
                "confidence": float(str(found["confidence"])),
                "rank": str(found["rank"]).rpartition("/")[2],
            }
        )
    for row in rows.values():
        row["values"].sort(key=lambda one: (-one["confidence"], one["document"], one["value"]))
        row["stated"] = "\n".join(
            f"{v['label']} ({v['documentLabel']}, {v['confidence']:g}, {v['rank']})"
            for v in row["values"]
        )
    ordered = [rows[key] for key in sorted(rows)]
    columns = ("subjectLabel", "propertyLabel", "stated")
    return Table(store.built.date().isoformat(), DEFINITION, ordered, columns)


_LABELS = """
SELECT ?label WHERE {{ <{iri}> rdfs:label|skos:prefLabel ?label }}
"""


def _label(store: Store, term: object, language: str) -> str:
    if isinstance(term, Literal) or not isinstance(term, URIRef):
        return str(term)
    labels = {
        str(label.language or "en"): str(label)
        for row in store.select(with_prefixes(_LABELS.format(iri=term)))
        if isinstance(label := row["label"], Literal)
    }
    for tag in (language, "en", *sorted(labels)):
        if tag in labels:
            return labels[tag]
    return iris.identifier(str(term)) or str(term)
