"""What the page can say, and what that is called: keys and vocabularies of the ontology."""

from __future__ import annotations

from typing import Any

from rdflib import Graph
from rdflib.namespace import OWL, RDFS, SKOS

from graph.extraction.model import CLASSES
from graph.extraction.sayable import Field, sayable
from graph.extraction.wording.words import words
from graph.iris import EUCN, concept
from graph.languages import LANGUAGES
from graph.records.schema import Schema


def keys(schema: Schema) -> tuple[str, ...]:
    """Return every key that the page can say, parts of mappings included."""
    found: set[str] = set()
    for cls in CLASSES:
        for field in sayable(schema, cls).values():
            found |= {field.key, *(part.key for part in field.parts)}
    return tuple(sorted(found))


def fields(schema: Schema) -> dict[str, Any]:
    """Return what can be said of each class: numbers of a table of fields, each told once."""
    table: list[dict[str, Any]] = []
    at: dict[Field, int] = {}

    def number(field: Field) -> int:
        if field not in at:
            row = field.as_json()
            if field.parts:
                row["parts"] = [number(part) for part in field.parts]
            at[field] = len(table)
            table.append(row)
        return at[field]

    classes = {cls: [number(f) for f in sayable(schema, cls).values()] for cls in CLASSES}
    return {"classes": classes, "fields": table}


def labels(ontology: Graph, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return the labels of terms by language; a term without one keeps its name."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        told = {
            name: next(
                (
                    str(label)
                    for label in ontology.objects(EUCN[name], RDFS.label)
                    if getattr(label, "language", None) == language
                    # That a term is old is told in the ontology, not in a form.
                    and (EUCN[name], OWL.deprecated, None) not in ontology
                ),
                words(language).get(name, name),
            )
            for name in (*CLASSES, *names)
        }
        found[language] = told
    return found


def called(ontology: Graph, schema: Schema) -> dict[str, dict[str, str]]:
    """Return what the vocabularies are called, by language."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for scheme in schema.concepts:
        for label in ontology.objects(concept(scheme, ""), SKOS.prefLabel):
            found.setdefault(str(getattr(label, "language", "")), {})[scheme] = str(label)
    return found


def vocabularies(ontology: Graph, schema: Schema) -> dict[str, dict[str, list[list[str]]]]:
    """Return the words of each vocabulary with their labels, sorted by label, by language."""
    found: dict[str, dict[str, list[list[str]]]] = {language: {} for language in LANGUAGES}
    for scheme, names in schema.concepts.items():
        for name in names:
            for label in ontology.objects(concept(scheme, name), SKOS.prefLabel):
                tag = getattr(label, "language", None)
                if tag in found:
                    found[tag].setdefault(scheme, []).append([name, str(label)])
    for told in found.values():
        for rows in told.values():
            rows.sort(key=lambda row: row[1].casefold())
    return found


def spoken(ontology: Graph, schema: Schema) -> dict[str, list[list[str]]]:
    """Return the words of each vocabulary with all that they are called, in every language."""
    found: dict[str, list[list[str]]] = {}
    for scheme, names in schema.concepts.items():
        rows = found[scheme] = [[name, name] for name in sorted(names)]
        for name in sorted(names):
            for predicate in (SKOS.prefLabel, SKOS.altLabel):
                labels = ontology.objects(concept(scheme, name), predicate)
                rows += [[name, label] for label in sorted(map(str, labels))]
    return found
