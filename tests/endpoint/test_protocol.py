"""SPARQL 1.1 Protocol, query side; each case names the clause it tests.

The cases the W3C tests itself are in ``test_w3c_protocol.py``. Those here go further: what else
https://www.w3.org/TR/sparql11-protocol/ says, and what this service promises beside it (the kind
of each problem, formats, entity tags, limits).
"""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat
from werkzeug.test import TestResponse

from graph.store import Store

ASK = "ASK {}"
SELECT = "SELECT ?s { ?s a <https://w3id.org/eucn/ontology#Project> }"
CONSTRUCT = "CONSTRUCT WHERE { ?s <https://w3id.org/eucn/ontology#name> ?o }"
DESCRIBE = "DESCRIBE <https://w3id.org/eucn/id/project/lantern>"
ALPHA = "https://w3id.org/eucn/graph/alpha"
BETA = "https://w3id.org/eucn/graph/beta"
DERIVED = "https://w3id.org/eucn/graph/derived"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON = "application/sparql-results+json"


def get(client: FlaskClient, *parameters: tuple[str, str], **headers: str) -> TestResponse:
    return client.get("/sparql?" + urlencode(parameters), headers=headers)


def test_a_slash_at_the_end_changes_nothing(client: FlaskClient) -> None:
    answer = client.get("/sparql/?query=ASK%7B%7D", headers={"Accept": JSON})
    assert answer.get_json(force=True) == {"head": {}, "boolean": True}
    assert client.post("/sparql/", data={"query": ASK}).status_code == 200


def post(
    client: FlaskClient, body: str | bytes, media: str, address: str = "/sparql"
) -> TestResponse:
    return client.post(address, data=body, content_type=media)


def boolean(answer: TestResponse) -> bool:
    assert answer.status_code == 200, answer.text
    return bool(json.loads(answer.data)["boolean"])


# -- 2.1 query operation -----------------------------------------------------------------------


def test_direct_post_may_name_its_charset(client: FlaskClient) -> None:
    """2.1.3: UTF-8 it is, said or not."""
    assert boolean(post(client, ASK, DIRECT + "; charset=UTF-8"))


def test_characters_beyond_ascii(client: FlaskClient) -> None:
    """2.1.2, 2.1.3: UTF-8, percent-encoded or direct."""
    query = 'ASK { ?s ?p "灯笼"@zh }'
    assert boolean(get(client, ("query", query)))
    assert boolean(post(client, urlencode({"query": query}), FORM))
    assert boolean(post(client, query.encode(), DIRECT))


@pytest.mark.parametrize(("method", "media"), [("get", ""), ("post", FORM), ("post", DIRECT)])
@pytest.mark.parametrize(
    ("default", "named", "query", "expected"),
    [
        # 2.1.4: the request's dataset, default graphs merged, named graphs by name.
        ((ALPHA,), (), "ASK { ?s <https://w3id.org/eucn/ontology#name> ?o }", True),
        ((BETA,), (), "ASK { ?s <https://w3id.org/eucn/ontology#name> ?o }", False),
        (
            (ALPHA, BETA),
            (),
            "SELECT (COUNT(?g) AS ?n) { "
            "VALUES ?g { <id/organization/mill> <id/organization/reed> } "
            "?g a <ontology#Partner> } HAVING (COUNT(?g) = 2)",
            1,
        ),
        ((), (ALPHA, BETA), "ASK { ?s ?p ?o }", False),
        ((), (ALPHA, BETA), "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", 2),
        ((ALPHA,), (BETA,), "SELECT DISTINCT ?g { ?s ?p ?o GRAPH ?g { ?s2 ?p2 ?o2 } }", 1),
        # 2.1.4: it takes precedence over the dataset of the query.
        (
            (ALPHA,),
            (),
            f"ASK FROM <{BETA}> {{ ?s <https://w3id.org/eucn/ontology#name> ?o }}",
            True,
        ),
        # Without either, the dataset is that of the query, or the service's own.
        ((), (), f"ASK FROM <{DERIVED}> {{ ?s <https://w3id.org/eucn/ontology#name> ?o }}", False),
        ((), (), f"ASK FROM NAMED <{ALPHA}> {{ GRAPH <{ALPHA}> {{ ?s ?p ?o }} }}", True),
        ((), (), "ASK { ?s <https://w3id.org/eucn/ontology#name> ?o }", True),
    ],
)
def test_datasets(
    client: FlaskClient,
    method: str,
    media: str,
    default: tuple[str, ...],
    named: tuple[str, ...],
    query: str,
    expected: bool | int,
) -> None:
    graphs = [("default-graph-uri", g) for g in default] + [("named-graph-uri", g) for g in named]
    if method == "get":
        answer = get(client, ("query", query), *graphs)
    elif media == FORM:
        answer = post(client, urlencode([("query", query), *graphs]), FORM)
    else:
        answer = post(client, query, DIRECT, "/sparql?" + urlencode(graphs))
    assert answer.status_code == 200, answer.text
    found = json.loads(answer.data)
    assert found.get("boolean", len(found.get("results", {}).get("bindings", []))) == expected


# -- what is wrong with a request ---------------------------------------------------------------


def problem(answer: TestResponse, status: int, kind: str) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    found: dict[str, object] = json.loads(answer.data)
    assert found["type"] == f"https://w3id.org/eucn/docs/problems#{kind}"
    assert found["status"] == status
    assert found["title"]
    assert str(found["detail"])[-1] in ".?" or kind == "syntax"
    return found


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_other_methods(client: FlaskClient, method: str) -> None:
    """2.1: only GET and POST; RFC 9110, 15.5.6: 405 names those allowed."""
    answer = client.open("/sparql?query=ASK%7B%7D", method=method.upper())
    problem(answer, 405, "method")
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}


def test_more_than_one_query(client: FlaskClient) -> None:
    """2.1.1, 2.1.2: exactly one query parameter."""
    twice = urlencode([("query", ASK), ("query", SELECT)])
    problem(client.get("/sparql?" + twice), 400, "one-query")
    problem(post(client, twice, FORM), 400, "one-query")
    problem(post(client, ASK, DIRECT, "/sparql?query=ASK%7B%7D"), 400, "one-query")


def test_no_query(client: FlaskClient) -> None:
    """2.1.2: a POST needs a query; 2.1.1: so does a GET that has parameters."""
    problem(post(client, "", FORM), 400, "one-query")
    problem(post(client, urlencode({"default-graph-uri": ALPHA}), FORM), 400, "one-query")
    problem(get(client, ("default-graph-uri", ALPHA)), 400, "one-query")


def test_empty_query(client: FlaskClient) -> None:
    """2.1.7: 400 where the text is no SPARQL query."""
    problem(get(client, ("query", "")), 400, "syntax")
    problem(post(client, "", DIRECT), 400, "syntax")


@pytest.mark.parametrize("media", ["text/plain", "application/json", "text/html", "", "nonsense"])
def test_wrong_media_type(client: FlaskClient, media: str) -> None:
    """2.1: the media types of a POST are two; RFC 9110, 15.5.16."""
    answer = post(client, urlencode({"query": ASK}), media)
    problem(answer, 415, "media-type")
    assert DIRECT in answer.headers["Accept-Post"]


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "nonsense"])
def test_other_charsets(client: FlaskClient, charset: str) -> None:
    """2.1.3: UTF-8."""
    problem(post(client, ASK.encode("utf-16"), f"{DIRECT}; charset={charset}"), 415, "charset")


def test_wrong_utf8_and_escapes(client: FlaskClient) -> None:
    problem(post(client, b"ASK { ?s ?p '\xff' }", DIRECT), 400, "utf-8")
    problem(client.get("/sparql?query=ASK%7B%7D%FF"), 400, "utf-8")
    problem(client.get("/sparql?query=ASK%7B%7D%zz"), 400, "escape")
    problem(post(client, b"query=%C3%28", FORM), 400, "utf-8")


def test_syntax_errors_have_a_place(client: FlaskClient) -> None:
    """2.1.7: 400 for a query that is not well formed, with the parser's message."""
    found = problem(get(client, ("query", "SELECT *\nWHERE { ?s foo:p ?o }")), 400, "syntax")
    assert found["line"] == 2
    assert isinstance(found["column"], int)
    assert "Prefix not found" in str(found["detail"])


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <x:s> <x:p> <x:o> }", "CLEAR ALL", "LOAD <http://localhost/>"]
)
def test_updates_are_refused(client: FlaskClient, store: Store, update: str) -> None:
    """2.2: update is another operation, which this service has not; 2.2.5: 4xx."""
    before = store.dump()
    problem(get(client, ("query", update)), 403, "refused")
    problem(get(client, ("update", update)), 403, "update")
    problem(post(client, urlencode({"update": update}), FORM), 403, "update")
    problem(post(client, update, "application/sparql-update"), 403, "update")
    problem(post(client, update, DIRECT), 403, "refused")
    assert store.dump() == before


def test_service_is_refused(client: FlaskClient) -> None:
    problem(get(client, ("query", "ASK { SERVICE <http://localhost/> {} }")), 403, "refused")


def test_an_unknown_graph_is_empty_and_said_so(client: FlaskClient) -> None:
    """2.1.4; W3C's tests of today name graphs that are nowhere, and want 2xx."""
    query = ("query", "ASK { ?s ?p ?o }")
    answer = get(client, query, ("default-graph-uri", "http://elsewhere/\u00fc"))
    assert boolean(answer) is False
    assert "<" not in answer.headers["Warning"]
    assert answer.headers["Warning"].startswith('299 - "There is no graph http://elsewhere/%C3%BC')
    answer = get(client, ("query", "ASK FROM <file:///etc/passwd> { ?s ?p ?o }"))
    assert boolean(answer) is False
    assert "file:///etc/passwd" in answer.headers["Warning"]
    for name in ("default-graph-uri", "named-graph-uri"):
        answer = get(client, query, (name, ""))
        assert boolean(answer) is True
        assert "Warning" not in answer.headers
    problem(get(client, query, ("default-graph-uri", "no iri")), 400, "graph")


def test_large_bodies(client: FlaskClient) -> None:
    """RFC 9110, 15.5.14."""
    found = problem(post(client, ASK + " " * 200_000, DIRECT), 413, "too-large")
    assert found["limit"] == 200_000
    chunks = iter([ASK.encode(), b" " * 200_000])
    answer = client.post(
        "/sparql",
        input_stream=io.BytesIO(b"".join(chunks)),
        headers={"Transfer-Encoding": "chunked", "Content-Type": DIRECT},
        environ_overrides={"wsgi.input_terminated": True},
    )
    problem(answer, 413, "too-large")


def test_problems_are_pages_for_browsers(client: FlaskClient) -> None:
    answer = client.post(
        "/sparql", data={"query": "SELECT <b>"}, headers={"Accept": "text/html,*/*;q=0.8"}
    )
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "<h1>" in answer.text


# -- 2.1.5 accepted response formats --------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/*;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("text/tab-separated-values;q=1.0, text/csv;q=0.9", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/json", "application/json"),
        ("text/turtle, */*;q=0.1", JSON),
        ("*", JSON),
        ("nonsense, text/csv", "text/csv"),
        (f"text/csv;q=2, {JSON};q=0.5", JSON),
    ],
)
def test_accept_of_results(client: FlaskClient, accept: str | None, media: str) -> None:
    """2.1.5 and RFC 9110, 12.5.1: weights, wildcards, specificity."""
    answer = get(client, ("query", SELECT), **({"Accept": accept} if accept else {}))
    assert (answer.status_code, answer.mimetype) == (200, media)


@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.1", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/trig", "application/trig"),
        ("application/n-quads", "application/n-quads"),
        ("text/html;q=0.2, text/turtle;q=0.3", "text/turtle"),
    ],
)
def test_accept_of_graphs(client: FlaskClient, query: str, accept: str, media: str) -> None:
    """2.1.5: CONSTRUCT and DESCRIBE are answered in RDF syntaxes."""
    answer = get(client, ("query", query), Accept=accept)
    assert (answer.status_code, answer.mimetype) == (200, media)
    assert list(pyoxigraph.parse(answer.data, format=RdfFormat.from_media_type(media)))


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), (CONSTRUCT, "audio/x"), (ASK, "image/png"), (ASK, "*/*;q=0")],
)
def test_what_cannot_be_accepted(client: FlaskClient, query: str, accept: str) -> None:
    """RFC 9110, 15.5.7: 406 with what there is."""
    found = problem(get(client, ("query", query), Accept=accept), 406, "accept")
    assert len(found["formats"]) >= 4  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "name", "media"),
    [
        (SELECT, "json", JSON),
        (SELECT, "CSV", "text/csv"),
        (SELECT, "srx", "application/sparql-results+xml"),
        (ASK, "tsv", "text/tab-separated-values"),
        (CONSTRUCT, "ttl", "text/turtle"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "jsonld", "application/ld+json"),
    ],
)
def test_format_parameter(client: FlaskClient, query: str, name: str, media: str) -> None:
    answer = get(client, ("query", query), ("format", name), Accept="text/html")
    assert (answer.status_code, answer.mimetype) == (200, media)
    # Clients send one name after another, until the server knows one, for any form of query.
    for names in (
        [("format", "nonsense"), ("format", name)],
        [("format", f"nonsense,{name},csv,turtle")],
        [("output", name), ("results", name)],
    ):
        answer = get(client, ("query", query), *names)
        assert (answer.status_code, answer.mimetype) == (200, media)
    # Who names none that there is gets what Accept says.
    accept = "application/rdf+xml" if query == CONSTRUCT else "application/sparql-results+xml"
    for unknown in ("nonsense", "", "csv" if query == CONSTRUCT else "turtle"):
        answer = get(client, ("query", query), ("format", unknown), Accept=accept)
        assert (answer.status_code, answer.mimetype) == (200, accept)


@pytest.mark.parametrize("accept", [JSON, "application/sparql-results+xml;q=0.9", "text/csv"])
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_who_asks_for_rows_gets_a_graph(client: FlaskClient, query: str, accept: str) -> None:
    answer = get(client, ("query", query), Accept=accept)
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")


def test_text_says_its_charset(client: FlaskClient) -> None:
    """R and browsers take what names none for Latin-1."""
    for query, names in ((SELECT, ("xml", "csv", "tsv")), (CONSTRUCT, ("turtle", "rdfxml", "nt"))):
        for name in names:
            answer = get(client, ("query", query), ("format", name))
            assert answer.mimetype_params == {"charset": "utf-8"}, name
    for path in ("/id/project/lantern.rdf", "/id/project/lantern.nt", "/.well-known/void",
                 "/data/eucn.rdf", "/data/eucn.ttl", "/queries/harbour-partners.rq"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (200, 404)
        assert "json" in answer.mimetype or answer.mimetype_params["charset"] == "utf-8", path


def test_bodies_are_what_they_say(client: FlaskClient) -> None:
    lantern = "https://w3id.org/eucn/id/project/lantern"
    body = {
        name: get(client, ("query", SELECT), ("format", name)).data
        for name in ("json", "xml", "csv", "tsv")
    }
    assert json.loads(body["json"])["results"]["bindings"] == [
        {"s": {"type": "uri", "value": lantern}}
    ]
    uris = ET.fromstring(body["xml"]).iter("{http://www.w3.org/2005/sparql-results#}uri")
    assert [uri.text for uri in uris] == [lantern]
    assert list(csv.reader(io.StringIO(body["csv"].decode()))) == [["s"], [lantern]]
    assert body["tsv"].decode() == f"?s\n<{lantern}>\n"


# -- HTTP -----------------------------------------------------------------------------------------


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    """RFC 9110, 9.3.2."""
    address = "/sparql?query=" + quote(SELECT)
    whole, head = client.get(address), client.head(address)
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(whole.data))
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_options_and_cors(client: FlaskClient) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://else.example"})
    assert answer.status_code == 204
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    for answer in (get(client, ("query", ASK)), get(client, ("query", "x")), client.put("/sparql")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [
    "/sparql", "/id/project/lantern", "/document/alpha", "/vocabulary/topic/energy", "/ontology",
    "/graph/alpha", "/data/", "/data/eucn.nq", "/projects?format=json", "/search?q=a",
    "/network.json", "/brokers", "/gaps", "/queries", "/queries/vocabulary.json", "/queries/code",
    "/queries/names", "/.well-known/void", "/.well-known/sparql-examples", "/catalog", "/dataset",
    "/nowhere", "/id/project/nobody", "/static/site.css", "/conflicts", "/timeline", "/healthz",
])  # fmt: skip
def test_pages_of_other_sites_may_read(client: FlaskClient, path: str) -> None:
    """https://fetch.spec.whatwg.org/#http-cors-protocol: preflight, and the answer itself."""
    asked = {
        "Origin": "https://else.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "accept, if-none-match",
    }
    before = client.options(path, headers=asked)
    assert before.status_code == 204
    assert "GET" in before.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in before.headers["Access-Control-Allow-Headers"]
    for answer in (before, client.get(path), client.head(path)):
        assert answer.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert "Link" in before.headers["Access-Control-Expose-Headers"]


def test_the_operators_page_is_for_operators(client: FlaskClient) -> None:
    """A page of another site, open in the operator's browser, must not read it."""
    assert "Access-Control-Allow-Origin" not in client.get("/operations").headers


def test_entity_tags_belong_to_the_build(client: FlaskClient, store: Store) -> None:
    """RFC 9110, 13.1.2: 304 where the tag is known, and a tag of its own for each format."""
    first = get(client, ("query", SELECT), ("format", "json"))
    tag = first.headers["ETag"]
    assert store.version in tag
    assert "public" in first.headers["Cache-Control"]
    for known in (tag, f'"x", W/{tag}', "*"):
        again = get(client, ("query", SELECT), ("format", "json"), **{"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
    assert get(client, ("query", SELECT), ("format", "csv")).headers["ETag"] != tag
    assert get(client, ("query", SELECT + " ")).headers["ETag"] != tag


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_changes_is_not_kept(client: FlaskClient, call: str) -> None:
    query = f"SELECT ({call} AS ?x) {{}}"
    first, second = get(client, ("query", query)), get(client, ("query", query))
    assert "ETag" not in first.headers
    assert first.headers["Cache-Control"] == "no-store"
    assert first.data != second.data


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_compression(client: FlaskClient, coding: str) -> None:
    import gzip

    import brotli  # type: ignore[import-untyped]

    query = "SELECT * { ?s ?p ?o }"
    plain = get(client, ("query", query))
    packed = get(client, ("query", query), **{"Accept-Encoding": f"deflate, {coding};q=0.8"})
    assert packed.headers["Content-Encoding"] == coding
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    unpack = gzip.decompress if coding == "gzip" else brotli.decompress
    assert unpack(packed.data) == plain.data
    refused = get(client, ("query", query), **{"Accept-Encoding": f"{coding};q=0"})
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "turtle", "nq"])
def test_a_long_answer_is_an_error(store: Store, name: str) -> None:
    """Half an answer that looks like one is worse than none."""
    from server.app import create_app
    from server.settings import Settings

    client = create_app(Settings(access_log="none", result=2000), store).test_client()
    query = "CONSTRUCT WHERE { ?s ?p ?o }" if name in ("turtle", "nq") else "SELECT * { ?s ?p ?o }"
    found = problem(get(client, ("query", query), ("format", name)), 403, "result")
    assert found["limit"] == 2000
    assert "LIMIT" in str(found["detail"])
    assert get(client, ("query", query + " LIMIT 1"), ("format", name)).status_code == 200


def test_safe_headers(client: FlaskClient) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/sparql", "/healthz", "/nowhere"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert not any(character.isdigit() for character in headers.get("Server", ""))


def test_the_query_page_is_for_browsers(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = client.get("/sparql", headers=browser)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "<textarea" in answer.text
    assert client.get("/sparql").mimetype == "text/turtle"


def test_health(client: FlaskClient, store: Store) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "build": store.version}
