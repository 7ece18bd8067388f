"""SPARQL 1.1 Service Description, https://www.w3.org/TR/sparql11-service-description/.

The W3C's three tests are in ``test_w3c_protocol.py``; these go further.
"""

from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, SH, Namespace, URIRef

from graph.store import Store

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
ADDRESS = URIRef("http://localhost/sparql")

SHAPES = (
    f"@prefix sd: <{SD}> . @prefix void: <{VOID}> ."
    + """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sd:Service ;
  sh:property [ sh:path sd:endpoint ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sd:supportedLanguage ; sh:minCount 1 ;
      sh:in ( sd:SPARQL10Query sd:SPARQL11Query sd:SPARQL11Update ) ] ,
    [ sh:path sd:feature ; sh:in ( sd:UnionDefaultGraph sd:RequiresDataset sd:EmptyGraphs
      sd:DereferencesURIs sd:BasicFederatedQuery ) ] ,
    [ sh:path sd:resultFormat ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sd:defaultDataset ; sh:minCount 1 ; sh:class sd:Dataset ] .
[] a sh:NodeShape ; sh:targetClass sd:Dataset ;
  sh:property [ sh:path sd:defaultGraph ; sh:maxCount 1 ; sh:class sd:Graph ] ,
    [ sh:path sd:namedGraph ; sh:class sd:NamedGraph ] .
[] a sh:NodeShape ; sh:targetClass sd:NamedGraph ;
  sh:property [ sh:path sd:name ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sd:graph ; sh:maxCount 1 ; sh:class sd:Graph ] .
[] a sh:NodeShape ; sh:targetSubjectsOf void:triples ;
  sh:property [ sh:path void:triples ; sh:datatype xsd:integer ; sh:minInclusive 0 ] .
"""
)


def _graph(client: FlaskClient, **headers: str) -> rdflib.Graph:
    answer = client.get("/sparql", headers=headers)
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.data, format=answer.mimetype)


@pytest.mark.parametrize(
    "accept",
    ["*/*", "text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"],
)
def test_the_description_is_rdf(client: FlaskClient, accept: str) -> None:
    """Section 2: a GET without a query gives the description, negotiated."""
    assert len(_graph(client, Accept=accept)) > 10


def test_the_description_names_its_endpoint(client: FlaskClient) -> None:
    """Section 3.2.1: sd:endpoint is the address that was asked."""
    graph = _graph(client)
    assert list(graph.objects(None, SD.endpoint)) == [ADDRESS]
    named = client.get("/sparql", headers={"Host": "graph.example:81"})
    assert b"<http://graph.example:81/sparql>" in named.data
    broken = client.get("/sparql", headers={"Host": "a b<c>"})
    assert b"a b<c>" not in broken.data


def test_the_description_keeps_to_the_vocabulary(client: FlaskClient) -> None:
    """Section 3: domains, ranges, and only terms that the vocabulary has."""
    import pyshacl

    graph = _graph(client)
    assert (None, RDF.type, SD.Service) in graph
    shapes = rdflib.Graph().parse(data=SHAPES)
    assert (None, RDF.type, SH.NodeShape) in shapes
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, text
    known = {"Service", "Dataset", "Graph", "NamedGraph"}
    used = {str(o).removeprefix(SD) for o in graph.objects(None, RDF.type) if o in SD}
    assert used <= known


def test_what_is_not_offered_is_not_claimed(client: FlaskClient) -> None:
    """Section 3.3: no federation, no dereferencing, no update."""
    graph = _graph(client)
    assert set(graph.objects(None, SD.feature)) == {SD.UnionDefaultGraph}
    assert set(graph.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query}


def test_graphs_and_their_sizes(client: FlaskClient, store: Store) -> None:
    """Section 3.2.7 and on: the named graphs, with their number of triples."""
    graph = _graph(client)
    assert {str(o) for o in graph.objects(None, SD.name)} == store.graphs()
    for name in store.graphs():
        entry = next(graph.subjects(SD.name, URIRef(name)))
        counted = graph.value(graph.value(entry, SD.graph), VOID.triples)
        assert int(str(counted)) == len(store.dump([name]).splitlines())
