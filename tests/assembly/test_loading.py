"""RDF of others beside the layers of a store: what it may say, and what stops it."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable

import pytest

from graph.assembly.assemble import build
from graph.assembly.layers import findings_of
from graph.assembly.loading import loaded_layer
from graph.store.layers import Shelf, layers_of
from graph.store.layout import read_manifest
from graph.store.reserving import versions_folder
from graph.validation.finding import Finding
from tests.assembly.small import Folder
from tests.validation.graphs import PREFIXES

Load = Callable[[str], list[Finding]]
DAY = datetime.date(2026, 11, 28)

# A claim with its passage, as a document's own graph of claims would have it.
CLAIM = f"""<claim/false> a eucn:Claim ; rdf:subject <project/harbour> ;
    rdf:predicate eucn:startDate ; rdf:object "1999"^^xsd:gYear ; prov:wasDerivedFrom doc:one ;
    eucn:confidence 0.99 ; eucn:method method:read ; oa:hasTarget <passage/false> .
<passage/false> a eucn:Passage ; oa:hasSource doc:one ; eucn:sha256 "{"0a" * 32}" ;
    eucn:length 5 ; oa:hasSelector <selector/false> .
<selector/false> a oa:TextPositionSelector ; oa:start 1 ; oa:end 6 ."""
QUAY = '<organization/quay> a eucn:Organization ; eucn:name "Quay"@en ; '
PIC = """eucn:identifier <identifier/pic-999999999> . <identifier/pic-999999999> a eucn:Identifier ;
    eucn:scheme identifier-scheme:pic ; skos:notation "{}" ."""

STOPPED = {
    "a second preferred name, in SKOS alone": (
        '<project/harbour> skos:prefLabel "Other"@en .',
        '<project/harbour> skos:altLabel "Other"@en .',
    ),
    "two of ours said to be one, in OWL alone": (
        "<project/harbour> owl:sameAs <project/lock> .",
        "<project/harbour> owl:sameAs <https://x.example/1> .",
    ),
    "claims put into the mouth of a document": (CLAIM, '<project/harbour> eucn:acronym "HBR" .'),
    "a thing of another layer retired": (
        "<project/harbour> owl:deprecated true ; dct:isReplacedBy <project/lock> .",
        "<project/old-harbour> owl:deprecated true ; dct:isReplacedBy <project/harbour> .",
    ),
    "a licence for a graph of another layer": (
        "graph:one dct:license <https://x.example/l> .",
        "<https://x.example/g> dct:license <https://x.example/l> .",
    ),
    "another hash for the text of a document": (
        f'doc:one eucn:sha256 "{"0b" * 32}" .',
        "doc:one eucn:topic topic:health .",
    ),
    "a row that the file does not bring": (
        "<project/harbour> eucn:statedInRow <row/cordis-x-1> .",
        "<project/harbour> eucn:topic topic:health .",
    ),
    "a concept put into our vocabulary and used": (
        'topic:alchemy a skos:Concept ; skos:inScheme topic: ; skos:prefLabel "Alchemy"@en . '
        "<project/harbour> eucn:topic topic:alchemy .",
        "<project/harbour> eucn:topic topic:health .",
    ),
    "money as a text": (
        '<project/harbour> eucn:euContribution "12.345,67" .',
        "<project/harbour> eucn:euContribution 12345.67 .",
    ),
    "an identifier without its number": (
        QUAY + "eucn:identifier <identifier/pic-1> . <identifier/pic-1> a eucn:Identifier ; "
        "eucn:scheme identifier-scheme:pic .",
        QUAY + PIC.format("999999999"),
    ),
    "an identifier under the IRI of another": (
        QUAY + PIC.format("999999998"),
        QUAY + PIC.format("999999999"),
    ),
    "a judgement that a project is an organisation": (
        QUAY + "eucn:country <country/be> . <judgement/j> a eucn:IdentityJudgement ; "
        "eucn:left <project/harbour> ; eucn:right <organization/quay> ; "
        "eucn:relation identity-relation:same ; eucn:score 1.0 .",
        QUAY + "eucn:country <country/be> .",
    ),
    "an end before another layer says it began": (
        '<project/harbour> eucn:endDate "2019"^^xsd:gYear .',
        '<project/harbour> eucn:endDate "2024"^^xsd:gYear .',
    ),
    "our things under the wrong address": (
        '<http://w3id.org/eucn/id/project/pier> <https://schema.org/name> "Pier" .',
        '<https://x.example/pier> <https://schema.org/name> "Pier" .',
    ),
}

PASSES = {
    "a name in another language": '<project/harbour> eucn:name "Hafen"@de .',
    "one more name": '<project/harbour> eucn:name "Harbour II"@en .',
    "a date said more precisely": '<project/harbour> eucn:startDate "2021-02-08"^^xsd:date .',
    "two ends, as sources of a file may give": (
        '<project/harbour> eucn:endDate "2023"^^xsd:gYear , "2024"^^xsd:gYear .'
    ),
    "a thing without an IRI": '[] a eucn:Project ; eucn:name "Somewhere"@en .',
    "terms of others alone": "<https://x.example/a> dct:relation <https://x.example/b> .",
    "a place and who is there": (
        '<place/pier> a eucn:Place ; eucn:name "Pier"@en ; eucn:kind place-kind:city ; '
        "eucn:partOf <country/be> . " + QUAY + "eucn:locatedIn <place/pier> ."
    ),
}


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Load TriG beside two small documents; the store stays as it is."""
    root = tmp_path_factory.mktemp("loading")
    folder = Folder(root)
    for slug, name, year in (("one", "HARBOUR", 2021), ("two", "LOCK", 2022)):
        facts = f"""
        project/{name.lower()}:
          - {{name: {name}, quote: {name}}}
          - {{startDate: {year}, quote: {name} began in {year}}}
        """
        folder.document(slug, f"The text {slug}\n{name} began in {year}.\n", facts)
    store = root / "store"
    build(store, folder.records)
    layers = layers_of(read_manifest(store.resolve()))

    def loaded(trig: str) -> list[Finding]:
        path = root / "file.trig"
        path.write_text(PREFIXES + trig, encoding="utf-8")
        shelf = Shelf(versions_folder(store))
        try:
            return findings_of(loaded_layer(shelf, path, layers, day=DAY))
        finally:
            shelf.close()

    return loaded


def violations(findings: list[Finding]) -> list[str]:
    return [str(one) for one in findings if one.severity == "Violation"]


@pytest.mark.parametrize("title", STOPPED)
def test_what_stops_a_file(load: Load, title: str) -> None:
    assert violations(load(STOPPED[title][0]))


def test_what_is_like_it_and_in_order_stops_no_file(load: Load) -> None:
    assert violations(load(" ".join(good for _, good in STOPPED.values()))) == []


@pytest.mark.parametrize("title", PASSES)
def test_what_stops_no_file(load: Load, title: str) -> None:
    assert violations(load(PASSES[title])) == []


@pytest.mark.parametrize("name", ["derived", "claims", "rows"])
def test_no_name_of_a_graph_hides_what_is_said_of_our_terms(load: Load, name: str) -> None:
    found = load(f"graph:evil\\/{name} {{ eucn:Project rdfs:subClassOf eucn:Event }}")
    assert [one.rule for one in found if one.severity == "Violation"] == ["own-term-redefined"]


def test_a_value_that_cannot_be_read_is_told_once(
    load: Load, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        found = load('<project/harbour> eucn:startDate "2021-2-8"^^xsd:date .')
    assert violations(found)
    assert caplog.records == []
