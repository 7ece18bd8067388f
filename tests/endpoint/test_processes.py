"""What only running processes show: limits, killed processes, slow clients, new builds."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest

from graph.store.versions import write_store
from server.serve import CannotServe, bind
from tests.endpoint.conftest import WORKERS
from tests.endpoint.running import (
    PATIENCE,
    PRODUCT,
    SMALL,
    Running,
    gone,
    kill,
    running,
    until,
)

DEEP_PATH = "SELECT (COUNT(*) AS ?n) { ?a (!<x:n>)* ?b . ?c (!<x:m>)* ?d . ?e (!<x:o>)+ ?f }"
VALUES = " ".join(f"VALUES ?v{n} {{ {'1 ' * 300} }}" for n in range(6))
RUNAWAYS = {
    "cartesian product": PRODUCT,
    "regular expression": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    'FILTER REGEX(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)), "(.*a){12}.*b$") }',
    "deep path": DEEP_PATH,
    "huge VALUES": f"SELECT (COUNT(*) AS ?n) {{ {VALUES} }}",
    "order of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f",
    "join order": "ASK { " + "?s ?p ?o . " * 4000 + "}",
}


pytestmark = pytest.mark.xdist_group("served")


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS.keys())
def test_a_runaway_is_ended(server: Running, query: str) -> None:
    """How soon, benchmarks/serving/shapes measures; here before the client gives up."""
    status, headers, body = server.ask(query)
    assert status == 503
    assert headers["retry-after"]
    assert json.loads(body)["type"].endswith(("#time", "#memory"))


def test_memory_is_limited(store_path: Path) -> None:
    doubling = "BIND('xxxxxxxxxxxxxxxx' AS ?v0) " + " ".join(
        f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(34)
    )
    with running(store_path, settled=False, timeout=120, workers=2, memory=200 << 20) as server:
        status, _, body = server.ask(f"SELECT (STRLEN(?v34) AS ?n) {{ {doubling} }}")
        assert (status, json.loads(body)["type"][-7:]) == (503, "#memory")
        assert server.ask(SMALL)[0] == 200


def _small(server: Running) -> int:
    status, headers, _ = server.ask(SMALL)
    assert status == 200 or headers["retry-after"]
    return status


def test_more_runaways_than_workers(server: Running) -> None:
    with ThreadPoolExecutor(WORKERS + 2) as pool:
        hard = [pool.submit(server.ask, PRODUCT) for _ in range(WORKERS + 2)]
        time.sleep(0.1)
        small = [_small(server) for _ in range(20)]
        answers = [future.result() for future in hard]
    assert {status for status, _, _ in answers} == {503}
    assert {json.loads(body)["type"].rsplit("#")[-1] for _, _, body in answers} == {"time", "busy"}
    assert set(small) <= {200, 503}
    assert until(lambda: _small(server) == 200)


def test_a_worker_stays_for_small_queries(patient: Running) -> None:
    """Held up, they would wait for a runaway, and the test for ten minutes."""
    hard = []
    for number in range(WORKERS + 1):
        client = patient.connect()
        asked = quote(f"{PRODUCT} #{number}").encode()
        client.sendall(b"GET /sparql?query=%s HTTP/1.1\r\nHost: x\r\n\r\n" % asked)
        hard.append(client)
    assert until(lambda: patient.gauge("eucn_long_queries") > 0)
    assert [patient.ask(SMALL)[0] for _ in range(10)] == [200] * 10
    assert patient.gauge("eucn_long_queries") > 0
    for client in hard:
        client.close()
    assert until(lambda: patient.gauge("eucn_running") + patient.gauge("eucn_waiting") == 0)


def test_slow_clients_hold_nobody_up(patient: Running) -> None:
    head = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n"
    slow = []
    for _ in range(3 * WORKERS):
        client = patient.connect()
        client.sendall(head)
        slow.append(client)
    deaf = []
    everything = "CONSTRUCT WHERE { ?s ?p ?o . ?a ?b ?c }"
    for _ in range(2 * WORKERS):
        client = patient.connect()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(everything), everything.encode())
        )
        deaf.append(client)
    assert {_small(patient) for _ in range(10)} == {200}
    slow[0].sendall(b"\r\n")
    assert slow[0].recv(100).startswith(b"HTTP/1.1 200")
    for client in (*slow, *deaf):
        client.close()


def test_requests_in_pieces_are_put_together(patient: Running) -> None:
    query = b"query=" + b"ASK%7B%7D" + b"%20" * 30000
    with patient.connect() as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
            % len(query)
        )
        assert client.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        for start in range(0, len(query), 20000):
            client.sendall(query[start : start + 20000])
            time.sleep(0.02)
        assert client.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_killed_worker_is_replaced(patient: Running) -> None:
    for _ in range(3):
        kill(patient.workers[0])
        assert patient.ask(SMALL)[0] == 200
    assert until(lambda: len(patient.workers) == WORKERS)


def test_nothing_is_left_when_the_first_process_is_killed(store_path: Path) -> None:
    with running(store_path, settled=False, workers=3) as server:
        # A runaway must not outlive it either.
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(server.ask, PRODUCT)
            assert server.begun()
            # The keeper, the web process, a holder and three workers.
            assert until(lambda: len(server.family) >= 6)
            family = server.family
            kill(family[0])
            with pytest.raises((HTTPException, OSError)):
                waiting.result()
        assert until(lambda: all(gone(process) for process in family[1:]))
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", server.port)) != 0


def test_a_new_build_is_taken_up(tmp_path: Path) -> None:
    store = tmp_path / ".store"
    write_store(store, b'<x:s> <x:p> "old" <x:g> .\n', "2026-01-01", [])
    query = "SELECT ?o { <x:s> <x:p> ?o }"
    with running(store, settled=False, workers=2) as server:
        assert b"old" in server.ask(query)[2]
        write_store(store, b'<x:s> <x:p> "new" <x:g> .\n', "2026-01-02", [])
        seen: list[bytes] = []

        def fresh() -> bool:
            status, _, body = server.ask(query)
            assert status == 200
            seen.append(body)
            return b"new" in body

        assert until(fresh)
        assert until(lambda: all(b"new" in server.ask(query)[2] for _ in range(10)))
        assert until(lambda: len(server.workers) == 2)
        # A build that cannot be read is passed over, and the next good one taken.
        broken = tmp_path / ".store-versions" / "broken"
        broken.mkdir()
        (broken / "data.nq").write_text("this is no N-Quads\n")
        link = tmp_path / "link"
        link.symlink_to(broken)
        link.replace(store)
        assert until(lambda: "The new build stays unused" in server.printed)
        assert b"new" in server.ask(query)[2]
        write_store(store, b'<x:s> <x:p> "third" <x:g> .\n', "2026-01-03", [])
        assert until(lambda: b"third" in server.ask(query)[2])


def test_stopping_lets_a_query_finish(store_path: Path) -> None:
    with running(store_path, settled=False, workers=2, timeout=4) as server:
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(server.ask, PRODUCT)
            assert server.begun()
            server.process.send_signal(signal.SIGTERM)
            status, _, body = waiting.result()
        assert (status, json.loads(body)["limit"]) == (503, 4)
        assert server.process.wait(300) == 0


def test_a_taken_port_is_said_plainly() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(CannotServe, match=f"Port {port} on 127.0.0.1 is taken.*--port"):
            bind("127.0.0.1", port)


@pytest.mark.parametrize("host", ["../x", "a" * 70, "nowhere.invalid"])
def test_a_host_that_is_none_is_said_plainly(host: str) -> None:
    with pytest.raises(CannotServe, match="is not an address of this machine"):
        bind(host, 0)


def test_it_answers_before_the_graph_is_in_memory(store_path: Path) -> None:
    """How soon is measured by benchmarks/serving/run."""
    with running(store_path, settled=False, workers=2) as server:
        assert server.ask(SMALL)[0] == 200


def test_without_its_index_it_starts_from_the_data(tmp_path: Path) -> None:
    store = tmp_path / ".store"
    write_store(store, b'<x:s> <x:p> "o" <x:g> .\n', "2026-01-01", [])
    shutil.rmtree(store / "index")
    with running(store, settled=False, workers=2) as server:
        assert server.ask("ASK { <x:s> <x:p> 'o' }")[0] == 200


def test_the_first_workers_and_those_that_follow_say_the_same(server: Running) -> None:
    """The first read from disk, the others from memory: a merge of the graphs both times."""
    assert len(server.early) == 3
    for query, early in server.early.items():
        assert until(lambda q=query, e=early: server.ask(q)[2] == e), query


def test_one_client_does_not_hold_all_connections(store_path: Path) -> None:
    """A thousand connections on which nothing came kept everybody waiting for ten seconds."""
    with running(
        store_path, settled=False, workers=2, connections=40, header_seconds=600
    ) as server:
        idle = [server.connect() for _ in range(60)]
        for client in idle:
            client.sendall(b"GET / HTTP/1.1\r\n")
        time.sleep(0.2)
        own = ("127.0.0.2", 0)
        other = HTTPConnection("127.0.0.1", server.port, PATIENCE, source_address=own)
        other.request("GET", "/sparql?query=ASK%7B%7D")
        assert other.getresponse().status == 200
        for client in (*idle, other):
            client.close()


def test_killed_under_load_the_next_request_is_answered(patient: Running, store_path: Path) -> None:
    data = (store_path / "data.nq").read_bytes()
    failures: list[object] = []
    answered: list[int] = []
    stop = threading.Event()

    def load() -> None:
        while not stop.is_set():
            try:
                status, *_ = patient.ask(SMALL)
                (answered if status == 200 else failures).append(status)
            except OSError as error:
                failures.append(error)

    threads = [threading.Thread(target=load) for _ in range(4)]
    try:
        for thread in threads:
            thread.start()
        assert until(lambda: len(answered) > 8)
        old = {worker.pid for worker in patient.workers}
        kill(patient.holder)
        assert patient.ask(SMALL)[0] == 200
        assert until(lambda: {w.pid for w in patient.workers}.isdisjoint(old | {0}))
        assert until(patient.settled)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    # What a lost worker was doing is given to another, so nothing may be lost with it.
    assert failures == []
    assert (store_path / "data.nq").read_bytes() == data


def test_a_lost_request_waits_for_a_worker_that_is_new(patient: Running) -> None:
    """Workers that end one after another must not lose the same request twice."""
    with ThreadPoolExecutor(1) as pool:
        # In both orders: the one that has the request and then those that wait for another.
        for order in (1, -1):
            assert until(patient.settled)
            old = patient.workers[::order]
            for worker in old:
                with contextlib.suppress(psutil.NoSuchProcess):
                    worker.suspend()
            asked = pool.submit(patient.ask, SMALL)
            assert patient.begun()
            for worker in old:
                kill(worker)
                time.sleep(0.1)
            assert asked.result()[0] == 200


def test_a_killed_web_process_is_replaced(server: Running) -> None:
    old = server.web.pid
    kill(server.web)
    assert until(lambda: server.web.pid != old and server.ask(SMALL)[0] == 200)


def test_metrics(server: Running) -> None:
    server.ask(SMALL)
    assert until(lambda: server.gauge("eucn_waiting") == 0)
    status, headers, body = server.get("/metrics")
    assert status == 200
    assert headers["content-type"].startswith("text/plain; version=0.0.4")
    text = body.decode()
    for line in (
        'eucn_queries_total{form="ASK"} ',
        'eucn_request_seconds_bucket{le="+Inf"} ',
        'eucn_build{build="',
        "eucn_waiting 0.0",
    ):
        assert line in text


def test_the_operators_page_is_for_this_machine(server: Running) -> None:
    server.ask(PRODUCT)
    page = {"Accept": "text/html"}
    assert until(lambda: b"?m ?n ?o" in server.get("/operations", page)[2])
    assert until(lambda: server.get("/operations?json")[0] == 200)
    state = json.loads(server.get("/operations?json")[2])
    assert state["slow"][0]["outcome"] == "time"
    assert state["workers"] == WORKERS
    # A proxy in front makes everybody look as if they were here.
    assert server.get("/operations", {"X-Forwarded-For": "203.0.113.9"})[0] == 403
