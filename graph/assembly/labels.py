"""Labels: one preferred per language, every other name an alternative."""

from __future__ import annotations

from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN
from graph.languages import LANGUAGES, choose


def derive_labels(quads: Quads) -> None:
    """``skos:prefLabel``, ``skos:altLabel`` and ``rdfs:label`` of everything that has a name.

    The register's choice stands; without one the first name a document gives in a language
    is preferred, every other name, spelling and acronym is an alternative. A figure or an
    outcome is called by its summary, a node (participation, membership, ...) by what it
    joins, in English, German and Chinese words for role or kind.
    """
    names: dict[URIRef, list[Literal]] = {}
    for predicate in (EUCN.name, EUCN.acronym):
        for subject, value in quads.pairs(predicate):
            assert isinstance(value, Literal)
            names.setdefault(subject, []).append(value)
    for subject, value in quads.pairs(EUCN.summary):
        if subject not in names and isinstance(value, Literal):
            names[subject] = [value]
    bearers: dict[str, set[URIRef]] = {}
    for subject, found in names.items():
        for name in found:
            bearers.setdefault(str(name), set()).add(subject)
    shared = {name for name, subjects in bearers.items() if len(subjects) > 1}
    for subject in {*names, *(s for s, _ in quads.pairs(SKOS.prefLabel) if _is_resource(s))}:
        _entity(quads, subject, names.get(subject, []), shared)
    for predicate in (EUCN.name, EUCN.acronym, SKOS.prefLabel, SKOS.altLabel):
        for subject, value in quads.pairs(predicate):
            if _is_resource(subject):
                quads.add(subject, EUCN.anyName, Literal(str(value)), iris.DERIVED_GRAPH)
    for graph in quads.registers:
        # Other writings of the names of a register are found as names are.
        for subject, predicate, value in list(quads.graphs.get(graph, ())):
            if predicate == SKOS.hiddenLabel:
                quads.add(subject, EUCN.anyName, Literal(str(value)), iris.DERIVED_GRAPH)
    _nodes(quads)


def _is_resource(subject: URIRef) -> bool:
    return iris.identifier(subject) is not None


def _entity(quads: Quads, subject: URIRef, names: list[Literal], shared: set[str]) -> None:
    derived = iris.DERIVED_GRAPH
    preferred = {str(v.language): v for v in _literals(quads, subject, SKOS.prefLabel)}
    alternatives = set(quads.values(subject, SKOS.altLabel))
    for name in names:
        if name.language and name.language not in preferred and name not in alternatives:
            preferred[name.language] = name
            quads.add(subject, SKOS.prefLabel, name, derived)
    if names and all(_of_registers(quads, subject, label) for label in preferred.values()):
        # What a document names has its label also where the registers are not read.
        for label in preferred.values():
            quads.add(subject, SKOS.prefLabel, label, derived)
    for tag in sorted(preferred):
        quads.add(subject, RDFS.label, preferred[tag], derived)
    taken = {str(label) for label in preferred.values()}
    for name in names:
        # "the mission" or a word that several things are called by is how a text points at a
        # thing, not what it is called; the register can still list it under "other".
        phrase = str(name)[:1].islower() or str(name) in shared
        if str(name) not in taken and not phrase:
            quads.add(subject, SKOS.altLabel, name, derived)


def _of_registers(quads: Quads, subject: URIRef, label: Literal) -> bool:
    triple = (subject, SKOS.prefLabel, label)
    return any(triple in quads.graphs[name] for name in quads.registers)


def _literals(quads: Quads, subject: URIRef, predicate: URIRef) -> list[Literal]:
    return [v for v in quads.values(subject, predicate) if isinstance(v, Literal)]


def label(quads: Quads, subject: URIRef, language: str) -> str:
    """Return the label of a resource in a language, else in English, else in any, else its slug."""
    labels = {str(v.language): str(v) for v in _literals(quads, subject, SKOS.prefLabel)}
    return choose(labels, language, subject.rsplit("/", 1)[-1])


# What joins a node's ends: (the node's ends in the order they are named, the word between).
_ENDS = (
    (EUCN.participant, EUCN.role, EUCN.participationIn),
    (EUCN.member, EUCN.role, EUCN.membershipIn),
    (EUCN.holder, EUCN.role, EUCN.postAt),
    (EUCN.actionOf, EUCN.kind, EUCN.date),
    (EUCN.cooperatingPartner, EUCN.kind, EUCN["with"]),
    (EUCN.amountOf, EUCN.kind, EUCN.value),
)


def _nodes(quads: Quads) -> None:
    for first, word, last in _ENDS:
        for node, one in quads.pairs(first):
            if quads.values(node, SKOS.prefLabel) or not quads.values(node, RDF.type):
                continue
            ends = quads.values(node, last)
            words = quads.resources(node, word)
            for language in LANGUAGES:
                parts = [
                    label(quads, term, language) if isinstance(term, URIRef) else str(term)
                    for term in (one, *words[:1], *ends[:1])
                ]
                text = " · ".join(parts)
                quads.add(node, RDFS.label, Literal(text, lang=language), iris.DERIVED_GRAPH)
