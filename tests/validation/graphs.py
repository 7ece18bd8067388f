"""Small graphs for the checks: a few triples of a document, with a claim for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyoxigraph
from rdflib import PROV, RDF, SKOS, XSD

from graph import iris
from graph.iris import EUCN
from graph.paths import ONTOLOGY
from graph.validation.evidence import OA

PREFIXES = """
@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix metric: <https://w3id.org/eucn/id/metric/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix doc: <https://w3id.org/eucn/document/> .
@prefix graph: <https://w3id.org/eucn/graph/> .
@prefix ships: <https://w3id.org/eucn/graph/ships/> .
@base <https://w3id.org/eucn/id/> .
""" + "".join(
    f"@prefix {path.stem}: <https://w3id.org/eucn/vocabulary/{path.stem}/> .\n"
    for path in (ONTOLOGY / "vocabularies").glob("*.ttl")
)

# A project, two clusters, an event, an agreement and a dialogue in order.
BASE = """
doc:ships a eucn:SourceDocument ; eucn:name "Ships"@en .
<project/ship> a eucn:Project ; eucn:name "SHIP"@en ; eucn:startDate "2019-01"^^xsd:gYearMonth ;
    eucn:endDate "2021"^^xsd:gYear .
<cluster/ghent> a eucn:Cluster ; eucn:name "Port of Ghent"@en ; eucn:country <country/be> ;
    eucn:kind organisation-kind:cluster-organisation .
<cluster/tianjin> a eucn:Cluster ; eucn:name "Port of Tianjin"@en , "天津港"@zh ;
    eucn:country <country/cn> ; eucn:kind organisation-kind:cluster-organisation .
<participation/ship--ghent> a eucn:ProjectParticipation ; eucn:participationIn <project/ship> ;
    eucn:participant <cluster/ghent> ; eucn:role role:coordinator .
<event/launch> a eucn:Event ; eucn:name "Launch"@en ; eucn:date "2019-05-02"^^xsd:date ;
    eucn:kind event-kind:workshop .
<agreement/ports> a eucn:Agreement ; eucn:name "Agreement of ports"@en ;
    eucn:kind agreement-kind:cooperation-agreement .
<participation/ports--ghent> a eucn:AgreementParty ; eucn:participationIn <agreement/ports> ;
    eucn:participant <cluster/ghent> ; eucn:role role:signatory .
<agreement-action/ports-signature> a eucn:AgreementAction ; eucn:actionOf <agreement/ports> ;
    eucn:kind agreement-action-kind:signature ; eucn:date "2018-07"^^xsd:gYearMonth .
<dialogue/ports> a eucn:Dialogue ; eucn:name "Dialogue of ports"@en ;
    eucn:kind dialogue-kind:sectoral-dialogue .
<participation/dialogue--ghent> a eucn:DialogueParticipation ;
    eucn:participationIn <dialogue/ports> ; eucn:participant <cluster/ghent> ;
    eucn:role role:party .
<dialogue-session/ports-2019> a eucn:DialogueSession ; eucn:name "Dialogue of ports 2019"@en ;
    eucn:sessionOf <dialogue/ports> ; eucn:date "2019"^^xsd:gYear ;
    eucn:kind event-kind:conference .
"""

GRAPH = pyoxigraph.NamedNode(str(iris.document_graph("document/ships")))
CLAIMS = pyoxigraph.NamedNode(str(iris.claims_graph("document/ships")))
DERIVED = pyoxigraph.NamedNode(str(iris.DERIVED_GRAPH))


def triples(turtle: str) -> list[pyoxigraph.Triple]:
    """The triples of Turtle without prefixes."""
    text = (PREFIXES + turtle).encode()
    return [q.triple for q in pyoxigraph.parse(input=text, format=pyoxigraph.RdfFormat.TURTLE)]


def quads(trig: str) -> list[pyoxigraph.Quad]:
    """The quads of TriG without prefixes."""
    text = (PREFIXES + trig).encode()
    return list(pyoxigraph.parse(input=text, format=pyoxigraph.RdfFormat.TRIG))


def claim(triple: pyoxigraph.Triple) -> list[pyoxigraph.Quad]:
    """A claim of document/ships with a triple, with its passage."""
    slug = hashlib.sha256(str(triple).encode()).hexdigest()[:16]
    node = pyoxigraph.NamedNode(str(iris.ID[f"claim/ships-{slug}"]))
    passage = pyoxigraph.NamedNode(str(iris.ID["passage/ships-10-38"]))
    selector = pyoxigraph.NamedNode(str(iris.ID["selector/ships-10-38"]))
    method = pyoxigraph.NamedNode(str(iris.concept("method", "read")))
    document = pyoxigraph.NamedNode(str(iris.DOCUMENT["ships"]))

    def typed(text: str, datatype: str) -> pyoxigraph.Literal:
        return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(str(XSD[datatype])))

    said = [
        (node, RDF.type, pyoxigraph.NamedNode(str(EUCN.Claim))),
        (node, RDF.subject, triple.subject),
        (node, RDF.predicate, triple.predicate),
        (node, RDF.object, triple.object),
        (node, PROV.wasDerivedFrom, document),
        (node, EUCN.method, method),
        (node, EUCN.confidence, typed("0.95", "decimal")),
        (node, OA.hasTarget, passage),
        (passage, RDF.type, pyoxigraph.NamedNode(str(EUCN.Passage))),
        (passage, OA.hasSource, document),
        (passage, OA.hasSelector, selector),
        (passage, EUCN.sha256, pyoxigraph.Literal("0a" * 32)),
        (passage, EUCN.length, typed("28", "integer")),
        (selector, RDF.type, pyoxigraph.NamedNode(str(OA.TextPositionSelector))),
        (selector, OA.start, typed("10", "integer")),
        (selector, OA.end, typed("38", "integer")),
    ]
    return [
        pyoxigraph.Quad(s, pyoxigraph.NamedNode(str(p)), o, CLAIMS)  # type: ignore[arg-type]
        for s, p, o in said
    ]


def layer(turtle: str, trig: str = "", claimed: bool = True) -> list[pyoxigraph.Quad]:
    """A document in order with some triples more, each with its claim; TriG as it is.

    Labels, which the build derives, are added for everything with a name.
    """
    stated = triples(BASE + turtle)
    made = [pyoxigraph.Quad(*triple, GRAPH) for triple in stated]
    if claimed:
        for triple in stated:
            if not isinstance(triple.subject, pyoxigraph.BlankNode):
                made += claim(triple)
    made += _labels(made)
    return list(dict.fromkeys([*made, *quads(trig)]))


def _labels(made: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    """Preferred labels as the build derives them, from a name or the end of the IRI."""
    node = pyoxigraph.NamedNode(str(SKOS.prefLabel))
    subjects: dict[object, dict[str, pyoxigraph.Literal]] = {}
    for quad in made:
        if quad.graph_name != GRAPH or not isinstance(quad.subject, pyoxigraph.NamedNode):
            continue
        names = subjects.setdefault(quad.subject, {})
        if quad.predicate.value == str(EUCN.name) and isinstance(quad.object, pyoxigraph.Literal):
            names.setdefault(quad.object.language or "en", quad.object)
    found = []
    for subject, names in subjects.items():
        iri = str(getattr(subject, "value", ""))
        texts = [text for text in names.values() if text.value.strip() and text.language]
        for text in texts or [pyoxigraph.Literal(iri.rpartition("/")[2], language="en")]:
            found.append(pyoxigraph.Quad(subject, node, text, DERIVED))  # type: ignore[arg-type]
    return found
