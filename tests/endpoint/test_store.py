"""The embedded store: what it answers, and that its default graph is a merge."""

from __future__ import annotations

import csv
import io
import json
import pickle
import shutil
from collections import Counter
from pathlib import Path

import pytest
import rdflib

from graph.store import (
    AnswerTooLong,
    QueryRefused,
    QuerySyntaxError,
    Store,
    StoreError,
    StoreMissing,
    open_store,
)
from graph.store.terms import turtle
from graph.store.versions import write_store
from graph.store.writing import first_rows

LANTERN = "https://w3id.org/eucn/id/project/lantern"
ALL = "SELECT * { ?s ?p ?o }"
A = "https://w3id.org/eucn/graph/alpha"


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


def test_an_unknown_graph_is_empty(store: Store) -> None:
    for query in (
        "SELECT * FROM <http://elsewhere/g> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    ):
        assert store.select(query) == []
    assert store.query_bytes("ASK {?s ?p ?o}", "csv", ["http://elsewhere/g"]) == b"false"
    with pytest.raises(QueryRefused, match="no IRI"):
        store.query_bytes(ALL, "json", default_graphs=["no iri"])


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
def test_a_long_answer_is_none(store: Store, limit: int) -> None:
    """What was written is for the query page; whole rows can be made of it."""
    whole = json.loads(store.query_bytes(ALL, "json"))["results"]["bindings"]
    for format in ("json", "xml", "csv", "tsv"):
        with pytest.raises(AnswerTooLong, match=f"more than {limit} bytes") as found:
            store.answer(ALL, format, limit=limit)
        again = pickle.loads(pickle.dumps(found.value))
        assert (again.limit, again.form, again.part) == (limit, "SELECT", found.value.part)
        if format == "json":
            rows = json.loads(first_rows(again.part))["results"]["bindings"]
            assert rows == whole[: len(rows)]
            assert len(rows) < len(whole)


def test_a_value_that_looks_like_the_end_of_a_row(tmp_path: Path) -> None:
    """Rows part at ``}},{"``; a value may end so too."""
    lines = [f'<x:{n}> <x:p> "odd }}}},{{" <x:g> .' for n in range(400)]
    write_store(tmp_path / ".store", ("\n".join(sorted(lines)) + "\n").encode(), "2026-01-02", [])
    store = open_store(tmp_path / ".store")
    for limit in range(9000, 9400, 7):
        with pytest.raises(AnswerTooLong) as found:
            store.answer(ALL, "json", limit=limit)
        rows = json.loads(first_rows(found.value.part))["results"]["bindings"]
        assert rows
        assert all(row["o"]["value"] == "odd }},{" for row in rows)


@pytest.mark.parametrize("format", ["turtle", "nt", "rdfxml", "jsonld", "trig", "nq"])
def test_a_long_graph_is_none(store: Store, format: str) -> None:
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    whole = set(store.query_bytes(query, "nt").splitlines())
    with pytest.raises(AnswerTooLong) as found:
        store.answer(query, format, limit=900)
    lines = found.value.part.splitlines()
    assert len(lines) >= 3
    assert set(lines) < whole
    assert len(turtle(found.value.part)) > 200


def test_the_columns_of_a_star_are_in_the_order_of_the_query(store: Store) -> None:
    for query, columns in (
        ("SELECT * { ?s ?p ?o }", "s,p,o"),
        ("SELECT*{ ?z ?y ?x . FILTER(?x != '?a') }", "z,y,x"),
        ("SELECT DISTINCT # ?q\n * # ?b\nWHERE { ?s $m ?b OPTIONAL { ?b ?a ?c } }", "s,m,b,a,c"),
        (f"SELECT*FROM <{A}> {{ ?s ?p ?o }}", "s,p,o"),
        ("SELECT * { { SELECT ?p ?o { ?s ?p ?o } } BIND(<?s> AS ?c) }", "p,o,c"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "n"),
        ("SELECT ?o ?s { ?s ?p ?o }", "o,s"),
    ):
        assert store.query_bytes(query, "csv").splitlines()[0].decode() == columns


def test_an_empty_value_is_a_row(store: Store) -> None:
    """An empty line is no row for a CSV reader."""
    query = 'SELECT ?x { VALUES ?x { "" "a" UNDEF "" } }'
    body = store.query_bytes(query, "csv").decode()
    assert [row for row in csv.reader(io.StringIO(body, newline="")) if row] == [
        ["x"], [""], ["a"], [""], [""]
    ]  # fmt: skip


def test_a_byte_order_mark_is_no_mistake(store: Store) -> None:
    assert store.ask("\ufeffASK {}")


def test_an_unknown_prefix_is_named(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match=r"Prefix not found: foo:$") as found:
        store.select("PREFIX a: <x:>\nSELECT * { ?s a:b 'bar:c' ; foo:d ?o }")
    assert found.value.line == 2
    with pytest.raises(QuerySyntaxError, match=r"\(add PREFIX eucn: <https://w3id.org/eucn/onto"):
        store.select("SELECT * { ?s eucn:name ?o }")


def test_dump_is_the_data(store: Store, store_path: Path) -> None:
    lines = sorted((store_path / "data.nq").read_text(encoding="utf-8").splitlines())
    assert sorted(store.dump().decode().splitlines()) == lines
    one = store.dump(["https://w3id.org/eucn/graph/derived"]).decode().splitlines()
    assert sorted(one) == [line for line in lines if line.endswith("/graph/derived> .")]
