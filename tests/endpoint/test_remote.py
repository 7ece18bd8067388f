"""The whole application over stores somewhere else: real servers, filled by ``eucn load``."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.store import (
    AnswerTooLong,
    QueryRefused,
    QuerySyntaxError,
    Store,
    StoreError,
    open_store,
)
from graph.store.fill import Loaded, Target, fill, nquads, read
from graph.store.remote import RemoteStore
from server.app import create_app
from server.settings import Settings
from tests.endpoint.conftest import SMALL

_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 10
ServerThreads = 10
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def started(command: Callable[[int], list[str]], asked: str, folder: Path) -> Iterator[str]:
    """The address of a server for the length of a block, once it answers ``asked``; ``command``
    tells how it is started with a port. Another process may be quicker to take that one, so it is
    tried several times.
    """
    told = folder / "output.txt"
    for _ in range(5):
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        with told.open("wb") as output:
            process = subprocess.Popen(command(port), cwd=folder, stdout=output, stderr=output)
        try:
            if _answers(process, base + asked):
                yield base
                return
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    pytest.fail(f"{command(0)[0]} does not answer: {told.read_text()}")


def _answers(process: subprocess.Popen[bytes], address: str) -> bool:
    """Whether a server answers before it ends, in five minutes."""
    end = time.monotonic() + 300
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=60):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("oxigraph")
    program = Path(sys.executable).with_name("oxigraph")
    command = str(program) if program.is_file() else shutil.which("oxigraph")
    if command is None:
        pytest.skip("the native Oxigraph server (package oxigraph) is not installed")

    def serve(port: int) -> list[str]:
        return [command, "serve", "--bind", f"127.0.0.1:{port}"]

    with started(serve, "/", folder) as base:
        yield Target(f"{base}/query", f"{base}/update", f"{base}/store")


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("virtuoso")
    config = folder / "virtuoso.ini"
    program = shutil.which("virtuoso-t")
    assert program is not None

    def serve(port: int) -> list[str]:
        config.write_text(_VIRTUOSO.format(folder=folder, sql=free_port(), http=port))
        return [program, "+foreground", "+configfile", str(config)]

    with started(serve, "/sparql?query=ASK%7B%7D", folder) as base:
        yield Target(
            f"{base}/sparql",
            f"{base}/sparql-auth",
            f"{base}/sparql-graph-crud-auth",
            user="dba",
            password="dba",
            digest=True,
        )


Servers = pytest.mark.parametrize(
    "server", ["oxigraph", pytest.param("virtuoso", marks=pytest.mark.virtuoso)]
)


@pytest.fixture
def target(request: pytest.FixtureRequest, server: str) -> Target:
    found: Target = request.getfixturevalue(server)
    return found


def by_update(target: Target) -> Target:
    return Target(target.query, target.update, "", target.user, target.password, target.digest)


def load(target: Target, build: str = "a1", path: Path = SMALL) -> Loaded:
    return fill(target, read(path), build, date(2026, 1, 2))


@Servers
@pytest.mark.parametrize("way", [lambda t: t, by_update], ids=["graph store", "update"])
def test_loading_is_whole_idempotent_and_resumable(
    target: Target, store: Store, way: Callable[[Target], Target], tmp_path: Path
) -> None:
    target = way(target)
    fill(target, {}, "", date(2026, 1, 1))
    first = load(target)
    assert first.written == len(store.graphs()) + 1  # and the merge of all
    assert load(target) == Loaded(unchanged=first.written)
    remote = open_store(target.query)
    assert (remote.version, remote.built.date()) == ("a1", date(2026, 1, 2))
    assert remote.graphs() == store.graphs()
    assert sorted(remote.dump().splitlines()) == sorted(store.dump().splitlines())
    # One graph changed, one gone: only what differs is written again.
    lines = SMALL.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = tmp_path / "changed.nq"
    kept = [line for line in lines if "/graph/beta> ." not in line]
    changed.write_text("".join(kept) + f"<x:s> <x:p> <x:o> {lines[0].split()[-2]} .\n")
    second = load(target, "b2", changed)
    assert (second.written, second.removed) == (2, 1)
    again = RemoteStore(target.query)
    assert again.version == "b2"
    assert "https://w3id.org/eucn/graph/beta" not in again.graphs()
    load(target)


@Servers
@pytest.mark.parametrize("way", [lambda t: t, by_update], ids=["graph store", "update"])
def test_an_import_leaves_the_other_graphs_alone(
    target: Target, store: Store, way: Callable[[Target], Target]
) -> None:
    target = way(target)
    load(target)
    line = b"<x:s> <x:p> <x:o> .\n"
    done = fill(target, {"https://x.org/g": [line]}, "c3", date(2026, 1, 3), beside=True)
    assert (done.written, done.removed) == (1, 0)
    remote = open_store(target.query)
    assert set(remote.graphs()) == {*store.graphs(), "https://x.org/g"}
    assert remote.ask("ASK { <x:s> <x:p> <x:o> }"), "the merged graph has it too"
    assert remote.ask("ASK { <id/project/lantern> ?p ?o }")
    # The whole loaded again makes the merged graph anew, and takes the import away.
    load(target)
    assert not open_store(target.query).ask("ASK { <x:s> ?p ?o }")


@Servers
def test_the_same_answers_as_from_the_local_store(target: Target, store: Store) -> None:
    load(target)
    remote = open_store(target.query)
    for query in (
        "SELECT * { ?s ?p ?o }",
        "SELECT ?g ?t { GRAPH ?g { <id/project/lantern> <ontology#topic> ?t } }",
        "SELECT ?t { <id/project/lantern> <ontology#topic> ?t }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?l FROM <graph/alpha> { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }",
        "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) } }",
    ):
        here = sorted(sorted(map(str, row.items())) for row in store.select(query))
        there = sorted(sorted(map(str, row.items())) for row in remote.select(query))
        assert there == here, query
    assert remote.ask("ASK { <id/project/lantern> ?p ?o }")
    assert not remote.ask("ASK { <id/project/none> ?p ?o }")
    triples = "CONSTRUCT { ?s <x:at> ?o } WHERE { ?s <ontology#participation> ?o }"
    assert set(remote.construct(triples)) == set(store.construct(triples))
    with pytest.raises(AnswerTooLong):
        remote.answer("SELECT * { ?s ?p ?o }", "csv", limit=3000)
    with pytest.raises(AnswerTooLong):
        remote.answer("CONSTRUCT WHERE { ?s ?p ?o }", "turtle", limit=3000)
    assert remote.select("SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }") == []
    assert remote.select("SELECT * FROM NAMED <x:none> { GRAPH ?g { ?s ?p ?o } }") == []
    assert len(remote.select("SELECT * FROM <x:none> FROM <graph/beta> { ?s ?p ?o }")) == len(
        store.select("SELECT * FROM <graph/beta> { ?s ?p ?o }")
    )
    none = remote.query_bytes("ASK { ?s ?p ?o }", "csv", ["x:none"])
    assert none == b"false"


@Servers
def test_refusals_are_the_same(target: Target) -> None:
    load(target)
    remote = open_store(target.query)
    for query in (
        "ASK { SERVICE <http://127.0.0.1:1/> {} }",
        "CLEAR ALL",
        "PREFIX bif: <bif:> SELECT (bif:sys_stat('st_dbms_name') AS ?x) {}",
    ):
        with pytest.raises(QueryRefused):
            remote.query_bytes(query, "json")
    for query in ("define get:soft 'replace' ASK {}", "SELECT"):
        with pytest.raises(QuerySyntaxError):
            remote.query_bytes(query, "json")


@Servers
def test_the_application_runs_over_it(target: Target) -> None:
    load(target)
    client = create_app(Settings(store=target.query, access_log="none")).test_client()
    assert client.get("/healthz").get_json()["build"] == "a1"
    assert "Laterne" in client.get("/id/project/lantern.ttl").get_data(as_text=True)
    page = client.get("/id/project/lantern", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    answer = client.post("/sparql", data={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    assert answer.get_json(force=True)["results"]["bindings"][0]["n"]["value"] == "145"
    assert client.get("/projects").status_code == 200
    told = open_store(target.query).select(
        "# adds, deletes and loads nothing\nSELECT ?s { ?s ?p ?o }"
    )
    assert len(told) == 145
    assert client.get("/.well-known/void").status_code == 200


def test_a_server_that_is_not_there() -> None:
    # A port that is taken, and where nobody listens.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        remote = open_store(f"http://127.0.0.1:{taken.getsockname()[1]}/sparql")
        with pytest.raises(StoreError, match="cannot be reached"):
            remote.select("SELECT * {}")


def test_a_slow_server_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        remote = RemoteStore(f"http://127.0.0.1:{silent.getsockname()[1]}/sparql", seconds=1)
        # Who reads a whole register for the catalogue waits longer than a page.
        assert (remote.patient().address, remote.patient().seconds) == (remote.address, 10)
        with pytest.raises(StoreError, match="in time"):
            remote.select("SELECT * {}")


def test_reading_any_rdf(tmp_path: Path) -> None:
    turtle = tmp_path / "some.ttl"
    turtle.write_text("<x:s> <x:p> [ <x:q> 'v'@en ] .")
    with pytest.raises(StoreError, match="--graph"):
        read(turtle)
    lines = read(turtle, "x:g")["x:g"]
    assert len(lines) == 2
    assert b"_:" not in b"".join(lines)
    assert nquads({"x:g": [b"<x:s> <x:p> <x:o> .\n"]}) == b"<x:s> <x:p> <x:o> <x:g> .\n"
    assert nquads(read(SMALL)) == SMALL.read_bytes()
    for name, text in (("bad.nq", "no N-Quads"), ("some.xyz", ""), ("bad.rdf", "<a>")):
        (tmp_path / name).write_text(text)
        with pytest.raises(StoreError, match=name):
            read(tmp_path / name, "x:g")
