"""Alignments: towards real terms, never equivalence, and consistent under OWL RL."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from graph.iris import EUCN

EURIO = Namespace("http://data.europa.eu/s66#")
ORG = Namespace("http://www.w3.org/ns/org#")
SCHEMA = Namespace("https://schema.org/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")

ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")

ALLOWED = {
    RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch, SKOS.exactMatch,
}  # fmt: skip

# One of everything whose inferred types matter.
SAMPLE = """
@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix role: <https://w3id.org/eucn/vocabulary/role/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <http://example.org/> .

:project a eucn:Project ; eucn:name "SENET"@en ; eucn:projectParticipation :node ;
    eucn:participation :node ; eucn:startDate "2019"^^xsd:gYear ; eucn:topic :topic ;
    eucn:webAddress "https://example.org/"^^xsd:anyURI ; eucn:coordinator :partner .
:node a eucn:ProjectParticipation ; eucn:participationIn :project ; eucn:participant :partner ;
    eucn:projectParticipant :partner ; eucn:role role:coordinator .
:partner a eucn:Partner ; eucn:subOrganizationOf :other ; eucn:locatedIn :place .
:other a eucn:Organization .
:place a eucn:Place .
:event a eucn:Event ; eucn:participation :visit ; eucn:date "2018-07"^^xsd:gYearMonth ;
    eucn:organiser :cluster .
:visit a eucn:EventParticipation ; eucn:participationIn :event ; eucn:participant :cluster .
:cluster a eucn:Cluster ; eucn:memberOf :partnership .
:partnership a eucn:ClusterPartnership ; eucn:member :cluster .
:membership a eucn:Membership ; eucn:member :cluster ; eucn:membershipIn :partnership .
:dialogue a eucn:Dialogue .
:session a eucn:DialogueSession ; eucn:sessionOf :dialogue .
:treaty a eucn:IntergovernmentalAgreement .
:post a eucn:Post ; eucn:holder :person ; eucn:postAt :partner .
:person a eucn:Person .
:work a eucn:CitedWork ; eucn:publisher :other .
"""
X = Namespace("http://example.org/")


def test_only_what_is_weaker_than_equivalence(alignments: Graph, terms: Graph) -> None:
    assert {p for _, p, _ in alignments} <= ALLOWED
    for subject, predicate, target in alignments:
        assert not str(target).startswith(str(EUCN))
        if str(subject).startswith(str(EUCN)):
            assert (subject, RDF.type, None) in terms, subject
        if predicate == RDFS.subClassOf:
            assert (subject, RDF.type, OWL.Class) in terms
        if predicate == RDFS.subPropertyOf:
            assert (subject, RDF.type, OWL.Class) not in terms


@pytest.mark.parametrize(
    ("ours", "theirs"),
    # DESIGN, "Ontology": align, do not import.
    [(EUCN.Project, EURIO.Project), (EUCN.ProjectParticipation, EURIO.OrganisationRole),
     (EUCN.Partner, ORG.Organization), (EUCN.ClusterPartnership, ORG.OrganizationalCollaboration),
     (EUCN.Membership, ORG.Membership), (EUCN.IntergovernmentalAgreement, ELI.LegalResource),
     (EUCN.IntergovernmentalAgreement, SCHEMA.Legislation), (EUCN.Dialogue, SCHEMA.EventSeries),
     (EUCN.Event, SCHEMA.Event)],
)  # fmt: skip
def test_classes_the_design_aligns(alignments: Graph, ours: URIRef, theirs: URIRef) -> None:
    assert (ours, RDFS.subClassOf, theirs) in alignments


def test_properties_the_design_aligns(alignments: Graph) -> None:
    expected = [
        (EUCN.projectParticipation, EURIO.hasInvolvedParty),
        (EUCN.projectParticipant, EURIO.isRoleOf),
        (EUCN.superEvent, SCHEMA.superEvent),
    ]
    for ours, theirs in expected:
        assert (ours, RDFS.subPropertyOf, theirs) in alignments


@pytest.mark.registers
def test_terms_of_eurio_are_real(alignments: Graph, registers: Path) -> None:
    eurio = Graph().parse(registers / "eurio" / "EURIO.ttl", format="turtle")
    targets = {o for o in alignments.objects() if str(o).startswith(str(EURIO))}
    assert len(targets) > 20
    assert [t for t in targets if (t, RDF.type, None) not in eurio] == []


def test_consistent_and_no_false_types(terms: Graph, alignments: Graph) -> None:
    _check(_closure(terms + alignments + Graph().parse(data=SAMPLE)))


@pytest.mark.registers
def test_consistent_together_with_eurio(terms: Graph, alignments: Graph, registers: Path) -> None:
    eurio = Graph().parse(registers / "eurio" / "EURIO.ttl", format="turtle")
    graph = _closure(terms + alignments + eurio + Graph().parse(data=SAMPLE))
    _check(graph)
    # EURIO's own domains and restrictions agree with what we say of projects ...
    assert (X.partner, RDF.type, EURIO.Organisation) in graph
    assert (X.node, EURIO.isInvolvedIn, X.project) in graph
    # ... and reach nothing else.
    assert (X.event, RDF.type, EURIO.Project) not in graph
    assert (X.visit, RDF.type, EURIO.Role) not in graph
    assert (X.cluster, RDF.type, EURIO.Organisation) not in graph


def test_the_check_finds_a_contradiction(terms: Graph, alignments: Graph) -> None:
    """The closure marks what cannot be: the test above can fail."""
    graph = terms + alignments + Graph().parse(data=SAMPLE)
    graph.add((EUCN.Person, OWL.disjointWith, EUCN.Place))
    graph.add((X.person, RDF.type, EUCN.Place))
    assert _contradictions(_closure(graph))


def _closure(graph: Graph) -> Graph:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def _check(graph: Graph) -> None:
    assert _contradictions(graph) == []
    assert (X.project, RDF.type, EURIO.Project) in graph
    assert (X.node, RDF.type, EURIO.OrganisationRole) in graph
    assert (X.cluster, RDF.type, ORG.Organization) in graph
    for thing in (X.partnership, X.dialogue, X.session, X.other, X.place):
        assert (thing, RDF.type, EUCN.Partner) not in graph
    assert (X.session, RDF.type, SCHEMA.Event) in graph
    assert (X.session, SCHEMA.superEvent, X.dialogue) in graph
    assert (X.partnership, RDF.type, ORG.Membership) not in graph
    assert (X.event, RDF.type, EURIO.Project) not in graph


def _contradictions(graph: Graph) -> list[object]:
    """Members of owl:Nothing, and what owlrl says of a contradiction it met."""
    found: list[object] = list(graph.subjects(RDF.type, OWL.Nothing))
    for message in graph.subjects(RDF.type, ERROR):
        found += graph.objects(message)
    return found
