"""Shortcut properties and the field's own terms, derived from the nodes.

A first query stays one line (``?project eucn:coordinator ?who``); the node says the rest. Where
sources name several and a rule prefers one, the shortcut leads to that one only.
"""

from __future__ import annotations

from itertools import product

from rdflib import OWL, RDF, Namespace, URIRef

from graph import iris
from graph.assembly.conflict_nodes import Best
from graph.assembly.quads import Quads, Term
from graph.iris import EUCN
from graph.records.header import CURATION

SCHEMA = Namespace("https://schema.org/")


def derive_shortcuts(quads: Quads, best: Best | None = None) -> None:
    """Role shortcuts with their inverses, memberships, cooperation, funding, sessions."""
    _participations(quads, best or {})
    for node, member in quads.pairs(EUCN.member):
        for collective in quads.resources(node, EUCN.membershipIn):
            _both(quads, collective, EUCN.member, member, EUCN.memberOf)
    for node, other in quads.pairs(EUCN["with"]):
        for partner in quads.resources(node, EUCN.cooperatingPartner):
            _both(quads, partner, EUCN.cooperatesWith, other, EUCN.cooperatesWith)
    for thing, funder in quads.pairs(EUCN.fundedBy):
        _both(quads, thing, EUCN.fundedBy, funder, EUCN.funds)
    for figure, stated_of in quads.pairs(EUCN.figureOf):
        quads.add(figure, EUCN.about, stated_of, iris.DERIVED_GRAPH)
    for end in (EUCN.cooperatingPartner, EUCN["with"]):
        for node, one in quads.pairs(end):
            quads.add(node, EUCN.between, one, iris.DERIVED_GRAPH)
    for outcome, event in quads.pairs(EUCN.outcomeOf):
        for result in quads.resources(outcome, EUCN.ledTo):
            assert isinstance(event, URIRef)
            quads.add(event, EUCN.ledTo, result, iris.DERIVED_GRAPH)
    for one, other in (*_INVERSE, *((key, key) for key in _MUTUAL)):
        for backward, forward in ((one, other), (other, one)):
            for thing, value in quads.pairs(backward):
                assert isinstance(value, URIRef)
                quads.add(value, forward, thing, iris.DERIVED_GRAPH)
    for thing, founder in quads.pairs(EUCN.establishedBy):
        assert isinstance(founder, URIRef)
        quads.add(founder, EUCN.establishes, thing, iris.DERIVED_GRAPH)
    for session, dialogue in quads.pairs(EUCN.sessionOf):
        _both(quads, dialogue, EUCN.session, session, SCHEMA.superEvent)


_INVERSE = ((EUCN.resultOf, EUCN.ledTo),)
"""One is there wherever the other is, whichever a source states."""
_MUTUAL = (EUCN.possiblySameAs, EUCN.linkedWith)
"""Holds in both directions, whichever a source states."""


def _both(quads: Quads, subject: Term, forward: URIRef, value: Term, backward: URIRef) -> None:
    assert isinstance(subject, URIRef)
    assert isinstance(value, URIRef)
    quads.add(subject, forward, value, iris.DERIVED_GRAPH)
    quads.add(value, backward, subject, iris.DERIVED_GRAPH)


def _participations(quads: Quads, best: Best) -> None:
    inverse: dict[Term, set[URIRef]] = {}
    for one, other in quads.pairs(OWL.inverseOf):
        assert isinstance(other, URIRef)
        inverse.setdefault(one, set()).add(other)
        inverse.setdefault(other, set()).add(one)
    instead = _alternatives(quads)
    for node, thing in quads.pairs(EUCN.participationIn):
        assert isinstance(thing, URIRef)
        if node in instead:
            continue
        for partner in quads.resources(node, EUCN.participant):
            roles = quads.resources(node, EUCN.role)
            if not roles:
                _both(quads, thing, EUCN.partner, partner, EUCN.partnerIn)
            # Each role says in the vocabulary which shortcuts it has: a funder is no partner.
            for role in roles:
                for forward in quads.resources(role, EUCN.shortcut):
                    if partner not in best.get((thing, forward), {partner}):
                        continue
                    quads.add(thing, forward, partner, iris.DERIVED_GRAPH)
                    for backward in inverse.get(forward, ()):
                        quads.add(partner, backward, thing, iris.DERIVED_GRAPH)
            if EUCN.ProjectParticipation in quads.values(node, RDF.type):
                quads.add(thing, EUCN.projectParticipation, node, iris.DERIVED_GRAPH)
                quads.add(node, EUCN.projectParticipant, partner, iris.DERIVED_GRAPH)


def _alternatives(quads: Quads) -> set[Term]:
    """Return participations that a curator holds to be meant where a document names another.

    Of two that may be one, the shortcut leads to the one that the document names; counted
    together they would be one too many. The node stays, with its reason.
    """
    graph = iris.document_graph(CURATION)
    inferred = {s for s, p, _ in quads.graphs.get(graph, ()) if p == EUCN.participationIn}
    found: set[Term] = set()
    alike = {frozenset(pair) for pair in quads.pairs(EUCN.possiblySameAs)}
    for node in inferred:
        roles, who = quads.values(node, EUCN.role), quads.values(node, EUCN.participant)
        for thing in quads.resources(node, EUCN.participationIn):
            for other in quads.resources(thing, EUCN.participation):
                if other in inferred or quads.values(other, EUCN.role) != roles:
                    continue
                named = quads.values(other, EUCN.participant)
                if any(frozenset(pair) in alike for pair in product(who, named)):
                    found.add(node)
    return found
