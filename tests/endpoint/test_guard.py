"""What is refused before evaluation, checked against a server that must never be called."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import QueryRefused, QuerySyntaxError, Store
from graph.store.guard import MAX_DEPTH, check


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that notes every call made to it."""
    calls: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_PUT = do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", calls
    server.shutdown()
    server.server_close()


REACHING = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "SELECT * {SERVICESILENT<URL>{ ?s ?p ?o }}",
    "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * {SERVICE:foo { ?s ?p ?o }}",
    "PREFIX a: <URL> SELECT * { ?s ?p ?o . SERVICE a: { ?s ?p ?o } }",
    # For a reader of words `<?b)SERVICE#>` is an IRI; for the grammar it is `<`, `?b`, `)` …
    "SELECT * { FILTER(1<?b)SERVICE#>\n<URL> { ?s ?p ?o } }",
    "SELECT * { FILTER(1<?b)SERVICE#>\nSILENT<URL> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { FILTER NOT EXISTS { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "DESCRIBE ?s WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT ?service { ?service ?p 'SERVICE' # SERVICE\n SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <URL> { ?s ?p ?o } }",
    "SELECT (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) {}",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <x:g>",
    "PREFIX a: <URL> LOAD a:x",
    "INSERT DATA { <x:s> <x:p> <x:o> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP GRAPH <x:g>",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
]


EMPTY = [
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <URL> SELECT * FROM <x> { ?s ?p ?o }",
    "PREFIX a: <URL> SELECT * FROM a:b { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", EMPTY)
def test_a_graph_of_another_site_is_empty(
    store: Store, canary: tuple[str, list[str]], query: str
) -> None:
    """SPARQL 1.1 Protocol 2.1.4 leaves open what it is; it is never fetched."""
    address, calls = canary
    assert store.select(query.replace("URL", address)) == []
    assert calls == []


@pytest.mark.parametrize("query", REACHING)
def test_reaching_out_or_writing_is_refused(
    store: Store, canary: tuple[str, list[str]], query: str
) -> None:
    address, calls = canary
    before = store.dump()
    with pytest.raises((QueryRefused, QuerySyntaxError)):
        store.query_bytes(
            query.replace("URL", address),
            "nt" if "DESCRIBE" in query or "CONSTRUCT" in query else "json",
        )
    assert calls == []
    assert store.dump() == before


def test_the_canary_sings(canary: tuple[str, list[str]]) -> None:
    """Without the guard the engine calls out, so the tests above can fail."""
    import pyoxigraph

    address, calls = canary
    query = REACHING[0].replace("URL", address)
    with pytest.raises(OSError, match="404"):
        list(pyoxigraph.Store().query(query))  # type: ignore[arg-type]
    assert len(calls) == 1
    calls.clear()


def test_files_stay_closed(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<x:s> <x:p> 'secret' .")
    for clause in (f"FROM <{secret.as_uri()}>", f"FROM NAMED <{secret.as_uri()}>"):
        assert store.select(f"SELECT * {clause} {{ ?s ?p ?o }}") == []
    assert store.select(f"SELECT * {{ GRAPH <{secret.as_uri()}> {{ ?s ?p ?o }} }}") == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p ?SERVICE }",
        "SELECT (1 AS ?service) (2 AS ?Service) {}",
        "PREFIX service: <http://x/service#> SELECT * { ?s service:service <http://x/SERVICE> }",
        "SELECT * { ?s ?p 'a SERVICE', \"SERVICE <x> {}\", '''SERVICE'''@en } # SERVICE <x> {}",
        "SELECT * { ?s ?p _:service . FILTER(?o<?p && ?p>'service') }",
        "SELECT ?from { ?from <x:from> 'FROM <x:g>' } # FROM <x:g>",
        "PREFIX from: <http://x/> SELECT * { ?s from:from ?load }",
    ],
)
def test_the_words_alone_do_no_harm(store: Store, query: str) -> None:
    store.query_bytes(query, "json")
    assert check(query).default is None


A, G = "https://w3id.org/eucn/graph/alpha", "https://w3id.org/eucn/graph/beta"


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        (f"SELECT * FROM <{A}> {{ ?s ?p ?o }}", (A,), ()),
        (f"SELECT * FROM <{A}> FROM NAMED <{G}> WHERE {{ ?s ?p ?o }}", (A,), (G,)),
        (f"SELECT*FROM<{A}>FROM<{G}>{{ ?s ?p ?o }}", (A, G), ()),
        (f"select * from # FROM <x:comment>\n named <{A}> {{ ?s ?p 'FROM <x:s>' }}", (), (A,)),
        ("SELECT * FROM <graph/alpha> { ?s ?p ?o }", (A,), ()),
        ("BASE <https://w3id.org/eucn/graph/> SELECT * FROM <alpha> { ?s ?p ?o }", (A,), ()),
        ("PREFIX g: <https://w3id.org/eucn/graph/> ASK FROM g:alpha {}", (A,), ()),
        ("PREFIX g: <https://w3id.org/eucn/graph/> DESCRIBE g:from FROM g:alpha", (A,), ()),
        (f"CONSTRUCT {{ ?s ?p 'FROM <x:t>' }} FROM <{A}> WHERE {{ ?s ?p ?o }}", (A,), ()),
        (f"CONSTRUCT FROM <{A}> WHERE {{ ?s ?p ?o }}", (A,), ()),
        (f"SELECT ((((1<?b)&&2>?d)) AS ?x) FROM <{A}> {{ ?s ?p ?o }}", (A,), ()),
        (f"SELECT (EXISTS {{ ?s <x:y> ?o }} AS ?x) FROM <{A}> {{ ?s ?p ?o }}", (A,), ()),
    ],
)
def test_from_is_read_as_the_engine_reads_it(
    store: Store, query: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    checked = check(query)
    assert (checked.default, checked.named) == (default, named)
    store.query_bytes(query, "nt" if checked.form in ("CONSTRUCT", "DESCRIBE") else "json")


def test_brackets_have_a_limit(store: Store) -> None:
    deep = MAX_DEPTH - 1
    assert store.ask("ASK {" + "{" * deep + "}" * deep + "}")
    with pytest.raises(QueryRefused, match="brackets"):
        store.ask("ASK {" + "{" * (deep + 1) + "}" * (deep + 1) + "}")
    many = "ASK { VALUES ?x {" + "1 " * 10 + "}" + "FILTER((1)=(1))" * MAX_DEPTH + "}"
    assert store.ask(many)


@pytest.mark.parametrize(
    "query", ["", " ", "SELECT", "SELECT * {", "\x00", "SERVICE", "FROM", "{}"]
)
def test_what_is_no_query_is_a_syntax_error(store: Store, query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        store.query_bytes(query, "json")
