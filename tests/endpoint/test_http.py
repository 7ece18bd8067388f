"""HTTP as it is spoken by those who keep to the letter of it, and by those who do not."""

from __future__ import annotations

import json
import socket
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from server.serving.request import HEAD_LIMIT
from tests.endpoint.running import PATIENCE, PRODUCT, SMALL, Running, running, until

ASK = b"/sparql?query=ASK%7B%7D"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


pytestmark = pytest.mark.xdist_group("served")


def said(
    server: Running, raw: bytes, answers: int = 1, pause: tuple[bytes, float] = (b"", 0)
) -> bytes:
    """What the server says to some bytes, up to a number of answers or its end."""
    with server.connect() as client:
        client.sendall(raw)
        if pause[1]:
            time.sleep(pause[1])
            client.sendall(pause[0])
        heard = b""
        while heard.count(b"HTTP/1.1 ") < answers or not heard.rstrip().endswith((b"}", b">")):
            piece = client.recv(65536)
            if not piece:
                break
            heard += piece
        return heard


POST = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
GET = b"GET " + ASK + b" HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = {
    "plain": b"5\r\nASK{}\r\n0\r\n\r\n",
    "extensions": b'5;name="a;b"\r\nASK{}\r\n0;last\r\n\r\n',
    "trailers": b"5\r\nASK{}\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n",
    "a chunk that ends in 0": b"3\r\nASK\r\n4\r\n{}#0\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("body", CHUNKED.values(), ids=CHUNKED.keys())
def test_chunked_bodies_and_what_follows_them(patient: Running, body: bytes) -> None:
    heard = said(patient, POST + body + GET, answers=2)
    assert heard.count(b"HTTP/1.1 200") == 2
    assert heard.count(b'"boolean":true') == 2


def test_a_chunk_ending_in_0_before_a_pause(patient: Running) -> None:
    """The end of a chunk looked like the end of the body, if nothing followed for a moment."""
    heard = said(patient, POST + b"7\r\nASK{}#0\r\n\r\n"[:12], pause=(b"\r\n0\r\n\r\n", 0.5))
    assert heard.startswith(b"HTTP/1.1 200")


def test_connections_are_kept(patient: Running) -> None:
    heard = said(patient, GET * 5, answers=5)
    assert heard.count(b"HTTP/1.1 200") == 5
    assert b"connection: close" not in heard.lower()


def test_head_has_no_body(patient: Running) -> None:
    head = GET.replace(b"GET", b"HEAD", 1)
    heard = said(patient, head + GET, answers=2)
    assert heard.count(b'"boolean":true') == 1
    assert heard.count(b"content-length: 26") == 2
    for path in (b"/", b"/nowhere", b"/sparql?query=nonsense", b"/metrics", b"/static/mark.svg"):
        raw = b"HEAD %s HTTP/1.1\r\nHost: x\r\n\r\n" % path
        first, _, rest = said(patient, raw + GET, answers=2).partition(b"\r\n\r\n")
        assert rest.startswith(b"HTTP/1.1 200"), first


def test_any_tag_does_not_hide_an_error(patient: Running) -> None:
    for query in ("nonsense", "SELECT * { ?s ?p }", "ASK { FILTER(<x:f>(1)) }"):
        status, _, _ = patient.get(f"/sparql?query={quote(query)}", {"If-None-Match": "*"})
        assert status == 400
    assert patient.get("/sparql?query=ASK%7B%7D", {"If-None-Match": "*"})[0] == 304


def test_page_and_endpoint_have_the_same_status(patient: Running) -> None:
    for query in (
        "SELECT * { ?s ?p }",
        "ASK { FILTER(<x:f>(1)) }",
        "ASK { SERVICE <http://localhost/> {} }",
        "ASK FROM <http://elsewhere/> {}",
        "CLEAR ALL",
        "ASK " + "{" * 600,
        "ASK {}",
    ):
        address = f"/sparql?query={quote(query)}"
        page, _, body = patient.get(address, BROWSER)
        endpoint, _, _ = patient.get(address)
        assert page == endpoint, query
        # Never an empty reply, and the query is still there to be mended.
        assert b"<textarea" in body


def test_a_page_that_was_ended_is_a_page(server: Running) -> None:
    def is_page() -> bool:
        """Unless the machine is so busy that the page itself is ended."""
        status, headers, body = server.get(f"/sparql?query={quote(PRODUCT)}", BROWSER)
        assert status == 503
        there = headers["content-type"].startswith("text/html") and b"<textarea" in body
        return there and b"time limit" in body

    assert until(is_page)


@pytest.mark.parametrize("door", ["/queries/code", "/sparql"])
def test_every_door_ends_what_holds_the_parser(server: Running, door: str) -> None:
    """Checked outside all limits, one small request held a worker for a minute."""
    query = "ASK { " + "?service ?p ?o . " * 3000 + "}"
    body, media = query, "application/sparql-query"
    if door == "/queries/code":
        body, media = json.dumps({"query": query}), "application/json"
    status, _, answer = server.post(body, {"Content-Type": media}, path=door)
    assert status == 503
    assert json.loads(answer)["type"].endswith(("#time", "#memory"))
    assert until(lambda: server.ask(SMALL)[0] == 200)


def test_sizes_of_heads_are_as_documented(patient: Running) -> None:
    def get(address: bytes, field: bytes = b"") -> int:
        raw = b"GET %s HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n" % (address, field)
        return int(said(patient, raw).split()[1])

    assert get(ASK, b"a" * (HEAD_LIMIT - 100)) == 200
    assert get(ASK, b"a" * HEAD_LIMIT) == 431
    assert get(ASK + b"%20" * ((65_000 - len(ASK)) // 3)) == 200
    assert get(ASK + b"a" * 65_600) == 414


def test_a_slow_body_is_told_and_a_slow_head_is_left(server: Running) -> None:
    raw = POST.replace(b"Transfer-Encoding: chunked", b"Content-Length: 9")
    with server.connect() as client, server.connect() as other:
        client.sendall(raw + b"ASK")
        other.sendall(GET[:-2])
        assert client.recv(100).startswith(b"HTTP/1.1 408")
        assert other.recv(100) == b""


def test_a_page_has_limits_for_its_address(patient: Running) -> None:
    assert patient.get("/partners?" + "&".join(["topic=x"] * 100))[0] == 400
    assert patient.get("/partners?topic=" + "x" * 3000)[0] == 400


def test_letters_without_escapes_are_read_as_utf8(patient: Running) -> None:
    raw = "GET /sparql?query=ASK%7B%7D%23é€灯 HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    assert said(patient, raw).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "fields",
    [b"", b"Host: a\r\nHost: b\r\n", b"Host: x\r\nTransfer-Encoding: gzip, chunked\r\n"],
    ids=["no host", "two hosts", "a coding"],
)
def test_what_can_be_read_in_two_ways_is_not_read(patient: Running, fields: bytes) -> None:
    raw = b"GET " + ASK + b" HTTP/1.1\r\n" + fields + b"\r\n0\r\n\r\n"
    assert said(patient, raw).split()[1] in (b"400", b"501")


@pytest.mark.parametrize(
    "path",
    ["/id/project/lantern?page=99999999999999999999999", "/projects?page=%C2%B2",
     "/projects?from=%C2%B2%C2%B2%C2%B2%C2%B2", "/search?q=a&page=1e3"],
)  # fmt: skip
def test_numbers_that_are_none_are_told(patient: Running, path: str) -> None:
    assert patient.get(path)[0] == 400


def test_a_date_that_no_calendar_has_is_passed_over(patient: Running) -> None:
    fields = {"If-Modified-Since": "Mon, 99999999999999999999 Jan 2020 00:00:00 GMT"}
    for path in ("/sparql?query=ASK%7B%7D", "/projects", "/sparql?query=ASK%7B%7D%23unasked"):
        assert patient.get(path, fields)[0] == 200


def test_what_a_proxy_says_is_for_one_reader_only(patient: Running) -> None:
    """The scheme of one request changed what all others got."""

    def address(**fields: str) -> bytes:
        headers = {"Accept": "text/turtle", **{n.replace("_", "-"): v for n, v in fields.items()}}
        return patient.get("/sparql", headers)[2]

    for _ in range(4):  # made, remembered, recognised
        assert b"https://x.example/sparql" in address(X_Forwarded_Proto="https", Host="x.example")
        assert b"http://x.example/sparql" in address(Host="x.example")
        assert b"https://y.example/sparql" in address(
            Forwarded="for=1.2.3.4;proto=https", Host="y.example"
        )


def test_what_is_recognised_is_still_what_was_asked(patient: Running) -> None:
    """Answered without being read, from the third time on."""
    path = "/sparql?query=SELECT%20%28COUNT%28%2A%29%20AS%20%3Fn%29%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    answers = [patient.get(path) for _ in range(4)]
    assert len({body for _, _, body in answers}) == 1
    tag = answers[0][1]["etag"]
    assert [patient.get(path, {"If-None-Match": tag})[0] for _ in range(3)] == [304] * 3
    for accept in ("text/csv", "application/sparql-results+xml"):
        kinds = {patient.get(path, {"Accept": accept})[1]["content-type"] for _ in range(4)}
        assert [kind.partition(";")[0] for kind in kinds] == [accept]


def test_a_budget_is_spent_and_told(server: Running) -> None:
    fields = {"X-Forwarded-For": "198.51.100.7"}
    statuses = [server.get(f"/sparql?query={quote(PRODUCT)}%23{n}", fields)[0] for n in range(4)]
    assert statuses[0] == 503
    assert statuses[-1] == 429
    status, headers, body = server.get("/sparql?query=ASK%7B%7D%23", fields)
    assert status == 429
    assert int(headers["retry-after"]) >= 1
    assert json.loads(body)["type"].endswith("#budget")
    # Others are not concerned, and neither is this machine.
    other = {"X-Forwarded-For": "198.51.100.8"}
    assert until(lambda: server.get("/sparql?query=ASK%7B%7D%23", other)[0] == 200)
    assert until(lambda: server.ask(SMALL)[0] == 200)


def test_a_client_that_leaves_takes_its_query_along(patient: Running) -> None:
    def gone() -> float:
        return patient.gauge('eucn_ended_total{reason="gone"}')

    before = gone()
    with patient.connect() as client:
        asked = quote(f"{PRODUCT} # and leaves")
        client.sendall(f"GET /sparql?query={asked} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert patient.begun()
    assert until(lambda: gone() > before)
    assert until(lambda: patient.gauge("eucn_running") == 0)


def test_the_origin_is_used_whatever_the_host_says(store_path: Path) -> None:
    with running(store_path, settled=False, workers=2, origin="https://graph.example") as server:
        for host in ("graph.example", "evil.example", "evil.example:99"):
            fields = {"Host": host, "Accept": "text/turtle"}
            body = server.get("/sparql", fields)[2]
            assert b"<https://graph.example/sparql>" in body
            assert b"evil" not in body
            code = server.post(
                '{"query": "ASK {}"}',
                {"Host": host, "Content-Type": "application/json"},
                path="/queries/code",
            )[2]
            assert b"https://graph.example/sparql" in code
            assert b"evil" not in code


def test_a_connection_is_kept(patient: Running) -> None:
    """RFC 9112, 9.3: one connection, many requests, errors and empty answers among them."""
    connection = HTTPConnection("127.0.0.1", patient.port, timeout=PATIENCE)
    ports = set()
    for path, status in [("/sparql?query=ASK%7B%7D", 200), ("/sparql?query=x", 400),
                         ("/healthz", 200), ("/sparql?query=ASK%7B%7D%23b", 200)] * 3:  # fmt: skip
        connection.request("GET", path)
        ports.add(connection.sock.getsockname()[1])
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
    connection.close()
    assert len(ports) == 1


def test_answers_nobody_reads_are_bounded(tmp_path: Path) -> None:
    from graph.store.versions import write_store

    lines = [f'<x:{n}> <x:p> "{"a" * 400}" <x:g> .' for n in range(10_000)]
    store = tmp_path / ".store"
    write_store(store, ("\n".join(sorted(lines)) + "\n").encode(), "2026-01-02", [])
    with running(store, workers=3, unread=20 << 20, cache=0) as server:

        def unread() -> float:
            return server.gauge("eucn_unread_bytes")

        def held() -> int:
            return int(sum(p.memory_full_info().pss for p in server.family))

        def ask_and_leave() -> None:
            """Ask 30 times without reading, while others ask, and go."""
            deaf = []
            for n in range(30):
                client = server.connect()
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.sendall(
                    b"GET /sparql?query=SELECT%20*%7B%3Fs%20%3Fp%20%3Fo%7D%23" + str(n).encode()
                    + b" HTTP/1.1\r\nHost: x\r\n\r\n"
                )  # fmt: skip
                deaf.append(client)
            assert until(lambda: unread() > 0)
            for _ in range(20):
                assert unread() <= 20 << 20
                assert server.ask(SMALL)[0] == 200
            for client in deaf:
                client.close()
            assert until(lambda: unread() == 0)

        # The first rounds also load what each worker needs at its first answers. A worker that is
        # replaced just then is not there for a moment, or has loaded nothing yet.
        before = []
        for _ in range(3):
            ask_and_leave()
            assert until(lambda: len(server.workers) == 3)
            before.append(held())
        ask_and_leave()
        assert until(lambda: held() - max(before) < 20 << 20)
