"""Nothing is cut silently: an organisation of 5,000 participations, told page by page.

Half of what it takes part in is claimed by a document, the rest stands in the rows of a register.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph
import pytest
from flask.testing import FlaskClient

from graph.catalogue.entity import PER_PAGE, describe
from graph.iris import ID
from graph.store import Store, open_store
from graph.store.versions import write_store
from server.app import create_app
from server.linked.describe import CLAIMS_PER_PAGE, INCOMING_PER_PAGE
from server.settings import Settings

CLAIMED, ROWS = 3500, 1500
HUB = f"{ID}organization/hub"
HYDRA = "http://www.w3.org/ns/hydra/core#"
PREFIXES = {
    "eucn": "https://w3id.org/eucn/ontology#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "dct": "http://purl.org/dc/terms/",
    "id": ID,
    "document": "https://w3id.org/eucn/document/",
}


def _term(text: str) -> str:
    prefix, bar, name = text.partition(":")
    return f"<{PREFIXES[prefix]}{name}>" if bar and prefix in PREFIXES else text


def _lines() -> Iterator[str]:
    def line(graph: str, *terms: str) -> str:
        return f"{' '.join(map(_term, terms))} <https://w3id.org/eucn/graph/{graph}> .\n"

    yield line("tales", "document:tales", "rdf:type", "eucn:SourceDocument")
    yield line("tales", "document:tales", "skos:prefLabel", '"Tales"@en')
    for kind in ("eucn:Organization", "eucn:Partner"):
        yield line("tales", "id:organization/hub", "rdf:type", kind)
    yield line("tales", "id:organization/hub", "skos:prefLabel", '"Hub"@en')
    dataset = "id:dataset/cordis-invented"
    yield line("cordis-invented/rows", dataset, "rdf:type", "eucn:RegisterDataset")
    yield line("cordis-invented/rows", dataset, "dct:title", '"CORDIS, invented projects"@en')
    date = '"2025-11-16"^^<http://www.w3.org/2001/XMLSchema#date>'
    yield line("cordis-invented/rows", dataset, "dct:issued", date)
    yield line("cordis-invented/rows", dataset, "dct:license", "<https://example.org/licence>")
    for number in range(CLAIMED + ROWS):
        graph = "tales" if number < CLAIMED else "cordis-invented"
        node, project = f"id:participation/p-{number:04}", f"id:project/p-{number:04}"
        yield line(graph, project, "rdf:type", "eucn:Project")
        yield line(graph, project, "skos:prefLabel", f'"Project {number:04}"@en')
        yield line("derived", project, "eucn:partner", "id:organization/hub")
        yield line(graph, node, "rdf:type", "eucn:ProjectParticipation")
        yield line(graph, node, "eucn:participationIn", project)
        yield line(graph, node, "eucn:participant", "id:organization/hub")
        if number < CLAIMED:
            for place, (key, value) in enumerate(
                (("participant", "id:organization/hub"), ("participationIn", project))
            ):
                claim = f"id:claim/tales-{number:04}-{place}"
                yield line("tales/claims", claim, "rdf:subject", node)
                yield line("tales/claims", claim, "rdf:predicate", f"eucn:{key}")
                yield line("tales/claims", claim, "rdf:object", value)
                yield line("tales/claims", claim, "prov:wasDerivedFrom", "document:tales")
                yield line("tales/claims", claim, "eucn:confidence", "0.9")
        else:
            row = f"id:row/cordis-invented-organization-{number:04}-1"
            for thing in (node, project):
                yield line(graph, thing, "eucn:statedInRow", row)
            rows = "cordis-invented/rows"
            yield line(rows, row, "rdf:type", "eucn:RegisterRow")
            yield line(rows, row, "eucn:dataset", dataset)
            yield line(rows, row, "eucn:file", '"organization.csv"')
            yield line(rows, row, "eucn:rowKey", f'"{number:04}-1"')
            page = f"<https://example.org/project/{number:04}>"
            yield line(rows, row, "eucn:officialPage", page)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("large") / ".store"
    decimal = "^^<http://www.w3.org/2001/XMLSchema#decimal>"
    lines = (one.replace(" 0.9 ", f' "0.9"{decimal} ') for one in _lines())
    write_store(path, "".join(sorted(lines)).encode(), "2026-01-02", ["document/tales"])
    return open_store(path)


@pytest.fixture(scope="module")
def pages(store: Store) -> FlaskClient:
    app = create_app(Settings(store="", documents=None, access_log="none", cache=0), store)
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


def test_every_participation_is_on_one_of_the_pages(store: Store, pages: FlaskClient) -> None:
    """The pages are what ``describe`` returns of each: so are the first, the second, the last."""
    last = describe(store, HUB).pages
    told = [{r.node.rpartition("/")[2] for r in describe(store, HUB, n + 1).relations}
            for n in range(last)]  # fmt: skip
    assert set().union(*told) == {f"p-{number:04}" for number in range(CLAIMED + ROWS)}
    assert sum(map(len, told)) == CLAIMED + ROWS
    for number in (1, 2, last):
        page = pages.get(f"/id/organization/hub?page={number}").text
        # Beside the picture and the ties, every line of a participation names its project.
        facts = page.partition('<ul class="fact-list">')[2]
        assert set(re.findall(r"/id/project/(p-\d{4})", facts)) == told[number - 1]
        following = re.search(r'<link rel="next" href="([^"]+)"', page)
        assert (f"page={number + 1}" in following[1]) if following else number == last


def test_the_page_says_which_part_of_how_many_it_tells(pages: FlaskClient) -> None:
    page = pages.get("/id/organization/hub?page=2").text
    assert f"Relations {PER_PAGE + 1} to {2 * PER_PAGE:,} of {CLAIMED + ROWS:,}" in page
    assert "All of them as a table" in page


def test_a_page_beyond_the_last_is_the_last(store: Store) -> None:
    dossier = describe(store, HUB, 99)
    assert dossier.page == dossier.pages
    assert dossier.relations


def test_an_entity_of_one_page_has_no_pager(pages: FlaskClient) -> None:
    page = pages.get("/id/project/p-0001").text
    assert "Relations 1 to" not in page
    assert 'rel="next"' not in page


def _parts(pages: FlaskClient, address: str) -> Iterator[pyoxigraph.Store]:
    """The parts of a description, each found by ``hydra:next`` of the one before."""
    following: str | None = address
    while following:
        graph = pyoxigraph.Store()
        answer = pages.get(following)
        assert answer.status_code == 200
        graph.load(answer.data, format=pyoxigraph.RdfFormat.N_TRIPLES)
        yield graph
        found = [quad.object.value for quad in graph if quad.predicate.value == HYDRA + "next"]
        following = found[0].removeprefix("https://w3id.org/eucn") if found else None
        assert ('rel="next"' in answer.headers["Link"]) == bool(found)


def test_rdf_has_everything_on_the_parts_that_it_links(pages: FlaskClient) -> None:
    nodes: set[str] = set()
    parts = 0
    for graph in _parts(pages, "/id/organization/hub.nt"):
        parts += 1
        nodes |= {
            quad.subject.value
            for quad in graph
            if quad.predicate.value.endswith("#participant") and quad.object.value == HUB
        }
    # Each participation points at the hub, and each project.
    assert parts == -(-2 * (CLAIMED + ROWS) // INCOMING_PER_PAGE)
    assert len(nodes) == CLAIMED + ROWS


def test_rdf_of_a_small_thing_speaks_of_no_parts(pages: FlaskClient) -> None:
    assert HYDRA not in pages.get("/id/project/p-0001.nt").text
    assert CLAIMS_PER_PAGE > 1


def test_a_row_is_shown_as_a_passage_is(pages: FlaskClient) -> None:
    page = pages.get(f"/id/project/p-{CLAIMED:04}").text
    told = " ".join(re.sub("<[^>]+>", "", page).split())
    number = f"{CLAIMED:04}"
    words = "CORDIS, invented projects, snapshot of November 16, 2025, organization.csv"
    assert (
        f"{words}, project {number}" in told
        or words.replace("November 16, 2025", "16 November 2025") in told
    )
    assert f"https://example.org/project/{number}" in page
    assert "https://example.org/licence" in page
    assert f"/id/row/cordis-invented-organization-{number}-1" in page


def test_a_row_has_a_page(pages: FlaskClient) -> None:
    number = f"{CLAIMED:04}"
    page = pages.get(f"/id/row/cordis-invented-organization-{number}-1").text
    assert "organization.csv" in page
    assert f"/id/project/p-{number}" in page
    assert pages.get("/id/row/cordis-invented-organization-nothing").status_code == 404


def test_a_briefing_counts_the_register_among_its_sources(pages: FlaskClient) -> None:
    page = pages.get("/briefing?about=organization/hub").text
    assert "CORDIS, invented projects" in page
