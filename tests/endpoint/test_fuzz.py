"""Requests that no one would write: no 500, no hang, no worker lost, nobody called.

``EUCN_FUZZ`` is the number of generated requests of each kind; the default keeps the run short.
What it asks is the same in every run up to 1,000.
"""

from __future__ import annotations

import contextlib
import os
import random
import socket
import string
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.store import QueryRefused, QuerySyntaxError, Store, StoreError
from tests.endpoint.running import Running, until

COUNT = int(os.environ.get("EUCN_FUZZ", "300"))
Many = settings(
    max_examples=COUNT,
    deadline=None,
    derandomize=COUNT <= 1000,
    suppress_health_check=list(HealthCheck),
)
GOOD = {200, 204, 301, 302, 304, 308, 400, 403, 404, 405, 406, 408, 411, 413, 414, 415, 416, 417}
GOOD |= {431, 501, 503, 505}
"""503 is an orderly end; 501 and 505 are for codings and versions a server may lack."""


pytestmark = pytest.mark.xdist_group("served")


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[bytes]]]:
    """A port that notes whoever calls."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                with contextlib.suppress(OSError):
                    client, _ = listener.accept()
                    calls.append(client.recv(100))
                    client.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield listener.getsockname()[1], calls
        stop.set()
        thread.join()


def send(brisk: Running, raw: bytes, half: bool = False) -> int | None:
    """Status of the answer to some bytes; None where the server rightly closed or waits."""
    with brisk.connect() as client:
        with contextlib.suppress(OSError):
            client.sendall(raw)
            if half:
                client.shutdown(socket.SHUT_WR)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while b"\r\n" not in answer:
                piece = client.recv(65536)
                if not piece:
                    break
                answer += piece
        if not answer:
            return None
        assert answer.startswith(b"HTTP/1."), answer[:80]
        return int(answer.split(b" ", 2)[1])


# -- bytes of HTTP --------------------------------------------------------------------------------

methods = st.sampled_from([b"GET", b"POST", b"HEAD", b"PUT", b"OPTIONS", b"get", b"", b"G\x00T"])
paths = st.one_of(
    st.sampled_from([b"/sparql", b"/id/project/lantern", b"/graph/alpha", b"/data/", b"/ontology",
                     b"/.well-known/void", b"/", b"//", b"/..", b"/id/", b"*", b"http://x/sparql"]),
    st.binary(max_size=60).map(lambda b: b"/" + b),
    st.text(max_size=40).map(lambda t: b"/id/" + quote(t).encode()),
)  # fmt: skip
escapes = st.sampled_from([b"%", b"%zz", b"%00", b"%0", b"%C3%28", b"+", b"&", b"=", b";",
                           b"query", b"query=", b"format=", b"named-graph-uri="])  # fmt: skip
strings = st.lists(st.one_of(escapes, st.binary(max_size=20)), max_size=12).map(b"".join)
headers = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from([b"Accept", b"Content-Type", b"Content-Length", b"Host", b"Range",
                             b"Accept-Encoding", b"If-None-Match", b"Transfer-Encoding", b"Cookie",
                             b"Expect", b"Content-Encoding", b"Accept-Language", b"Connection"]),
            st.one_of(
                st.sampled_from([b"*/*", b"text/html", b"application/sparql-query", b"chunked",
                                 b"application/x-www-form-urlencoded", b"-1", b"5", b"1e9",
                                 b"99999999999999999999", b"gzip;q=x", b"text/*;q=0.5;;", b"",
                                 b"100-continue", b"bytes=0-", b"bytes=9-1", b'"', b"a" * 9000]),
                st.binary(max_size=40),
            ),
        ),
        st.tuples(st.binary(max_size=12), st.binary(max_size=30)),
    ),
    max_size=8,
)  # fmt: skip


@Many
@given(method=methods, path=paths, query=strings, fields=headers, body=strings, half=st.booleans())
def test_broken_http(
    brisk: Running,
    method: bytes,
    path: bytes,
    query: bytes,
    fields: list[tuple[bytes, bytes]],
    body: bytes,
    half: bool,
) -> None:
    head = b"%s %s?%s HTTP/1.1\r\n" % (method, path, query)
    head += b"".join(b"%s: %s\r\n" % field for field in fields)
    status = send(brisk, head + b"\r\n" + body, half)
    # Only a client that ended its side before the request was whole is left without an answer.
    assert status in GOOD or (status is None and half), status


# -- SPARQL ---------------------------------------------------------------------------------------


def grown(random: random.Random, canary: int, depth: int = 0) -> str:
    """A query pattern from a small grammar, with mistakes and clauses that must be refused."""

    def pick(*options: str) -> str:
        return random.choice(options)

    def term() -> str:
        return pick("?a", "?b", "?c", "<x:y>", "<id/project/lantern>", "a", "1", "'s'@en", "true",
                    '"FROM"', "_:b", "[]", "()", "1e5", "eucn:Project", "<http://x/>")  # fmt: skip

    def group() -> str:
        return "{ " + grown(random, canary, depth + 1) + " }"

    parts = []
    for _ in range(random.randint(0, 3 if depth < 4 else 1)):
        kind = random.randint(0, 15)
        address = f"<http://127.0.0.1:{canary}/>"
        if kind < 5:
            path = pick(term(), "<p>/<q>", "(<p>|^<q>)*", "!<p>", "<p>+", "a?")
            parts.append(f"{term()} {path} {term()} {pick('.', ';', '', '. ')}")
        elif kind == 5:
            parts.append(pick("OPTIONAL", "MINUS", "FILTER EXISTS", "LATERAL", "") + group())
        elif kind == 6:
            parts.append(f"{group()} UNION {group()}")
        elif kind == 7:
            parts.append(f"GRAPH {pick('?g', '<graph/alpha>', '1')} {group()}")
        elif kind == 8:
            keyword = pick("SERVICE", "service", "SERVICE SILENT", "SERVICESILENT", "SERVICE#>\n")
            parts.append(f"{keyword} {address} {group()}")
        elif kind == 9:
            parts.append(
                f"FILTER({term()} {pick('<', '=', '&&', 'IN', '+')} {term()})"
                + pick("", "SERVICE#>\n" + address + group())
            )
        elif kind == 10:
            parts.append(f"BIND({term()} AS {pick('?a', '?z', '1')})")
        elif kind == 11:
            parts.append(f"VALUES {pick('?a', '(?a ?b)', '()')} {{ {term()} (1 UNDEF) }}")
        elif kind == 12:
            parts.append("{ SELECT * " + group() + pick("", " LIMIT 1", " ORDER BY ?a") + " }")
        elif kind == 13:
            parts.append("FILTER REGEX(?a, '" + pick("(a+)+$", "[", "a{9}{9}") + "')")
        elif kind == 14:
            parts.append("".join(random.choices(string.printable, k=random.randint(1, 9))))
        else:
            parts.append(pick("{" * 50, "}" * 5, "(" * 40, "\\u0053ERVICE", "# x\n", "'''", "\x00"))
    return " ".join(parts)


def made(seed: int, canary: int) -> str:
    """A whole query, or nearly one."""
    chance = random.Random(seed)
    dataset = chance.choice(
        ["", "", "", "FROM <graph/alpha>", "FROM NAMED <graph/beta>",
         f"FROM <http://127.0.0.1:{canary}/>", "FROM", "FROM <graph/alpha> FROM <graph/beta>"]
    )  # fmt: skip
    form = chance.choice(
        ["SELECT *", "SELECT (COUNT(*) AS ?n)", "SELECT (1<?b AS ?x)", "ASK", "CONSTRUCT",
         "CONSTRUCT { ?a ?b ?c }", "DESCRIBE ?a", "DESCRIBE <id/project/lantern>", "LOAD",
         "INSERT DATA", ""]
    )  # fmt: skip
    tail = chance.choice(["", "", "LIMIT 5", "ORDER BY ?a", "GROUP BY ?a", "VALUES ?a { 1 }", "}"])
    prefix = chance.choice(["", "PREFIX eucn: <https://w3id.org/eucn/ontology#>", "BASE <x:>"])
    return f"{prefix} {form} {dataset} {{ {grown(chance, canary)} }} {tail}"


@Many
@given(seed=st.integers(0, 2**48), post=st.booleans(), html=st.booleans())
def test_grown_queries_over_http(
    brisk: Running, canary: tuple[int, list[bytes]], seed: int, post: bool, html: bool
) -> None:
    port, calls = canary
    query = made(seed, port).encode()
    accept = b"text/html" if html else b"*/*"
    if post:
        raw = (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Accept: %s\r\nContent-Length: %d\r\n\r\n%s" % (accept, len(query), query)
        )
    else:
        raw = b"GET /sparql?query=%s HTTP/1.1\r\nHost: x\r\nAccept: %s\r\n\r\n" % (
            quote(query).encode(),
            accept,
        )
    status = send(brisk, raw)
    assert status in GOOD
    assert calls == []


@Many
@given(seed=st.integers(0, 2**48))
def test_grown_queries_reach_nobody(
    store: Store, canary: tuple[int, list[bytes]], seed: int
) -> None:
    """Without a server between: what passes the guard runs, and calls no one."""
    port, calls = canary
    query = made(seed, port)
    with contextlib.suppress(QueryRefused, QuerySyntaxError, StoreError, ValueError):
        store.query_bytes(f"{query}", "nt" if "CONSTRUCT" in query else "json")
    assert calls == []


def test_workers_are_all_there(brisk: Running) -> None:
    """After all of the above (this file runs in order)."""
    assert until(lambda: len(brisk.workers) == 3)
    assert until(lambda: brisk.ask("ASK {}")[0] == 200)


def test_long_and_deep(brisk: Running) -> None:
    """Huge headers, bodies of brackets, and every recursion of the grammar."""
    filler = b"a" * 300_000
    assert send(brisk, b"GET / HTTP/1.1\r\nX: " + filler + b"\r\n\r\n") == 431
    assert send(brisk, b"GET /" + filler) == 431
    many = b"".join(b"X-%d: y\r\n" % n for n in range(500))
    assert send(brisk, b"GET / HTTP/1.1\r\n" + many + b"\r\n") in (400, 431)
    size = 100_000
    for query in (
        "ASK " + "{" * size,
        "ASK { FILTER(" + "!" * size + "1) }",
        "ASK { FILTER(1" + "-1" * (size // 2) + ") }",
        "ASK { {}" + " UNION {}" * (size // 9) + " }",
        "ASK { ?s <p>" + "/<p>" * 2000 + " ?o }",
        "ASK { FILTER(" + "abs(" * 400 + "1" + ")" * 400 + ") }",
        "ASK { FILTER(1=1" + "||1=1" * (size // 5) + ") }",
        "SELECT * { VALUES ?x { " + "1 " * size + "} }",
        "ASK { FILTER('service' = '" + "x" * size + "') " + "FILTER(!!1)" * 100 + "}",
    ):
        status, _, _ = brisk.post(query)
        assert status in GOOD, query[:40]
    assert until(lambda: len(brisk.workers) == 3)
