"""All quads of a build: documents, claims, ontology, vocabularies, derived."""

from __future__ import annotations

import datetime
from functools import lru_cache
from pathlib import Path

from rdflib import URIRef

from graph import iris
from graph.assembly.classes import derive_classes
from graph.assembly.conflict_nodes import best_values, conflict_nodes, derive_conflicts
from graph.assembly.conflicts import conflicts, derive_ranks
from graph.assembly.dates import derive_bounds
from graph.assembly.expand import expand
from graph.assembly.handing_on import hand_on_organisers, hand_on_places
from graph.assembly.identifiers import derive_identifiers
from graph.assembly.labels import derive_labels
from graph.assembly.places import derive_kinds_of_places, derive_places
from graph.assembly.quads import Quads
from graph.assembly.shortcuts import derive_shortcuts
from graph.assembly.sides import derive_sides
from graph.assembly.status import derive_status
from graph.assembly.unstated import derive_unstated
from graph.assembly.views import derive_views
from graph.files import Unchanged
from graph.paths import ONTOLOGY
from graph.records.load import Sources
from graph.terms import rdflib_term, turtle

# These say what the world or a vocabulary is like; the rest of the folder is the ontology.
VOCABULARY_FILES = ("countries.ttl", "country-adjectives.ttl", "languages.ttl")
# Only the server and the query tools read it, and it has blank nodes.
NOT_IN_STORE = ("prefixes.ttl",)


def all_quads(sources: Sources, ontology: Path = ONTOLOGY) -> Quads:
    """Return the quads of the whole graph for some records, derived ones included."""
    quads = expand(sources)
    for name, triples in ontology_quads(ontology).graphs.items():
        for triple in triples:
            quads.add(*triple, name)
    derive(quads, data_day(sources))
    return quads


def derive(quads: Quads, day: datetime.date) -> None:
    """Add ``graph/derived``: labels, bounds of dates, sides on a day, shortcuts, ranks."""
    derive_labels(quads)
    found = conflicts(quads)
    nodes = conflict_nodes(quads, found)
    best = best_values(quads, nodes)
    derive_bounds(quads)
    hand_on_places(quads)
    derive_places(quads)
    derive_kinds_of_places(quads)
    derive_identifiers(quads, best)
    derive_shortcuts(quads, best)
    hand_on_organisers(quads)
    derive_classes(quads)
    derive_sides(quads, day)
    derive_status(quads, day)
    derive_unstated(quads)
    derive_views(quads)
    derive_ranks(quads, found)
    derive_conflicts(quads, nodes)


def ontology_quads(folder: Path = ONTOLOGY) -> Quads:
    """Return the ontology's graph and the vocabularies' graph, to be read only: files that are as
    they were are read once in a process. Raises ValueError at a blank node.
    """
    graphs = ontology_graphs(folder)
    return _read(tuple((name, Unchanged.of(path)) for name in graphs for path in graphs[name]))


@lru_cache(maxsize=1)
def _read(files: tuple[tuple[URIRef, Unchanged], ...]) -> Quads:
    quads = Quads()
    for name, file in files:
        for found in turtle(file.path):
            subject = rdflib_term(found.subject)
            assert isinstance(subject, URIRef)
            predicate = URIRef(found.predicate.value)
            quads.add(subject, predicate, rdflib_term(found.object), name)
    return quads


def terms_files(folder: Path = ONTOLOGY) -> list[Path]:
    """Return the Turtle files of ontology and vocabularies."""
    return [path for paths in ontology_graphs(folder).values() for path in paths]


def ontology_graphs(folder: Path = ONTOLOGY) -> dict[URIRef, list[Path]]:
    """Return which Turtle files make up the ontology's graph and the vocabularies' graph."""
    top = [path for path in sorted(folder.glob("*.ttl")) if path.name not in NOT_IN_STORE]
    return {
        iris.ONTOLOGY_GRAPH: [path for path in top if path.name not in VOCABULARY_FILES],
        iris.VOCABULARY_GRAPH: [
            *(path for path in top if path.name in VOCABULARY_FILES),
            *sorted((folder / "vocabularies").glob("*.ttl")),
        ],
    }


def data_day(sources: Sources) -> datetime.date:
    """Return the day the data is of: the last day on which a document was read."""
    return max(datetime.date.fromisoformat(record.obtained) for record in sources.records)
