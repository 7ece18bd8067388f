"""A small store of invented names, in the layout of a built one; and two servers over it.

A server takes its time until its pages are made, so tests of one group (``xdist_group``) share
them: ``patient`` has limits that nobody reaches, ``server`` such as are reached in a moment, and
``brisk`` such short ones that thousands of requests that nobody would write can be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store import Store, open_store
from graph.store.versions import write_store
from server.app import create_app
from server.settings import Settings
from tests.endpoint.running import Running, running, until

LIMIT = 3.0
WORKERS = 3
COUNTS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }",
)
SMALL = Path(__file__).parent / "data" / "small.nq"


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / ".store"
    write_store(path, SMALL.read_bytes(), "2026-01-02", ["document/alpha", "document/beta"])
    return path


@pytest.fixture(scope="session")
def store(store_path: Path) -> Store:
    return open_store(store_path)


@pytest.fixture(scope="session")
def app(store: Store, store_path: Path) -> Flask:
    settings = Settings(store=str(store_path), access_log="none", timeout=10.0, body=200_000)
    return create_app(settings, store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def server(store_path: Path) -> Iterator[Running]:
    limits: dict[str, Any] = {
        "timeout": LIMIT,
        "workers": WORKERS,
        "grace": 0.4,
        "header_seconds": 3,
    }
    with running(store_path, settled=False, **limits, proxies=1, budget=5.0) as found:
        # The first workers read from disk, those that follow from memory.
        found.early = {query: found.ask(query)[2] for query in COUNTS}
        assert until(found.settled)
        yield found


@pytest.fixture(scope="session")
def patient(store_path: Path) -> Iterator[Running]:
    """A server whose limits nobody reaches, however slow the machine."""
    limits = {"timeout": 600.0, "grace": 0.4, "header_seconds": 600}
    with running(store_path, workers=WORKERS, proxies=1, **limits) as found:
        yield found


@pytest.fixture(scope="session")
def brisk(store_path: Path) -> Iterator[Running]:
    limits: dict[str, Any] = {"timeout": 0.6, "workers": WORKERS, "grace": 0.3, "header_seconds": 2}
    with running(store_path, **limits, memory=200 << 20) as found:
        yield found
