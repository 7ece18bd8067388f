"""Classes that nobody states: what a thing is because of what it does, and the wider classes."""

from __future__ import annotations

from rdflib import RDF, RDFS, URIRef

from graph import iris
from graph.assembly.quads import Quads, Term
from graph.iris import EUCN


def derive_classes(quads: Quads) -> None:
    """Partners, actors, and all superclasses; needs the shortcuts."""
    _roles(quads)
    _superclasses(quads)


def _roles(quads: Quads) -> None:
    """Make organisations partners by their ties, and whatever acts an actor.

    Money alone makes no partner: the shortcut of the role funder is another.
    """
    below = _below(quads)
    organisations = below[EUCN.Organization]
    may_act = {
        kind
        for class_, role in quads.pairs(EUCN.canBe)
        if role == EUCN.Actor
        for kind in below[class_]
    }
    acting = {who for key in _ACTS for _, who in quads.pairs(EUCN[key])}
    tied = {who for key in _TIES for _, who in quads.pairs(EUCN[key])}
    for who in acting:
        assert isinstance(who, URIRef)
        classes = set(quads.values(who, RDF.type))
        if who in tied and classes & organisations:
            quads.add(who, RDF.type, EUCN.Partner, iris.DERIVED_GRAPH)
        if classes & may_act:
            quads.add(who, RDF.type, EUCN.Actor, iris.DERIVED_GRAPH)


# Properties whose values take part, are members, have members, or are said to cooperate; and
# those whose values act in any way.
_TIES = ("partner", "member", "memberOf", "cooperatesWith")
_ACTS = (*_TIES, "participant", "fundedBy")


def _below(quads: Quads) -> dict[Term, set[Term]]:
    """Return every class of ours with the classes below it, itself among them."""
    found: dict[Term, set[Term]] = {}
    for class_, _ in quads.pairs(RDFS.subClassOf):
        for above in _above(quads, class_):
            found.setdefault(above, {above}).add(class_)
    return found


def _above(quads: Quads, class_: URIRef) -> set[URIRef]:
    """Return a class and all classes above it, those of other vocabularies too."""
    seen, todo = set[URIRef](), [class_]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            todo += quads.resources(current, RDFS.subClassOf)
    return seen


def _superclasses(quads: Quads) -> None:
    """State all superclasses, those of other vocabularies too, so that no query needs inference.

    Claims, evidence and passages are left out: by far the most, and nobody asks for them by
    other names.
    """
    kinds = {kind: class_ for class_, kind in quads.pairs(EUCN.forKind)}
    above: dict[URIRef, set[URIRef]] = {}
    for subject, class_ in quads.pairs(RDF.type):
        assert isinstance(class_, URIRef)
        if class_ in (EUCN.Claim, EUCN.Evidence, EUCN.Passage):
            continue
        stated = [class_]
        stated += [kinds[kind] for kind in quads.resources(subject, EUCN.kind) if kind in kinds]
        for one in stated:
            if one not in above:
                above[one] = _above(quads, one)
            for wider in above[one]:
                if wider != class_:
                    quads.add(subject, RDF.type, wider, iris.DERIVED_GRAPH)
