"""What classes and properties are called on the page: the labels of the ontology."""

from __future__ import annotations

from rdflib import Graph
from rdflib.namespace import RDFS

from graph.extraction.model import CLASSES
from graph.iris import EUCN
from graph.languages import LANGUAGES
from server.curate.words import words


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
                ),
                words(language).get(name, name),
            )
            for name in (*CLASSES, *names)
        }
        found[language] = told
    return found
