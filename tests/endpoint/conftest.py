"""A small store of invented names, in the layout of a built one."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store import Store, open_store
from graph.store.versions import write_store
from server.app import create_app
from server.settings import Settings

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
