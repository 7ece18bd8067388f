"""What the ontology says a record may hold: classes, keys, value types, vocabularies.

The Turtle in ``ontology/`` is the only place that declares them. A new property there is a
new key in the records; nothing here has to change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path

import pyoxigraph
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef

from graph.iris import EUCN, VOCABULARY
from graph.paths import ONTOLOGY
from graph.terms import read_turtle


class Kind(Enum):
    """How the value of a key is written."""

    ENTITY = "an id, segment/slug"
    CONCEPT = "a concept of a vocabulary"
    TEXT = "a text, or {language: text}"
    DATE = "a date: YYYY, YYYY-MM or YYYY-MM-DD"
    URI = "a web address"
    LITERAL = "a plain value"
    NODE = "a mapping"


@dataclass(frozen=True)
class ClassTerm:
    """A class of the ontology; ``ancestors`` holds the class itself and all above it."""

    name: str
    iri: URIRef
    segment: str | None
    ancestors: frozenset[str]
    schemes: dict[str, str] = field(default_factory=dict, hash=False)
    """Vocabulary by key, where it depends on the class: ``kind``, ``role``."""
    participation: str | None = None
    """Class of a participation in a member of this class."""
    can_be: frozenset[str] = frozenset()
    """Classes that members enter by what they do; their values are welcome where those are."""


@dataclass(frozen=True)
class PropertyTerm:
    """A property that a record may use as a key."""

    key: str
    iri: URIRef
    kind: Kind
    range: str | None = None
    """Class name for NODE."""
    ranges: frozenset[str] = frozenset()
    """For ENTITY: classes the value may belong to; empty means any."""
    scheme: str | None = None
    datatype: URIRef | None = None
    used_on: frozenset[str] = frozenset()
    """Names of the classes it may be used on; empty means any."""
    node_link: URIRef | None = None
    """For NODE: the property from the node back to its subject."""
    verbatim: bool = False
    own_words: bool = False
    functional: bool = False


@dataclass(frozen=True)
class Schema:
    """The ontology as the reader of records needs it."""

    classes: dict[str, ClassTerm]
    properties: dict[str, PropertyTerm]
    concepts: dict[str, frozenset[str]]
    countries: frozenset[str]
    """Ids of the countries the ontology declares (``country/cn``)."""
    segments: dict[str, str] = field(default_factory=dict)
    """Id segment to class name."""
    former: dict[str, str] = field(default_factory=dict)
    """Id segment that is no longer written to the one that is."""

    def class_of(self, identifier: str) -> ClassTerm | None:
        """Return the class an id's segment stands for, or None."""
        name = self.segments.get(identifier.partition("/")[0])
        return self.classes[name] if name else None

    def scheme_for(self, term: PropertyTerm, class_name: str) -> str | None:
        """Return the vocabulary a concept-valued key draws from; kinds and roles depend on the
        class.
        """
        for owner in self._upwards(class_name):
            if term.key in owner.schemes:
                return owner.schemes[term.key]
        return term.scheme

    def participation_class(self, class_name: str) -> str | None:
        """Return the class of participations in members of a class, or None for the general one."""
        found = (owner.participation for owner in self._upwards(class_name) if owner.participation)
        return next(found, None)

    def _upwards(self, class_name: str) -> list[ClassTerm]:
        """Return a class and its ancestors, the nearest first."""
        ancestors = [self.classes[name] for name in self.classes[class_name].ancestors]
        return sorted(ancestors, key=lambda term: (-len(term.ancestors), term.name))


def load_ontology(folder: Path = ONTOLOGY) -> Graph:
    """Return all Turtle of the ontology and the vocabularies, the shapes apart."""
    graph = Graph()
    for path in ontology_files(folder):
        read_turtle(graph, path)
    return graph


def ontology_files(folder: Path = ONTOLOGY) -> list[Path]:
    """Return the Turtle files of the ontology and the vocabularies, sorted."""
    return sorted(folder.glob("*.ttl")) + sorted((folder / "vocabularies").glob("*.ttl"))


def load_schema(folder: Path = ONTOLOGY) -> Schema:
    """Read the ontology's declarations of what records may hold; labels are none of them.

    What files of the same content declare is read once in a process.
    """
    digest = hashlib.sha256()
    for path in ontology_files(folder):
        try:
            content = path.read_bytes()
        except OSError:
            content = b""  # who reads the file for its statements tells what is wrong with it
        digest.update(hashlib.sha256(content).digest())
    return _schema(folder, digest.digest())


@lru_cache(maxsize=4)
def _schema(folder: Path, content: bytes) -> Schema:
    graph = Graph(bind_namespaces="none")
    for path in ontology_files(folder):
        read_turtle(graph, path, _declares)
    return schema_from(graph)


_DECLARED_IN = (str(RDF), str(RDFS), str(EUCN))


def _declares(found: pyoxigraph.Quad) -> bool:
    """Return whether a statement is one that ``schema_from`` may read: no text in a language."""
    text = isinstance(found.object, pyoxigraph.Literal) and found.object.language
    return not text and found.predicate.value.startswith(_DECLARED_IN)


def _local(iri: object) -> str:
    return str(iri).removeprefix(str(EUCN))


def _scheme(iri: object) -> str | None:
    return str(iri).removeprefix(str(VOCABULARY)).strip("/") if iri is not None else None


def _flag(graph: Graph, subject: URIRef, flag: str) -> bool:
    value = graph.value(subject, EUCN[flag])
    return value is not None and bool(value.toPython())  # type: ignore[attr-defined]


def _ours(nodes: Iterable[object]) -> list[URIRef]:
    return sorted(n for n in nodes if isinstance(n, URIRef) and n.startswith(str(EUCN)))


def schema_from(graph: Graph) -> Schema:
    """Read a Schema from an ontology graph."""
    classes: dict[str, ClassTerm] = {}
    for iri in _ours(graph.subjects(RDF.type, OWL.Class)):
        ancestors = {_local(a) for a in _ours(graph.transitive_objects(iri, RDFS.subClassOf))}
        segment = graph.value(iri, EUCN.idSegment)
        classes[_local(iri)] = ClassTerm(
            _local(iri),
            iri,
            str(segment) if segment is not None else None,
            frozenset(ancestors | {_local(iri)}),
            {
                key: scheme
                for key in ("kind", "role")
                if (scheme := _scheme(graph.value(iri, EUCN[f"{key}Scheme"])))
            },
            _local(found) if (found := graph.value(iri, EUCN.participationClass)) else None,
            frozenset(_local(role) for role in graph.objects(iri, EUCN.canBe)),
        )
    properties = {
        _local(iri): _property(graph, iri) for iri in _ours(graph.subjects(EUCN.inRecords, None))
    }
    concepts: dict[str, set[str]] = {}
    for concept_iri in graph.subjects(RDF.type, SKOS.Concept):
        scheme, _, notation = str(concept_iri).removeprefix(str(VOCABULARY)).partition("/")
        concepts.setdefault(scheme, set()).add(notation)
    countries = {
        "country/" + str(iri).rsplit("/", 1)[1] for iri in graph.subjects(RDF.type, EUCN.Country)
    }
    return Schema(
        classes,
        properties,
        {scheme: frozenset(members) for scheme, members in concepts.items()},
        frozenset(countries),
        {term.segment: name for name, term in sorted(classes.items()) if term.segment},
        {
            str(old): now
            for iri, old in graph.subject_objects(EUCN.formerIdSegment)
            if (now := classes[_local(iri)].segment)
        },
    )


def _property(graph: Graph, iri: URIRef) -> PropertyTerm:
    range_ = graph.value(iri, RDFS.range)
    scheme = graph.value(iri, EUCN.valueScheme)
    node_class = graph.value(iri, EUCN.nodeClass)
    link = graph.value(iri, EUCN.nodeLink)
    name: str | None = None
    datatype: URIRef | None = None
    ranges: frozenset[str] = frozenset()
    if node_class is not None:
        kind, name = Kind.NODE, _local(node_class)
    elif _flag(graph, iri, "dateValue"):
        kind = Kind.DATE
    elif scheme is not None or range_ == SKOS.Concept:
        kind = Kind.CONCEPT
    elif range_ == RDF.langString:
        kind = Kind.TEXT
    elif range_ == XSD.anyURI:
        kind = Kind.URI
    elif isinstance(range_, URIRef) and str(range_).startswith(str(XSD)):
        kind, datatype = Kind.LITERAL, range_
    else:
        kind = Kind.ENTITY
        ranges = frozenset(_local(c) for c in graph.objects(iri, EUCN.rangeIncludes))
        if not ranges and str(range_).startswith(str(EUCN)):
            ranges = frozenset({_local(range_)})
    return PropertyTerm(
        key=_local(iri),
        iri=iri,
        kind=kind,
        range=name,
        ranges=ranges,
        scheme=_scheme(scheme),
        datatype=datatype,
        used_on=frozenset(_local(c) for c in graph.objects(iri, EUCN.usedOn)),
        node_link=URIRef(str(link)) if link is not None else None,
        verbatim=_flag(graph, iri, "verbatim"),
        own_words=_flag(graph, iri, "inOwnWords"),
        functional=_flag(graph, iri, "functionalInDocument"),
    )
