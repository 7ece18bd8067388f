"""Python's clients: SPARQLWrapper, rdflib, pandas, and what a program does with bare HTTP."""

from __future__ import annotations

import io
import urllib.error
import urllib.parse
import urllib.request
import warnings

import pandas
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)

from tests.endpoint.running import Running

PREFIXES = (
    "PREFIX eucn: <https://w3id.org/eucn/ontology#>\n"
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
)
LANTERN = "https://w3id.org/eucn/id/project/lantern"
FORMS = {
    "SELECT": f"SELECT ?label {{ <{LANTERN}> skos:prefLabel ?label }}",
    "ASK": f"ASK {{ <{LANTERN}> a eucn:Project }}",
    "CONSTRUCT": f"CONSTRUCT WHERE {{ <{LANTERN}> skos:prefLabel ?label }}",
    "DESCRIBE": f"DESCRIBE <{LANTERN}>",
}
WRITTEN = {
    "SELECT": (JSON, XML, CSV, TSV),
    "ASK": (JSON, XML, CSV, TSV),
    "CONSTRUCT": (TURTLE, N3, RDFXML, XML, JSONLD),
    "DESCRIBE": (TURTLE, N3, RDFXML, XML, JSONLD),
}
"""Every format of SPARQLWrapper, for the forms whose answers it has."""
NAMES = {"Lantern", "Laterne", "灯笼"}


@pytest.mark.parametrize("sent", [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
@pytest.mark.parametrize(("form", "format"), [(f, w) for f, all in WRITTEN.items() for w in all])
def test_sparqlwrapper(endpoint: str, form: str, format: str, sent: tuple[str, str]) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(sent[0])
    wrapper.setRequestMethod(sent[1])
    wrapper.setReturnFormat(format)
    wrapper.setQuery(PREFIXES + FORMS[form])
    with warnings.catch_warnings():
        # It warns where the answer is of another format than was asked for.
        warnings.simplefilter("error", RuntimeWarning)
        answer = wrapper.query()
        media = answer.info()["content-type"]
        found = answer.convert()
    if form == "SELECT":
        text = found if isinstance(found, bytes) else str(found.toxml() if format == XML else found)
        text = text.decode() if isinstance(text, bytes) else text
        assert all(name in text for name in NAMES), media
    elif form == "ASK":
        text = found.toxml() if format == XML else str(found)
        assert "true" in text.lower(), media
    else:
        if isinstance(found, bytes):
            found = rdflib.Graph().parse(data=found, format="turtle")
        if isinstance(found, rdflib.Graph):
            labels = {str(o) for o in found.objects(None, rdflib.SKOS.prefLabel)}
            assert labels >= NAMES, media


def test_rdflib_reads_the_endpoint_as_a_store(endpoint: str) -> None:
    for format, method in (("xml", "GET"), ("json", "POST"), ("csv", "POST_FORM")):
        store = SPARQLStore(endpoint, returnFormat=format, method=method)
        graph = rdflib.Graph(store)
        found = {str(row[0]) for row in graph.query(PREFIXES + FORMS["SELECT"])}
        assert found == NAMES, format
        # rdflib takes every ASK in CSV for false, whatever the server.
        if format != "csv":
            assert bool(graph.query(PREFIXES + FORMS["ASK"])) is True
        if format != "csv":
            node = rdflib.URIRef(LANTERN)
            assert {str(o) for o in graph.objects(node, rdflib.SKOS.prefLabel)} == NAMES
    graph = rdflib.Graph(SPARQLStore(endpoint))
    built = graph.query(PREFIXES + FORMS["CONSTRUCT"]).graph
    assert built is not None
    assert len(built) == 3


def test_rdflib_reads_a_resource(server: Running) -> None:
    for suffix in ("", ".ttl", ".rdf", ".jsonld", ".nt"):
        graph = rdflib.Graph().parse(f"http://127.0.0.1:{server.port}/id/project/lantern{suffix}")
        assert (rdflib.URIRef(LANTERN), rdflib.SKOS.prefLabel, None) in graph
    dataset = rdflib.Dataset()
    dataset.parse(f"http://127.0.0.1:{server.port}/id/project/lantern.trig", format="trig")
    assert (rdflib.URIRef(LANTERN), rdflib.SKOS.prefLabel, None) in dataset.default_graph


def address(endpoint: str, query: str, format: str) -> str:
    return endpoint + "?" + urllib.parse.urlencode({"query": query, "format": format})


def test_pandas_reads_a_table(endpoint: str) -> None:
    query = PREFIXES + FORMS["SELECT"] + " ORDER BY ?label"
    table = pandas.read_csv(address(endpoint, query, "csv"))
    assert list(table["label"]) == sorted(NAMES)
    tabs = pandas.read_csv(address(endpoint, query, "tsv"), sep="\t")
    assert len(tabs) == 3
    one = 'SELECT ?x { VALUES ?x { "" "a" UNDEF "b" "" } }'
    assert len(pandas.read_csv(address(endpoint, one, "csv"))) == 5
    star = pandas.read_csv(address(endpoint, "SELECT * { ?s ?p ?o } LIMIT 3", "csv"))
    assert list(star.columns) == ["s", "p", "o"]


def test_a_long_answer_fails_in_every_reader(tmp_path_factory: pytest.TempPathFactory) -> None:
    from graph.store.versions import write_store
    from tests.clients.conftest import SMALL
    from tests.endpoint.running import running

    store = tmp_path_factory.mktemp("cut") / ".store"
    write_store(store, SMALL.read_bytes(), "2026-01-02", [])
    with running(store, settled=False, result=2000, workers=2) as server:
        endpoint = f"http://127.0.0.1:{server.port}/sparql"
        query = "SELECT * { ?s ?p ?o }"
        for format in ("csv", "tsv", "json", "xml"):
            with pytest.raises(urllib.error.HTTPError):
                pandas.read_csv(address(endpoint, query, format))
        wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
        wrapper.setQuery(query)
        with pytest.raises(urllib.error.HTTPError):
            wrapper.query()
        with pytest.raises(ValueError, match="something wrong"):
            list(rdflib.Graph(SPARQLStore(endpoint)).query(query))


def test_text_is_read_by_its_charset(endpoint: str) -> None:
    """As R's ``readLines`` and ``xml2`` do: the charset of the field, else Latin-1."""
    query = PREFIXES + FORMS["SELECT"]
    for format in ("xml", "csv", "tsv"):
        with urllib.request.urlopen(address(endpoint, query, format)) as answer:
            charset = answer.headers.get_content_charset("latin-1")
            text = io.TextIOWrapper(answer, encoding=charset).read()
        assert "灯笼" in text, format
