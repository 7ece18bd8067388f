"""Stores that were changed, cut or are none: one clear line, never a guess."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import StoreError, open_store, remote
from graph.store.remote import RemoteStore
from graph.store.versions import write_store
from tests.endpoint.running import running, until

LINES = b'<x:s> <x:p> "o" <x:g> .\n<x:s> <x:p> "q" <x:g> .\n'


@pytest.mark.parametrize(
    "changed",
    [LINES[:25], LINES.replace(b'"o"', b'"0"'), b"", LINES + b"<x:a> <x:b> <x:c> <x:g> .\n"],
)
def test_data_that_is_not_what_the_manifest_says(tmp_path: Path, changed: bytes) -> None:
    store = tmp_path / ".store"
    write_store(store, LINES, "2026-01-02", [])
    data = store / "data.nq"
    data.chmod(0o644)
    data.write_bytes(changed)
    with pytest.raises(StoreError, match=r"not what its manifest says.*run `eucn build`"):
        open_store(store)


def test_a_changed_build_is_not_taken_up(tmp_path: Path) -> None:
    store = tmp_path / ".store"
    write_store(store, LINES, "2026-01-02", [])
    with running(store, settled=False, workers=2) as server:
        good = (store / "data.nq").read_bytes()
        broken = tmp_path / ".store-versions" / "broken"
        broken.mkdir()
        (broken / "manifest.json").write_bytes((store / "manifest.json").read_bytes())
        (broken / "data.nq").write_bytes(good.replace(b'"o"', b'"0"'))
        link = tmp_path / "link"
        link.symlink_to(broken)
        link.replace(store)
        assert until(lambda: "not what its manifest says" in server.printed)
        assert b'"value":"o"' in server.ask("SELECT * { ?s ?p ?o }")[2]


ANSWERS = {
    "nothing": (b"", None),
    "half of it": (b'{"head":{"vars":["g"]},"results":{"bindings":[{"g":', None),
    "less than promised": (b'{"head":{}}', 5000),
    "a page": (b"<html><body>It works!</body></html>", None),
    "another JSON": (b'{"results": []}', None),
    "a list": (b"[]", None),
    "a number": (b"7", None),
    "rows of something else": (b'{"head":{},"results":{"bindings":[7]}}', None),
    "bytes": (bytes(range(256)), None),
    "brackets": (b"[" * 200_000, None),
    "names that are no IRI": (
        b'{"head":{},"results":{"bindings":[{"g":{"type":"uri","value":"a b> ?s"}}]}}',
        None,
    ),
}


@pytest.fixture(params=ANSWERS.values(), ids=ANSWERS.keys())
def garbage(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an endpoint that answers everything with the same bytes."""
    body, length = request.param

    class Same(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(length or len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Same)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


def test_a_remote_store_that_never_ends_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte came in time, and the whole never."""

    class Slow(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            with contextlib.suppress(OSError):
                while True:
                    self.wfile.write(b" ")
                    time.sleep(0.02)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Each byte has a minute to come, and the whole half a second.
    monkeypatch.setattr(remote, "PATIENCE", 0.01)
    with pytest.raises(StoreError, match="did not end its answer in time"):
        RemoteStore(f"http://127.0.0.1:{server.server_port}/", seconds=60).graphs()
    server.shutdown()
    server.server_close()


def test_a_remote_store_that_answers_garbage(garbage: str) -> None:
    store = open_store(garbage)
    for ask in (
        lambda: store.version,
        lambda: store.graphs(),
        lambda: store.select("SELECT * { ?s ?p ?o }"),
        lambda: store.ask("ASK { ?s ?p ?o }"),
        lambda: store.query_bytes("CONSTRUCT WHERE { ?s ?p ?o }", "nt"),
    ):
        with pytest.raises(StoreError) as found:
            ask()
        assert garbage in str(found.value)
        assert "\n" not in str(found.value)
