"""Every IRI of the graph answers, in each syntax, with its claims, labels and neighbours."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat
from rdflib import RDF, SKOS, Literal, Namespace, URIRef

from graph.store import Store, open_store
from graph.store.versions import write_store
from server.app import create_app
from server.linked.describe import describe
from server.settings import Settings

B = "https://w3id.org/eucn/"
EUCN = Namespace(B + "ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
LANTERN = URIRef(B + "id/project/lantern")
SMALL = Path(__file__).parent.parent / "endpoint" / "data" / "small.nq"
SUFFIXES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("linked") / ".store"
    write_store(path, SMALL.read_bytes(), "2026-01-02", ["document/alpha", "document/beta"])
    return open_store(path)


@pytest.fixture(scope="module")
def app(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    path = tmp_path_factory.mktemp("served") / ".store"
    write_store(path, SMALL.read_bytes(), "2026-01-02", ["document/alpha", "document/beta"])
    return create_app(Settings(store=str(path), access_log="none"), store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def triples(data: bytes, media: str) -> set[pyoxigraph.Triple]:
    format = RdfFormat.from_media_type(media)
    assert format is not None
    return {quad.triple for quad in pyoxigraph.parse(data, format=format)}


def graph(client: FlaskClient, path: str) -> rdflib.Graph:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    return rdflib.Graph().parse(data=answer.data, format="turtle")


@pytest.mark.parametrize(("suffix", "media"), SUFFIXES.items())
def test_every_syntax_says_the_same(client: FlaskClient, suffix: str, media: str) -> None:
    by_suffix = client.get(f"/id/project/lantern.{suffix}")
    by_accept = client.get("/id/project/lantern", headers={"Accept": media})
    assert by_suffix.mimetype == by_accept.mimetype == media
    assert by_accept.headers["Content-Location"] == f"/id/project/lantern.{suffix}"

    def said(data: bytes) -> set[pyoxigraph.Triple]:
        own = f"/id/project/lantern.{suffix}"
        return {t for t in triples(data, media) if not str(t.subject).endswith(own + ">")}

    nt = client.get("/id/project/lantern.nt").data
    expected = {
        t for t in triples(nt, "application/n-triples") if "/lantern.nt" not in str(t.subject)
    }
    assert said(by_suffix.data) == said(by_accept.data) == expected
    assert len(expected) > 60


def test_every_iri_dereferences(client: FlaskClient, store: Store) -> None:
    """Every subject and every IRI of ours anywhere in the data."""
    found = set(re.findall(re.escape(B) + r"[^>#]+", SMALL.read_text(encoding="utf-8")))
    undescribed = {B + "vocabulary/method/read", B + "vocabulary/topic"}
    assert len(found) > 30
    for iri in sorted(found - undescribed):
        path = iri.removeprefix(B)
        if path == "id/project/lampion":
            continue
        assert client.get("/" + path).status_code == 200, iri
        page = client.get("/" + path, headers={"Accept": "text/html"})
        assert (page.status_code, page.mimetype) == (200, "text/html"), iri


def test_a_resource_comes_with_what_belongs_to_it(client: FlaskClient) -> None:
    found = graph(client, "/id/project/lantern")
    assert set(found.objects(LANTERN, SKOS.prefLabel)) == {
        Literal("Lantern", lang="en"),
        Literal("Laterne", lang="de"),
        Literal("灯笼", lang="zh"),
    }
    # Incoming links, with labels of what points here and of the properties.
    claims = set(found.subjects(RDF.subject, LANTERN))
    assert len(claims) == 6
    assert (EUCN.startDate, rdflib.RDFS.label, Literal("开始日期", lang="zh")) in found
    assert (EUCN.startDate, rdflib.RDFS.label, Literal("Beginn", lang="de")) in found
    # Both documents' dates, each with claim, confidence and place.
    dates = {c for c in claims if found.value(c, RDF.predicate) == EUCN.startDate}
    places = {
        (
            str(found.value(claim, rdflib.PROV.wasDerivedFrom)).rsplit("/", 1)[1],
            str(found.value(claim, EUCN.confidence)),
            int(str(found.value(selector, OA.start))),
            int(str(found.value(selector, OA.end))),
        )
        for claim in dates
        for passage in found.objects(claim, OA.hasTarget)
        for selector in found.objects(passage, OA.hasSelector)
    }
    assert places == {("alpha", "0.9", 20, 32), ("beta", "0.7", 11, 24)}


def test_what_the_document_says_of_itself(client: FlaskClient, store: Store) -> None:
    found = graph(client, "/id/project/lantern")
    page = URIRef(f"{LANTERN}.ttl")
    dct = rdflib.DCTERMS
    assert found.value(page, rdflib.FOAF.primaryTopic) == LANTERN
    assert found.value(page, dct.modified) == Literal("2026-01-02", datatype=rdflib.XSD.date)
    assert "creativecommons.org" in str(found.value(page, dct.license))
    graphs = {str(g).removeprefix(B + "graph/") for g in found.objects(page, dct.source)}
    assert graphs == {"alpha", "beta", "derived"}
    version = found.value(page, URIRef("http://www.w3.org/ns/dcat#version"))
    assert str(version) == store.version


def test_quads_keep_their_graphs(client: FlaskClient) -> None:
    data = client.get("/id/project/lantern.nq").data
    quads = pyoxigraph.parse(data, format=RdfFormat.N_QUADS)
    topic = [q for q in quads if q.predicate.value == str(EUCN.topic)]
    names = {q.graph_name for q in topic}
    assert names == {
        pyoxigraph.DefaultGraph(),
        pyoxigraph.NamedNode(B + "graph/alpha"),
        pyoxigraph.NamedNode(B + "graph/beta"),
    }


@pytest.mark.parametrize("path", ["/id/project/lantern", "/graph/alpha", "/ontology"])
@pytest.mark.parametrize("suffix", ["nq", "trig"])
def test_the_default_graph_says_what_turtle_says(
    client: FlaskClient, path: str, suffix: str
) -> None:
    """A client that follows links reads the default graph only."""

    def read(data: bytes, media: str) -> set[pyoxigraph.Triple]:
        format = RdfFormat.from_media_type(media)
        assert format is not None
        return {
            q.triple
            for q in pyoxigraph.parse(data, format=format)
            if q.graph_name == pyoxigraph.DefaultGraph() and path + "." not in str(q.subject)
        }

    found = read(client.get(f"{path}.{suffix}").data, SUFFIXES[suffix])
    assert found == read(client.get(f"{path}.ttl").data, "text/turtle")
    assert len(found) > 5


def test_a_renamed_iri_moves(client: FlaskClient) -> None:
    answer = client.get("/id/project/lampion")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/id/project/lantern")
    named = client.get("/id/project/lampion.ttl?lang=de")
    assert named.headers["Location"] == "/id/project/lantern.ttl?lang=de"


@pytest.mark.parametrize("path", [
    "/id/project/nobody", "/id/project/nobody.ttl", "/vocabulary/none/x", "/graph/none",
    "/document/none", "/id/a%20b", "/id/%3Cscript%3E", "/id/x%22%7D", "/id/%7F",
    "/vocabulary/%C2%80/x", "/ontology.exe", "/data/none", "/ontology/%3E", "/ontology/x%00",
    "/docs/" + "x" * 8000, "/id/row/%3E", "/id/row/%5B::1", "/id/row/%ED%A0%80", "/sources/%22",
    "/data/../manifest.json", "/id/project/lantern/more",
])  # fmt: skip
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    page = client.get(path, headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "<script>" not in page.text


def test_negotiation(client: FlaskClient) -> None:
    path = "/id/project/lantern"
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get(path, headers={"Accept": browser}).mimetype == "text/html"
    assert client.get(path).mimetype == "text/turtle"
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406
    assert client.get(path + "?format=jsonld").mimetype == "application/ld+json"
    assert client.get(path + "?format=nonsense").mimetype == "text/turtle"
    assert client.get(path + "?format=nonsense,rdf+xml").mimetype == "application/rdf+xml"
    assert client.get(path + ".html").mimetype == "text/html"
    for accept in (browser, "text/turtle"):
        assert "Accept" in client.get(path, headers={"Accept": accept}).headers["Vary"]


def test_links_and_conditions(client: FlaskClient, store: Store) -> None:
    answer = client.get("/id/project/lantern", headers={"Accept": "text/turtle"})
    link = answer.headers["Link"]
    for part in (
        f'<{LANTERN}>; rel="canonical"',
        '</id/project/lantern.jsonld>; rel="alternate"; type="application/ld+json"',
        'rel="license"',
        'rel="describedby"',
        "</graph/alpha>",
    ):
        assert part in link
    assert "GMT" in answer.headers["Last-Modified"]
    tag = answer.headers["ETag"]
    assert store.version in tag
    again = client.get(
        "/id/project/lantern", headers={"Accept": "text/turtle", "If-None-Match": tag}
    )
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(
        "/id/project/lantern", headers={"Accept": "application/ld+json", "If-None-Match": tag}
    )
    assert other.status_code == 200


def test_packed(client: FlaskClient) -> None:
    answer = client.get("/id/project/lantern.nt", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.data[:2] == b"\x1f\x8b"


def test_pages_show_claims(client: FlaskClient) -> None:
    claim = next(
        iter(graph(client, "/id/project/lantern").subjects(RDF.predicate, EUCN.webAddress))
    )
    page = client.get("/" + str(claim).removeprefix(B) + ".html").text
    assert 'href="/id/project/lantern"' in page
    assert 'href="/document/alpha"' in page


def test_graphs_and_ontology_as_documents(client: FlaskClient, store: Store) -> None:
    lines = store.dump([B + "graph/alpha"]).splitlines()
    answer = pyoxigraph.parse(client.get("/graph/alpha.nq").data, format=RdfFormat.N_QUADS)
    alpha = [q for q in answer if q.graph_name == pyoxigraph.NamedNode(B + "graph/alpha")]
    assert len(alpha) == len(lines)
    assert (EUCN.Project, RDF.type, rdflib.OWL.Class) in graph(client, "/ontology")
    assert client.get("/graph/alpha/claims").status_code == 200
    assert "/id/project/lantern" in client.get("/graph/alpha.html").text


def test_facts_by_property(store: Store) -> None:
    found = describe(store, str(LANTERN))
    assert found is not None
    begun = {str(f.value): f.claims for f in found.facts[str(EUCN.startDate)]}
    assert begun.keys() == {"2019-01", "2019-02"}
    claim = begun["2019-02"][0]
    assert (claim.document, claim.start, claim.end) == (B + "document/beta", 11, 24)
    assert (claim.section, claim.confidence) == ("Facts", "0.7")
    assert found.label(str(LANTERN), "de") == "Laterne"
    assert found.label(LANTERN, "zh") == "灯笼"
    assert found.label("http://x/y#z") == "z"
    assert describe(store, "not an iri") is None


# -- descriptions and dumps -----------------------------------------------------------------------

VOID = Namespace("http://rdfs.org/ns/void#")


def test_void_counts(client: FlaskClient, store: Store) -> None:
    """VoID 4.2, 4.3: statistics and partitions, against counts made here from the lines."""
    found = graph(client, "/.well-known/void")
    lines = SMALL.read_text(encoding="utf-8").splitlines()
    merged = {line.rsplit(" <", 1)[0] for line in lines}
    dataset = URIRef(B + "dataset")
    assert int(str(found.value(dataset, VOID.triples))) == len(merged)
    projects = {
        line.split()[0]
        for line in merged
        if line.endswith("ontology#Project>") and "rdf-syntax-ns#type" in line
    }
    part = next(found.subjects(VOID["class"], EUCN.Project))
    assert int(str(found.value(part, VOID.entities))) == len(projects) == 1
    starts = [line for line in merged if line.split()[1] == f"<{EUCN.startDate}>"]
    part = next(found.subjects(VOID.property, EUCN.startDate))
    assert int(str(found.value(part, VOID.triples))) == len(starts) == 2
    assert {str(g) for g in found.objects(dataset, VOID.subset)} == store.graphs()
    assert str(found.value(dataset, VOID.sparqlEndpoint)) == "http://localhost/sparql"


def test_dumps(client: FlaskClient, store: Store) -> None:
    listed = client.get("/data/").get_json()
    assert listed["build"] == store.version
    assert len(listed["files"]) == 20
    # A file is made when it is asked for; then its size is told.
    made = {file["name"]: client.get("/data/" + file["name"]) for file in listed["files"]}
    listed = client.get("/data/").get_json()
    whole = {q.triple for q in pyoxigraph.parse(store.dump(), format=RdfFormat.N_QUADS)}
    for file in listed["files"]:
        answer = made[file["name"]]
        assert (answer.status_code, len(answer.data)) == (200, file["bytes"])
        assert hashlib.sha256(answer.data).hexdigest() == file["sha256"]
        if file["packs"]:
            continue
        if file["name"].endswith(".zip"):
            assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
        elif "rdf12" not in file["name"] and not file["name"].endswith((".xlsx", ".parquet")):
            assert triples(answer.data, file["media"]) == whole
    tag = client.head("/data/eucn.nq").headers["ETag"]
    assert client.get("/data/eucn.nq", headers={"If-None-Match": tag}).status_code == 304
    part = client.get("/data/eucn.nq", headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.data)) == (206, 10)
    page = client.get("/data/", headers={"Accept": "text/html"})
    assert "eucn.trig" in page.text


def test_dump_in_rdf_1_2(client: FlaskClient, store: Store) -> None:
    """Each claim reifies the statement it makes, and that statement is in the graph too."""
    data = client.get("/data/eucn-rdf12.ttl").data
    found = {q.triple for q in pyoxigraph.parse(data, format=RdfFormat.TURTLE)}
    reified = [t for t in found if t.predicate.value.endswith("#reifies")]
    claims = store.select("SELECT ?c { ?c a <ontology#Claim> }")
    assert len(reified) == len(claims) == 6
    assert all(t.object in found for t in reified)


def test_dcat(client: FlaskClient) -> None:
    for file in client.get("/data/").get_json()["files"]:
        client.get("/data/" + file["name"])
    found = graph(client, "/catalog")
    dcat = rdflib.DCAT
    distributions = set(found.objects(URIRef(B + "dataset"), dcat.distribution))
    assert len(distributions) == 20
    listed = {f["name"]: f for f in client.get("/data/").get_json()["files"]}
    spdx = Namespace("http://spdx.org/rdf/terms#")
    for node in distributions:
        file = listed[str(node).rsplit("/", 1)[1]]
        assert int(str(found.value(node, dcat.byteSize))) == file["bytes"]
        checksum = found.value(node, spdx.checksum)
        assert str(found.value(checksum, spdx.checksumValue)) == file["sha256"]
        assert found.value(node, rdflib.DCTERMS.license) is not None
    service = next(found.subjects(RDF.type, dcat.DataService))
    assert str(found.value(service, dcat.endpointURL)) == "http://localhost/sparql"
    languages = {t.language for t in found.objects(URIRef(B + "dataset"), rdflib.DCTERMS.title)}
    assert languages == {"en", "de", "zh"}


def test_examples_are_queries(client: FlaskClient, store: Store) -> None:
    found = graph(client, "/.well-known/sparql-examples")
    nodes = set(found.subjects(RDF.type, rdflib.SH.SPARQLExecutable))
    assert nodes
    for node in nodes:
        text = next(
            o
            for p, o in found.predicate_objects(node)
            if p in (rdflib.SH.select, rdflib.SH.ask, rdflib.SH.construct)
        )
        answer = client.post("/sparql", data={"query": str(text)})
        assert answer.status_code == 200, (node, answer.text)


def test_queries_of_the_gallery_dereference(client: FlaskClient) -> None:
    whole = graph(client, "/.well-known/sparql-examples")
    nodes = sorted(whole.subjects(RDF.type, rdflib.SH.SPARQLExecutable))
    for number, node in enumerate(nodes):
        path = str(node).removeprefix(B.rstrip("/"))
        found = graph(client, path)
        assert set(found) == set(whole.triples((node, None, None)))
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 303
        assert "Accept" in page.headers["Vary"].split(", ")
        # That each is shown and runs is tested with the query page (site/test_query_page.py).
        if number % 50 == 0:
            shown = client.get(page.location, headers={"Accept": "text/html"})
            assert shown.status_code == 200
    for accept in ("text/turtle", "text/html"):
        assert client.get("/queries/none", headers={"Accept": accept}).status_code == 404
    assert client.get("/queries/harbour-partners-nowhere.rq").status_code == 404


def test_json_and_order_are_stable(client: FlaskClient) -> None:
    json.loads(client.get("/id/project/lantern.jsonld").data)
    first = client.get("/id/project/lantern.ttl").data
    prefixes = [line for line in first.splitlines() if line.startswith(b"@prefix")]
    assert prefixes == sorted(prefixes)
    root = re.search(rb"<rdf:RDF ([^>]*)>", client.get("/id/project/lantern.rdf").data)
    assert root is not None
    assert root[1].split() == sorted(root[1].split())


def test_shapes_and_versions_of_the_ontology_answer(client: FlaskClient) -> None:
    """A version IRI leads to that version; shapes are there in the usual formats."""
    from graph.reference.published import SHAPES_IRI, present_version

    version = present_version()
    now = graph(client, f"/ontology/{version}")
    ontology = URIRef(B + "ontology")
    assert (EUCN.Project, RDF.type, rdflib.OWL.Class) in now
    before = graph(client, "/ontology/1.0.0")
    assert (ontology, rdflib.OWL.versionIRI, URIRef(B + "ontology/1.0.0")) in before
    assert (EUCN.Actor, RDF.type, None) not in before
    for suffix, media in SUFFIXES.items():
        for path in (f"/ontology/shapes.{suffix}", f"/ontology/{version}.{suffix}"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert answer.mimetype == media
    shapes = graph(client, "/ontology/shapes")
    assert len(set(shapes.subjects(rdflib.SH.path))) > 200
    described = graph(client, "/sparql")
    assert (None, rdflib.SH.shapesGraph, URIRef(SHAPES_IRI)) in described
    assert client.get("/ontology/3.0.0").status_code == 404
    page = client.get("/ontology/shapes", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"


def test_old_iris_of_claims_lead_to_those_of_today(tmp_path: Path) -> None:
    """Their statements named partner/x before organisations had an IRI of their kind."""
    from graph.iris import digest
    from server.linked.moved import moved_claim
    from tests import ports

    folder = ports.write(tmp_path)
    (folder.records / "retired.csv").write_text(
        "old,new,why\npartner/port-of-ghent,organization/port-of-ghent,Partner is a role\n",
        encoding="utf-8",
    )
    write_store(tmp_path / "store", folder.quads().nquads(), "2026-01-31", ["harbour-page"])
    store = open_store(tmp_path / "store")
    node = "https://w3id.org/eucn/id/"
    row = store.select(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
        "PREFIX eucn: <https://w3id.org/eucn/ontology#>\n"
        f"SELECT ?claim ?name {{ ?claim rdf:subject <{node}organization/port-of-ghent> ; "
        "rdf:predicate eucn:name ; rdf:object ?name } ORDER BY ?claim LIMIT 1"
    )[0]
    claim = str(row["claim"])
    document = claim.removeprefix(f"{node}claim/").rpartition("-")[0]
    parts = (f"{node}partner/port-of-ghent", str(EUCN.name), row["name"].n3())
    old = f"{node}claim/{document}-{digest(*parts)}"
    assert moved_claim(store, old) == claim
    assert moved_claim(store, claim) is None
    served = create_app(Settings(access_log="none"), store).test_client()
    answer = served.get(old.removeprefix(B[:-1]))
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(claim.removeprefix(B[:-1]))


@pytest.mark.parametrize("path", ["/id/project/lantern", "/sparql?query=DESCRIBE%20%3CLANTERN%3E"])
def test_json_ld_in_the_shape_of_a_profile(client: FlaskClient, path: str, tmp_path: Path) -> None:
    """JSON-LD 1.1, IANA considerations: compacted, expanded, flattened."""
    path = path.replace("LANTERN", str(LANTERN))
    plain = client.get(path, headers={"Accept": "application/ld+json"})

    def said(data: bytes) -> set[tuple[str, ...]]:
        published = b"http://localhost/ontology/context.jsonld"
        text = data.replace(published, context_file.as_uri().encode())
        found = rdflib.Graph().parse(data=text, format="json-ld")
        return {tuple(map(str, t)) for t in found if "/lantern." not in str(t[0])}

    published = client.get("/ontology/context.jsonld")
    assert published.mimetype == "application/ld+json"
    context_file = tmp_path / "context.jsonld"
    context_file.write_bytes(published.data)
    for name in ("compacted", "expanded", "flattened"):
        profile = f"http://www.w3.org/ns/json-ld#{name}"
        accept = f'application/ld+json;profile="{profile}"'
        answer = client.get(path, headers={"Accept": accept})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == accept
        assert answer.headers["ETag"] != plain.headers["ETag"]
        found = json.loads(answer.data)
        if name == "compacted":
            assert found["@context"] == "http://localhost/ontology/context.jsonld"
            nodes = {node["@id"]: node for node in found.get("@graph", [found])}
            assert nodes["id:project/lantern"]["type"] == "Project"
        else:
            assert isinstance(found, list)
            assert any(node["@id"] == str(LANTERN) for node in found)
        assert said(answer.data) == said(plain.data)


def test_if_modified_since(client: FlaskClient, store: Store) -> None:
    """RFC 9110, 13.1.3; and 13.2.2: If-None-Match alone counts where it is there."""
    for path in ("/id/project/lantern.ttl", "/sparql?query=ASK%7B%7D", "/sparql", "/data/eucn.nq",
                 "/catalog", "/.well-known/void", "/ontology/context.jsonld"):  # fmt: skip
        first = client.get(path)
        moment = first.headers["Last-Modified"]
        assert client.get(path, headers={"If-Modified-Since": moment}).status_code == 304, path
        earlier = {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
        assert client.get(path, headers=earlier).status_code == 200
        assert client.get(path, headers={"If-Modified-Since": "nonsense"}).status_code == 200
        other = {"If-Modified-Since": moment, "If-None-Match": '"another"'}
        assert client.get(path, headers=other).status_code == 200


def test_dumps_are_packed(client: FlaskClient) -> None:
    import gzip

    plain = client.get("/data/eucn.nq")
    assert "Content-Encoding" not in plain.headers
    coded = client.get("/data/eucn.nq", headers={"Accept-Encoding": "gzip, br"})
    assert coded.headers["Content-Encoding"] == "gzip"
    assert coded.mimetype == "application/n-quads"
    assert coded.headers["ETag"] != plain.headers["ETag"]
    assert gzip.decompress(coded.data) == plain.data
    file = client.get("/data/eucn.nq.gz", headers={"Accept-Encoding": "gzip"})
    assert (file.mimetype, "Content-Encoding" in file.headers) == ("application/gzip", False)
    assert file.data == coded.data
    part = client.get("/data/eucn.nq", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
    assert part.data == plain.data[:10]
