"""The embedded store: what it answers, and that its default graph is a merge."""

from __future__ import annotations

import csv
import io
import json
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from graph.store import QueryRefused, QuerySyntaxError, Store, StoreError, StoreMissing, open_store
from graph.store.versions import write_store

LANTERN = "https://w3id.org/eucn/id/project/lantern"
ALL = "SELECT * { ?s ?p ?o }"


def test_no_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="eucn build"):
        open_store(tmp_path / ".store")


def test_store_is_found_by_the_environment(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EUCN_STORE", str(store_path))
    assert open_store().version == store_path.resolve().name


def test_select_gives_rdflib_terms(store: Store) -> None:
    rows = store.select(
        f"SELECT ?label {{ <{LANTERN}> skos:prefLabel ?label }}".replace(
            "skos:prefLabel", "<http://www.w3.org/2004/02/skos/core#prefLabel>"
        )
    )
    assert {row["label"] for row in rows} == {
        rdflib.Literal("Lantern", lang="en"),
        rdflib.Literal("Laterne", lang="de"),
        rdflib.Literal("灯笼", lang="zh"),
    }


def test_unbound_variables_are_absent(store: Store) -> None:
    assert store.select("SELECT ?a ?b { BIND(1 AS ?a) }")[0].keys() == {"a"}


def test_ask_and_construct(store: Store) -> None:
    assert store.ask(f"ASK {{ <{LANTERN}> ?p ?o }}")
    assert not store.ask("ASK { <nobody> ?p ?o }")
    graph = store.construct(f"DESCRIBE <{LANTERN}>")
    assert (rdflib.URIRef(LANTERN), rdflib.RDF.type, None) in graph


def test_the_default_graph_is_a_merge(store: Store) -> None:
    """SPARQL 1.1 Query 13.1: a statement of two graphs stands once in their merge."""
    count = f"SELECT (COUNT(*) AS ?n) %s {{ <{LANTERN}> <ontology#topic> ?t }}"
    one = [{"n": rdflib.Literal("1", datatype=rdflib.XSD.integer)}]
    assert store.select(count % "") == one
    assert store.select(count % "FROM <graph/alpha> FROM <graph/beta>") == one
    in_graphs = f"SELECT ?g {{ GRAPH ?g {{ <{LANTERN}> <ontology#topic> ?t }} }}"
    assert len(store.select(in_graphs)) == 2
    mixed = f"SELECT * {{ <{LANTERN}> <ontology#topic> ?t OPTIONAL {{ GRAPH <x:none> {{}} }} }}"
    assert len(store.select(mixed)) == 1


def test_without_repeated_statements_one_copy_is_enough(tmp_path: Path) -> None:
    write_store(tmp_path / ".store", b'<x:s> <x:p> "o" <x:g> .\n', "2026-01-02", [])
    store = open_store(tmp_path / ".store")
    assert store._engines.merged is None  # type: ignore[attr-defined]
    assert len(store.select(ALL)) == 1


def test_from_disk_it_answers_the_same(store: Store, store_path: Path) -> None:
    disk = open_store(store_path, disk=True)
    for query in (
        ALL,
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <graph/alpha> {?s ?p ?o}",
    ):
        rows = Counter(frozenset(row.items()) for row in disk.select(query))
        assert rows == Counter(frozenset(row.items()) for row in store.select(query))


def test_a_large_graph_is_held_once_and_answers_the_same(
    store: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.store import engines

    monkeypatch.setattr(engines, "LARGE", 1)
    large = open_store(store_path)
    assert large._engines.merged is not large._engines.named  # type: ignore[attr-defined]
    for query in (
        ALL,
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) FROM <graph/alpha> FROM <graph/beta> {?s ?p ?o}",
        "SELECT * FROM <graph/alpha> FROM NAMED <graph/beta> {?s ?p ?o GRAPH ?g { ?a ?b ?c } }",
    ):
        rows = Counter(frozenset(row.items()) for row in large.select(query))
        assert rows == Counter(frozenset(row.items()) for row in store.select(query))
    assert sorted(large.dump().splitlines()) == sorted(store.dump().splitlines())


def test_without_its_index_the_disk_says_what_to_do(tmp_path: Path) -> None:
    write_store(tmp_path / ".store", b'<x:s> <x:p> "o" <x:g> .\n', "2026-01-02", [])
    shutil.rmtree(tmp_path / ".store" / "index")
    with pytest.raises(StoreError, match="run `eucn build`"):
        open_store(tmp_path / ".store", disk=True)
    write_store(tmp_path / ".store", b'<x:s> <x:p> "o" <x:g> .\n', "2026-01-02", [])
    assert len(open_store(tmp_path / ".store", disk=True).select(ALL)) == 1


def test_datasets_name_graphs_of_the_store_only(store: Store) -> None:
    with pytest.raises(QueryRefused, match="There is no graph <http://elsewhere/g>"):
        store.query_bytes(ALL, "json", default_graphs=["http://elsewhere/g"])
    with pytest.raises(QueryRefused, match="no graph"):
        store.select("SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }")


def test_the_dataset_of_the_call_replaces_that_of_the_query(store: Store) -> None:
    """SPARQL 1.1 Protocol 2.1.4."""
    names = "SELECT ?n FROM <graph/beta> { <id/project/lantern> <ontology#name> ?n }"
    assert store.select(names) == []
    found = store.query_bytes(names, "csv", ["https://w3id.org/eucn/graph/alpha"])
    assert found == b"n\r\nLANTERN\r\n"


def test_named_graphs_alone_leave_the_default_graph_empty(store: Store) -> None:
    """SPARQL 1.1 Query 13.2: with FROM NAMED only, the default graph is empty."""
    assert store.select("SELECT * FROM NAMED <graph/alpha> { ?s ?p ?o }") == []
    assert (
        store.query_bytes("ASK { ?s ?p ?o }", "csv", (), ["https://w3id.org/eucn/graph/alpha"])
        == b"false"
    )


def test_mistakes_have_a_place(store: Store) -> None:
    with pytest.raises(QuerySyntaxError) as found:
        store.select("SELECT *\nWHERE { ?s ?p }")
    assert (found.value.line, found.value.column) == (2, 16)


def test_a_form_without_the_format_is_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="no turtle answer"):
        store.query_bytes(ALL, "turtle")


@pytest.mark.parametrize("limit", [1, 500, 5000, 9000])
def test_cut_rows_are_whole_and_say_so(store: Store, limit: int) -> None:
    whole = json.loads(store.query_bytes(ALL, "json"))["results"]["bindings"]
    answers = {f: store.answer(ALL, f, limit=limit) for f in ("json", "xml", "csv", "tsv")}
    assert all(answer.truncated for answer in answers.values())
    found = json.loads(answers["json"].body)
    assert "limit" in found["truncated"]
    assert found["head"]["link"]
    assert found["results"]["bindings"] == whole[: len(found["results"]["bindings"])]
    tree = ET.fromstring(answers["xml"].body)
    ns = "{http://www.w3.org/2005/sparql-results#}"
    assert tree.find(f"{ns}head/{ns}link") is not None
    rows = tree.findall(f".//{ns}result")
    assert len(rows) < len(whole)
    assert all(len(row) == 3 for row in rows)
    lines = list(csv.reader(io.StringIO(answers["csv"].body.decode(), newline="")))
    assert "truncated" in lines[-1][0]
    assert all(len(line) == 3 for line in lines[1:-1])
    assert answers["tsv"].body.decode().splitlines()[-1].startswith("# truncated")


def test_a_value_that_looks_like_the_end_of_a_row(tmp_path: Path) -> None:
    """Rows part at ``}},{"``; a value may end so too."""
    lines = [f'<x:{n}> <x:p> "odd }}}},{{" <x:g> .' for n in range(400)]
    write_store(tmp_path / ".store", ("\n".join(sorted(lines)) + "\n").encode(), "2026-01-02", [])
    store = open_store(tmp_path / ".store")
    for limit in range(9000, 9400, 7):
        answer = store.answer(ALL, "json", limit=limit)
        rows = json.loads(answer.body)["results"]["bindings"]
        assert rows
        assert all(row["o"]["value"] == "odd }},{" for row in rows)


@pytest.mark.parametrize("format", ["turtle", "nt", "rdfxml", "jsonld", "trig", "nq"])
def test_cut_graphs_parse_and_say_so(store: Store, format: str) -> None:
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    whole = {
        q.triple
        for q in pyoxigraph.parse(
            store.query_bytes(query, "nt"), format=pyoxigraph.RdfFormat.N_TRIPLES
        )
    }
    answer = store.answer(query, format, limit=900)
    assert answer.truncated
    assert b"truncated" in answer.body
    media = {
        "turtle": "TURTLE",
        "nt": "N_TRIPLES",
        "rdfxml": "RDF_XML",
        "jsonld": "JSON_LD",
        "trig": "TRIG",
        "nq": "N_QUADS",
    }[format]
    parsed = {
        q.triple for q in pyoxigraph.parse(answer.body, format=getattr(pyoxigraph.RdfFormat, media))
    }
    assert len(parsed & whole) >= 3
    assert len(parsed - whole) == (format == "jsonld")


def test_dump_is_the_data(store: Store, store_path: Path) -> None:
    lines = sorted((store_path / "data.nq").read_text(encoding="utf-8").splitlines())
    assert sorted(store.dump().decode().splitlines()) == lines
    one = store.dump(["https://w3id.org/eucn/graph/derived"]).decode().splitlines()
    assert sorted(one) == [line for line in lines if line.endswith("/graph/derived> .")]
