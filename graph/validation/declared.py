"""What the ontology and the vocabularies declare, read once from their files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph
from rdflib import OWL, RDF, RDFS, SKOS

from graph.iris import EUCN
from graph.paths import ONTOLOGY

NOT_READ = ("prefixes.ttl",)
"""Only the server and the query tools read it, and it has blank nodes."""

_KINDS = frozenset(map(str, (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)))
_CLASS, _OBJECT_PROPERTY = str(OWL.Class), str(OWL.ObjectProperty)
_CONCEPT, _SCHEME = str(SKOS.Concept), str(SKOS.ConceptScheme)
_TYPE, _IN_SCHEME, _BROADER = str(RDF.type), str(SKOS.inScheme), str(SKOS.broader)
_SUBCLASS, _SUBPROPERTY = str(RDFS.subClassOf), str(RDFS.subPropertyOf)
_USED_ON, _DERIVED, _SEGMENT = str(EUCN.usedOn), str(EUCN.derived), str(EUCN.idSegment)
_COUNTRY, _CAN_BE = str(EUCN.Country), str(EUCN.canBe)
_DISJOINT, _IN_RECORDS = str(OWL.disjointWith), str(EUCN.inRecords)


@dataclass
class Declared:
    """Classes, properties and concepts by IRI, with what checks ask of them."""

    classes: set[str] = field(default_factory=set)
    properties: set[str] = field(default_factory=set)
    object_properties: set[str] = field(default_factory=set)
    derived: set[str] = field(default_factory=set)
    """Properties that the build works out and no record states."""
    used_on: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The annotation eucn:usedOn: of a property, and of a role (the nodes it belongs to)."""
    can_be: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The classes whose members can be one of a class by what they do."""
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """A class, and all those above it."""
    properties_above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    segments: dict[str, str] = field(default_factory=dict)
    """The class by the part of an IRI between /id/ and the slug."""
    disjoint: set[frozenset[str]] = field(default_factory=set)
    concepts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The schemes of a concept."""
    schemes: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    """The countries and territories of ISO 3166-1; no source adds one."""
    broader: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """A concept, and all those above it."""
    nquads: bytes = b""
    """The ontology and the vocabularies as N-Triples lines, for shapes that need them."""

    def named(self, class_: str) -> set[str]:
        """Return the classes at and above one that give things their segment of an IRI."""
        return self.above[class_] & set(self.segments.values())


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.glob("*.ttl")) if path.name not in NOT_READ)
    yield from sorted((folder / "vocabularies").glob("*.ttl"))


@cache
def declared(folder: Path = ONTOLOGY) -> Declared:
    """Read the folder of the ontology."""
    triples: list[pyoxigraph.Triple] = []
    for path in _files(folder):
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            triples.append(quad.triple)
    made = Declared()
    parents: dict[str, set[str]] = defaultdict(set)
    property_parents: dict[str, set[str]] = defaultdict(set)
    broader: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        subject = getattr(triple.subject, "value", "")
        predicate, value = triple.predicate.value, getattr(triple.object, "value", "")
        if predicate == _TYPE:
            if value == _CLASS:
                made.classes.add(subject)
            elif value in _KINDS:
                made.properties.add(subject)
                if value == _OBJECT_PROPERTY:
                    made.object_properties.add(subject)
            elif value == _CONCEPT:
                made.concepts[subject]
            elif value == _SCHEME:
                made.schemes.add(subject)
            elif value == _COUNTRY:
                made.countries.add(subject)
        elif predicate == _SUBCLASS:
            parents[subject].add(value)
        elif predicate == _SUBPROPERTY:
            property_parents[subject].add(value)
        elif predicate == _BROADER:
            broader[subject].add(value)
        elif predicate == _IN_SCHEME:
            made.concepts[subject].add(value)
        elif predicate == _USED_ON:
            made.used_on[subject].add(value)
        elif predicate == _CAN_BE:
            made.can_be[value].add(subject)
        elif predicate == _DERIVED and value == "true":
            made.derived.add(subject)
        elif predicate == _SEGMENT:
            made.segments[value] = subject
        elif predicate == _DISJOINT:
            made.disjoint.add(frozenset((subject, value)))
    in_records = {
        getattr(t.subject, "value", "") for t in triples if t.predicate.value == _IN_RECORDS
    }
    made.derived -= in_records
    for class_ in made.classes:
        made.above[class_] = _closure(class_, parents)
    for prop in made.properties:
        made.properties_above[prop] = _closure(prop, property_parents)
    for concept in made.concepts:
        made.broader[concept] = _closure(concept, broader)
    written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    made.nquads = written or b""
    return made


def _closure(start: str, parents: dict[str, set[str]]) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        for parent in parents.get(todo.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                todo.append(parent)
    return seen
