"""Entity pages: every statement with its source, conflicts, other names, ways on."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pyoxigraph
import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.catalogue import Entry, load_catalogue
from graph.catalogue.codes import Code
from graph.catalogue.documents import Passages
from graph.catalogue.entity import Dossier, describe, read_claim
from graph.iris import ID
from graph.questions import query as question
from graph.store import Store
from graph.store.versions import write_store
from server.app import create_app
from server.settings import Settings
from server.site.data import BuildData, data_of
from server.site.entity import lines
from server.site.entity.page import page as page_of

HARBOUR = f"{ID}project/harbour"


def test_each_grant_number_has_its_document(store: Store) -> None:
    numbers = {
        str(one.object): [evidence.document.rsplit("/", 1)[-1] for evidence in one.evidence]
        for one in describe(store, HARBOUR).of("grantNumber")
    }
    assert numbers == {"1111": ["harbour-page"], "2222": ["harbour-news"]}


def test_a_status_is_told_with_its_day(client: FlaskClient) -> None:
    for language, told in (("en", "as of January 2019"), ("de", "Stand: Januar 2019")):
        page = client.get(f"/id/project/harbour?lang={language}").text
        assert told in " ".join(re.sub("<[^>]+>", "", page).split())


def test_the_page_tells_facts_sources_and_the_conflict(client: FlaskClient) -> None:
    page = client.get("/id/project/harbour").text
    for text in ("1111", "2222", "Port of Ghent", "Horizon 2020", "Where sources disagree"):
        assert text in page
    assert "/report?claim=" in page
    assert "/id/project/harbour.ttl" in page
    assert "/sparql?query=" in page


def test_every_claim_of_an_entity_is_on_its_page(client: FlaskClient, store: Store) -> None:
    dossier = describe(store, HARBOUR)
    page = client.get("/id/project/harbour").text
    inner = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}
    for key, statements in dossier.statements.items():
        if key in inner or key.startswith("http") or key in ("participation", "figure", "outcome"):
            continue
        for statement in statements:
            for evidence in statement.evidence:
                assert evidence.claim.removeprefix("https://w3id.org/eucn") in page, (key, evidence)


def test_markers_open_existing_cards(client: FlaskClient) -> None:
    page = client.get("/id/project/harbour").text
    targets = re.findall(r'popovertarget="([^"]+)"', page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert targets
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_passages_stand_beside_facts_where_the_text_is_there(
    reader: FlaskClient, client: FlaskClient
) -> None:
    assert "<blockquote>01 January 2019 to 30 June 2021</blockquote>" in reader.get(
        "/id/project/harbour"
    ).text  # fmt: skip
    assert "<blockquote>" not in client.get("/id/project/harbour").text


def test_a_claim_has_a_page_with_its_document_and_place(client: FlaskClient, store: Store) -> None:
    statement = describe(store, HARBOUR).of("grantNumber")[0]
    claim = statement.evidence[0].claim
    read = read_claim(store, claim)
    assert read is not None
    assert read.object == statement.object
    page = client.get(claim.removeprefix("https://w3id.org/eucn")).text
    assert str(statement.object) in page
    assert "characters" in page
    assert read_claim(store, f"{ID}claim/none") is None


def test_a_partner_shows_ties_and_a_broker_picture(client: FlaskClient) -> None:
    page = client.get("/id/cluster/lock-cluster").text
    assert "Ties" in page
    assert "<svg" in page
    assert "China" in page


def test_every_entity_and_concept_has_a_page(client: FlaskClient, store: Store) -> None:
    catalogue = load_catalogue(store)
    # Every seventh concept: those of the vocabularies are hundreds.
    for iri in [*catalogue.entries, *sorted(catalogue.concepts)[::7]]:
        answer = client.get(iri.removeprefix("https://w3id.org/eucn"))
        assert answer.status_code == 200, iri


def test_unknown_addresses_suggest_near_names(client: FlaskClient) -> None:
    answer = client.get("/id/organization/prot-of-ghent")
    assert answer.status_code == 404
    assert "Port of Ghent" in answer.text
    plain = client.get("/id/organization/prot-of-ghent", headers={"Accept": "application/json"})
    assert plain.status_code in (404, 406)
    assert "<html" not in plain.text


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/id/project/harbuor", "/id/project/harbour"),
        ("/project", 'href="/projects'),
        ("/brokers-list", ""),
        ("/wp-login.php", ""),
        ("/id/organization/zzzzzzz", ""),
        ("/nonsense", ""),
    ],
)
def test_an_unknown_address_proposes_what_was_meant_or_nothing(
    client: FlaskClient, path: str, meant: str
) -> None:
    page = client.get(f"{path}?lang=en").text
    assert meant in page
    assert ("Perhaps you meant" in page) == bool(meant)


def test_evidence_names_the_page_where_the_document_has_pages(
    client: FlaskClient, store: Store
) -> None:
    places = describe(store, f"{ID}agreement/ports").of("objective")[0].evidence[0].places
    assert [place.page for place in places] == [7]
    assert "page 7 ·" in client.get("/id/agreement/ports?lang=en").text
    assert not re.search(r"page \d+ ·", client.get("/id/project/harbour?lang=en").text)
    rows = client.get("/sources/ports-paper?format=json").json["rows"]
    assert {row["page"] for row in rows} == {7, 8}


def test_documents_are_listed_with_coverage_and_claims_in_order(client: FlaskClient) -> None:
    page = client.get("/sources").text
    assert 'class="strip"' in page
    table = client.get("/sources?format=json").json["rows"]
    assert {row["type"] for row in table} == {"document"}
    assert all(row["claims"] for row in table)
    rows = client.get("/sources/harbour-news?format=json").json["rows"]
    starts = [row["start"] for row in rows if row["start"] is not None]
    assert starts == sorted(starts)
    assert rows
    assert client.get("/sources/none").status_code == 404


def test_briefings_tell_of_topics_countries_and_organisations(client: FlaskClient) -> None:
    for about in ("topic/health", "country/de", "cluster/lock-cluster"):
        page = client.get(f"/briefing?about={about}").text
        assert "source-1" in page, about
    assert client.get("/briefing?about=topic/none").status_code == 404
    moved = client.get("/briefing?name=health")
    assert moved.status_code == 302


def test_error_reports_name_the_claim(client: FlaskClient, store: Store) -> None:
    claim = describe(store, HARBOUR).of("grantNumber")[0].evidence[0].claim
    page = client.get("/report", query_string={"claim": claim}).text
    assert claim in page
    assert "HARBOUR" in page
    assert client.get("/report?claim=%3Cscript%3E").status_code == 200
    assert "<script>" not in re.sub(r"<script type=\"module\"", "", client.get(
        "/report?claim=<script>alert(1)</script>").text)  # fmt: skip


class Ordered:
    """A store whose rows come in some order; SPARQL promises none without ORDER BY.

    It has a version of its own, so that nothing remembered of another test's store is shown.
    """

    def __init__(self, inner: Store, step: int) -> None:
        self.inner = inner
        self.step = step

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    @property
    def version(self) -> str:
        return f"{self.inner.version}{self.step:+d}"

    def select(self, query: str) -> list[dict[str, Any]]:
        return self.inner.select(query)[:: 1 if "ORDER BY" in query else self.step]


def test_pages_do_not_hang_on_the_order_of_rows(store: Store, ports_store: Path) -> None:
    settings = Settings(store=str(ports_store), documents=None, access_log="none", cache=0)
    stores = [Ordered(store, 1), Ordered(store, -1)]
    here, there = (create_app(settings, cast(Store, one)).test_client() for one in stores)
    pages = [
        "/id/project/harbour",
        "/id/country/cn",
        "/id/organization/port-of-ningbo",
        "/vocabulary/topic/health",
    ]
    pages += ["/document/ports-paper", "/projects", "/partners", "/events", "/topics"]
    pages += ["/search?q=china", "/conflicts", "/timeline", "/brokers", "/gaps", "/network"]
    for page in pages:
        one = here.get(page, headers={"Accept": "text/html"})
        other = there.get(page, headers={"Accept": "text/html"})
        assert (one.status_code, other.status_code) == (200, 200)
        assert other.text.replace(stores[1].version, stores[0].version) == one.text, page


def test_sources_have_the_counts_of_the_page(app: Flask, store: Store) -> None:
    build = data_of(store)
    with app.test_request_context("/id/project/harbour?lang=en"):
        made = page_of(build, build.catalogue.entries[HARBOUR])
    assert set(made.shown) == set(made.sources)
    assert sum(made.shown.values()) == made.claims


def test_funders_are_not_among_those_who_take_part(client: FlaskClient) -> None:
    told = client.get("/id/project/harbour?lang=en").text
    part = {
        title: told.partition(f">{title} <span")[2].partition("</section>")[0]
        for title in ("Who takes part", "Funders")
    }
    assert "/id/organization/european-union" in part["Funders"]
    assert "/id/organization/european-union" not in part["Who takes part"]


def test_of_many_that_name_an_entity_the_earliest_are_told_and_the_rest_counted(
    client: FlaskClient,
) -> None:
    """Those without a date come first; of one day they stand by name."""
    count = lines.MOST_INCOMING + 10
    entries = {
        f"urn:{n}": Entry(f"urn:{n}", "Project", {"en": f"{count - n:02}"}, start=f"20{n:02}-01-01")
        for n in range(count)
    }
    entries["urn:5"].start = None
    entries["urn:7"].start = entries["urn:6"].start
    dossier = Dossier("urn:programme", incoming={"fundedUnder": {*entries, "urn:unknown"}})
    dossier.incoming_counts = {"fundedUnder": count + 1}
    build = SimpleNamespace(catalogue=SimpleNamespace(entries=entries))
    with client.application.test_request_context("/?lang=en"):
        (section,) = lines.incoming(dossier, cast(BuildData, build))
    told = [5, *range(5), 7, 6, *range(8, lines.MOST_INCOMING)]
    assert [str(line.subject) for line in section.lines] == [f"urn:{n}" for n in told]
    assert section.more == count + 1 - lines.MOST_INCOMING


def test_what_rows_of_registers_have_there_or_under_it_is_named() -> None:
    """A programme or a town that only registers tell of has no empty page."""
    store = pyoxigraph.Store()
    store.load(
        b"""@prefix eucn: <https://w3id.org/eucn/ontology#> . @prefix : <https://example.org/> .
        :heart eucn:fundedUnder :horizon ; eucn:statedInRow :r1 . :r1 eucn:dataset :register .
        :loose eucn:fundedUnder :horizon .""",
        pyoxigraph.RdfFormat.TURTLE,
    )
    subject = "<https://example.org/horizon>"
    text = question("site/incoming").replace("<urn:eucn:subject>", subject)
    assert [row["subject"].value for row in store.query(text)] == ["https://example.org/heart"]


ALIKE = """
@base <https://w3id.org/eucn/> .
@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<id/project/quay> a eucn:Project ; skos:prefLabel "QUAY"@en ;
  eucn:partner <id/organization/pilots>,
    <id/organization/pilot-service>, <id/organization/desk> .
<id/organization/pilots> a eucn:Organization ; skos:prefLabel "Pilots"@en ;
  eucn:identifier <id/identifier/grid-grid-1-a> .
<id/organization/pilot-service> a eucn:Organization ;
  skos:prefLabel "Pilot Service"@en .
<id/organization/desk> a eucn:Organization ; skos:prefLabel "Desk"@en .
<id/participation/1> eucn:participationIn <id/project/quay> ;
  eucn:participant <id/organization/pilots> .
<id/participation/2> eucn:participationIn <id/project/quay> ;
  eucn:participant <id/organization/pilot-service> .
<id/participation/3> eucn:participationIn <id/project/quay> ;
  eucn:participant <id/organization/desk> .
<id/organization/pilots> eucn:possiblySameAs
  <id/organization/pilot-service> .
<id/organization/pic-1> dct:isReplacedBy
  <id/organization/pilots> .
<id/judgement/p1> eucn:left <id/organization/pic-1> ;
  eucn:right <id/organization/pilot-service> ;
  eucn:relation <vocabulary/identity-relation/unsure> ;
  eucn:method <vocabulary/method/curated> ;
  eucn:reason "One may be the older name."@en .
<id/organization/desk> eucn:partOf <id/organization/pilots> .
<id/judgement/m1> eucn:left <id/organization/desk> ;
  eucn:right <id/organization/pic-1> ;
  eucn:relation <vocabulary/identity-relation/part-of> ;
  eucn:method <vocabulary/method/computed> ; eucn:reason "A unit."@en .
<id/identifier/grid-grid-1-a> a eucn:Identifier ; skos:notation "grid.1.a" ;
  eucn:scheme <vocabulary/identifier-scheme/grid> .
<vocabulary/identifier-scheme/grid> a skos:Concept ; skos:prefLabel "GRID"@en ;
  skos:inScheme <vocabulary/identifier-scheme/> ; skos:notation "grid" .
"""


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Two that may be one, and a part of one of them, in one project."""
    graph = pyoxigraph.NamedNode("https://w3id.org/eucn/graph/invented")
    triples = pyoxigraph.parse(ALIKE, format=pyoxigraph.RdfFormat.TURTLE)
    quads = [pyoxigraph.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    path = tmp_path_factory.mktemp("alike") / ".store"
    data = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    write_store(path, cast(bytes, data), "2026-01-02", [])
    client = create_app(Settings(store=str(path), access_log="none")).test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


def test_what_may_be_one_is_told_on_both_pages(alike: FlaskClient) -> None:
    """Also where the judgement was about an IRI that another has replaced since."""
    for one, other in (("pilots", "pilot-service"), ("pilot-service", "pilots")):
        page = alike.get(f"/id/organization/{one}?lang=en").text
        [told] = re.findall(r'class="small alike">Possibly the same as.*?</p>', page)
        assert f'href="/id/organization/{other}?lang=en"' in told
        assert "/id/judgement/p1" in told
        assert "One may be the older name." in told
    desk = alike.get("/id/organization/desk?lang=en").text
    assert "Part of, by a comparison of sources:" in desk
    assert "Its parts, by a comparison" in alike.get("/id/organization/pilots?lang=en").text


def test_what_may_be_one_is_counted_and_said_so(alike: FlaskClient) -> None:
    page = alike.get("/briefing?about=project/quay&lang=en").text
    assert "<dt>organisations taking part; under more than one name: 1</dt><dd>1</dd>" in page
    text = re.sub("<[^>]+>", "", page)
    assert "1 organisation takes part, under more than one name: from " in text
    assert "Pilot Service – possibly the same as Pilots" in text
    assert "Desk – a part of Pilots" in text
    for language in ("de", "zh"):
        page = alike.get(f"/briefing?about=project/quay&lang={language}").text
        assert "<dd>1</dd>" in page


def test_an_identifier_is_named_as_people_write_it(alike: FlaskClient) -> None:
    page = alike.get("/id/identifier/grid-grid-1-a?lang=en").text
    assert "<h1>GRID grid.1.a</h1>" in page
    found = alike.get("/search?q=grid.1.a&lang=en").text
    assert "/id/organization/pilots" in found


@pytest.mark.parametrize(
    ("scheme", "notation", "name", "told", "address"),
    [
        ("isni", "000012", "ISNI", "ISNI 000012", "isni.org/isni/000012"),
        ("pic", "999", "参与方识别码（PIC）", "PIC 999", ""),
        ("vat", "DE1", "增值税号", "增值税号DE1", ""),
        ("ror", "0a1", "ROR", "ROR 0a1", "ror.org/0a1"),
        ("fundref", "5", "Crossref Funder ID", "Crossref Funder ID 5", "doi.org/10.13039/5"),
    ],
)  # fmt: skip
def test_codes(scheme: str, notation: str, name: str, told: str, address: str) -> None:
    code = Code(f"https://w3id.org/eucn/vocabulary/identifier-scheme/{scheme}", notation)
    assert code.named(name) == told
    assert code.address.removeprefix("https://") == address


def test_an_isni_is_written_in_groups() -> None:
    assert Code("x/isni", "0000000081906402").written == "0000 0000 8190 6402"


def test_a_file_that_is_no_text_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "image.txt").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "paper.txt").write_text("Ports talk")
    digest = hashlib.sha256(b"Ports talk").hexdigest()
    passages = Passages(tmp_path, {"document/paper": (10, digest)})
    assert passages.passage("document/paper", 0, 5) == "Ports"


def test_an_organisation_has_the_ties_of_the_network(store: Store) -> None:
    """As many, as strong, with the same evidence: parts count with their whole on both."""
    build = data_of(store)
    analysis = build.analysis
    held: dict[str, dict[tuple[str, str], tuple[float, int]]] = {iri: {} for iri in analysis.actors}
    for tie in analysis.ties:
        for iri in (tie.a, tie.b):
            held[iri][tie.a, tie.b] = (tie.weight, tie.count)
    assert any(held.values())
    for iri, there in held.items():
        told = {(tie.a, tie.b): (tie.weight, tie.count) for tie in build.ties_of(iri)}
        assert told == pytest.approx(there), iri
