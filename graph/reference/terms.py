"""Classes, properties and vocabularies as the reference page shows them.

Everything comes from the Turtle in ``ontology/``: terms from ``eucn.ttl``, relations to other
vocabularies from ``alignments.ttl`` and ``views.tsv``, prefixes from ``prefixes.ttl``, concepts
from ``vocabularies/`` and what must be there from ``shapes/union.ttl``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from graph.assembly.views import views
from graph.iris import EUCN, VOCABULARY
from graph.paths import ONTOLOGY

# What is used on these is used on nearly every class; it is listed once, with them.
ROOTS = {"Entity", "Relation"}
# What else is computed for every statement of the one, of that of the other.
ANSWERED = {("figureOf", "about")}
# Members of these are not stated to be of the classes above: there are too many.
NOT_WIDENED = {"Claim", "Evidence", "Passage"}
RELATIONS = {
    RDFS.subClassOf: "subClassOf",
    RDFS.subPropertyOf: "subPropertyOf",
    RDFS.seeAlso: "seeAlso",
}


@dataclass(frozen=True)
class Alignment:
    """A relation of one of our terms to one of another vocabulary."""

    relation: str
    curie: str
    iri: str


@dataclass(frozen=True)
class Stated:
    """A term of another vocabulary that answers too, and the classes on which it does."""

    curie: str
    iri: str
    classes: tuple[str, ...]


@dataclass
class Term:
    """What every term has: names in three languages, an explanation, an example."""

    name: str
    iri: str
    labels: dict[str, str]
    comment: dict[str, str]
    example: str
    alignments: list[Alignment] = field(default_factory=list)


@dataclass
class ClassTerm(Term):
    """A class. ``needs`` maps a property name to ``required`` or ``recommended``."""

    parents: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    segment: str | None = None
    kind_scheme: str | None = None
    role_scheme: str | None = None
    needs: dict[str, str] = field(default_factory=dict)
    properties: list[str] = field(default_factory=list)
    """Properties used on the class itself or on one above it, the roots of the tree apart."""


@dataclass
class PropertyTerm(Term):
    """A property. ``origin`` is record, derived, link or evidence: who writes it."""

    origin: str = "record"
    used_on: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    """Class names, or the name of a datatype with its prefix."""
    scheme: str | None = None
    parents: list[str] = field(default_factory=list)
    inverse: list[str] = field(default_factory=list)
    single: bool = False
    verbatim: bool = False
    own_words: bool = False
    answers: list[Stated] = field(default_factory=list)
    """Terms of other vocabularies that the build states as well."""
    evidence: str | None = None
    """The name of the query that leads from a derived statement to its evidence."""


@dataclass(frozen=True)
class Concept:
    """A concept of a vocabulary; ``depth`` counts from 0 at the top."""

    notation: str
    iri: str
    labels: dict[str, str]
    definition: dict[str, str]
    depth: int


@dataclass(frozen=True)
class Scheme:
    """A vocabulary with its concepts in the order of the tree."""

    name: str
    iri: str
    labels: dict[str, str]
    definition: dict[str, str]
    concepts: list[Concept]


@dataclass
class Reference:
    """All that the page shows; terms by their local name."""

    iri: str
    labels: dict[str, str]
    comment: dict[str, str]
    version: str
    classes: dict[str, ClassTerm]
    properties: dict[str, PropertyTerm]
    annotations: dict[str, Term]
    schemes: dict[str, Scheme]
    prefixes: dict[str, str]
    views: list[tuple[str, str, str]]
    """Class, what is stated of it, and what is stated too in other terms, as CURIEs."""

    def above(self, name: str) -> list[str]:
        """Return a class and all classes above it, nearest first."""
        found = [name]
        for current in found:
            found += [p for p in self.classes[current].parents if p not in found]
        return found


@lru_cache(maxsize=4)
def load_reference(folder: Path = ONTOLOGY) -> Reference:
    """Read the reference from a folder of Turtle. Raises FileNotFoundError without one."""
    graph = Graph()
    for name in ("eucn.ttl", "axioms.ttl", "alignments.ttl"):
        graph.parse(folder / name, format="turtle")
    prefixes = _prefixes(Graph().parse(folder / "prefixes.ttl", format="turtle"))
    ontology = URIRef(str(EUCN).rstrip("#"))
    classes = {c.name: c for c in _classes(graph, prefixes)}
    properties = {p.name: p for p in _properties(graph, prefixes)}
    reference = Reference(
        str(ontology),
        _labels(graph, ontology, RDFS.label),
        _labels(graph, ontology, RDFS.comment),
        _text(graph, ontology, OWL.versionInfo),
        classes,
        properties,
        {t.name: t for t in _terms(graph, OWL.AnnotationProperty, prefixes)},
        {path.stem: _scheme(path) for path in sorted((folder / "vocabularies").glob("*.ttl"))},
        prefixes,
        [],
    )
    _answers(reference, folder)
    _needs(Graph().parse(folder / "shapes" / "union.ttl", format="turtle"), classes)
    for term in classes.values():
        above = set(reference.above(term.name))
        if term.parents:
            above -= ROOTS
        term.properties = [p.name for p in properties.values() if above & set(p.used_on)]
    return reference


def _answers(reference: Reference, folder: Path) -> None:
    """Keep, of what a property is a special case of, what a query gets rows for."""
    stated: dict[str, dict[str, list[str]]] = {}
    for view in views(folder):
        name = view.source.removeprefix(str(EUCN))
        of = curie(view.of, reference.prefixes).removeprefix("eucn:")
        stated.setdefault(name, {}).setdefault(view.target, []).append(of)
    for name, term in reference.properties.items():
        told = stated.get(name, {})
        term.parents = [
            parent
            for parent in term.parents
            if term.origin == "derived"
            or (name, parent) in ANSWERED
            or set(term.used_on) <= set(told.get(str(EUCN[parent]), ()))
        ]
        term.answers = [
            Stated(curie(target, reference.prefixes), target, tuple(classes))
            for target, classes in sorted(told.items())
            if not target.startswith(str(EUCN))
        ]
        said = {one.iri for one in term.answers}
        left = [a for a in term.alignments if a.iri not in said]
        term.alignments = [_for_reasoners(a) for a in left]
    for name, class_ in reference.classes.items():
        if name in NOT_WIDENED:
            class_.alignments = [_for_reasoners(a) for a in class_.alignments]
        for one in class_.alignments:
            if one.relation == "subClassOf":
                reference.views.append((f"eucn:{name}", f"a eucn:{name}", f"a {one.curie}"))
    for view in views(folder):
        if not view.target.startswith(str(EUCN)):
            of, ours, theirs = (
                curie(iri, reference.prefixes) for iri in (view.of, view.source, view.target)
            )
            reference.views.append((of, ours, theirs))


def _for_reasoners(alignment: Alignment) -> Alignment:
    """Return an alignment as one that no statement follows: the endpoint infers nothing."""
    if alignment.relation == "seeAlso":
        return alignment
    return replace(alignment, relation=f"{alignment.relation}-reasoner")


def _prefixes(graph: Graph) -> dict[str, str]:
    declared = graph.objects(None, SH.declare)
    pairs = [(_text(graph, d, SH.prefix), _text(graph, d, SH.namespace)) for d in declared]
    return dict(sorted(pairs))


def curie(iri: str, prefixes: dict[str, str]) -> str:
    """Return an IRI with the longest of the declared prefixes, or as it is."""
    fitting = [(ns, p) for p, ns in prefixes.items() if iri.startswith(ns)]
    if not fitting:
        return iri
    namespace, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri[len(namespace) :]}"


def _text(graph: Graph, subject: Node, predicate: URIRef) -> str:
    value = graph.value(subject, predicate)
    return "" if value is None else str(value)


def _labels(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    return {
        str(value.language): str(value)
        for value in graph.objects(subject, predicate)
        if isinstance(value, Literal) and value.language
    }


def _ours(nodes: object) -> list[str]:
    names = [str(n) for n in nodes]  # type: ignore[attr-defined]
    return sorted(n.removeprefix(str(EUCN)) for n in names if n.startswith(str(EUCN)))


def _terms(graph: Graph, kind: URIRef, prefixes: dict[str, str]) -> list[Term]:
    return [_term(graph, s, prefixes) for s in sorted(graph.subjects(RDF.type, kind), key=str)]


def _term(graph: Graph, subject: Node, prefixes: dict[str, str]) -> Term:
    alignments = [
        Alignment(name, curie(str(target), prefixes), str(target))
        for relation, name in RELATIONS.items()
        for target in sorted(graph.objects(subject, relation), key=str)
        if not str(target).startswith(str(EUCN))
    ]
    return Term(
        str(subject).removeprefix(str(EUCN)),
        str(subject),
        _labels(graph, subject, RDFS.label),
        _labels(graph, subject, RDFS.comment),
        _text(graph, subject, SKOS.example),
        alignments,
    )


def _scheme_name(value: Node | None) -> str | None:
    return str(value).removeprefix(str(VOCABULARY)).strip("/") if value is not None else None


def _local(value: Node | None) -> str | None:
    return None if value is None else str(value).rpartition("/")[2]


def _classes(graph: Graph, prefixes: dict[str, str]) -> list[ClassTerm]:
    found = []
    for term in _terms(graph, OWL.Class, prefixes):
        iri = URIRef(term.iri)
        segment = graph.value(iri, EUCN.idSegment)
        found.append(
            ClassTerm(
                **vars(term),
                parents=_ours(graph.objects(iri, RDFS.subClassOf)),
                children=_ours(graph.subjects(RDFS.subClassOf, iri)),
                segment=None if segment is None else str(segment),
                kind_scheme=_scheme_name(graph.value(iri, EUCN.kindScheme)),
                role_scheme=_scheme_name(graph.value(iri, EUCN.roleScheme)),
            )
        )
    return found


def _properties(graph: Graph, prefixes: dict[str, str]) -> list[PropertyTerm]:
    links = set(graph.objects(None, EUCN.nodeLink))
    found = []
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in _terms(graph, kind, prefixes):
            iri = URIRef(term.iri)

            def flag(name: str, subject: URIRef = iri) -> bool:
                return (subject, EUCN[name], Literal(True)) in graph

            origin = "record" if flag("inRecords") else "derived" if flag("derived") else "evidence"
            inverse = {*graph.objects(iri, OWL.inverseOf), *graph.subjects(OWL.inverseOf, iri)}
            found.append(
                PropertyTerm(
                    **vars(term),
                    origin="link" if iri in links else origin,
                    used_on=_ours(graph.objects(iri, EUCN.usedOn)),
                    values=_values(graph, iri, prefixes),
                    scheme=_scheme_name(graph.value(iri, EUCN.valueScheme)),
                    parents=_ours(graph.objects(iri, RDFS.subPropertyOf)),
                    inverse=_ours(inverse),
                    single=flag("functionalInDocument"),
                    verbatim=flag("verbatim"),
                    own_words=flag("inOwnWords"),
                    evidence=_local(graph.value(iri, EUCN.evidenceQuery)),
                )
            )
    return sorted(found, key=lambda p: p.name.lower())


def _values(graph: Graph, iri: URIRef, prefixes: dict[str, str]) -> list[str]:
    if (iri, EUCN.dateValue, Literal(True)) in graph:
        return ["xsd:gYear", "xsd:gYearMonth", "xsd:date"]
    included = _ours(graph.objects(iri, EUCN.rangeIncludes))
    if included:
        return included
    range_ = str(graph.value(iri, RDFS.range))
    return [curie(range_, prefixes).removeprefix("eucn:")]


def _needs(shapes: Graph, classes: dict[str, ClassTerm]) -> None:
    """What the shapes of the union ask of each class: a minimum of one."""
    for shape, target in shapes.subject_objects(SH.targetClass):
        path = shapes.value(shape, SH.path)
        if not isinstance(path, URIRef) or shapes.value(shape, SH.minCount) is None:
            continue
        strict = shapes.value(shape, SH.severity) == SH.Violation
        name = str(path).removeprefix(str(EUCN)).removeprefix(str(SKOS))
        classes[str(target).removeprefix(str(EUCN))].needs[name] = (
            "required" if strict else "recommended"
        )


def _scheme(path: Path) -> Scheme:
    graph = Graph().parse(path, format="turtle")
    scheme = next(graph.subjects(RDF.type, SKOS.ConceptScheme))
    concepts: list[Concept] = []

    def walk(concept: Node, depth: int) -> None:
        concepts.append(
            Concept(
                _text(graph, concept, SKOS.notation),
                str(concept),
                _labels(graph, concept, SKOS.prefLabel),
                _labels(graph, concept, SKOS.definition),
                depth,
            )
        )
        for narrower in sorted(graph.subjects(SKOS.broader, concept), key=str):
            walk(narrower, depth + 1)

    for top in sorted(graph.objects(scheme, SKOS.hasTopConcept), key=str):
        walk(top, 0)
    return Scheme(
        path.stem,
        str(scheme),
        _labels(graph, scheme, SKOS.prefLabel),
        _labels(graph, scheme, SKOS.definition),
        concepts,
    )
