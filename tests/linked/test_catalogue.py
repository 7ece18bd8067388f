"""The dataset is found and catalogued: DCAT-AP, VoID, search engines, query editors."""

from __future__ import annotations

import json
import re
import urllib.robotparser
import xml.etree.ElementTree as ET
from pathlib import Path

import pyshacl
import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, VOID, Namespace, URIRef

from graph.assembly.quads import Quads
from graph.counting import Counted
from graph.questions import prefixes, questions
from graph.store import Store, open_store
from graph.store.versions import write_store
from graph.wellknown import EXAMPLES_GRAPH, PREFIXES_GRAPH, VOID_GRAPH, described
from server.app import create_app
from server.settings import Settings
from tests.conftest import DATA

B = "https://w3id.org/eucn/"
EUCN = Namespace(B + "ontology#")
DATASET = URIRef(B + "dataset")
SMALL = Path(__file__).parent.parent / "endpoint" / "data" / "small.nq"
_DATE = b'"^^<http://www.w3.org/2001/XMLSchema#date> <https://w3id.org/eucn/graph/derived> .\n'
_LANTERN = b"<https://w3id.org/eucn/id/project/lantern> <https://w3id.org/eucn/ontology#"
DATED = (
    _LANTERN + b'earliestStart> "2019-01-01' + _DATE + _LANTERN + b'latestEnd> "2021-12-31' + _DATE
)
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small store with the graphs that a build adds."""
    lines = (DATED + SMALL.read_bytes()).splitlines(keepends=True)
    quads = Quads()
    for name, graph in described(Counted.of(lines).tally()).items():
        quads.add_graph(graph, name)
    path = tmp_path_factory.mktemp("described") / ".store"
    write_store(path, DATED + SMALL.read_bytes() + quads.nquads(), "2026-01-02", [])
    return open_store(path)


@pytest.fixture(scope="module")
def app(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    settings = Settings(access_log="none", publisher="A house", contact="a@b.example")
    return create_app(settings, store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def read(client: FlaskClient, path: str) -> rdflib.Graph:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    return rdflib.Graph().parse(data=answer.data, format="turtle")


@pytest.mark.dcat_ap
@pytest.mark.parametrize("name", ["shapes.ttl", "shapes_recommended.ttl"])
def test_dcat_ap_has_nothing_to_complain_of(client: FlaskClient, name: str) -> None:
    """DCAT-AP 3.0.1: nothing that is mandatory or recommended is missing or of another kind."""
    found = read(client, "/catalog")
    shapes = rdflib.Graph().parse(DATA / "dcat-ap" / name)
    _, report, text = pyshacl.validate(found, shacl_graph=shapes, allow_warnings=False)
    assert isinstance(report, rdflib.Graph)
    assert list(report.subjects(RDF.type, SH.ValidationResult)) == [], text


def test_publisher_and_contact_are_settings(client: FlaskClient) -> None:
    found = read(client, "/catalog")
    publisher = found.value(DATASET, DCTERMS.publisher)
    assert str(found.value(publisher, FOAF.name)) == "A house"
    contact = found.value(DATASET, DCAT.contactPoint)
    vcard = Namespace("http://www.w3.org/2006/vcard/ns#")
    assert found.value(contact, vcard.hasEmail) == URIRef("mailto:a@b.example")
    period = found.value(DATASET, DCTERMS.temporal)
    assert found.value(period, DCAT.startDate) is not None


@pytest.mark.parametrize("path", ["/dataset", "/catalog"])
@pytest.mark.parametrize("lang", ["en", "de", "zh"])
def test_dataset_and_catalogue_are_pages_too(client: FlaskClient, path: str, lang: str) -> None:
    page = client.get(f"{path}?lang={lang}", headers=HTML)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "a@b.example" in page.text
    assert "eucn.trig" in page.text
    assert client.get(f"{path}?format=jsonld", headers=HTML).mimetype == "application/ld+json"


def test_partitions_stand_within_each_other(client: FlaskClient, store: Store) -> None:
    """VoID 4.3, counted again by queries over what the store holds beside its description."""
    found = read(client, "/.well-known/void")
    kinds = {found.value(p, VOID["class"]): p for p in found.objects(DATASET, VOID.classPartition)}
    project = kinds[EUCN.Project]
    properties = {
        found.value(p, VOID.property): p for p in found.objects(project, VOID.propertyPartition)
    }
    rows = store.select(
        "SELECT ?p (COUNT(*) AS ?n) { ?s a <ontology#Project> ; ?p ?o } GROUP BY ?p"
    )
    assert {row["p"] for row in rows} == set(properties)
    for row in rows:
        assert found.value(properties[row["p"]], VOID.triples) == row["n"]
    targets = {
        found.value(inner, VOID["class"])
        for inner in found.objects(properties[EUCN.participation], VOID.classPartition)
    }
    assert EUCN.ProjectParticipation in targets


def test_the_endpoint_tells_what_editors_ask(client: FlaskClient) -> None:
    """The queries of sib-swiss/sparql-editor: examples, prefixes, classes with their properties."""

    def rows(query: str) -> list[dict[str, dict[str, str]]]:
        query = (
            "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX void: <http://rdfs.org/ns/void#> "
            "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " + query
        )
        answer = client.post("/sparql", data={"query": query, "format": "json"})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, dict[str, str]]] = json.loads(answer.data)["results"]["bindings"]
        return found

    declared = rows("SELECT DISTINCT ?p ?n { [] sh:namespace ?n ; sh:prefix ?p }")
    assert {row["p"]["value"]: row["n"]["value"] for row in declared} == prefixes()
    shown = rows(
        "SELECT DISTINCT ?sq ?query { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; "
        "sh:select|sh:ask|sh:construct|<https://purl.expasy.org/sparql-examples/ontology#describe> "
        "?query }"
    )
    assert len({row["sq"]["value"] for row in shown}) == len(questions())
    classes = rows(
        "SELECT DISTINCT ?c ?p { ?cp void:class ?c ; void:propertyPartition ?pp . "
        "?pp void:property ?p }"
    )
    assert {"c", "p"} <= classes[0].keys()
    for name in (VOID_GRAPH, EXAMPLES_GRAPH, PREFIXES_GRAPH):
        answer = client.post("/sparql", data={"query": f"ASK {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"})
        assert json.loads(answer.data)["boolean"]
        assert client.get("/" + str(name).removeprefix(B)).status_code == 200


def test_robots_and_sitemap(client: FlaskClient) -> None:
    """RFC 9309 and sitemaps.org: every address named answers, none of it is kept out."""
    text = client.get("/robots.txt").text
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.site_maps() == ["http://localhost/sitemap.xml"]
    assert not rules.can_fetch("any", "http://localhost/search?q=a")
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    entries = ET.fromstring(answer.data).findall(f"{space}url")
    addresses = [str(entry.findtext(f"{space}loc")) for entry in entries]
    assert "http://localhost/id/project/lantern" in addresses
    assert len(addresses) == len(set(addresses))
    for address in addresses:
        assert rules.can_fetch("any", address)
        path = address.removeprefix("http://localhost")
        assert client.get(path, headers=HTML).status_code == 200, path
    languages = {link.get("hreflang") for link in entries[0] if link.tag.endswith("link")}
    assert languages == {"en", "de", "zh-Hans"}
    assert client.get("/sitemap-9.xml").status_code == 404


def markup(client: FlaskClient, path: str) -> dict[str, object]:
    page = client.get(path, headers=HTML).text
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1, path
    found: dict[str, object] = json.loads(blocks[0])
    assert found["@context"] == "https://schema.org/"
    return found


def test_schema_org(client: FlaskClient) -> None:
    """What Google's Dataset Search asks for: name, description of 50 letters and more, licence."""
    for path in ("/", "/dataset", "/data/"):
        found = markup(client, path)
        assert found["@type"] == "Dataset"
        assert len(str(found["description"])) >= 50
        for name in ("name", "license", "creator", "distribution"):
            assert found[name]
    project = markup(client, "/id/project/lantern?lang=de")
    assert (project["@type"], project["name"]) == ("ResearchProject", "Laterne")
    assert project["@id"] == B + "id/project/lantern"
    assert 'application/ld+json">' not in client.get("/search?q=a", headers=HTML).text
