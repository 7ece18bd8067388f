"""Names: misspelled properties and classes, things without a class or of two that are disjoint."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator

import pyoxigraph
from rdflib import OWL, RDF, RDFS, SKOS, URIRef
from rdflib.namespace import DefinedNamespaceMeta

from graph import iris
from graph.iris import EUCN
from graph.validation.declared import Declared
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements

STANDARD: dict[str, DefinedNamespaceMeta] = {str(space): space for space in (RDF, RDFS, OWL, SKOS)}
"""Vocabularies whose terms are all known, so that a slip is told wherever it stands."""


def check_names(
    statements: Statements, declared: Declared, strict: bool, allowed: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Properties and classes that nobody declared.

    Args:
        strict: whether only our own properties and classes may be used, as in what a document or
            a register states; RDF of others may have any.
        allowed: properties of others that may be used besides.
    """
    stated = set(statements.stated)
    for prop in statements.properties:
        known = _known(prop, declared.properties)
        if known or (known is None and (not strict or prop in _ALLOWED | allowed)):
            continue
        uses = Counter(graph for _, _, graph in statements.pairs(prop) if graph)
        near = _nearest(prop, declared.properties)
        for graph, count in uses.items():
            if known is False or graph in stated:
                yield finding("unknown-property", prop, graph=graph, uses=str(count), near=near)
    fine: set[object] = set()
    for subject, value, graph in statements.pairs(str(RDF.type)):
        if value in fine:
            continue
        if not isinstance(value, pyoxigraph.NamedNode):
            yield finding("class-no-iri", subject, "rdf:type", value, graph=graph)
            continue
        known = _known(value.value, declared.classes)
        if known:
            fine.add(value)
        elif known is False or (strict and graph in stated):
            near = _nearest(value.value, declared.classes)
            yield finding("unknown-class", subject, "rdf:type", value, graph=graph, near=near)


_SCHEMA_SAME_AS = "https://schema.org/sameAs"
_ALLOWED = {
    str(term)
    for term in (RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.exactMatch, SKOS.closeMatch)
} | {str(OWL.sameAs), str(OWL.deprecated), "http://purl.org/dc/terms/isReplacedBy", _SCHEMA_SAME_AS}
"""Properties of others that a document or a register may state."""


def _known(term: str, ours: set[str]) -> bool | None:
    """Return whether a term is declared; None where its vocabulary is not ours to know."""
    if term.startswith(str(EUCN)):
        return term in ours
    for base, space in STANDARD.items():
        if term.startswith(base):
            local = term.removeprefix(base)
            return URIRef(term) in space or (space is RDF and local[:1] == "_")
    return None


def _nearest(term: str, ours: set[str]) -> str:
    local = term.rpartition("#")[2].rpartition("/")[2]
    names = {iri.rpartition("#")[2]: iri for iri in ours}
    for base, space in STANDARD.items():
        if term.startswith(base):
            names = {str(t).removeprefix(base): str(t) for t in dir(space) if t[:1] != "_"}
    found = difflib.get_close_matches(local, sorted(names), n=1, cutoff=0.7)
    return found[0] if found else "-"


def check_namespaces(
    statements: Statements, declared: Declared, everywhere: bool = False
) -> Iterator[Finding]:
    """Yield a source that says something about our own terms, and IRIs that nothing can have.

    Args:
        everywhere: whether graphs that are called derived, claims or rows are asked as well: in
            the file of others anything may stand in them.
    """
    ours = {str(iris.ONTOLOGY_GRAPH), str(iris.VOCABULARY_GRAPH)}
    stated = {*statements.graphs, ""} - ours if everywhere else {*statements.stated, ""}
    if any(mark in statements.nquads for mark in NEAR):
        for iri in sorted(set(_MISSPELLED.findall(statements.nquads))):
            yield finding("namespace-misspelled", iri.decode())
    for subject, value, graph in statements.pairs(_IN_SCHEME):
        added = graph in stated and subject not in declared.concepts
        if added and getattr(value, "value", "") in declared.schemes:
            yield finding("concept-added", subject, _IN_SCHEME, value, graph=graph)
    seen = statements.subjects(stated)
    for subject in sorted(seen):
        if subject.startswith("_:"):
            continue
        declared_here = subject in declared.concepts or subject in declared.schemes
        if subject.startswith(str(EUCN)) or declared_here:
            yield finding("own-term-redefined", subject)
        elif subject.startswith(str(iris.ID)):
            name = subject.removeprefix(str(iris.ID))
            segment = name.partition("/")[0]
            if segment not in declared.segments and segment not in _NODES:
                near = difflib.get_close_matches(segment, sorted(declared.segments), n=1)
                yield finding("unknown-segment", subject, segment=segment, near=(near or ["-"])[0])
            elif not iris.is_id(name):
                yield finding("iri-form", subject)
            elif segment == "country" and subject not in declared.countries:
                yield finding("country-added", subject)
        elif subject.startswith(str(iris.DOCUMENT)) and iris.identifier(subject) is None:
            yield finding("iri-form", subject)


_IN_SCHEME = str(SKOS.inScheme)
NEAR = (
    *(b"http://w3id.org/eucn", b"www.w3id.org/eucn", b"w3id.org/eucn#"),
    *(b"eucn/ontology/", b"eucn/ontology:"),
)
"""What a misspelled namespace has in it: looked for first, because that is fast."""
_MISSPELLED = re.compile(
    rb"<(http://w3id\.org/eucn[/#][^>]*|https?://www\.w3id\.org/eucn[/#][^>]*"
    rb"|https://w3id\.org/eucn#[^>]*|https://w3id\.org/eucn/ontology(?:/(?!shapes>)[A-Za-z]|:)[^>]*)>"
)
"""Near our namespaces, and none of them: what is said in such terms would never be found."""


_NODES = {"selector", "partner"}
"""Parts of IRIs without a class of their own: selectors, and organisations before they moved."""


def check_segments(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Yield an IRI that says another class than the thing has."""
    for subject, classes in statements.types.items():
        if not subject.startswith(str(iris.ID)):
            continue
        segment = subject.removeprefix(str(iris.ID)).partition("/")[0]
        expected = declared.segments.get(segment)
        if expected is None:
            continue
        family = declared.named(expected)
        for class_ in sorted(classes & declared.classes):
            named = declared.named(class_)
            if named and not named & family:
                yield finding(
                    "segment-contradicts-class",
                    subject,
                    "rdf:type",
                    class_,
                    segment=segment,
                    expected=iris.short(expected),
                )


def check_classes(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Things without any class, and things of two classes that exclude each other."""
    if declared.disjoint:
        for subject, classes in statements.types.items():
            above = set().union(*(declared.above.get(c, {c}) for c in classes))
            if len(classes) < 2:
                continue
            for pair in declared.disjoint:
                if pair <= above:
                    one, other = sorted(iris.short(c) for c in pair)
                    yield finding("disjoint-classes", subject, one=one, other=other)
    # What was retired is no thing any more: only that, and what replaces it, is said of it.
    told = {thing for thing, _, _ in statements.pairs(str(OWL.deprecated))}
    stated = {*statements.stated, ""}
    untyped = {
        thing
        for thing in statements.subjects(stated) - told - statements.types.keys()
        if thing.startswith(_OUR_IRIS)
    }
    if untyped:
        where: dict[str, str] = {}
        for thing, _, _, graph in statements.every():
            if thing in untyped and graph in stated:
                # The first graph by name; the one without a name is the last.
                where[thing] = min(where.get(thing, graph), graph, key=lambda g: (not g, g))
        for thing, graph in where.items():
            yield finding("untyped", thing, graph=graph)


_OUR_IRIS = (str(iris.ID), str(iris.DOCUMENT))


def check_placement(statements: Statements, declared: Declared, strict: bool) -> Iterator[Finding]:
    """Yield what stands in no named graph, has no IRI, or is for the build to work out."""
    # Both are rare, and looking at every statement of a register takes long.
    looked_for = strict and (statements.outside or b"_:" in statements.nquads)
    for subject, prop, value, graph in statements.every() if looked_for else ():
        if not graph:
            yield finding("no-graph", subject, prop, value)
        if subject.startswith("_:") or isinstance(value, pyoxigraph.BlankNode):
            yield finding("blank-node", subject, prop, value, graph=graph)
    stated = set(statements.stated)
    worked_out = declared.derived & declared.classes
    for subject, value, graph in statements.pairs(str(RDF.type)):
        if graph in stated and getattr(value, "value", "") in worked_out:
            severity = None if strict else "Warning"
            yield finding(
                "derived-stated", subject, RDF.type, value, graph=graph, severity=severity
            )
    for prop in sorted(declared.derived - worked_out):
        for subject, value, graph in statements.pairs(prop):
            # A member is derived on a partnership and stated on a membership.
            if graph in stated:
                severity = None if strict else "Warning"
                yield finding(
                    "derived-stated", subject, prop, value, graph=graph, severity=severity
                )


def check_subjects(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Yield a property on a class that it is not for: the rule of subjects.ttl, for many rows.

    On half a million statements the engine of the shapes needs twenty seconds for it.
    """
    above: dict[frozenset[str], set[str]] = {}
    closures: dict[str, set[str]] = {}
    for subject, classes in statements.types.items():
        kinds = frozenset(classes)
        if kinds not in above:
            above[kinds] = set().union(*(declared.above.get(c, {c}) for c in kinds))
        closures[subject] = above[kinds]
    expected = {
        prop: used.union(*(declared.can_be[c] for c in used))
        for prop, used in declared.used_on.items()
        if prop in declared.properties and all(c.startswith(str(EUCN)) for c in used)
    }
    for prop in sorted(expected):
        told: set[str] = set()
        # Few kinds of things have many members: whether a kind may have it is asked once.
        fits: dict[int, bool] = {}
        for subject, _, graph in statements.pairs(prop):
            closure = closures.get(subject)
            if closure is None:
                continue
            fit = fits.get(id(closure))
            if fit is None:
                fit = fits[id(closure)] = bool(closure & expected[prop])
            if not fit and subject not in told:
                told.add(subject)
                names = ", ".join(sorted(map(iris.short, declared.used_on[prop])))
                yield finding(
                    "property-of-another-class", subject, prop, graph=graph, expected=names
                )
